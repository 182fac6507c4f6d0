"""Reads that the operations share."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import BigAutoField, Q, QuerySet, TextField

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.api.models import ApiKey
from yichuang.api.rules import Caller
from yichuang.api.schemas.cases import Subject
from yichuang.cases.models import Case, Correction, Material
from yichuang.cases.queries import burdens, places, versions
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.rules import endings, states
from yichuang.cases.rules.deliveries import COUNTER
from yichuang.cases.rules.flags import IN_PART
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.rules.guides import Guide
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.core.prepared import Prepared, Told
from yichuang.exchange.models import Query
from yichuang.reference.queries import prefix
from yichuang.registry.services import Named, NamedEmployer

KEEPER = "channel_admin"  # the role that gives and closes keys
MOST = 100  # rows of a page
LAST_ID = 2**63 - 1
NO_COUNTRY = "护照签发国家照护照资料页上印的三个字母填，香港、澳门、台湾居民用通行证"
# the columns of a case as a list shows it
_COLUMNS = (
    *("id", "number", "item_code", "version__item__name", "region_id", "channel", "state"),
    *("received_at", "due_at", "closed_at", "outcome", "flags"),
)
# and of one case by itself
_SHOWN = (
    *("uuid", "number", "item_code", "source", "channel", "state", "outcome", "flags", "region"),
    *("received_at", "due_at", "closed_at", "version__number", "version__item__name"),
    "organisation__name",
)


def guide(code: str, region: str, version: int, caller: Caller | None) -> Guide:
    """The guide in force, or that of a version number (0: in force). Raises NotFound, for what is off on the
    caller's channel too."""
    channel = places.channel_code(caller.channel) if caller else None
    if not version:
        return catalog.guide(code, region=region or None, channel=channel)
    version_id = (
        ItemVersion.objects.filter(item__code=code, number=version)
        .values_list("pk", flat=True)
        .first()
    )
    if version_id is None:
        raise NotFound(f"编码为{code}的事项没有第{version}版", way_out="请去掉 version 看现在的")
    return catalog.guide_of_version(version_id, region=region or None)


def subject(named: Subject) -> Named | NamedEmployer:
    """Whose case it is, as told: looked up, or entered in the register, where the case is written.

    Raises Invalid for a country that issues no passports."""
    if named.kind == "employer":
        return NamedEmployer(named.name, named.credit_code)
    if named.id_country and named.id_country not in tables.passport_countries():
        problem = FieldProblem("subject.id_country", NO_COUNTRY, "list")
        raise Invalid([problem])
    return Named(
        named.name, named.id_number, named.id_type, named.phone, id_country=named.id_country
    )


def may_keep(officer: Officer, place: str | None) -> bool:
    """Whether the officer gives and closes keys of this place (12 digits); None: of the platform."""
    scope = accounts.scopes(officer)
    places = (place,) if place else catalog.everywhere()
    return officer.active and all(scope.allows(KEEPER, region=each) for each in places)


def keys(officer: Officer) -> list[ApiKey]:
    """The platform's keys and those of the officer's places, the open ones first, the newest before the others."""
    regions = accounts.scopes(officer).regions
    rows = ApiKey.objects.select_related("place").order_by("-active", "-id")
    own = Q(place=None)
    for region in regions:
        own |= Q(place__code__startswith=prefix(region))
    return list(rows.filter(own))


def key(pk: int, officer: Officer) -> ApiKey:
    """One key that the officer keeps. Raises NotFound."""
    row = ApiKey.objects.filter(pk=pk).first()
    if row is None or not may_keep(officer, row.place_id):
        raise NotFound("没有这个密钥，或它是别处的", way_out="请回到密钥列表再选")
    return row


def is_source_in_use(source: str) -> bool:
    """Whether an open key sends under this source; a new one of it sees the same cases."""
    return ApiKey.objects.filter(source=source, active=True).exists()


def _of_source() -> QuerySet[Case]:
    rows = Case.objects.filter(
        source=Told("source", TextField()), id__lt=Told("below", BigAutoField())
    )
    return rows.order_by("-id").values_list(*_COLUMNS)


# one for each length that is asked for
_PAGES = [
    Prepared(lambda limit=limit: _of_source()[:limit], planned_anew=True)
    for limit in range(MOST + 2)
]


