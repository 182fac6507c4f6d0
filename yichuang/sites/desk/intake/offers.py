"""What to do for the one at the counter: what is typed, else what fits."""

from dataclasses import dataclass

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.catalog import queries as catalog
from yichuang.catalog.search import Index, service_index
from yichuang.core import clock, packs
from yichuang.core.errors import NotFound
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person

SHOWN = 8
OF_EVENT = 4  # items of a time of life
COMMON = 20  # what people need most, before those are left out that are not for this age


@dataclass(frozen=True)
class Offer:
    """One item to begin. mine: the officer may accept it; why: a few words."""

    code: str
    name: str
    line: str
    promised: str
    instant: bool
    mine: bool
    why: str
    href: str


def typed(
    text: str,
    subject: Person | Employer | None,
    officer: Officer,
    limit: int = SHOWN,
    query: str = "",
) -> list[Offer]:
    """Items for what was typed, best first. query: what names the subject in an address."""
    hits = index_of(officer).search(text, subject=_side(subject), limit=limit)
    return _offers([(hit.code, hit.why) for hit in hits], query, officer)


def fitting(
    subject: Person | Employer, officer: Officer, had: list[str], query: str
) -> list[Offer]:
    """Items that fit the subject.

    Those of the time of life, those had before, then what people need most.
    query: what names the subject in an address.
    """
    pack = packs.read("desk/suggestions.yaml")
    age = _age(subject)
    closed = _closed_to(subject, pack["residents"])
    reasons: dict[str, str] = {}
    for code in _of_age(subject, age, officer, pack["persons"]):
        if code not in closed and _is_for(age, code, pack["ages"]):
            reasons.setdefault(code, "这个年纪常办")
    for code in had:
        reasons.setdefault(code, "以前办过")
    for hit in index_of(officer).search("", subject=_side(subject), limit=COMMON):
        if hit.code not in closed and _is_for(age, hit.code, pack["ages"]):
            reasons.setdefault(hit.code, "大家常办")
    return _offers(list(reasons.items())[: pack["most"]], query, officer)


def index_of(officer: Officer) -> Index:
    """The search over everything that is done at a window where the officer sits."""
    rows = catalog.items(region=officer.organisation.region_id, channel="window")
    key = f"window:{officer.organisation.region_id[:6]}:{hash(tuple((r.code, r.version_id) for r in rows))}"
    return service_index([_read(row) for row in rows], key)


def _read(row) -> dict:
    columns = ("code", "name", "line", "sub_line", "levels", "conditions", "result", "tags")
    return {name: getattr(row, name) for name in columns} | {"service_object": row.service_objects}


def _side(subject: Person | Employer | None) -> str | None:
    if subject is None:
        return None
    if isinstance(subject, Person):
        return "个人"
    return "单位"


def _age(subject: Person | Employer) -> int | None:
    """Full years of a person today; None of a unit, and where the register does not know."""
    if not isinstance(subject, Person):
        return None
    return registry.age_on(subject, clock.today())


def _of_age(
    subject: Person | Employer, age: int | None, officer: Officer, table: list[dict]
) -> list[str]:
    """What somebody of this age and sex often comes for, by the first row of the table that fits."""
    if age is None:
        return []
    for row in table:
        if not row["from"] <= age <= row["to"]:
            continue
        if row.get("sex", subject.sex) != subject.sex:
            continue
        return row.get("items") or _of_event(row["event"], officer)
    return []


def _of_event(event: str, officer: Officer) -> list[str]:
    place = officer.organisation.region_id
    rows = catalog.items(life_event=event, region=place, channel="window", subject="个人")
    return [row.code for row in rows[:OF_EVENT]]


def _is_for(age: int | None, code: str, ages: dict[str, list[int]]) -> bool:
    """Whether the item is one for somebody of this age; of a unit every item is."""
    if age is None or code not in ages:
        return True
    youngest, oldest = ages[code]
    return youngest <= age <= oldest


def _closed_to(subject: Person | Employer, residents: dict[str, list[str]]) -> list[str]:
    """Items that the law keeps for those who are at home here, of somebody whose document is none of theirs.

    residents: {"documents": […], "items": […]}.
    """
    if not isinstance(subject, Person):
        return []
    if subject.id_type in residents["documents"]:
        return []
    return residents["items"]


def _offers(codes: list[tuple[str, str]], query: str, officer: Officer) -> list[Offer]:
    rows = {
        row.code: row
        for row in catalog.items(region=officer.organisation.region_id, channel="window")
    }
    qualified = accounts.qualified_items(officer)
    where = f"?{query}" if query else ""
    return [
        Offer(
            code=code,
            name=rows[code].name,
            line=rows[code].line,
            promised=rows[code].promised,
            instant=rows[code].case_kind == "即办件",
            mine=code in qualified,
            why=why,
            href=f"/desk/take/{code}/{where}",
        )
        for code, why in codes
        if code in rows
    ]


def name_of(code: str) -> str:
    """The name of an item in force, or the code itself."""
    try:
        return catalog.guide(code).name
    except NotFound:
        return code
