"""What has ended stays ended: no address of these pages brings it back, and none ends it twice."""

from datetime import timedelta

import pytest
from django.urls import URLPattern

from tests.sites.console_admin.writer import ROOT, Desk, asked_for, text_of
from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts.models import Assignment
from yichuang.api import services as keys
from yichuang.api.models import ApiKey
from yichuang.catalog.models import ChangeOrder, Item, PlaceOrder
from yichuang.core import clock
from yichuang.sites.console.admin import urls
from yichuang.supervision import services as supervision

pytestmark = pytest.mark.django_db
ITEM, CITY, COUNTY = "990514102006", "510800000000", "510812000000"
ADMINISTRATOR = "gy_org"
OFFICER_PAGE = "officers/<uuid:uuid>/"


def closed_officer() -> str:
    """The page of an officer who has left."""
    officer = lives.officer("gy_clerk")
    staff.deactivate_officer(actor="system", officer=officer)
    return f"officers/{officer.uuid}/"


def role_taken_back() -> str:
    role = lives.officer("gy_reviewer").assignments.get()
    staff.revoke_role(actor="system", assignment=role)
    return f"officers/{role.officer.uuid}/roles/{role.pk}/revoke/"


def role_run_out() -> str:
    role = lives.officer("gy_reviewer").assignments.get()
    yesterday = clock.today() - timedelta(days=1)
    Assignment.objects.filter(pk=role.pk).update(valid_to=yesterday)
    return f"officers/{role.officer.uuid}/roles/{role.pk}/revoke/"


def ended_leave() -> str:
    officer = lives.officer("gy_reviewer")
    day = clock.today()
    leave = supervision.begin_leave(
        actor="system",
        officer=officer,
        first_day=day,
        last_day=day,
        deputy=None,
        reason="",
        now=clock.now(),
    )
    supervision.end_leave(actor="system", leave=leave, on=day, now=clock.now())
    return f"officers/{officer.uuid}/leave/{leave.uuid}/back/"


def closed_key() -> str:
    key = ApiKey.objects.filter(place=None).first()
    keys.revoke_key(key_id=key.pk, actor="system")
    return f"keys/{key.pk}/close/"


def order_in(state: str) -> str:
    order = asked_for(ITEM, "cancelled")
    ChangeOrder.objects.filter(pk=order.pk).update(
        state=state, decided_by="officer:somebody", decided_at=clock.now()
    )
    return f"changes/{order.pk}/"


def decided_list(state: str) -> str:
    order = PlaceOrder.objects.create(
        item=Item.objects.get(code=ITEM),
        region_id=CITY,
        differences={},
        stood={"differences": {}},
        effective_from=clock.today(),
        state=state,
        opened_by="officer:nobody",
        opened_at=clock.now(),
        decided_by="officer:somebody",
        decided_at=clock.now(),
    )
    return f"places/waiting/{order.pk}/"


# pattern → [(who comes, the address of one that has ended)]
ENDED = {
    "rules/<str:code>/<str:first_day>/<slug:verb>/": [
        ("tm_legal", lambda: "rules/992014301009/2026-07-01/withdraw/")
    ],
    "changes/<int:pk>/publish/": [
        ("tm_catalogue", lambda: order_in(ChangeOrder.DONE) + "publish/"),
        ("tm_catalogue", lambda: order_in(ChangeOrder.REJECTED) + "publish/"),
    ],
    "changes/<int:pk>/<slug:verb>/": [
        ("tm_legal", lambda: order_in(ChangeOrder.DONE) + "approve/"),
        ("tm_legal", lambda: order_in(ChangeOrder.DONE) + "reject/"),
        ("tm_legal", lambda: order_in(ChangeOrder.REJECTED) + "approve/"),
        ("tm_legal", lambda: order_in(ChangeOrder.REJECTED) + "reject/"),
    ],
    "places/waiting/<int:pk>/<slug:verb>/": [
        ("gy_legal", lambda: decided_list(PlaceOrder.APPROVED) + "approve/"),
        ("gy_legal", lambda: decided_list(PlaceOrder.REJECTED) + "reject/"),
        ("gy_legal", lambda: decided_list(PlaceOrder.TAKEN_BACK) + "approve/"),
    ],
    "places/waiting/<int:pk>/withdraw/": [
        ("gy_catalogue", lambda: decided_list(PlaceOrder.APPROVED) + "withdraw/"),
        ("gy_catalogue", lambda: decided_list(PlaceOrder.TAKEN_BACK) + "withdraw/"),
    ],
    "delegation/<str:code>/<str:region>/<int:number>/clear/": [
        ("gy_catalogue", lambda: f"delegation/{ITEM}/{COUNTY}/3/clear/")
    ],
    f"{OFFICER_PAGE}grant/": [(ADMINISTRATOR, lambda: closed_officer() + "grant/")],
    f"{OFFICER_PAGE}qualify/": [(ADMINISTRATOR, lambda: closed_officer() + "qualify/")],
    f"{OFFICER_PAGE}move/": [(ADMINISTRATOR, lambda: closed_officer() + "move/")],
    f"{OFFICER_PAGE}close/": [(ADMINISTRATOR, lambda: closed_officer() + "close/")],
    f"{OFFICER_PAGE}leave/": [(ADMINISTRATOR, lambda: closed_officer() + "leave/")],
    f"{OFFICER_PAGE}reopen/": [
        (ADMINISTRATOR, lambda: f"officers/{lives.officer('gy_clerk').uuid}/reopen/")
    ],
    f"{OFFICER_PAGE}roles/<int:pk>/revoke/": [
        (ADMINISTRATOR, role_taken_back),
        (ADMINISTRATOR, role_run_out),
    ],
    f"{OFFICER_PAGE}leave/<uuid:leave_uuid>/back/": [(ADMINISTRATOR, ended_leave)],
    "background/events/<int:pk>/": [(ADMINISTRATOR, lambda: "background/events/1/")],
    "background/jobs/<str:name>/": [(ADMINISTRATOR, lambda: "background/jobs/core.sweep_files/")],
    "keys/<int:pk>/close/": [("tm_channel", closed_key)],
}
# what these are about does not end, or a new thing begins at it
ENDLESS = {
    "items/<str:code>/change/<slug:kind>/",
    "places/<str:code>/<str:region>/",
    "delegation/<str:code>/<str:region>/<int:number>/",
    "channels/<str:code>/<slug:channel>/",
    "units/<str:code>/rename/",
    "units/<str:code>/area/",
    "units/<str:code>/join/",
    "units/<str:code>/qualifications/",
}
CASES = [
    pytest.param(username, address, id=f"{pattern}-{number}")
    for pattern, ways in ENDED.items()
    for number, (username, address) in enumerate(ways)
]


