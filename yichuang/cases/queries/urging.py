"""Whether a case was urged and still waits for the answer."""

from yichuang.cases.models import Case, Enquiry
from yichuang.registry.models import Employer, Person


def mark_of(case: Case) -> str:
    """The words with which a question that urges this case begins."""
    return f"催办：编号{case.number}"


def open_urge(case: Case) -> Enquiry | None:
    """The question by which this case was urged and that waits for its answer.

    None when it was never urged, or was answered.
    """
    return open_question(case, case.subject, mark_of(case))


def open_question(case: Case, subject: Person | Employer, mark: str) -> Enquiry | None:
    """The question of this person or unit about this case that begins with `mark` and waits for its answer."""
    still_open = Enquiry.objects.filter(item_code=case.item_code, state="open")
    if isinstance(subject, Person):
        of_theirs = still_open.filter(person=subject)
    else:
        of_theirs = still_open.filter(employer=subject)
    for enquiry in of_theirs:
        if enquiry.question.startswith(mark):
            return enquiry
    return None
