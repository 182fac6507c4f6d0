"""No page of the administration asks the database once a row: each asks as often for ten times the rows."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.desk import lives
from yichuang.accounts import services as staff
from yichuang.accounts.models import Assignment, Leave, Officer, Organisation, ServiceArea
from yichuang.api.models import ApiKey
from yichuang.audit.services import record
from yichuang.cases.models import Recount
from yichuang.catalog import services as catalog
from yichuang.catalog.models import ChangeOrder, ChannelSwitch, Implementation, Item, PlaceOrder
from yichuang.core import clock
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent
from yichuang.exchange.models import Incident, Query
from yichuang.reference.models import Region
from yichuang.reference.rules import identifiers
from yichuang.registry.models import Employer
from yichuang.sites.console.admin import urls

pytestmark = pytest.mark.django_db
ITEM, COUNTY, TOWN = "990514102006", "510812000000", "510812100000"
RULED = "992014301009/2026-07-01"
FEW, MANY = 2, 20
MOST = 40  # statements of any of these pages, session and account included
ROUTES = {
    "": ("gy_supervisor", ""),
    "items/": ("gy_supervisor", "items/"),
    "items/<str:code>/": ("gy_supervisor", f"items/{ITEM}/"),
    "items/<str:code>/versions/<int:number>/": ("gy_supervisor", f"items/{ITEM}/versions/1/"),
    "items/<str:code>/change/<slug:kind>/": ("tm_catalogue", f"items/{ITEM}/change/revised/"),
    "changes/": ("gy_supervisor", "changes/"),
    "changes/<int:pk>/": ("gy_supervisor", "changes/{change}/"),
    "changes/<int:pk>/publish/": ("tm_catalogue", "changes/{change}/publish/"),
    "changes/<int:pk>/<slug:verb>/": ("tm_legal", "changes/{change}/reject/"),
    "places/": ("gy_supervisor", "places/"),
    "places/waiting/<int:pk>/": ("gy_supervisor", "places/waiting/{place}/"),
    "places/waiting/<int:pk>/withdraw/": ("gy_catalogue", "places/waiting/{place}/withdraw/"),
    "places/waiting/<int:pk>/<slug:verb>/": ("gy_legal", "places/waiting/{place}/reject/"),
    "places/<str:code>/<str:region>/": ("gy_catalogue", f"places/{ITEM}/{COUNTY}/"),
    "delegation/": ("gy_supervisor", "delegation/"),
    "delegation/<str:code>/<str:region>/": ("gy_supervisor", f"delegation/{ITEM}/{COUNTY}/"),
    "delegation/<str:code>/<str:region>/<int:number>/": (
        "gy_catalogue",
        f"delegation/{ITEM}/{COUNTY}/4/",
    ),
    "delegation/<str:code>/<str:region>/<int:number>/clear/": (
        "gy_catalogue",
        f"delegation/{ITEM}/{COUNTY}/5/clear/",
    ),
    "consistency/": ("gy_supervisor", "consistency/?level=县"),
    "common/": ("gy_supervisor", "common/"),
    "speedup/": ("gy_supervisor", "speedup/"),
    "channels/": ("gy_supervisor", "channels/"),
    "channels/<str:code>/<slug:channel>/": ("tm_channel", f"channels/{ITEM}/kiosk/"),
    "outlets/": ("gy_supervisor", "outlets/"),
    "units/": ("gy_supervisor", f"units/?region={COUNTY}"),
    "units/<str:code>/": ("gy_supervisor", f"units/{COUNTY}/"),
    "units/<str:code>/rename/": ("gy_org", f"units/{COUNTY}/rename/"),
    "units/<str:code>/area/": ("gy_org", f"units/{TOWN}/area/"),
    "units/<str:code>/join/": ("gy_org", f"units/{COUNTY}/join/"),
    "units/<str:code>/qualifications/": ("gy_org", f"units/{COUNTY}/qualifications/"),
    "units/<str:code>/qualifications/template.xlsx": (
        "gy_org",
        f"units/{COUNTY}/qualifications/template.xlsx",
    ),
    "naming/": ("gy_supervisor", "naming/"),
    "misfiled/": ("gy_org", "misfiled/"),
    "officers/<uuid:uuid>/": ("gy_supervisor", "officers/{officer}/"),
    "officers/<uuid:uuid>/grant/": ("gy_org", "officers/{officer}/grant/"),
    "officers/<uuid:uuid>/roles/<int:pk>/revoke/": (
        "gy_org",
        "officers/{officer}/roles/{role}/revoke/",
    ),
    "officers/<uuid:uuid>/qualify/": ("gy_org", "officers/{officer}/qualify/"),
    "officers/<uuid:uuid>/move/": ("gy_org", "officers/{officer}/move/"),
    "officers/<uuid:uuid>/close/": ("gy_org", "officers/{officer}/close/"),
    "officers/<uuid:uuid>/reopen/": ("gy_org", "officers/{gone}/reopen/"),
    "officers/<uuid:uuid>/leave/": ("gy_org", "officers/{officer}/leave/"),
    "officers/<uuid:uuid>/leave/<uuid:leave_uuid>/back/": (
        "gy_org",
        "officers/{officer}/leave/{leave}/back/",
    ),
    "links/": ("gy_supervisor", "links/"),
    "rules/": ("gy_supervisor", "rules/"),
    "rules/<str:code>/<str:first_day>/": ("gy_supervisor", f"rules/{RULED}/"),
    "rules/<str:code>/<str:first_day>/<slug:verb>/": ("tm_legal", f"rules/{RULED}/approve/"),
    "exchange/": ("gy_supervisor", "exchange/"),
    "recounts/": ("gy_supervisor", "recounts/"),
    "recounts/<int:pk>/": ("gy_supervisor", "recounts/{run}/"),
    "background/": ("tm_channel", "background/"),
    "background/events/<int:pk>/": ("tm_channel", "background/events/{event}/"),
    "keys/": ("gy_channel", "keys/"),
    "keys/new/": ("gy_channel", "keys/new/"),
    "keys/<int:pk>/close/": ("gy_channel", "keys/{key}/close/"),
    "regions/": ("gy_supervisor", f"regions/?code={TOWN}"),
}
WITHOUT_ROWS = {"background/jobs/<str:name>/"}  # one job, and none of them fails here
LEFT = "B001"  # the number of an officer who is not at work any more


def _towns():
    """Of the city whose administrator looks."""
    return Region.objects.filter(code__startswith="5108", level=Region.TOWN).order_by("code")


def _officers(numbers: range) -> None:
    unit = Organisation.objects.get(code=COUNTY)
    for number in numbers:
        officer = staff.create_officer(
            actor="tests",
            username=f"budget{number}",
            name="测试人员",
            organisation=unit,
            employee_no=f"B{number:03}",
            password="Yichuang#2026",
        )
        common = {"actor": "tests", "officer": officer}
        staff.grant_role(**common, role="clerk", region=unit.region, valid_from=clock.today())
        staff.qualify(**common, item_code=ITEM, certificate="B", valid_from=clock.today())


def _units(numbers: range) -> None:
    parent = Organisation.objects.get(code=COUNTY)
    town = Region.objects.get(pk=TOWN)
    for number in numbers:
        village = Region.objects.create(
            code=f"510812100{900 + number}",
            level=Region.VILLAGE,
            parent=town,
            name=f"测试村{number}",
            full_name=f"{town.full_name}测试村{number}",
            province=town.province,
            city=town.city,
            county=town.county,
        )
        for place, above in ((parent.region, parent), (village, None)):
            unit = Organisation.objects.create(
                code=f"{place.code}-B{number}",
                name=f"测试机构{number}",
                kind=Organisation.POINT,
                level=5,
                region=place,
                parent=above or Organisation.objects.get(code=TOWN),
            )
        ServiceArea.objects.create(
            organisation=unit, region=village, valid_from=clock.today() - timedelta(days=1)
        )


def _catalogue(numbers: range) -> None:
    item = Item.objects.get(code=ITEM)
    others = list(Item.objects.exclude(code=ITEM).order_by("code")[: MANY + FEW])
    version = item.versions.get(number=1)
    places = list(_towns()[: MANY + FEW])
    asking = list(Officer.objects.filter(employee_no__startswith="B").order_by("pk"))
    opened = {"effective_from": clock.today(), "opened_at": clock.now()}
    keeper = lives.officer("gy_catalogue").actor  # whose list the first is, and may be taken back
    for number in numbers:
        actor = asking[number].actor
        place = places[number]
        ChangeOrder.objects.create(
            item=item,
            kind=ChangeOrder.REVISED,
            reason="测试",
            draft=version.definition,
            effective_on=clock.today(),
            opened_by=actor,
            opened_at=clock.now(),
        )
        said = {"item": item, "region": place, "differences": {"hours": "9:00—12:00"}}
        asker = actor if number else keeper
        PlaceOrder.objects.create(**said, **opened, stood={"differences": {}}, opened_by=asker)
        Implementation.objects.create(**said, effective_from=clock.today(), said_by=actor)
        ChannelSwitch.objects.create(item=others[number], channel="kiosk", enabled=False)
        for subject in (f"item:{ITEM}", asking[0].actor, _unit_ref()):
            record(
                actor=actor,
                verb="organisation.service_area",
                subject=subject,
                data={"region": place.code, "villages": [place.code]},
            )


def _unit_ref() -> str:
    return f"organisation:{Organisation.objects.get(code=COUNTY).uuid}"


def _one_officers(numbers: range) -> None:
    """Roles, qualifications and leaves of one officer."""
    officer = Officer.objects.get(employee_no="B000")
    codes = list(Item.objects.order_by("code").values_list("code", flat=True)[: MANY + FEW])
    towns = list(_towns()[: MANY + FEW])
    for number in numbers:
        Assignment.objects.create(
            officer=officer, role="clerk", region=towns[number], valid_from=clock.today()
        )
        if codes[number] != ITEM:
            staff.qualify(
                actor="tests",
                officer=officer,
                item_code=codes[number],
                certificate="B",
                valid_from=clock.today(),
            )
        day = clock.today() + timedelta(days=10 * number + 1)
        Leave.objects.create(officer=officer, first_day=day, last_day=day)


def _of_one_who_left(numbers: range) -> None:
    """Roles and leaves of before, of an officer who is not at work."""
    officer = Officer.objects.get(employee_no=LEFT)
    if officer.active:
        staff.deactivate_officer(actor="tests", officer=officer)
    before = clock.today() - timedelta(days=400)
    towns = list(_towns()[: MANY + FEW])
    for number in numbers:
        Assignment.objects.create(
            officer=officer, role="clerk", region=towns[number], valid_from=before, valid_to=before
        )
        day = before + timedelta(days=10 * number)
        Leave.objects.create(officer=officer, first_day=day, last_day=day)


def _levels(numbers: range) -> None:
    """What places have set for one level."""
    places = [COUNTY, *_towns().values_list("pk", flat=True)[: MANY + FEW]]
    for number in numbers:
        catalog.set_delegation(
            code=ITEM, region=places[number], level=5, roles=[], actor="officer:1"
        )


def _misfiled(numbers: range) -> None:
    for number in numbers:
        Employer.objects.create(name="测试", credit_code=citizens_number(number))


def citizens_number(number: int) -> str:
    """A made-up citizen's number, one for each place in the order."""
    first = f"510812198001010{number:02}"
    return first + identifiers.id_check_digit(first)