def writing_patterns() -> set[str]:
    """The addresses that name a thing and take a POST, as they are declared."""
    patterns = set()
    for each in urls.urlpatterns:
        if isinstance(each, URLPattern) and "<" in str(each.pattern) and takes_posts(each.callback):
            patterns.add(str(each.pattern))
    return patterns


def takes_posts(view) -> bool:
    """Whether `require_http_methods` lets a POST through."""
    while view is not None:
        for cell in view.__closure__ or ():
            methods = cell.cell_contents
            if isinstance(methods, list) and "GET" in methods:
                return "POST" in methods
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_address_that_writes_says_what_ends_there():
    assert writing_patterns() == set(ENDED) | ENDLESS


@pytest.mark.parametrize(("username", "address"), CASES)
def test_what_has_ended_is_neither_shown_to_be_ended_nor_ended_again(world, username, address):
    client = Desk(username).client
    path = ROOT + address()
    opened = client.get(path)
    assert opened.status_code in (404, 409), text_of(opened)[:300]
    pressed = client.post(path, {"_confirm": "yes", "last_day": "2999-01-01", "note": "依据不足"})
    assert pressed.status_code in (404, 409), text_of(pressed)[:300]


def test_a_role_is_taken_back_earlier_and_never_later(world):
    reviewer = lives.officer("gy_reviewer")
    role = reviewer.assignments.get()
    last_day = clock.today() + timedelta(days=30)
    Assignment.objects.filter(pk=role.pk).update(valid_to=last_day)
    path = f"officers/{reviewer.uuid}/roles/{role.pk}/revoke/"
    later = last_day + timedelta(days=1)
    refused = Desk(ADMINISTRATOR).fill(path, last_day=later.isoformat())
    assert refused.status_code == 422
    assert "收回只能提前" in text_of(refused)
    earlier = last_day - timedelta(days=1)
    Desk(ADMINISTRATOR).write(path, last_day=earlier.isoformat())
    role.refresh_from_db()
    assert role.valid_to == earlier


def test_a_last_day_that_has_passed_is_asked_why(world):
    reviewer = lives.officer("gy_reviewer")
    path = f"officers/{reviewer.uuid}/roles/{reviewer.assignments.get().pk}/revoke/"
    yesterday = clock.today() - timedelta(days=1)
    asked = Desk(ADMINISTRATOR).fill(path, last_day=yesterday.isoformat())
    assert "真要这样，请写明原因" in text_of(asked)


@pytest.mark.parametrize("what", ["close", "revoke"])
def test_who_reaches_further_is_let_go_by_their_own_level(world, what):
    legal = lives.officer("tm_legal")
    path = f"officers/{legal.uuid}/close/"
    if what == "revoke":
        path = f"officers/{legal.uuid}/roles/{legal.assignments.first().pk}/revoke/"
    answer = Desk(ADMINISTRATOR).client.get(ROOT + path)
    assert answer.status_code == 403
    assert "您管不到那里" in text_of(answer)
    legal.refresh_from_db()
    assert legal.active


def test_who_has_left_comes_back_without_roles(world):
    clerk = lives.officer("gy_clerk")
    page = f"officers/{clerk.uuid}/"
    admin = Desk(ADMINISTRATOR)
    admin.write(f"{page}close/", reason="点错了")
    assert "给角色" not in admin.see(page)
    shown = admin.write(f"{page}reopen/", reason="没有离岗")
    assert "给角色" in shown
    clerk.refresh_from_db()
    clerk.user.refresh_from_db()
    assert (clerk.active, clerk.user.is_active) == (True, True)
    assert clerk.user.must_change_password
    assert accounts.scopes(clerk).roles == frozenset()
