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
        for place, post in enumerate(pack["posts"]):
            surnames = city["surnames"]
            surname = surnames[len(staff) % len(surnames)]
            name = surname + post["given"]
            officer = _of_city(pack, city, post, name, place + 1)
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
    grants = []
    for role in post["roles"]:
        for line in post.get("lines", [""]):
            grants.append((role, line, region))
    items = certificates().get(post.get("certificate"), ())
    return Staff(
        username=f"{prefix}_{post['post']}",
        name=name,
        organisation_code=city[post["unit"]],
        employee_no=employee_no,
        window=post.get("window", ""),
        grants=tuple(grants),
        items=tuple(items),
        certificate=f"演示-{employee_no}",
        since=pack["since"],
    )


def _unified(pack: dict) -> list[Staff]:
    """Those who keep the unified catalogue.

    Each has the same role in every province.
    """
    shared = pack["unified"]
    staff = []
    for post in shared["posts"]:
        grants = tuple((post["role"], "", region) for region in shared["regions"])
        officer = Staff(
            username=post["username"],
            name=post["name"],
            organisation_code=shared["unit"],
            employee_no=post["employee_no"],
            window="",
            grants=grants,
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
            username = f"{city['prefix']}_{post['post']}"
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
        for role in post["roles"]:
            if role not in roles():
                faults.append(f"{name} 的角色 {role} 没有定义")
        certificate = post.get("certificate", "all")
        if certificate not in certificates():
            faults.append(f"{name} 的证书 {certificate} 没有定义")
        for key in (post["unit"], post["scope"]):
            for city in pack["cities"]:
                if key not in city:
                    faults.append(f"{name}：{city['prefix']} 没有写 {key}")
    for post in pack["unified"]["posts"]:
        role = post["role"]
        if role not in roles():
            faults.append(f"{PACK}：{post['username']} 的角色 {role} 没有定义")
    return faults