def _outside(numbers: range) -> None:
    place = Region.objects.get(pk="510800000000")
    for number in numbers:
        ApiKey.objects.create(
            name=f"测试{number}",
            key_hash=sha256(str(number).encode()).digest(),
            channel=2,
            source=f"budget-{number}",
            scopes=["cases:write"],
            daily_quota=10,
            minute_quota=10,
            place=place,
        )
        OutboxEvent.objects.create(
            uuid=uuid7(),
            topic="cases.CaseMoved",
            payload={"case": str(uuid7())},
            attempts=1,
            last_error="yichuang.cases.handlers.tell: x",
        )


def _recounts(numbers: range) -> None:
    for number in numbers:
        Recount.objects.create(
            year=2026, digest=str(number), begun_at=clock.now(), ended_at=clock.now()
        )


def _asked_outside(numbers: range) -> None:
    """Questions to two sources, each with an answer that did not count."""
    for number in numbers:
        for source in ("market.licence", "hrss.card"):
            row = Query(
                source=source,
                elements=[],
                role="applicant",
                whom_kind="person",
                whom_blind=bytes(32),
                imprint=bytes(32),
                whom={},
                claims={},
                purpose="测试",
                basis=["测试"],
                subject=f"case:{number}",
                place=COUNTY,
                asked_by="tests",
                asked_at=clock.now(),
                urgent=False,
                outcome=Query.NOT_FOUND,
                receipt="测试-1",
                answered_at=clock.now(),
            )
            row.save()
            Incident.objects.create(query=row, kind=Incident.LATE, at=clock.now())


