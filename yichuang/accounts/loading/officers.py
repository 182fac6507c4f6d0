"""The demo officers: one city hall, one county hall, one township and one village of each city."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from ..models import Assignment, Officer, Organisation, Qualification, User


@transaction.atomic
def load_demo(pack: dict, certificates: dict[str, list[str]]) -> int:
    """Add the officers of the pack that are missing, with roles and certificates; returns how many."""
    wanted = {f"{city['prefix']}_{post['post']}": (city, post) for city in pack["cities"] for post in pack["posts"]}
    known = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    missing = {username: row for username, row in wanted.items() if username not in known}
    if not missing:
        return 0
    hashed = make_password(pack["password"])  # once: a good hash is slow on purpose
    codes = [city[post["unit"]] for city, post in missing.values()]
    units = Organisation.objects.in_bulk(codes, field_name="code")
    officers, grants, papers = [], [], []
    for number, (username, (city, post)) in enumerate(missing.items()):
        name = city["surnames"][number % len(city["surnames"])] + post["given"]
        officer = Officer(
            user=User(username=username, password=hashed, kind=User.OFFICER, name=name),
            name=name,
            organisation=units[city[post["unit"]]],
            employee_no=f"{city['prefix'].upper()}{pack['posts'].index(post) + 1:03}",
            window=post.get("window", ""),
        )
        officers.append(officer)
        grants += _grants(officer, post, city[post["scope"]], pack["since"])
        papers += _papers(officer, certificates.get(post.get("certificate"), []), pack["since"])
    User.objects.bulk_create([officer.user for officer in officers])
    Officer.objects.bulk_create(officers)
    Assignment.objects.bulk_create(grants)
    Qualification.objects.bulk_create(papers)
    return len(officers)


def _grants(officer: Officer, post: dict, region: str, since: date) -> list[Assignment]:
    return [
        Assignment(officer=officer, role=role, line=line, region_id=region, valid_from=since)
        for role in post["roles"]
        for line in post.get("lines", [""])
    ]


def _papers(officer: Officer, items: list[str], since: date) -> list[Qualification]:
    number = f"演示-{officer.employee_no}"
    return [Qualification(officer=officer, item_code=code, valid_from=since, certificate=number) for code in items]
