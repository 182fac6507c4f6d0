"""Work behind the pages that went wrong: looked over, tried again, or closed by a person who says why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.queries import cases
from yichuang.core import clock, health, jobs, outbox
from yichuang.core.errors import Conflict, Forbidden, NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.models import OutboxEvent
from yichuang.core.spoken import chinese_date
from yichuang.sites.console import background_words as words
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out
from yichuang.supervision.queries import failures

LIST = "background/"
BACK = frame.ROOT + LIST
SHOWN = 100
LOOKED_AT = 2000  # failed events of all places, among which the reader's are looked for
ADMINISTRATORS = ("org_admin", "channel_admin")
EVENT_COLUMNS = [
    {"key": "what", "label": "发生的事"},
    {"key": "number", "label": "办件编号"},
    {"key": "handler", "label": "没做成的"},
    {"key": "at", "label": "什么时候"},
    {"key": "now", "label": "现在"},
]
JOB_COLUMNS = [
    {"key": "what", "label": "任务"},
    {"key": "count", "label": "几次"},
    {"key": "first", "label": "最早"},
    {"key": "last", "label": "最近"},
]
AGAIN = "again"
CLOSE = "close"
WAYS = {AGAIN: "再做一次", CLOSE: "不再做，已另外处理"}
DONE = {AGAIN: "马上再做一次，做成了这里就没有了", CLOSE: "记下了，不再做"}
WARNINGS = {AGAIN: "", CLOSE: "不再做的，平台不会再提醒，请先确认已经另外处理好。"}
SETTLED = "这件事已经做成，或有人处理过了"
LOOK_AGAIN = "请回到后台看最新情况"
FIELDS = (
    {"key": "way", "label": "怎么处理", "type": "choice", "options": WAYS},
    {
        "key": "reason",
        "label": "为什么",
        "type": "text",
        "help": "写明查到的原因，或另外是怎么处理的；不要写人名和证件号码",
        "validate": {"min_length": 2, "max_length": 200},
    },
)


@dataclass(frozen=True)
class Trouble:
    """One thing that was not done.

    facts: (label, what) of what is known about it.
    kind, name: as the record tells it.
    again, close: do it; they give how many they reached.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    kind: str
    name: str
    again: Callable[[], int]
    close: Callable[[], int]


@frame.admin()
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET: how the workers fare, and what they could not do."""
    fares = health.background()
    events = _events_of(request)
    failed = len(events)
    failed_events = {
        "caption": "没有做成的事",
        "columns": EVENT_COLUMNS,
        "rows": _event_rows(request, events),
    }
    tables = [failed_events]
    if failures.looks_after(request.scope, frame.READERS, failures.NOWHERE):
        names = jobs.failed()
        failed += sum(row["count"] for row in names)
        failed_jobs = {
            "caption": "没有做成的任务",
            "columns": JOB_COLUMNS,
            "rows": _job_rows(request, names),
        }
        tables.append(failed_jobs)
    shown = {
        "crumbs": frame.crumbs(("后台", "")),
        "title": _title(failed, fares),
        "intro": _intro(fares),
        "tables": tables,
    }
    return frame.page(request, "console/admin/report.html", shown)


def _events_of(request: HttpRequest) -> dict[OutboxEvent, str]:
    """What was not done in the places of the reader.

    The oldest first, each with its place.
    """
    events = list(outbox.failed()[:LOOKED_AT])
    places = failures.places_of(events)
    is_theirs = {}
    for place in set(places.values()):
        is_theirs[place] = failures.looks_after(request.scope, frame.READERS, place)
    return {row: places[row.pk] for row in events if is_theirs[places[row.pk]]}


def _settles(request: HttpRequest, place: str) -> bool:
    """Whether the reader administers the place."""
    return failures.looks_after(request.scope, ADMINISTRATORS, place)


def _permit(request: HttpRequest, place: str) -> None:
    """Let go on only who administers the place.

    Raises Forbidden.
    """
    if not _settles(request, place):
        raise Forbidden(
            "这件事不归您管的地方", way_out="请由当地的管理员办理，不分地方的请上一级办"
        )


@frame.admin(*ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event that a handler failed to take.

    Raises NotFound when it is no longer there.
    """
    row = outbox.failed().filter(pk=pk).first()
    if row is None:
        raise NotFound(SETTLED, way_out=LOOK_AGAIN)
    place = failures.places_of([row])[row.pk]
    _permit(request, place)
    handler, _, fault = row.last_error.partition(": ")
    first_line, _, _ = fault.partition("\n")  # what follows may quote a row of the database
    trouble = Trouble(
        title=words.TOPICS.get(row.topic, row.topic),
        facts=(
            ("没做成的", _handler(handler)),
            ("什么时候", _moment(row.created_at)),
            ("试过", f"{row.attempts}次"),
            ("原因", first_line),
        ),
        kind="event",
        name=str(row.uuid),
        again=lambda: outbox.again(pk),
        close=lambda: outbox.close(pk),
    )
    return _settling(request, trouble)


