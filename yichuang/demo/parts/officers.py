"""The demo's officers: one city hall, one county hall, one township and one village of each city, and those who keep
the unified catalogue for all provinces."""

from yichuang.accounts.services import Staff, enter_staff
from yichuang.accounts.tables import certificates, roles
from yichuang.core import packs

PACK = "demo/officers.yaml"


def load() -> int:
    """Add the officers, roles and certificates that are missing; returns how many officers are new."""
    pack = packs.read(PACK)
    items = certificates()
    staff = []
    for city in pack["cities"]:
        for place, post in enumerate(pack["posts"]):
            employee_no = f"{city['prefix'].upper()}{place + 1:03}"
            surname = city["surnames"][len(staff) % len(city["surnames"])]
            lines = post.get("lines", [""])
            staff.append(
                Staff(
                    username=f"{city['prefix']}_{post['post']}",
                    name=surname + post["given"],
                    organisation_code=city[post["unit"]],
                    employee_no=employee_no,
                    window=post.get("window", ""),
                    grants=tuple(
                        (role, line, city[post["scope"]])
                        for role in post["roles"]
                        for line in lines
                    ),
                    items=tuple(items.get(post.get("certificate"), ())),
                    certificate=f"演示-{employee_no}",
                    since=pack["since"],
                )
            )
    return enter_staff(staff=[*staff, *_unified(pack)], password=pack["password"])


def _unified(pack: dict) -> list[Staff]:
    shared = pack["unified"]
    return [
        Staff(
            username=post["username"],
            name=post["name"],
            organisation_code=shared["unit"],
            employee_no=post["employee_no"],
            window="",
            grants=tuple((post["role"], "", region) for region in shared["regions"]),
            items=(),
            certificate="",
            since=pack["since"],
        )
        for post in shared["posts"]
    ]


def accounts() -> list[dict[str, str]]:
    """The officers' accounts, to be printed: {username, password, title, place}."""
    pack = packs.read(PACK)
    shared = pack["unified"]
    posts = []
    for city in pack["cities"]:
        for post in pack["posts"]:
            posts.append((f"{city['prefix']}_{post['post']}", post["title"], city["name"]))
    posts += [(post["username"], post["title"], shared["name"]) for post in shared["posts"]]
    return [
        {"username": username, "password": pack["password"], "title": title, "place": place}
        for username, title, place in posts
    ]


def check() -> list[str]:
    """What is wrong with the posts: an unknown role or certificate, a city without that unit."""
    pack = packs.read(PACK)
    faults = []
    for post in pack["posts"]:
        name = f"{PACK}：{post['post']}"
        faults += [
            f"{name} 的角色 {role} 没有定义" for role in post["roles"] if role not in roles()
        ]
        if post.get("certificate", "all") not in certificates():
            faults.append(f"{name} 的证书 {post['certificate']} 没有定义")
        for key in (post["unit"], post["scope"]):
            faults += [
                f"{name}：{city['prefix']} 没有写 {key}"
                for city in pack["cities"]
                if key not in city
            ]
    for post in pack["unified"]["posts"]:
        faults += (
            []
            if post["role"] in roles()
            else [f"{PACK}：{post['username']} 的角色 {post['role']} 没有定义"]
        )
    return faults
