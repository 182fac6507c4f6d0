"""Which papers of a case others hold, about whom they are asked, and what was
said of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.models import Material as Row
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import looking
from yichuang.catalog.rules.situations import FOR_WHOM, Material
from yichuang.core import crypto
from yichuang.exchange import queries as exchange
from yichuang.exchange import tables as sources
from yichuang.exchange.models import Query
from yichuang.exchange.ports import EMPLOYER, PERSON, Whom
from yichuang.exchange.rules.holdings import (
    ABOUT,
    APPLICANT,
    Holding,
    Named,
    Rows,
    Verdict,
    of_several,
    together,
)
from yichuang.reference.rules import documents
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named as NamedPerson
from yichuang.registry.services import NamedEmployer

Subject = Person | Employer | NamedPerson | NamedEmployer
# they know citizens, and neither units nor whoever is no citizen
ONESELF = "self"  # value of for_whom (group `about_person`)
OF_PEOPLE = ("police", "civil", "health", "education", "disabled", "veterans")


@dataclass(frozen=True)
class Role:
    """One about whom a paper is asked.

    key: as whom the form names them.
    """

    key: str
    whom: Whom


@dataclass(frozen=True)
class Held:
    """A paper of a case that others hold.

    people: each of them has to have it.
    """

    paper: Material
    holding: Holding
    people: tuple[Role, ...]

    def sources_of(self, role: Role) -> tuple[str, ...]:
        """Codes of those who are asked about one of them."""
        is_citizen = _is_citizen(role.whom)
        codes = []
        for code in exchange.sources_of(self.holding):
            source = sources.source(code)
            if is_citizen or source.department not in OF_PEOPLE:
                codes.append(code)
        return tuple(codes)

    def can_be_asked(self) -> bool:
        """Whether there is somebody to ask about each of them."""
        for role in self.people:
            if not self.sources_of(role):
                return False
        return bool(self.people)


@dataclass(frozen=True)
class Said:
    """What was said of a paper.

    query: the question that settles it, None while none does.
    """

    verdict: Verdict
    query: Query | None


def held(
    version: Version, subject: Subject, answers: Mapping[str, Any], papers: Iterable[Material]
) -> list[Held]:
    """Those of the papers that somebody who can be asked holds.

    Each with whom it is asked about.
    """
    asked_of_others = []
    for paper in papers:
        if paper.is_form or not paper.exempt:
            continue
        holding = exchange.holding_of(paper.name)
        if holding is None:
            continue
        people = _people(holding, version, subject, answers)
        one = Held(paper, holding, people)
        if one.can_be_asked():
            asked_of_others.append(one)
    return asked_of_others


def as_held(
    version: Version, subject: Subject, answers: Mapping[str, Any], papers: Sequence[Material]
) -> tuple[Material, ...]:
    """The papers as this applicant has to give them.

    What nobody who can be asked holds is theirs to bring.
    """
    codes = set()
    for one in held(version, subject, answers, papers):
        codes.add(one.paper.code)
    own = []
    for paper in papers:
        is_with_nobody = paper.exempt and paper.code not in codes
        if is_with_nobody and not paper.is_form:
            paper = replace(paper, exempt=False)
        own.append(paper)
    return tuple(own)


def of_case(case: Case, version: Version) -> list[Held]:
    """The same of a case, as its answers stand now."""
    subject = case.subject
    papers = version.materials_of(case.situation, subject)
    return held(version, subject, case.form, papers)


def said_of(one: Held, rows: Iterable[Query]) -> Said:
    """What the questions of its case say of a paper."""
    verdicts = []
    questions = []
    for role in one.people:
        own = _about(one, role, rows)
        brought = exchange.heard(own)
        verdict = together(one.holding, brought)
        verdicts.append(verdict)
        questions += own
    verdict = of_several(verdicts)
    settling = _settling(verdict, questions)
    return Said(verdict, settling)


def is_refused(row: Row) -> bool:
    """Whether who holds the paper of a row said that there is none, or
    another one.

    The row comes with its question.
    """
    outcome = None
    if row.query:
        outcome = row.query.outcome
    return looking.is_refused(row.source, outcome)


def refused_of(rows: Collection[Row]) -> dict[str, Query]:
    """Code of each paper of which that was said last → the question.

    rows: in the order in which they came.
    """
    last = {}
    for row in rows:
        last[row.code] = row
    refused = {}
    for code, row in last.items():
        if is_refused(row):
            refused[code] = row.query
    return refused


def _about(one: Held, role: Role, rows: Iterable[Query]) -> list[Query]:
    """The questions about one person, of the sources of the paper."""
    codes = one.sources_of(role)
    blind = crypto.blind(role.whom.number)
    own = []
    for row in rows:
        if row.role != role.key or row.source not in codes:
            continue
        if bytes(row.whom_blind) == blind:
            own.append(row)
    return own


def _settling(verdict: Verdict, rows: Iterable[Query]) -> Query | None:
    """The question whose receipt the verdict rests on first."""
    by_receipt = {}
    for row in rows:
        by_receipt[row.receipt] = row
    for receipt in verdict.receipts:
        if receipt in by_receipt:
            return by_receipt[receipt]
    return None


def _is_citizen(whom: Whom) -> bool:
    """Whether registers of citizens may know them.

    They know no unit, and nobody with another document.
    """
    if whom.kind != PERSON:
        return False
    return whom.id_type == documents.CITIZEN


def _people(
    holding: Holding, version: Version, subject: Subject, answers: Mapping[str, Any]
) -> tuple[Role, ...]:
    """About whom the paper is asked.

    None where one of them has no number, or there are too many. The
    applicant where the form has a table of people that these answers leave
    out.
    """
    groups = []
    for section in version.form.sections:
        groups.append(section.key)
    meant = holding.of_whom(version.item_code, groups)
    if isinstance(meant, Rows) and meant.table in answers:
        return _in_table(meant, answers)
    if isinstance(meant, Named):
        number = answers.get(meant.number)
        return _one(meant, number, answers)
    if meant == ABOUT:
        return _about_whom(version, subject, answers)
    return applicant_of(subject)


def applicant_of(subject: Subject) -> tuple[Role, ...]:
    """The applicant.

    As the register names them, or they themselves do.
    """
    if isinstance(subject, Employer | NamedEmployer):
        whom = Whom(EMPLOYER, subject.name, subject.credit_code)
    else:
        whom = Whom(PERSON, subject.name, subject.id_number, subject.id_type)
    role = Role(APPLICANT, whom)
    return (role,)


def _about_whom(version: Version, subject: Subject, answers: Mapping[str, Any]) -> tuple[Role, ...]:
    """Whom the matter is mainly about.

    The applicant where the form names nobody else, or themselves.
    """
    for pair in version.form.about:
        number = pair.number_in(answers)
        if number:
            fields = Named(pair.name, pair.number, pair.kind)
            return _one(fields, number, answers)
        if not pair.oneself and answers.get(FOR_WHOM) != ONESELF:
            return ()
    return applicant_of(subject)


def _one(fields: Named, number: str | None, answers: Mapping[str, Any]) -> tuple[Role, ...]:
    """One who is named by fields of the form."""
    name = answers.get(fields.name)
    if not number or not name:
        return ()
    kind = answers.get(fields.kind)
    if not kind:
        kind = documents.kind_of(number)
    whom = Whom(PERSON, name, number, kind)
    role = Role(fields.number, whom)
    return (role,)


def _in_table(table: Rows, answers: Mapping[str, Any]) -> tuple[Role, ...]:
    """Everybody in a table of the form.

    Nobody where it is too long or names somebody without a number.
    """
    rows = answers.get(table.table)
    if not rows or len(rows) > table.most:
        return ()
    people = []
    for row in rows:
        name = row.get(table.name)
        number = row.get(table.number)
        if not name or not number:
            return ()
        kind = documents.kind_of(number)
        whom = Whom(PERSON, name, number, kind)
        role = Role(table.table, whom)
        people.append(role)
    return tuple(people)
