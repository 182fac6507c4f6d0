"""Whether a rule may decide a case, whom it asks for that, and what is known.

Only what was answered about the people whom the case names now is known. What
was not answered is neither yes nor no. Whoever found somebody, and told
nothing of one thing that was asked, has not answered about that thing, unless
the pack of the source says that there is none then.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yichuang.cases.models import Case, CaseEvent, Determination, Look
from yichuang.cases.queries import held
from yichuang.cases.queries.held import Role
from yichuang.cases.rules.application import ON_SITE
from yichuang.core.clock import local
from yichuang.eligibility import queries as eligibility
from yichuang.eligibility import tables as rules
from yichuang.eligibility.models import Approval
from yichuang.eligibility.queries import Agreed
from yichuang.eligibility.rules.determining import Application, names_of
from yichuang.eligibility.rules.facts import CONTRADICTS, FOUND, NONE, OF_FORM, Fact, of_answers
from yichuang.exchange import queries as exchange
from yichuang.exchange.models import Query
from yichuang.exchange.ports import EMPLOYER, Whom
from yichuang.exchange.rules.holdings import APPLICANT
from yichuang.exchange.services import Question
from yichuang.identity import queries as identity

AGENT = "agent"
NAME_OF, NUMBER_OF = "{whom}_name", "{whom}_credit_code"  # the fields that name a unit


def rule_of(case: Case) -> Agreed | None:
    """The rule that may decide the case.

    None where none was in force when it came in.
    None where it is not meant for such an application: that goes its usual
    way, and leaves no trace.
    """
    if not eligibility.has_pack(case.item_code):
        return None
    agreed = eligibility.in_force(case.item_code, case.received_at)
    if agreed is None:
        return None
    answers = {**case.situation, **case.form}
    is_proved = _is_proved(case)
    application = Application(case.channel, answers, is_proved)
    if eligibility.is_meant(agreed, application):
        return agreed
    return None


def questions_of(case: Case) -> list[Question]:
    """What has to be asked before a rule can say anything of the case.

    One question for each source and person.
    None where no rule may decide it.
    Who cannot be asked here stays unknown.
    """
    agreed = rule_of(case)
    if agreed is None:
        return []
    people = _people(case, agreed.pack)
    sources = rules.sources()
    elements: dict[tuple[str, str], list[str]] = {}
    about = _about_whom(agreed.pack)
    for name, key in about.items():
        code = sources[name]
        if key not in people:
            continue
        if not exchange.active(code):
            continue
        line = (code, key)
        names = elements.setdefault(line, [])
        names.append(name)
    questions = []
    for (code, key), names in elements.items():
        question = _question(case, people[key], code, names)
        questions.append(question)
    return questions


def known(case: Case, agreed: Agreed) -> dict[str, Fact]:
    """What is known of the case.

    Its answers, and what was answered about the people whom it names now.
    """
    facts = of_answers(case.form)
    people = _people(case, agreed.pack)
    sources = rules.sources()
    standing = exchange.standing(case.ref)
    rows = list(standing)
    about = _about_whom(agreed.pack)
    for name, key in about.items():
        role = people.get(key)
        if role is None:
            continue
        code = sources[name]
        row = _row_about(role, code, rows)
        if row is None:
            continue
        fact = _fact(name, row)
        if fact:
            facts[name] = fact
    return facts


def determination_of(case: Case) -> Determination | None:
    """What the rule said of a case, None where none was asked.

    Nothing is read of an item that no rule was ever written for.
    """
    if case.version.item.code not in rules.decisions():
        return None
    rows = Determination.objects.filter(case=case)
    return rows.first()


def approval_of(determination: Determination) -> Approval:
    """Who let the rule decide that said this, whatever became of the rule since."""
    rows = Approval.objects.filter(
        item_code=determination.item_code, digest=determination.pack_digest
    )
    with_names = rows.select_related("approved_by")
    before = with_names.filter(at__lte=determination.at)
    return before.latest("at")


def looks_of(case: Case) -> list[Look]:
    """How often somebody was asked to look at it again.

    The newest first.
    """
    rows = Look.objects.filter(case=case)
    with_names = rows.select_related("officer")
    newest_first = with_names.order_by("-asked_at")
    return list(newest_first)


def _question(case: Case, role: Role, code: str, names: list[str]) -> Question:
    """What one source is asked about one of them; nothing is claimed there, what it tells is compared here."""
    return Question(
        source=code,
        role=role.key,
        whom=role.whom,
        elements=tuple(names),
        claims={},
        subject=case.ref,
        case=case.uuid,
        place=case.region_id,
        urgent=True,
    )


def _is_proved(case: Case) -> bool:
    """Whether it is known that the applicant sent it.

    From their proved account, or themselves at a window.
    Of a unit at a window it is asked elsewhere (`senders`).
    """
    if case.channel in ON_SITE:
        if case.employer_id:
            return True
        agents = case.parties.filter(role=AGENT)
        return not agents.exists()
    account = identity.subject_key(case.subject)
    if not identity.is_proved(account):
        return False
    sent = CaseEvent.objects.filter(case=case, seq=1, actor=account)
    return sent.exists()


def _about_whom(pack: Mapping[str, Any]) -> dict[str, str]:
    """Whom each fact is about.

    Name of a fact that a source gives → the word of the pack for them.
    """
    about = {}
    for name in names_of(pack):
        if not name.startswith(OF_FORM):
            about[name] = APPLICANT
    others = _of_others(pack["all"])
    about.update(others)
    return about


def _of_others(conditions: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The facts that conditions ask of somebody beside the applicant."""
    for condition in conditions:
        if "of_whom" in condition:
            yield condition["fact"], condition["of_whom"]
        for joined in ("all", "any"):
            parts = condition.get(joined, ())
            yield from _of_others(parts)


