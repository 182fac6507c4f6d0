"""A problem as the pages of the account tell it."""

from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.sites.ui.fields import by_field


def shown_problem(problem: Problem, usual: str) -> dict:
    """What a page shows of it.

    At the fields that it names, or above the form when we are the ones
    who fail.

    usual: the field at which stands what names none.
    """
    if isinstance(problem, Invalid):
        return _at_fields(problem.problems)
    if problem.status >= 500:
        return {"fault": problem, "errors": {}}
    words = f"{problem.message}。{problem.way_out}".rstrip("。")
    field = problem.field or usual
    return _at_fields([FieldProblem(field, words)])


def _at_fields(problems: list[FieldProblem]) -> dict:
    return {"problems": problems, "errors": by_field(problems)}
