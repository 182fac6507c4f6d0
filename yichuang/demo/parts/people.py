"""The made-up people and employers of the demo (packs/demo/people.yaml)."""

from yichuang.core import clock, packs
from yichuang.identity import queries, services
from yichuang.reference.models import Region
from yichuang.reference.rules import identifiers
from yichuang.registry import queries as known
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person

PACK = "demo/people.yaml"
SEEN = "window:demo"
_EMPLOYER_FACTS = ("kind", "industry", "address", "legal_rep_name")


def check() -> list[str]:
    """What is wrong with the demo people: numbers that cannot exist, handlers who are not there, doubles."""
    pack = packs.read(PACK)
    numbers = [p["id_number"] for p in pack["persons"]]
    codes = [e["credit_code"] for e in pack["employers"]]
    accounts = [row["account"] for row in pack["persons"] + pack["employers"] if "account" in row]
    phones = [row["phone"] for row in pack["persons"] + pack["employers"]]
    faults = [f"{n}: {wrong}" for n in numbers if (wrong := identifiers.id_number_problem(n))]
    faults += [f"{c}: {wrong}" for c in codes if (wrong := identifiers.credit_code_problem(c))]
    faults += [
        f"{e['name']}: 没有经办人 {e['handler']}"
        for e in pack["employers"]
        if e["handler"] not in numbers
    ]
    for label, values in (
        ("身份号码", numbers),
        ("信用代码", codes),
        ("账号", accounts),
        ("手机号", phones),
    ):
        faults += [
            f"{label}重复：{value}" for value in sorted({v for v in values if values.count(v) > 1})
        ]
    return [f"{PACK}: {fault}" for fault in faults]


def accounts() -> list[dict[str, str]]:
    """Their accounts, to be printed: {username, password, title, place}."""
    pack = packs.read(PACK)
    rows = [(row, "个人") for row in pack["persons"]] + [(row, "单位") for row in pack["employers"]]
    return [
        {
            "username": row["account"],
            "password": pack["password"],
            "title": title,
            "place": row["name"],
        }
        for row, title in rows
        if "account" in row
    ]


def load() -> int:
    """Make the people, employers and accounts that are missing; returns how many people and employers are new."""
    before = Person.objects.count() + Employer.objects.count()
    pack = packs.read(PACK)
    named = {row.get("residence") or row["region"] for row in pack["persons"] + pack["employers"]}
    regions = set(Region.objects.filter(code__in=named).values_list("code", flat=True))
    for row in pack["persons"]:
        _person(row, pack["password"], regions)
    people = {row["id_number"]: row["name"] for row in pack["persons"]}
    numbers = {row["name"]: row["id_number"] for row in pack["persons"]}
    for row in pack["employers"]:
        _employer(row, people[row["handler"]], pack["password"], regions)
        _represented(row, numbers.get(row["legal_rep_name"], ""))
    return Person.objects.count() + Employer.objects.count() - before


def _person(row: dict, password: str, regions: set[str]) -> None:
    if "account" in row and queries.user_for(row["account"]) is None:
        services.register_person(
            name=row["name"],
            id_number=row["id_number"],
            phone=row["phone"],
            password=password,
            now=clock.now(),
            username=row["account"],
        )
    person = registry.record_person(
        name=row["name"],
        id_number=row["id_number"],
        phone=row["phone"],
        source="police",
        actor="system",
        residence_id=row["residence"] if row["residence"] in regions else None,
        address=row["address"],
    )
    if not queries.trusted_phone(person):
        services.trust_phone(person=person, phone=row["phone"], came_from=SEEN, now=clock.now())
    _prove(row)


def _prove(row: dict) -> None:
    """The demo's people have been at a window; a fresh account for somebody of them has not."""
    user = queries.user_for(row["account"]) if "account" in row else None
    real_name = queries.real_name(user) if user else None
    if real_name:
        services.mark_proved(real_name=real_name, by=SEEN, actor="system", now=clock.now())


def _represented(row: dict, number: str) -> None:
    employer = known.employer_by_code(row["credit_code"])
    person = known.person_by_id_number(number)
    if person:
        services.represent(employer=employer, person=person, came_from=SEEN, now=clock.now())


def _employer(row: dict, handler_name: str, password: str, regions: set[str]) -> None:
    facts = {key: row[key] for key in _EMPLOYER_FACTS}
    facts["region_id"] = row["region"] if row["region"] in regions else None
    if "account" not in row:
        registry.record_employer(
            name=row["name"],
            credit_code=row["credit_code"],
            actor="system",
            handler_name=handler_name,
            handler_phone=row["phone"],
            **facts,
        )
    elif queries.user_for(row["account"]) is None:
        services.register_employer(
            employer_name=row["name"],
            credit_code=row["credit_code"],
            handler_name=handler_name,
            id_number=row["handler"],
            phone=row["phone"],
            password=password,
            now=clock.now(),
            username=row["account"],
            **facts,
        )
        registry.update_employer_contact(
            employer=known.employer_by_code(row["credit_code"]),
            handler_name=handler_name,
            phone=row["phone"],
            actor="system",
        )
    _prove(row)
