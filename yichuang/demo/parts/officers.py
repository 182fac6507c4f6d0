"""The demo's officers: one city hall, one county hall, one township and one village of each city, and those who keep
the unified catalogue for all provinces."""

from yichuang.accounts.services import Staff, enter_staff
from yichuang.accounts.tables import certificates, roles
from yichuang.core import packs

PACK = "demo/officers.yaml"


def load() -> int:
    """Add the officers, roles and certificates that are missing; returns how many officers are new."""
    pack = packs.read(PACK)
    staff = []
    for city in pack["cities"]:
        surnames = city["surnames"]
        for number, post in enumerate(pack["posts"], 1):
            turn = len(staff) % len(surnames)
            name = surnames[turn] + post["given"]
            officer = _of_city(pack, city, post, name, number)
            staff.append(officer)
    staff += _unified(pack)
    return enter_staff(staff=staff, password=pack["password"])


def _of_city(pack: dict, city: dict, post: dict, name: str, number: int) -> Staff:
    """Who holds a post in a city.

    post: its row in the pack.
    name: of the officer, surname first.
    number: of the post, from 1.
    """
    prefix = city["prefix"]
    employee_no = f"{prefix.upper()}{number:03}"
    region = city[post["scope"]]
    lines = post.get("lines", [""])
    grants = []
    for role in post["roles"]:
        for line in lines:
            grants.append((role, line, region))
    certificate = post.get("certificate")
    items = certificates().get(certificate, ())
    return Staff(
        username=_username(city, post),
        name=name,
        organisation_code=city[post["unit"]],
        employee_no=employee_no,
        window=post.get("window", ""),
        grants=tuple(grants),
        items=tuple(items),
        certificate=f"演示-{employee_no}",
        since=pack["since"],
    )


def _username(city: dict, post: dict) -> str:
    """The account's name of who holds a post in a city."""
    return f"{city['prefix']}_{post['post']}"


def _unified(pack: dict) -> list[Staff]:
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
    shared = pack["unified"]
    posts = []
    for city in pack["cities"]:
        for post in pack["posts"]:
            username = _username(city, post)
            posts.append((username, post["title"], city["name"]))
    for post in shared["posts"]:
        posts.append((post["username"], post["title"], shared["name"]))
    password = pack["password"]
    printed = []
    for username, title, place in posts:
        row = {"username": username, "password": password, "title": title, "place": place}
        printed.append(row)
    return printed


def check() -> list[str]:
    """What is wrong with the posts.

    An unknown role or certificate, a city without that unit.
    """
    pack = packs.read(PACK)
    faults = []
    for post in pack["posts"]:
        name = f"{PACK}：{post['post']}"
        faults += _faults_of_post(name, post)
        faults += _cities_without(name, post, pack["cities"])
    for post in pack["unified"]["posts"]:
        name = f"{PACK}：{post['username']}"
        faults += _unknown_roles(name, [post["role"]])
    return faults


def _faults_of_post(name: str, post: dict) -> list[str]:
    """What is unknown of what a post of the cities names.

    name: what the post is called in the faults.
    """
    faults = _unknown_roles(name, post["roles"])
    certificate = post.get("certificate", "all")
    if certificate not in certificates():
        faults.append(f"{name} 的证书 {certificate} 没有定义")
    return faults


def _unknown_roles(name: str, names_of_roles: list[str]) -> list[str]:
    """A fault for each role that is not defined."""
    faults = []
    for role in names_of_roles:
        if role not in roles():
            faults.append(f"{name} 的角色 {role} 没有定义")
    return faults


def _cities_without(name: str, post: dict, cities: list[dict]) -> list[str]:
    """A fault for each city that does not say where its post stands, or for which place."""
    faults = []
    for key in (post["unit"], post["scope"]):
        for city in cities:
            if key not in city:
                faults.append(f"{name}：{city['prefix']} 没有写 {key}")
    return faults
