"""What speaks against a number or code that an application would put in place of the applicant's own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import listed
from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.queries.versions import Version
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as register

NEW_CODE, OWN_CODE = "new_credit_code", "employer_credit_code"
ROLE = "renumbered"
CODE_OF_ANOTHER = "这个信用代码登记的是另一个单位，请对照营业执照核对；合并的，由被合并的单位办注销，职工转到存续的单位"
HELD = "新号码在人员库里是另一份登记，请对证件原件和公安机关的证明"
BY_OUTCOME = {
    NameCheck.OTHER: "公安人口库说姓名和新号码不一致",
    NameCheck.WAITING: "公安人口库还没有回话",
    NameCheck.UNASKED: "公安人口库查不到新号码，或这里没有接通",
}


def persons(version: Version, answers: Mapping[str, Any]) -> list[NamedPerson]:
    """The applicant under each new number, each by the field in which it stands."""
    applicants = []
    for each in listed.renumbered(version, answers):
        applicant = replace(each.person, key=each.place, role=ROLE)
        applicants.append(applicant)
    return applicants


def code_problems(answers: Mapping[str, Any]) -> list[FieldProblem]:
    """A unit that would take the credit code under which another one is registered."""
    code = answers.get(NEW_CODE)
    if not code:
        return []
    own_code = answers.get(OWN_CODE)
    if code == own_code:
        return []
    holder = register.employer_by_code(code)
    if holder is None:
        return []
    problem = FieldProblem(NEW_CODE, CODE_OF_ANOTHER, "held")
    return [problem]


def doubts(version: Version, case: Case) -> list[str]:
    """Why a new number is not taken over without a proof.

    [] where no number is wanted, and where the police say that it is theirs and nobody else is known by it.
    """
    sentences = []
    for each in listed.renumbered(version, case.form):
        holders = set(each.person.holders)
        holders.discard(case.person)
        if holders:
            sentences.append(HELD)
        outcome = _outcome(case, each.person)
        if outcome in BY_OUTCOME:
            sentences.append(BY_OUTCOME[outcome])
    return sentences


def _outcome(case: Case, person: NamedPerson) -> str:
    """What the police register said of the number as it stands now."""
    checks = NameCheck.objects.filter(case=case, name_key=person.key)
    check = checks.first()
    if check is None:
        return NameCheck.WAITING
    if not check.is_of(person.imprint):
        return NameCheck.WAITING
    return check.outcome