def cases_of(caller: Caller, *, below: int | None, limit: int) -> list[tuple[int, dict]]:
    """(id, row) of the cases of the caller's source, newest first, below an id; limit: at most MOST + 1."""
    rows = []
    for pk, *values in _PAGES[limit](source=caller.actor, below=below or LAST_ID):
        rows.append((pk, _row(*values)))
    return rows


_OWN = Prepared(
    lambda: (
        Case.objects.filter(number=Told("number", TextField()), source=Told("source", TextField()))
        .select_related("version__item", "organisation")
        .only(*_SHOWN)
    )
)


def own_case(caller: Caller, number: str) -> Case:
    """The case with this number, if the caller's source sent it. Raises NotFound, for somebody else's too."""
    if case := _OWN.first(number=number, source=caller.actor):
        return case
    raise NotFound("没有这件，或不是本渠道提交的", way_out="请核对办件编号")


def row(case: Case) -> dict:
    """A case as every list shows it."""
    return _row(
        case.number,
        case.item_code,
        case.version.item.name,
        case.region_id,
        case.channel,
        case.state,
        case.received_at,
        case.due_at,
        case.closed_at,
        case.outcome,
        case.flags,
    )


def _row(
    number: str,
    item_code: str,
    item_name: str,
    region: str,
    channel: int,
    state: str,
    received: datetime,
    due: datetime,
    closed: datetime | None,
    outcome: str,
    flags: list[str],
) -> dict:
    """The values of _COLUMNS without the id, as every list shows them."""
    reached = states.STATES[state]
    return {
        "number": number,
        "item_code": item_code,
        "item_name": item_name,
        "region": region,
        "channel": channel,
        "state": state,
        "state_name": reached.plain,
        "exchange_code": reached.code,
        "received_at": local(received),
        "due_at": local(due),
        "closed_at": closed and local(closed),
        "outcome": outcome,
        "in_part": endings.ending(outcome, flags) == IN_PART,
    }


def trail(steps: Iterable[TrailStep]) -> list[dict]:
    """The trail, without anybody's name."""
    return [
        {
            "seq": step.seq,
            "at": step.at,
            "kind": step.kind,
            "label": step.plain or step.label,
            "exchange_code": states.MOVES[step.kind].code,
        }
        for step in steps
    ]


_OPEN_NOTICE = Prepared(
    lambda: Correction.objects.filter(
        case_id=Told("case", BigAutoField()), answered_at__isnull=True
    ).order_by("-seq")[:1]
)


def open_correction(case: Case) -> dict | None:
    """What waits to be mended; None once the case has ended."""
    if case.state not in states.WAITING:
        return None
    notice = _OPEN_NOTICE.first(case=case.pk)
    if notice is None:
        return None
    items = notice.items.values("kind", "code", "name", "reason")
    return {"answer_by": notice.answer_by, "asked": list(items)}


_PAPERS = Prepared(
    lambda: (
        Material.objects.filter(case_id=Told("case", BigAutoField()))
        .select_related("query")
        .only("case", "code", "name", "source", "query__outcome", "query__receipt")
        .order_by("id")
    )
)


def papers(case: Case) -> list[dict]:
    """Each paper of the case as it stands now, in the order in which they were first given.

    state: what whoever holds it answered, `waiting` before they did, `given`
    of one that nobody is asked for.
    """
    newest = {}
    for paper in _PAPERS(case=case.pk):
        newest[paper.code] = {
            "code": paper.code,
            "name": paper.name,
            "source": paper.source,
            "state": _state_of(paper),
            "receipt": paper.query.receipt if paper.query else "",
        }
    return list(newest.values())


def _state_of(paper: Material) -> str:
    """One of `papers`."""
    if paper.query:
        return paper.query.outcome
    if paper.source == Material.ASKED:
        return Query.WAITING
    return "given"


def burden(case: Case) -> dict | None:
    """What was refused, the whole or a part.

    None where nothing was.
    """
    ended = endings.of_case(case)
    if ended not in endings.BURDENS:
        return None
    version = versions.of_case(case)
    refused = burdens.of_case(case, version)
    if refused is None:
        return None
    return {"halves": refused.halves, "reason": refused.reason, "remedy": refused.remedy}


def delivery(case: Case) -> dict | None:
    """How the result of a case reaches the applicant; None before there is one."""
    row = getattr(case, "delivery", None) if case.state == states.CLOSED else None
    if row is None:
        return None
    there = row.whereabouts
    return {
        "way": row.way,
        "state": there.stage,
        "state_name": there.words(),
        "waybill": row.waybill,
        "place": row.given_at if row.way == COUNTER else "",
    }
