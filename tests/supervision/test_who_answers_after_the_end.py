"""Once a case has ended its heads answer a 督办, and the list says so."""

from tests.sites.desk import lives
from yichuang.accounts import tables as staff
from yichuang.cases import services
from yichuang.core import clock, outbox
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Urging
from yichuang.supervision.queries import urgings


def test_who_is_asked_is_said_before_and_after_the_end_of_the_case(world):
    case = lives.proposed()
    supervision.urge(
        case_id=case.uuid,
        officer=lives.officer("gy_supervisor"),
        reason="申请人来问了三次",
        answer_by=clock.today(),
        now=clock.now(),
    )
    assert asked_of(case).endswith("（没人领）")
    services.second(
        case_id=case.uuid,
        officer=lives.officer("gy_approver"),
        agree=True,
        reason="同意",
        now=clock.now(),
        once_more=lives.ONCE_MORE,
    )
    assert lives.again(case).state == "closed"
    while outbox.deliver():
        continue
    role = staff.roles()["approver"]["name"]
    place = case.organisation.region.name
    assert asked_of(case) == f"{place}的{role}"


def asked_of(case) -> str:
    rows = Urging.objects.filter(case=case)
    (words,) = urgings.who_is_asked(rows).values()
    return words
