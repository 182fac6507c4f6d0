"""Whoever watches the others is let go by two administrators, never by one."""

from datetime import timedelta

import pytest

from tests.sites.console_admin.writer import ROOT, Desk, text_of
from tests.sites.desk import lives
from yichuang.accounts import services as staff
from yichuang.accounts.models import Todo
from yichuang.accounts.services.partings import PARTING_TODO
from yichuang.audit.models import Entry
from yichuang.core import clock
from yichuang.reference.models import Region

pytestmark = pytest.mark.django_db
CITY, ELSEWHERE = "510800000000", "510700000000"


@pytest.fixture
def auditor(world):
    return lives.officer("gy_auditor")


@pytest.fixture
def second(world) -> Desk:
    """Another administrator of the city."""
    officer = lives.officer("gy_channel")
    city = Region.objects.get(code=CITY)
    staff.grant_role(actor="system", officer=officer, role="org_admin", region=city)
    return Desk("gy_channel")


STEPS = {"close": {"reason": "调走"}, "revoke": {}, "move": {"unit": ELSEWHERE}}


def path_of(officer, step: str) -> str:
    page = f"officers/{officer.uuid}/"
    if step == "revoke":
        return f"{page}roles/{officer.assignments.get().pk}/revoke/"
    return f"{page}{step}/"


def watches(officer) -> bool:
    today_roles = lives.officer(officer.user.username).assignments.filter(ended_at=None)
    return today_roles.filter(role="auditor").exists()


@pytest.mark.parametrize("step", ["close", "revoke"])
def test_the_first_asks_and_the_second_does_it(auditor, second, step):
    path = path_of(auditor, step)
    first = Desk("gy_org")
    said = first.write(path, **STEPS[step])
    assert "等另一位组织管理员确认" in said
    assert watches(auditor)
    again = first.fill(path, **STEPS[step])
    assert again.status_code == 409
    assert "您已经提出过" in text_of(again)
    assert "提出审计员" in second.see("/desk/todos/")
    second.write(path, **STEPS[step])
    assert not watches(auditor)
    assert not Todo.objects.filter(kind=PARTING_TODO, done_at=None).exists()


def test_who_turns_it_down_ends_the_question(auditor, second):
    path = path_of(auditor, "close")
    first = Desk("gy_org")
    first.write(path, **STEPS["close"])
    todo = Todo.objects.get(kind=PARTING_TODO)
    second.client.post(f"/desk/todos/{todo.pk}/done/")
    said = second.write(path, **STEPS["close"])
    assert "等另一位组织管理员确认" in said
    assert watches(auditor)


def test_nobody_moves_an_auditor_out_of_the_place_alone(auditor):
    path = path_of(auditor, "move")
    answer = Desk("gy_org").fill(path, unit="510812000000")
    assert answer.status_code == 200
    assert "他是审计员" not in text_of(answer)
    further = Desk("gy_org").client.post(ROOT + path, {"unit": ELSEWHERE})
    assert further.status_code in (403, 404)
    assert watches(auditor)


def test_the_second_confirms_the_day_that_the_first_asked_for(auditor, second):
    path = path_of(auditor, "revoke")
    last = (clock.today() + timedelta(days=60)).isoformat()
    Desk("gy_org").write(path, last_day=last)
    assert f"{last}以后没有" in second.see("/desk/todos/")
    assert "等另一位组织管理员确认" in second.write(path)
    assert watches(auditor)
    second.write(path, last_day=last)
    held = auditor.assignments.get()
    assert (held.ended_at, held.valid_to.isoformat()) == (None, last)


def gives_the_role(maker, made):
    made.assignments.filter(role="org_admin").delete()
    city = Region.objects.get(code=CITY)
    staff.grant_role(actor=maker.actor, officer=made, role="org_admin", region=city)


def sets_the_password(maker, made):
    staff.set_password(actor=maker.actor, user=made.user, password="Yichuang#2031")


def opens_the_post_again(maker, made):
    staff.deactivate_officer(actor="system", officer=made, reason="调走")
    staff.reactivate_officer(actor=maker.actor, officer=made, reason="写错了")
    made.user.refresh_from_db()
    staff.set_password(actor="system", user=made.user, password="yichuang-demo")
    city = Region.objects.get(code=CITY)
    staff.grant_role(actor="system", officer=made, role="org_admin", region=city)


MAKINGS = [gives_the_role, sets_the_password, opens_the_post_again]


@pytest.mark.parametrize("first", ["gy_org", "gy_channel"])
@pytest.mark.parametrize("makes", MAKINGS)
def test_nobody_makes_the_second_administrator_himself(auditor, second, first, makes):
    makes(lives.officer("gy_org"), lives.officer("gy_channel"))
    path = path_of(auditor, "close")
    [last] = {"gy_org", "gy_channel"} - {first}
    Desk(first).write(path, **STEPS["close"])
    barred = Desk(last)
    why = text_of(barred.fill(path, **STEPS["close"]))
    assert "最近30天里给的，只算一位，不能由您确认" in why
    assert "等另一位组织管理员确认" in barred.write(path, **STEPS["close"])
    assert watches(auditor)


def test_who_was_made_longer_ago_than_the_pack_says_counts_as_another(auditor, second):
    maker, made = lives.officer("gy_org"), lives.officer("gy_channel")
    sets_the_password(maker, made)
    now = clock.now()
    asked = {"officer": auditor, "step": "close", "by": made}
    Desk("gy_org").write(path_of(auditor, "close"), **STEPS["close"])
    assert staff.who_has_asked(**asked, now=now) == staff.AS_ONE
    assert staff.who_has_asked(**asked, now=now + timedelta(days=29)) == staff.AS_ONE
    assert staff.who_has_asked(**asked, now=now + timedelta(days=31)) == staff.ANOTHER


def test_who_is_watched_does_not_see_who_watches(world):
    watched = lives.officer("gy_org")
    lives.signed_in("gy_auditor").get(f"/console/audit/officers/{watched.uuid}/")
    looked = Entry.objects.filter(verb="officer.audit", subject=watched.actor)
    assert looked.exists()
    page = Desk("gy_catalogue").see(f"officers/{watched.uuid}/")
    assert "officer.audit" not in page
    assert lives.officer("gy_auditor").name not in page
