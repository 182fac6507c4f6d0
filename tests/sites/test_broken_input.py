"""Whatever is sent to whichever parameter of whichever address: an answer, and never a fault of ours.

The parameters are not listed here: each view is watched while it reads its request."""

import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client

from tests.architecture.test_urls import views
from tests.sites.desk import lives
from tests.sites.real_things import invitation, things_at
from yichuang.accounts.models import Assignment, User
from yichuang.cases import services
from yichuang.cases.models import Draft, Enquiry
from yichuang.cases.queries import versions
from yichuang.core import clock
from yichuang.supervision.queries.reports import REPORTS

BROKEN = {
    "nul": "a\0b",
    "surrogate": "a\ud800b",
    "superscript": "²",
    "long": "长" * 10_000,
    "huge number": "9" * 40,
    "broken uuid": "0189-zz",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "first month": "0001-01",
    "last month": "9999-12",
    "first moment": "0001-01-01T00:00:00+14:00~1",
    "last moment": "9999-12-31T23:59:59-12:00~1",
    "moment of nowhere": "9999-12-31T23:59:59~1",
}
SURROGATE = "\ud800".encode("utf-8", "surrogatepass")
FORM = "application/x-www-form-urlencoded"
SOME, ALL = 3, len(BROKEN)  # kinds for each parameter: in the suite, and where it may last
# addresses whose place nothing fills here, so that their view answers before it reads a parameter
NOTHING_THERE = {
    "account/units/<uuid:account_id>/": "an account of a unit that waits for its representative",
    "desk/account/": "whose account it is stands in the query",
    "desk/credit/<uuid:uuid>/": "nobody of the demo has broken a promise",
    "drafts/<uuid:draft_id>/share/code.svg": "a draft has no code before its owner asks for one",
}
# who administers what belongs to no place, or to the whole province
OF_ALL_PLACES = {
    "console/admin/background/": "tm_channel",
    "console/admin/changes/<int:pk>/publish/": "tm_catalogue",
    "console/admin/changes/<int:pk>/<slug:verb>/": "tm_legal",
}
ADDRESSES = [(address, view) for address, view in views() if not address.startswith("api/^")]


class Watched(QueryDict):
    """A posted form or a query that notes which names a view asks for."""

    asked: set[str] = set()

    def __getitem__(self, name):
        Watched.asked.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        Watched.asked.add(name)
        return super().get(name, default)

    def getlist(self, name, default=None):
        Watched.asked.add(name)
        return super().getlist(name, default)


@pytest.fixture
def watched(monkeypatch):
    for module in ("django.http.request", "django.core.handlers.wsgi"):
        monkeypatch.setattr(f"{module}.QueryDict", Watched)
    return Watched


def looked_at() -> UUID:
    """A citizen whose record an officer of the auditor's places has opened."""
    clerk = lives.signed_in("gy_clerk")
    clerk.post("/desk/find/", {"q": lives.ZHANGSAN})
    return lives.person().uuid


def a_draft() -> UUID:
    """An application that a resident has begun."""
    version = versions.for_application(lives.BENEFIT, lives.CHAOTIAN, 2, clock.today())
    place = {"version_id": version.id, "region_id": lives.CHAOTIAN, "channel": 2}
    owner = User.objects.get(username="zhangsan")
    return Draft.objects.create(owner=owner, person=lives.person(), answers={}, **place).uuid


def a_paper() -> str:
    """The code by which a paper that was issued is verified."""
    case = lives.submitted()
    paper = services.issue_paper(case_id=case.uuid, kind="receipt", now=clock.now())
    return paper.verify_code


# what an address has in it, by which name that place of it goes, what stands there
REAL = (
    ("cases/<uuid", "cases", lambda: lives.reviewing().uuid),
    ("people/<uuid", "people", looked_at),
    ("officers/<uuid", "officers", lambda: lives.officer("gy_clerk").uuid),
    ("away/<uuid", "away", lambda: lives.officer("gy_clerk").uuid),
    ("roles/<int", "roles", lambda: lives.officer("gy_clerk").assignments.first().pk),
    ("units/<str", "code", lambda: lives.officer("gy_clerk").organisation.code),
    ("targets/<str", "code", lambda: "TGT-001"),
    ("rules/<str", "first_day", lambda: "2026-07-01"),
    ("rules/<str", "verb", lambda: "approve"),
    ("reports/<str", "key", lambda: next(iter(REPORTS.all()))),
    ("drafts/<uuid", "drafts", a_draft),
    ("/rate/<", "token", lambda: invitation().token),
    ("/rate/w/", "w", lambda: lives.officer("gy_clerk").organisation.uuid),
    ("/verify/<", "code", a_paper),
    ("/api/v1/papers/", "code", a_paper),
    ("/ask/<", "ask", lambda: asked_of_us().uuid),
    ("/desk/enquiries/<", "enquiries", lambda: asked_of_us().uuid),
    ("/openness/<", "key", lambda: first_key_of("openness")),
    ("/events/<", "key", lambda: first_key_of("events")),
    ("change/<slug:kind>", "kind", lambda: "revised"),
    ("mandate/<slug:whose>", "whose", lambda: "person"),
    ("papers/<slug:kind>", "kind", lambda: "receipt"),
    ("sheet/<slug:kind>", "kind", lambda: "print"),
    ("layout/<slug:name>", "name", lambda: "desk"),
)


def objects_for(address: str, who: str) -> dict:
    """One object of each kind that the address names, so that its view comes as far as its parameters; who: the account
    that looks, "" for nobody."""
    known = {"code": lives.BENEFIT, "region": lives.CHAOTIAN}
    for piece, name, make in REAL:
        if piece in f"/{address}":
            known[name] = make()
    return known | things_at(address, who)


