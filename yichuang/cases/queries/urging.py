"""Whether a case was urged and still waits for the answer."""

from yichuang.cases.models import Case, Enquiry


def mark_of(case: Case) -> str:
    """The words with which a question that urges this case begins."""
    return f"催办：编号{case.number}"


def open_urge(case: Case) -> Enquiry | None:
    """The question by which this case was urged and that waits for its answer.

    None when it was never urged, or was answered.
    """
    enquiries = Enquiry.objects.filter(
        person=case.person, employer=case.employer, item_code=case.item_code, state="open"
    )
    for enquiry in enquiries:
        if enquiry.question.startswith(mark_of(case)):
            return enquiry
    return None