@frame.admin(*ADMINISTRATORS)
@require_http_methods(["GET", "POST"])
def job(request: HttpRequest, name: str) -> HttpResponse:
    """The jobs of one name that were given up, wherever.

    They belong to no place.
    Raises NotFound when there are none any more.
    """
    by_name = {row["name"]: row for row in jobs.failed()}
    if name not in by_name:
        raise NotFound(SETTLED, way_out=LOOK_AGAIN)
    _permit(request, failures.NOWHERE)
    row = by_name[name]
    trouble = Trouble(
        title=words.JOBS.get(name, name),
        facts=(
            ("任务", name),
            ("没做成", f"{row['count']}次"),
            ("最近一次", _moment(row["last"])),
            ("原因", "在后台的日志里，按任务的名字查"),
        ),
        kind="job",
        name=name,
        again=lambda: jobs.again(name),
        close=lambda: jobs.close(name),
    )
    return _settling(request, trouble)


def _settling(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Asks what shall become of it and why, then has it done."""
    sheet = Sheet(
        title=trouble.title,
        crumbs=frame.crumbs(("后台", LIST), (trouble.title, "")),
        back=BACK,
        fields=FIELDS,
        facts=trouble.facts,
    )

    def plan(values: dict[str, Any]) -> Plan:
        way = values["way"]
        return Plan(
            changes=[(trouble.title, "没有做成", WAYS[way])],
            do=lambda: _settle(trouble, way, values["reason"], request.officer),
            done=DONE[way],
            back=BACK,
            warning=WARNINGS[way],
        )

    return carry_out(request, sheet, plan)


@transaction.atomic
def _settle(trouble: Trouble, way: str, reason: str, officer: Officer) -> None:
    """Do it and record who did it and why.

    way: a key of WAYS.
    Raises Conflict when somebody was faster.
    """
    deed = trouble.again if way == AGAIN else trouble.close
    if not deed():
        raise Conflict(SETTLED, way_out=LOOK_AGAIN)
    record(
        actor=officer.actor,
        verb=f"{trouble.kind}.{way}",
        subject=f"{trouble.kind}:{trouble.name}",
        data={"reason": reason},
    )


def _event_rows(request: HttpRequest, events: dict[OutboxEvent, str]) -> list[dict[str, str]]:
    """The rows of the table of events.

    events: what `_events_of` gives.
    """
    shown = list(events)[:SHOWN]
    numbers = cases.numbers(map(_case, shown))
    settles = {place: _settles(request, place) for place in set(events.values())}
    rows = []
    for event_row in shown:
        cells = _event_row(event_row)
        cells["number"] = numbers.get(_case(event_row), "")
        place = events[event_row]
        if settles[place]:
            cells["href"] = f"{BACK}events/{event_row.pk}/"
        rows.append(cells)
    return rows


def _case(row: OutboxEvent) -> UUID | None:
    """The case that an event is about, None for what is about none."""
    named = row.payload.get("case", "")
    return as_uuid(str(named))


def _event_row(row: OutboxEvent) -> dict[str, str]:
    """What was to be done, by what, since when, and whether it will be tried again."""
    handler, _, _ = row.last_error.partition(": ")
    now = f"试了{row.attempts}次，还会再试"
    if row.attempts >= outbox.GIVE_UP:
        now = "不再自己试，等人处理"
    return {
        "what": words.TOPICS.get(row.topic, row.topic),
        "handler": _handler(handler),
        "at": _moment(row.created_at),
        "now": now,
    }


def _job_rows(request: HttpRequest, names: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The rows of the table of jobs, one a name.

    They open for who administers what belongs to no place.
    """
    settles = _settles(request, failures.NOWHERE)
    rows = []
    for row in names:
        name = row["name"]
        cells = {
            "what": words.JOBS.get(name, name),
            "count": str(row["count"]),
            "first": _moment(row["first"]),
            "last": _moment(row["last"]),
        }
        if settles:
            cells["href"] = f"{BACK}jobs/{name}/"
        rows.append(cells)
    return rows


def _title(failed: int, fares: dict[str, object]) -> str:
    """What was not done comes first, then that things wait too long."""
    if failed:
        return f"后台有{failed}件事没有做成"
    if fares["late"]:
        return "后台没有跟上"
    return "后台的事都做成了"


def _intro(fares: dict[str, object]) -> str:
    """What stands above the tables: who does these things, or for how long the oldest waits."""
    if not fares["late"]:
        return "文书、短信、催办这些都由后台接着做。您管的地方没有做成的列在这里，由管理员再做，或说明原因后不再做。"
    waiting = fares["waiting"]
    return f"最早的一件事已经等了{waiting}秒，后台没有跟上。请看后台的程序是不是在运行，短信网关通不通。"


def _handler(dotted: str) -> str:
    """What a handler does, in words; its name where it has none."""
    name = dotted.removeprefix("yichuang.")
    return words.HANDLERS.get(name, name)


def _moment(moment: datetime) -> str:
    """Day and time at home."""
    local = clock.local(moment)
    return f"{chinese_date(local)} {local.hour}:{local:%M}"