def asked_of_us() -> Enquiry:
    subject = lives.person()
    return services.ask(
        question="退休要带什么",
        name=subject.name,
        phone=subject.phone,
        region=lives.CHAOTIAN,
        channel=2,
        actor=f"person:{subject.uuid}",
        now=clock.now(),
        subject=subject,
    )


def first_key_of(folder: str) -> str:
    """The key of the first page to which the home page or the list leads."""
    pages = "".join(Client().get(page).content.decode() for page in ("/", "/openness/"))
    return re.search(rf'"/{folder}/([\w-]+)/', pages).group(1)


def account_for(address: str, audience: str) -> str | None:
    """A demo account that may open the page."""
    for beginning, username in OF_ALL_PLACES.items():
        if address.startswith(beginning):
            return username
    kind, _, roles = audience.partition(":")
    if kind in ("resident", "signed_in"):
        return "zhangsan"
    if kind != "officer":
        return None
    wanted = roles.split(",") if roles else ["clerk"]
    role = (
        Assignment.objects.filter(role__in=wanted, officer__user__username__startswith="gy")
        .order_by("id")
        .first()
    )
    return role.officer.user.username


def filled(address: str, objects: dict, broken: str | None = None) -> str:
    """The address with an object of the right kind in each place, or with something broken where text is taken."""
    parts = []
    for part in address.split("/"):
        if not part.startswith("<"):
            parts.append(part)
            continue
        place, _, end = part[1:].partition(">")
        kind, _, name = place.rpartition(":")
        parts.append(_value(kind, name, parts, objects, broken) + end)
    return "/" + "/".join(parts)


def _value(kind: str, name: str, before: list[str], objects: dict, broken: str | None) -> str:
    if kind == "uuid":
        nearest = reversed(before)
        return str(next((objects[part] for part in nearest if part in objects), uuid4()))
    if kind == "int":
        return str(objects.get(before[-1], 1))
    if kind == "str" and broken is not None:
        return quote(broken[:400], safe="", errors="surrogatepass")
    return str(objects.get(name, "accept"))


def answer_of(call: Callable, *arguments) -> HttpResponse:
    """The answer; whatever the call wrote is undone, so that no call meets what another left."""
    with transaction.atomic():
        answer = call(*arguments)
        transaction.set_rollback(True)
    return answer


def status_of(call: Callable, *arguments) -> int:
    return answer_of(call, *arguments).status_code


def asked_by(watched: type, call: Callable, place: str) -> tuple[HttpResponse, set[str]]:
    """The view's answer when it is called so, and the parameters that it reads."""
    watched.asked.clear()
    answer = answer_of(call, place)
    return answer, watched.asked - {"csrfmiddlewaretoken"}


@pytest.mark.parametrize(
    "kinds_each",
    [SOME, pytest.param(ALL, marks=pytest.mark.long(kind="fuzz"))],
    ids=["some", "all"],
)
@pytest.mark.parametrize(
    ("address", "view"), ADDRESSES, ids=[address or "/" for address, _ in ADDRESSES]
)
def test_no_parameter_breaks_an_address(address, view, kinds_each, world, watched):
    username = account_for(address, view.audience)
    objects = objects_for(address, username or "")
    client = Client(raise_request_exception=False)
    if username:
        client = lives.signed_in(username)
        client.raise_request_exception = False
    statuses = {}
    if "<str:" in address:
        for kind, broken in BROKEN.items():
            statuses[f"{kind} in the path"] = status_of(
                client.get, filled(address, objects, broken)
            )
    place = filled(address, objects)
    page, read = asked_by(watched, client.get, place)
    assert (page.status_code == 404) == (address in NOTHING_THERE)
    assert not (username and leads_to_sign_in(page))
    _, posted = asked_by(watched, client.post, place)
    for name, kind in broken_for(address, read, kinds_each):
        query = f"{quote_plus(name)}={as_bytes_say(BROKEN[kind])}"
        statuses[f"{name} read, {kind}"] = status_of(client.get, f"{place}?{query}")
    for name, kind in broken_for(address, posted, kinds_each):
        body = f"{quote_plus(name)}={as_bytes_say(BROKEN[kind])}"
        statuses[f"{name} posted, {kind}"] = status_of(client.post, place, body, FORM)
    for name in posted:
        raw = quote_plus(name).encode() + b"=a" + SURROGATE + b"b"
        statuses[f"{name} posted, raw"] = status_of(client.post, place, raw, FORM)
    assert {label: status for label, status in statuses.items() if status >= 500} == {}


def leads_to_sign_in(answer: HttpResponse) -> bool:
    """Nothing of the page is shown to who asked before they sign in: no parameter of it would be read."""
    return answer.headers.get("Location", "").startswith("/accounts/login/")


def as_bytes_say(broken: str) -> str:
    """The text for a query or a body; a lone surrogate stays what it is: %ED%A0%80."""
    return quote(broken, safe="", errors="surrogatepass")


def broken_for(address: str, names: set[str], kinds_each: int) -> list[tuple[str, str]]:
    """(parameter, kind of what is broken), each alone: so many kinds for each parameter, the same in every run."""
    kinds = list(BROKEN)
    pairs = []
    for name in sorted(names):
        first = crc32(f"{address} {name}".encode())
        for step in range(kinds_each):
            kind = kinds[(first + 4 * step) % len(kinds)]
            pairs.append((name, kind))
    return pairs
