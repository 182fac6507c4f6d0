"""Whether whom a case is about has said that nobody was asked to do it, and still waits for the answer."""

from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries.urging import open_question
from yichuang.registry.models import Person


def mark_of(case: Case) -> str:
    """The words with which an objection to this case begins."""
    return f"我没有让人办：编号{case.number}"


def open_objection(case: Case, person: Person) -> Enquiry | None:
    """The objection that waits for its answer; None when there was none, or it was answered."""
    return open_question(case, person, mark_of(case))
