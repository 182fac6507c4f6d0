"""The made-up people and employers of the demo (packs/demo/people.yaml).

A row of the pack is a person or an employer. Whoever has an account in it
signs in with that; the others are met at a window only.
"""

from collections import Counter
from collections.abc import Iterator

from yichuang.core import clock, packs
from yichuang.identity import queries, services
from yichuang.reference.models import Region
from yichuang.reference.rules import identifiers
from yichuang.registry import queries as known
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person

PACK = "demo/people.yaml"
SEEN = "window:demo"


def check() -> list[str]:
    """What is wrong with the demo people.

    Numbers that cannot exist, handlers who are not there, doubles.
    """
    pack = packs.read(PACK)
    faults = [*_impossible_numbers(pack), *_missing_handlers(pack), *_doubles(pack)]
    return [f"{PACK}: {fault}" for fault in faults]


def _impossible_numbers(pack: dict) -> Iterator[str]:
    """Numbers of people and codes of employers that the rules of their kind refuse."""
    for person in pack["persons"]:
        number = person["id_number"]
        problem = identifiers.id_number_problem(number)
        if problem:
            yield f"{number}: {problem}"
    for employer in pack["employers"]:
        code = employer["credit_code"]
        problem = identifiers.credit_code_problem(code)
        if problem:
            yield f"{code}: {problem}"


def _missing_handlers(pack: dict) -> Iterator[str]:
    """Employers whose handler is none of the people."""
    numbers = {person["id_number"] for person in pack["persons"]}
    for employer in pack["employers"]:
        handler = employer["handler"]
        if handler not in numbers:
            yield f"{employer['name']}: 没有经办人 {handler}"


def _doubles(pack: dict) -> Iterator[str]:
    """What two people or employers have in common, though it belongs to one."""
    everybody = pack["persons"] + pack["employers"]
    values = {
        "身份号码": [person["id_number"] for person in pack["persons"]],
        "信用代码": [employer["credit_code"] for employer in pack["employers"]],
        "账号": [row["account"] for row in everybody if "account" in row],
        "手机号": [row["phone"] for row in everybody],
    }
    for label, of_one_kind in values.items():
        times = Counter(of_one_kind)
        for value in sorted(times):
            if times[value] > 1:
                yield f"{label}重复：{value}"


def accounts() -> list[dict[str, str]]:
    """Their accounts, to be printed: {username, password, title, place}.

    Those of people first, then those of employers.
    """
    pack = packs.read(PACK)
    titled = {"个人": pack["persons"], "单位": pack["employers"]}
    printed = []
    for title, rows in titled.items():
        for row in rows:
            if "account" not in row:
                continue
            account = {
                "username": row["account"],
                "password": pack["password"],
                "title": title,
                "place": row["name"],
            }
            printed.append(account)
    return printed


def load() -> int:
    """Make the people, employers and accounts that are missing.

    Returns how many people and employers are new.
    """
    before = _how_many()
    pack = packs.read(PACK)
    password = pack["password"]
    regions = _loaded_regions(pack)
    for row in pack["persons"]:
        _person(row, password, regions)
    names = {person["id_number"]: person["name"] for person in pack["persons"]}
    numbers = {person["name"]: person["id_number"] for person in pack["persons"]}
    for row in pack["employers"]:
        handler_name = names[row["handler"]]
        legal_rep_number = numbers.get(row["legal_rep_name"], "")
        _employer(row, handler_name, password, regions)
        _represented(row, legal_rep_number)
    return _how_many() - before


def _how_many() -> int:
    """People and employers of the register together."""
    people = Person.objects.count()
    employers = Employer.objects.count()
    return people + employers


def _loaded_regions(pack: dict) -> set[str]:
    """Codes of the places of the pack that this database has."""
    named = {person["residence"] for person in pack["persons"]}
    named |= {employer["region"] for employer in pack["employers"]}
    regions = Region.objects.filter(code__in=named)
    return set(regions.values_list("code", flat=True))


def _person(row: dict, password: str, regions: set[str]) -> None:
    """One person of the pack, with the account and the phone that were proved at a window.

    regions: codes of the places that this database has; somebody of another
    place has none.
    """
    if "account" in row and queries.user_for(row["account"]) is None:
        services.register_person(
            name=row["name"],
            id_number=row["id_number"],
            phone=row["phone"],
            password=password,
            now=clock.now(),
            username=row["account"],
        )
    residence = row["residence"]
    if residence not in regions:
        residence = None
    person = registry.record_person(
        name=row["name"],
        id_number=row["id_number"],
        phone=row["phone"],
        source="police",
        actor="system",
        residence_id=residence,
        address=row["address"],
    )
    if not queries.trusted_phone(person):
        services.trust_phone(person=person, phone=row["phone"], came_from=SEEN, now=clock.now())
    _prove(row)


def _prove(row: dict) -> None:
    """Mark the account as proved.

    The demo's people have been at a window; a fresh account for somebody of
    them has not.
    """
    if "account" not in row:
        return
    user = queries.user_for(row["account"])
    if user is None:
        return
    real_name = queries.real_name(user)
    if real_name:
        services.mark_proved(real_name=real_name, by=SEEN, actor="system", now=clock.now())


def _represented(row: dict, number: str) -> None:
    """Whoever has this number is the legal representative.

    number: "" where it is nobody of the demo.
    """
    employer = known.employer_by_code(row["credit_code"])
    person = known.person_by_id_number(number)
    if person:
        services.represent(employer=employer, person=person, came_from=SEEN, now=clock.now())


def _employer(row: dict, handler_name: str, password: str, regions: set[str]) -> None:
    """One employer of the pack, with the account of its handler where it has one.

    regions: as of a person.
    """
    region = row["region"]
    if region not in regions:
        region = None
    facts = {
        "kind": row["kind"],
        "industry": row["industry"],
        "address": row["address"],
        "legal_rep_name": row["legal_rep_name"],
        "region_id": region,
    }
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
