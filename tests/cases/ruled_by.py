"""A legal officer agrees to a rule, and a proved account applies for what it decides."""

from dataclasses import replace
from datetime import date, datetime

from tests.cases.answered import all_answer
from tests.cases.conftest import filled
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.eligibility import queries as eligibility
from yichuang.eligibility import services as rules
from yichuang.eligibility import tables
from yichuang.eligibility.models import Approval
from yichuang.identity import queries as identity
from yichuang.registry.models import Person

CARD = "992014301009"
CERTIFY = "992014202008"
ZHANGSAN = "510812198805129916"
OWN_CARD = {"person_name": "张三", "card_no": "A00000001"}


def legal() -> Officer:
    return Officer.objects.get(user__username="tm_legal")


def agree(code: str = CARD, at: datetime | None = None) -> Approval:
    """The pack decides what comes in from this moment on."""
    moment = at or clock.now()
    pack = tables.decision_of(code, moment.date())
    return rules.approve(
        item_code=code,
        from_on=date.fromisoformat(pack["from"]),
        digest=eligibility.digest_of(pack),
        officer=legal(),
        now=moment,
    )


def applied(code: str = CARD, answers=OWN_CARD, **changes) -> Case:
    """What 张三 sends from his own proved account; nobody was asked yet."""
    person = next(one for one in Person.objects.all() if one.id_number == ZHANGSAN)
    now = clock.now()
    made = filled(code, now=now, subject=person, actor=identity.subject_key(person))
    made = replace(made, answers={**made.answers, **answers}, **changes)
    return Case.objects.get(uuid=services.submit(application=made, now=now).uuid)


def decided(code: str = CARD, answers=OWN_CARD, **changes) -> Case:
    """The same once everybody has answered."""
    case = applied(code, answers, **changes)
    all_answer()
    case.refresh_from_db()
    return case