def _people(case: Case, pack: Mapping[str, Any]) -> dict[str, Role]:
    """Word of the pack → whom the case means by it now.

    Left out who is not named whole.
    """
    (applicant,) = held.applicant_of(case.subject)
    people = {APPLICANT: applicant}
    words = set(_about_whom(pack).values())
    for word in words.difference(people):
        field_of_name = NAME_OF.format(whom=word)
        field = NUMBER_OF.format(whom=word)
        name = case.form.get(field_of_name)
        number = case.form.get(field)
        if not name or not number:
            continue
        whom = Whom(EMPLOYER, name, number)
        people[word] = Role(field, whom)
    return people


def _row_about(role: Role, code: str, rows: Iterable[Query]) -> Query | None:
    """The question to a source about one of them, as the case names them now."""
    for row in rows:
        if row.source != code:
            continue
        if row.role != role.key:
            continue
        imprint = exchange.imprint_of(role.whom, row.claims)
        if bytes(row.imprint) == imprint:
            return row
    return None


def _fact(name: str, row: Query) -> Fact | None:
    """What an answer says of one of the elements that were asked.

    name: of the element.
    row: the question.
    None where it says nothing.
    """
    if name not in row.elements:
        return None
    state = _state(name, row)
    if state is None:
        return None
    value = None
    if state == FOUND:
        value = row.answer[name]
    day = row.as_of
    if day is None:
        answered = local(row.answered_at)
        day = answered.date()
    return Fact(state, value, row.source, day, row.receipt)


def _state(name: str, row: Query) -> str | None:
    """How it stands with an element after an answer.

    None while nobody answered about it.
    """
    if row.outcome == Query.NOT_FOUND:
        return NONE
    if row.outcome == Query.CONTRADICTS:
        return CONTRADICTS
    if row.outcome != Query.FOUND:
        return None
    if row.answer is None:
        return None
    if name in row.answer:
        return FOUND
    if exchange.left_out_is_none(row.source, name):
        return NONE
    return None
