"""One form as it was posted: what its boxes say, and what is wrong with them, told at these very boxes."""

from datetime import date

from django.http import QueryDict

from yichuang.core import days
from yichuang.core.errors import Conflict, FieldProblem, Invalid

REFUSED = "{message}。{way_out}"


class Sent:
    """The boxes of one form, as a context in which the service is called.

    What the service finds wrong with its own names is told at the boxes of
    this form, and so is what stands against it altogether: nothing that
    was typed is lost.

    form: with what the names of its boxes begin.
    first: the box at which it is told that it cannot be done at all.
    """

    def __init__(self, post: QueryDict, form: str, first: str):
        self.post = post
        self.form = form
        self.first = first

    def __enter__(self) -> "Sent":
        return self

    def __exit__(self, kind, problem, trace) -> None:
        """Raises Invalid for what the service raised."""
        prefix = f"{self.form}_"
        if isinstance(problem, Invalid):
            raise problem.below(prefix) from problem
        if isinstance(problem, Conflict):
            message = REFUSED.format(message=problem.message, way_out=problem.way_out)
            refusal = FieldProblem(prefix + self.first, message, problem.code)
            raise Invalid([refusal]) from problem

    def text(self, box: str) -> str:
        """What was typed into a box."""
        name = f"{self.form}_{box}"
        return self.post.get(name, "")

    def choice(self, box: str) -> str:
        """What was chosen, or "yes" for a tick.

        "" for nothing.
        """
        name = f"_{self.form}_{box}"
        return self.post.get(name, "")

    def day(self, box: str, label: str) -> date | None:
        """The day that was typed, None for none.

        label: as the page has it. Raises Invalid for what is no day.
        """
        typed = self.text(box)
        return days.typed(typed, box, label)
