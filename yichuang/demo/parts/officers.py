"""The demo's officers: one city hall, one county hall, one township and one village of each city, and those who keep
the unified catalogue for all provinces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.accounts.services import Staff, enter_staff
from yichuang.accounts.tables import certificates, roles
from yichuang.core import packs

PACK = "demo/officers.yaml"
Grant = tuple[str, str, str]  # as in `Staff`
City = dict[str, Any]  # as the pack writes it
Pack = dict[str, Any]


@dataclass(frozen=True)
class Post:
    """A post that each city has, as the pack writes it.

    post: what it is called in the names of accounts.
    given_name: of whoever holds it; the surname is one of the city's.
    unit, scope: keys of a city, for the unit where the post stands and
    for the place that it is about.
    lines: of business, "" for all of them.
    certificate: a key of `certificates.yaml`, "" for none.
    """

    post: str
    title: str
    given_name: str
    unit: str
    scope: str
    roles: Sequence[str]
    lines: Sequence[str] = ("",)
    certificate: str = ""
    window: str = ""

    def username(self, city: City) -> str:
        """The account's name of who holds the post in a city."""
        prefix = city["prefix"]
        return f"{prefix}_{self.post}"

    def grants(self, region: str) -> tuple[Grant, ...]:
        """Each role for each line, in the division."""
        grants = []
        for role in self.roles:
            for line in self.lines:
                grant = (role, line, region)
                grants.append(grant)
        return tuple(grants)


def load() -> int:
    """Add the officers, roles and certificates that are missing; returns how many officers are new."""
    pack = packs.read(PACK)
    staff = _of_cities(pack)
    staff += _unified(pack)
    return enter_staff(staff=staff, password=pack["password"])


def _posts(pack: Pack) -> list[Post]:
    """The posts of the cities."""
    return [Post(**row) for row in pack["posts"]]


def _of_cities(pack: Pack) -> list[Staff]:
    """Who holds the posts of the cities; the surnames of a city take turns."""
    since = pack["since"]
    posts = _posts(pack)
    staff: list[Staff] = []
    for city in pack["cities"]:
        surnames = city["surnames"]
        for number, post in enumerate(posts, 1):
            turn = len(staff) % len(surnames)
            surname = surnames[turn]
            officer = _of_city(city, post, number, surname, since)
            staff.append(officer)
    return staff


def _of_city(city: City, post: Post, number: int, surname: str, since: date) -> Staff:
    """Who holds a post in a city.

    number: of the post, from 1.
    since: from when their roles and their certificate hold.
    """
    prefix = city["prefix"].upper()
    employee_no = f"{prefix}{number:03}"
    region = city[post.scope]
    items = certificates().get(post.certificate, ())
    return Staff(
        username=post.username(city),
        name=surname + post.given_name,
        organisation_code=city[post.unit],
        employee_no=employee_no,
        window=post.window,
        grants=post.grants(region),
        items=tuple(items),
        certificate=f"演示-{employee_no}",
        since=since,
    )


def _unified(pack: Pack) -> list[Staff]:
    """Those who keep the unified catalogue.

    Each has the same role in every province.
    """
    shared = pack["unified"]
    staff = []
    for post in shared["posts"]:
        role = post["role"]
        grants = [(role, "", region) for region in shared["regions"]]
        officer = Staff(
            username=post["username"],
            name=post["name"],
            organisation_code=shared["unit"],
            employee_no=post["employee_no"],
            window="",
            grants=tuple(grants),
            items=(),
            certificate="",
            since=pack["since"],
        )
        staff.append(officer)
    return staff


def accounts() -> list[dict[str, str]]:
    """The officers' accounts, to be printed: {username, password, title, place}.

    Those of the cities first, then those of the unified catalogue.
    """
    pack = packs.read(PACK)
    password = pack["password"]
    printed = []
    for city in pack["cities"]:
        for post in _posts(pack):
            row = {
                "username": post.username(city),
                "password": password,
                "title": post.title,
                "place": city["name"],
            }
            printed.append(row)
    shared = pack["unified"]
    for keeper in shared["posts"]:
        row = {
            "username": keeper["username"],
            "password": password,
            "title": keeper["title"],
            "place": shared["name"],
        }
        printed.append(row)
    return printed


def check() -> list[str]:
    """What is wrong with the posts.

    An unknown role or certificate, a city without that unit.
    """
    pack = packs.read(PACK)
    faults = []
    for post in _posts(pack):
        name = f"{PACK}：{post.post}"
        faults += _faults_of_post(name, post)
        faults += _cities_without(name, post, pack["cities"])
    for keeper in pack["unified"]["posts"]:
        username = keeper["username"]
        name = f"{PACK}：{username}"
        faults += _unknown_roles(name, [keeper["role"]])
    return faults


def _faults_of_post(name: str, post: Post) -> list[str]:
    """What is unknown of what a post of the cities names.

    name: what the post is called in the faults.
    """
    faults = _unknown_roles(name, post.roles)
    certificate = post.certificate
    if certificate and certificate not in certificates():
        faults.append(f"{name} 的证书 {certificate} 没有定义")
    return faults


def _unknown_roles(name: str, names_of_roles: Sequence[str]) -> list[str]:
    """A fault for each role that is not defined."""
    faults = []
    for role in names_of_roles:
        if role not in roles():
            fault = f"{name} 的角色 {role} 没有定义"
            faults.append(fault)
    return faults


def _cities_without(name: str, post: Post, cities: Sequence[City]) -> list[str]:
    """A fault for each city that does not say where its post stands, or for which place."""
    faults = []
    for key in (post.unit, post.scope):
        for city in cities:
            if key in city:
                continue
            prefix = city["prefix"]
            fault = f"{name}：{prefix} 没有写 {key}"
            faults.append(fault)
    return faults
