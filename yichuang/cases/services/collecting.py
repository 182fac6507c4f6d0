"""A person's result is taken away at a counter: by whom, by what, and which document was shown."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import collecting as queries
from yichuang.cases.queries import versions
from yichuang.cases.rules import collecting as rules
from yichuang.cases.rules import states
from yichuang.cases.rules.collecting import AGENT, APPLICANT, FAMILY, MANDATE, Shown
from yichuang.catalog import queries as catalog
from yichuang.core import spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import documents
from yichuang.registry import queries as registry

NO_NAME = "请填签收人的姓名"
OF_THE_APPLICANT = "这是申请人的号码，请填来领的人的"
NOBODY = "请选谁来领"  # a value that no page offers


@dataclass(frozen=True)
class Collector:
    """Who took a result away. kind, number: of the document that was seen (reference.rules.documents); relation to the
    applicant; by: as whom they came for a person (rules.collecting), with the mandate that they showed."""

    name: str
    kind: str = ""
    number: str = ""
    relation: str = ""
    by: str = APPLICANT
    mandate: Shown = Shown()

    @property
    def is_typed(self) -> bool:
        """Whether the clerk typed the name of a person's collector: neither the case nor its form has it."""
        return self.by in (FAMILY, MANDATE)


def sign(case: Case, delivery: Delivery, collector: Collector, today: date) -> dict:
    """Note on the delivery who took a person's result and by which document; its caller saves it.

    Returns what the trail tells of it.
    Raises Invalid for whoever may not have it."""
    number = spelling.code(collector.number)
    if not number:
        missing = FieldProblem("document", rules.NO_DOCUMENT, "required")
        raise Invalid([missing])
    problems = _problems(case, collector, number, today)
    if problems:
        raise Invalid(problems)
    kind = _kind(case, collector, number)
    wrong = documents.problem(kind, number)
    if wrong:
        misread = FieldProblem("document", wrong, "type")
        raise Invalid([misread])
    if collector.is_typed:
        _require_together(kind, number, collector.name)
    document = documents.KINDS[kind]
    delivery.signed_by = _name(case, collector)
    delivery.signer_document = f"{document.name} {number}"
    delivery.signer_relation = _relation(collector)
    return _as_told(collector)


def _require_together(kind: str, number: str, name: str) -> None:
    """Raises Invalid where the register has the document, and under no such name."""
    holders = registry.holders(number, kind)
    for holder in holders:
        if spelling.is_same_name(holder.name, name):
            return
    if holders:
        other = FieldProblem("signer", rules.NOT_TOGETHER, "mismatch")
        raise Invalid([other])


def is_served(case: Case) -> bool:
    """Whether the result is a paper that is served, and no card or certificate.

    A denial always is (民事诉讼法 88)."""
    if case.outcome != states.APPROVED:
        return True
    version = versions.of_case(case)
    result = catalog.result_of(version.guide)
    return result.served


def _kind(case: Case, collector: Collector, number: str) -> str:
    """The code of the document that was shown.

    The applicant's own is of the kind that the register has, the agent's of the kind that the form has; what is not
    told is read off the number."""
    person = case.person
    if number == spelling.code(person.id_number):
        return person.id_type
    if collector.kind:
        return collector.kind
    if collector.by == AGENT:
        agent = queries.agent_named(case)
        if agent.kind:
            return agent.kind
    return documents.kind_of(number) or documents.CITIZEN


def _name(case: Case, collector: Collector) -> str:
    """Of who signs.

    That of the applicant is the register's, that of the agent the form's; only of others is it what was typed."""
    if collector.by == APPLICANT:
        return case.person.name
    if collector.by == AGENT:
        agent = queries.agent_named(case)
        return agent.name
    return spelling.name(collector.name)


def _relation(collector: Collector) -> str:
    """As whom they signed, in the words of the receipt.

    Family is told with what they are to the applicant."""
    called = rules.CALLED[collector.by]
    if collector.by == FAMILY:
        return f"{called}（{collector.relation}）"
    return called


def _problems(case: Case, collector: Collector, number: str, today: date) -> list:
    """Why this one may not have it (FieldProblem), each at the field of the counter.

    Nobody is asked for what is not theirs: the agent needs no mandate on the desk, the form has it."""
    name = spelling.name(collector.name)
    if collector.by == APPLICANT:
        return _applicant_problems(case, name, number)
    if collector.by == AGENT:
        agent = queries.agent_named(case)
        return rules.agent_problems(agent, name, number, today)
    if collector.by == FAMILY:
        served = is_served(case)
        of_theirs = rules.family_problems(served, collector.relation, number, today)
    elif collector.by == MANDATE:
        of_theirs = rules.mandate_problems(collector.mandate, today)
    else:
        return [FieldProblem("by", NOBODY, "required")]
    of_anybody = _stranger_problems(case, name, number)
    return of_anybody + of_theirs


def _applicant_problems(case: Case, name: str, number: str) -> list:
    """The name is not typed for the applicant; where it is, both are the register's.

    A card reader gives the number."""
    person = case.person
    is_same_name = not name or spelling.is_same_name(name, person.name)
    is_same_number = number == spelling.code(person.id_number)
    if is_same_name and is_same_number:
        return []
    return [FieldProblem("document", rules.NOT_THE_APPLICANT, "type")]


def _stranger_problems(case: Case, name: str, number: str) -> list:
    """Whoever is neither the applicant nor the agent has a name and a document of their own.

    The document of the applicant proves nothing of them."""
    problems = []
    if not name:
        no_name = FieldProblem("signer", NO_NAME, "required")
        problems.append(no_name)
    if number == spelling.code(case.person.id_number):
        own = FieldProblem("document", OF_THE_APPLICANT, "type")
        problems.append(own)
    return problems


def _as_told(collector: Collector) -> dict:
    """By what they took it, for the trail: no names and no numbers.

    A mandate is told by its days."""
    step = {"by": collector.by}
    if collector.by != MANDATE:
        return step
    paper = collector.mandate
    step["signed_on"] = paper.signed_on.isoformat()
    if paper.until:
        step["until"] = paper.until.isoformat()
    return step
