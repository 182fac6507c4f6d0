"""A problem as the pages of the account tell it."""

from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.sites.ui.fields import by_field


def shown_problem(problem: Problem, usual: str) -> dict:
    """What a page shows of it: at the fields, at the field `usual`, or above the form when we are the ones who fail."""
    if isinstance(problem, Invalid):
        return {"problems": problem.problems, "errors": by_field(problem.problems)}
    if problem.status >= 500:
        return {"fault": problem, "errors": {}}
    problems = [
        FieldProblem(problem.field or usual, f"{problem.message}。{problem.way_out}".rstrip("。"))
    ]
    return {"problems": problems, "errors": by_field(problems)}
