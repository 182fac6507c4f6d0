"""Problems, named where they are born and translated once per edge. Every message is plain Chinese for the user."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one answer: the field's key, the sentence for the user, and the broken rule's name."""

    field: str
    message: str
    violates: str = "invalid"


class Problem(Exception):
    """Something the user must be told. `message` says what is wrong, `way_out` what to do, `status` the HTTP status."""

    status = 422
    code = "invalid"

    def __init__(
        self, message: str, *, code: str = "", field: str = "", way_out: str = "", status: int = 0
    ):
        super().__init__(message)
        self.message = message
        if code:
            self.code = code
        self.field = field
        self.way_out = way_out
        if status:
            self.status = status


class Invalid(Problem):
    """Answers that cannot be taken; `problems` lists each of them by field."""

    def __init__(self, problems, message: str = "有地方要改，改好就能往下走"):
        super().__init__(message, code="invalid")
        self.problems: tuple[FieldProblem, ...] = tuple(problems)

    def below(self, prefix: str) -> "Invalid":
        """The same of answers that were sent under other keys.

        prefix: what these begin with."""
        problems = []
        for problem in self.problems:
            field = prefix + problem.field
            lower = replace(problem, field=field)
            problems.append(lower)
        return Invalid(problems, self.message)

    def __str__(self) -> str:
        return f"{self.message}：" + "；".join(f"{p.field} {p.message}" for p in self.problems)


class NotFound(Problem):
    """It does not exist, or must look as if it did not."""

    status, code = 404, "not_found"


class Forbidden(Problem):
    """It exists, and this person may not do this."""

    status, code = 403, "forbidden"


class Conflict(Problem):
    """Somebody or something was faster."""

    status, code = 409, "conflict"


class TooMany(Problem):
    """Too often in too short a time; `way_out` says when to come back, `retry_after` in how many seconds."""

    status, code = 429, "too_many"

    retry_after = 0

    def __init__(self, message: str, retry_after: int = 0, **more):
        super().__init__(message, **more)
        self.retry_after = retry_after
