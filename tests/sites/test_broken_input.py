"""Whatever is sent to whichever parameter of whichever address: an answer, and never a fault of ours.

The parameters are not listed here: each view is watched while it reads its request."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from tests.architecture.test_urls import views
from tests.sites.desk import lives
from yichuang.accounts.models import Assignment, User
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.core import clock

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


def objects_for(address: str) -> dict:
    """One object of each kind that the address names, so that its view comes as far as its parameters."""
    known = {"code": lives.BENEFIT, "region": lives.CHAOTIAN}
    if "cases/<uuid" in address:
        known["cases"] = lives.reviewing().uuid
    if "drafts/<uuid" in address:
        version = versions.for_application(lives.BENEFIT, lives.CHAOTIAN, 2, clock.today())
        place = {"version_id": version.id, "region_id": lives.CHAOTIAN, "channel": 2}
        owner = User.objects.get(username="zhangsan")
        known["drafts"] = Draft.objects.create(
            owner=owner, person=lives.person(), answers={}, **place
        ).uuid
    return known


def account_for(audience: str) -> str | None:
    """A demo account that may open the page."""
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
        kind, _, name = part.strip("<>").rpartition(":")
        parts.append(_value(kind, name, parts, objects, broken))
    return "/" + "/".join(parts)


def _value(kind: str, name: str, before: list[str], objects: dict, broken: str | None) -> str:
    if kind == "uuid":
        return str(next((objects[part] for part in before if part in objects), uuid4()))
    if kind == "int":
        return "1"
    if kind == "str" and broken is not None:
        return quote(broken[:400], safe="", errors="surrogatepass")
    return str(objects.get(name, "accept"))


def status_of(call: Callable, *arguments) -> int:
    """The answer's status; whatever the call wrote is undone, so that no call meets what another left."""
    with transaction.atomic():
        status = call(*arguments).status_code
        transaction.set_rollback(True)
    return status


def asked_by(watched: type, call: Callable, place: str) -> set[str]:
    """The parameters that the view reads when it is called so."""
    watched.asked.clear()
    status_of(call, place)
    return watched.asked - {"csrfmiddlewaretoken"}


@pytest.mark.parametrize(
    ("address", "view"), ADDRESSES, ids=[address or "/" for address, _ in ADDRESSES]
)
def test_no_parameter_breaks_an_address(address, view, world, watched):
    objects = objects_for(address)
    client = Client(raise_request_exception=False)
    username = account_for(view.audience)
    if username:
        user = User.objects.get(username=username)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    statuses = {}
    if "<str:" in address:
        for kind, broken in BROKEN.items():
            statuses[f"{kind} in the path"] = status_of(
                client.get, filled(address, objects, broken)
            )
    place = filled(address, objects)
    for method in (client.get, client.post):
        names = asked_by(watched, method, place)
        for kind, broken in BROKEN.items():
            text = broken.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            statuses[f"{kind} by {method.__name__} everywhere"] = status_of(
                method, place, dict.fromkeys(names, text)
            )
        for name in names:
            statuses[f"{name} by {method.__name__}"] = status_of(method, place, {name: "²"})
    assert {label: status for label, status in statuses.items() if status >= 500} == {}