def grow(numbers: range) -> None:
    makers = (
        _officers,
        _units,
        _catalogue,
        _one_officers,
        _of_one_who_left,
        _levels,
        _misfiled,
        _outside,
        _recounts,
        _asked_outside,
    )
    for make in makers:
        make(numbers)


def names() -> dict[str, str]:
    """What the addresses name, the same before and after."""
    officer = Officer.objects.get(employee_no="B000")
    return {
        "change": str(ChangeOrder.objects.order_by("pk").first().pk),
        "place": str(PlaceOrder.objects.order_by("pk").first().pk),
        "officer": str(officer.uuid),
        "gone": str(Officer.objects.get(employee_no=LEFT).uuid),
        "role": str(officer.assignments.order_by("pk").first().pk),
        "leave": str(Leave.objects.filter(officer=officer).order_by("pk").first().uuid),
        "event": str(OutboxEvent.objects.filter(attempts=1).order_by("pk").first().pk),
        "run": str(Recount.objects.order_by("pk").first().pk),
        "key": str(ApiKey.objects.filter(source="budget-0").get().pk),
    }


def asked(look: Callable) -> tuple[int, str]:
    """How many statements a look takes once what is kept in memory is there, and which it repeats.

    Inside a test's transaction the number that all that is kept is kept under is read each time: it is not counted."""
    look()
    with CaptureQueriesContext(connection) as seen:
        answer = look()
    assert answer.status_code == 200, answer.request["PATH_INFO"]
    spoken = []
    for query in seen.captured_queries:
        if "core_revision" not in query["sql"]:
            spoken.append(re.sub(r"'[^']*'|\d+", "?", query["sql"])[:200])
    often = sorted(set(spoken), key=spoken.count, reverse=True)
    return len(spoken), "\n".join(f"{spoken.count(line)} × {line}" for line in often[:3])


def looked_at() -> dict[str, tuple[int, str]]:
    """What each page asked, by its route."""
    named = names()
    clients = {}
    counts = {}
    for route, (account, path) in ROUTES.items():
        if account not in clients:
            clients[account] = lives.signed_in(account)
        address = "/console/admin/" + path.format(**named)
        counts[route] = asked(partial(clients[account].get, address))
    return counts


def test_every_page_of_the_administration_is_looked_at():
    routes = {str(pattern.pattern) for pattern in urls.urlpatterns}
    assert routes == set(ROUTES) | WITHOUT_ROWS


def test_pages_ask_as_often_for_ten_times_the_rows(world):
    grow(range(FEW))
    few = looked_at()
    grow(range(FEW, FEW + MANY))
    many = looked_at()
    wrong = []
    for route, (count, often) in many.items():
        if count > few[route][0]:
            wrong.append(f"{route}: {few[route][0]} → {count}\n{often}")
        elif count > MOST:
            wrong.append(f"{route}: {count} > {MOST}\n{often}")
    assert "\n".join(wrong) == ""
