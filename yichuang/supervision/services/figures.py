"""Writes of supervision: targets from the pack, actual numbers with their evidence, who answers, the bulletin,
spreadsheets that are made in the background."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import StoredFile
from yichuang.core import jobs, spreadsheet
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Forbidden, Invalid
from yichuang.core.ids import uuid7
from yichuang.documents import services as documents
from yichuang.reference.models import Region
from yichuang.supervision import metrics, tables
from yichuang.supervision.models import Actual, Bulletin, Sheet, Target
from yichuang.supervision.queries import bulletins, sheets, sight

EVIDENCE_MAX = 1000
SHEETS = "sheets"  # the folder of their files
SHEETS_KEPT = timedelta(days=3)
TOLD_EVERY = 5000  # rows
_COPIED = ("place", "indicator", "metric", "operator", "unit", "date", "kind", "seed", "section")


@transaction.atomic
def load_targets(*, rows: list[dict]) -> int:
    """Bring the targets up to the pack; who answers, where a supervisor said so, stays. Returns how many there are."""
    known = tables.regions()
    there = set(Region.objects.filter(pk__in=known.values()).values_list("pk", flat=True))
    for row in rows:
        values = {key: row[key] for key in _COPIED}
        values |= {key: row[key] or "" for key in ("formula", "note", "recurrence")}
        values["period"] = str(row["period"] or "")
        if row["value"] is None:
            values["value"] = None
        else:
            values["value"] = Decimal(str(row["value"]))
        code = known[row["place"]]
        values["region_id"] = code if code in there else None
        Target.objects.update_or_create(code=row["id"], defaults=values)
    return Target.objects.count()


@transaction.atomic
def enter_actual(
    *,
    code: str,
    officer: Officer,
    value: str,
    as_of: date | None,
    evidence: str,
    now: datetime,
    file: StoredFile | None = None,
) -> Actual:
    """Write down what was reached, with what it rests on. value: as typed; file: an upload of this officer, or None.

    Raises Forbidden outside the officer's places or for a number that the platform counts itself; Invalid for no
    number, a day in the future, no evidence, somebody else's file."""
    target = Target.objects.select_for_update().get(code=code)
    if not target.region_id or not sight.allowed(officer, target.region_id):
        raise Forbidden("这个目标不是您那里的，不能填", way_out="请由当地监督人员填")
    if tables.metrics()[target.metric].how == "computed":
        raise Forbidden("这个数由平台自己算，不能填", way_out="觉得不对，请看算法，或打12333")
    number, problems = _number(value, target.unit)
    if as_of is None or as_of > local(now).date():
        problems.append(
            FieldProblem("as_of", "请填这个数是哪一天的，写成2026-11-20这样，不能晚于今天", "range")
        )
    if not evidence.strip() or len(evidence) > EVIDENCE_MAX:
        sentence = f"请写明这个数从哪来（文件、台账、报表），不超过{EVIDENCE_MAX}字"
        problems.append(FieldProblem("evidence", sentence, "required"))
    if file and file.owner != officer.actor:
        problems.append(FieldProblem("file", "这个文件不是您上传的，请重新上传", "unknown"))
    if problems:
        raise Invalid(problems)
    actual = Actual.objects.create(
        metric=target.metric,
        region_id=target.region_id,
        value=number,
        as_of=as_of,
        source="entered",
        evidence=evidence.strip(),
        file=file,
        officer=officer,
        at=now,
    )
    recorded = {"value": str(number), "as_of": as_of.isoformat()} | (
        {"file": str(file.uuid)} if file else {}
    )
    _record(officer, "target.enter_actual", code, recorded)
    return actual


@transaction.atomic
def name_owner(*, code: str, officer: Officer, owner: str) -> Target:
    """Say who answers for a target ("" goes back to the pack's). Raises Forbidden outside the officer's places."""
    target = Target.objects.select_for_update().get(code=code)
    if not target.region_id or not sight.allowed(officer, target.region_id):
        raise Forbidden("这个目标不是您那里的", way_out="请由当地监督人员改")
    if len(owner) > 60:
        raise Invalid([FieldProblem("owner", "不超过60字", "max_length")])
    target.owner = owner.strip()
    target.save(update_fields=["owner"])
    _record(officer, "target.name_owner", code, {"owner": target.owner})
    return target


def keep_computed(*, now: datetime) -> int:
    """Keep today's value of every number that the platform counts, for the trend; returns how many were new.

    Raises jobs.Unfinished when some could not be counted; the others are kept."""
    targets = Target.objects.filter(region__isnull=False)
    pairs = sorted(set(targets.values_list("metric", "region_id")))
    before = Actual.objects.count()

    def keep(which: tuple[str, str]) -> None:
        metric, region = which
        _keep_one(metric, region, now)

    jobs.each("supervision.keep_computed", pairs, keep)
    return Actual.objects.count() - before


@transaction.atomic
def _keep_one(metric: str, region: str, now: datetime) -> None:
    how = tables.metrics()[metric]
    if how.how != "computed":
        return
    measured = metrics.measure(how.function, region, now)
    if measured.value is None:
        return
    actual = Actual(
        metric=metric,
        region_id=region,
        value=measured.value,
        as_of=local(now).date(),
        source="computed",
        evidence=measured.how,
        at=now,
    )
    Actual.objects.bulk_create([actual], ignore_conflicts=True)


@transaction.atomic
def make_bulletin(*, officer: Officer, region: Region, month: date, now: datetime) -> Bulletin:
    """Freeze the figures of a month and issue the paper; asked for twice on one day, or twice at once (the row of the
    place is held), it is the same bulletin.

    Raises Forbidden for a place that is not the officer's, Invalid for a month that has not begun."""
    if not sight.allowed(officer, region.code):
        raise Forbidden("这个地方不归您监督", way_out="请选自己的地方")
    today = local(now).date()
    month = month.replace(day=1)
    if month > today:
        raise Invalid([FieldProblem("month", "这个月还没有到", "range")])
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    earlier = Bulletin.objects.filter(region=region, month=month, as_of=today).first()
    if earlier:
        return earlier
    figures = bulletins.figures_of(officer, region, month, now)
    bureau = accounts.bureau_of(region.code)
    uuid = uuid7()
    paper = documents.issue(
        kind="bulletin",
        subject=f"bulletin:{uuid}",
        context={key: value for key, value in figures.items() if value},
        issuer_name=bureau.name,
        issuer_code=bureau.code,
        issuer_short=accounts.short_name(bureau.code),
        year=today.year,
        now=now,
        actor=officer.actor,
    )
    bulletin = Bulletin.objects.create(
        uuid=uuid,
        region=region,
        place=region.name,
        month=month,
        as_of=today,
        figures=figures,
        paper=paper.uuid,
        made_by=officer,
        made_at=now,
    )
    _record(
        officer,
        "bulletin.make",
        str(uuid),
        {"region": region.code, "month": month.isoformat()},
        "bulletin",
    )
    return bulletin


@transaction.atomic
def ask_sheet(
    *, officer: Officer, kind: str, parameters: dict, title: str, page: str, now: datetime
) -> Sheet:
    """Have a spreadsheet made in the background; asked for twice while it is being made, it is the same."""
    unfinished = Sheet.objects.filter(officer=officer, state__in=Sheet.UNFINISHED)
    waiting = unfinished.filter(kind=kind, asked=parameters).first()
    if waiting:
        return waiting
    sheet = Sheet.objects.create(
        officer=officer, kind=kind, asked=parameters, title=title, page=page, asked_at=now
    )
    jobs.defer("supervision.make_sheet", sheet=str(sheet.uuid))
    return sheet


def make_sheet(*, uuid: str, now: datetime) -> None:
    """Write the file, telling how far it is; begun again after a fault, it is written anew. What fails says so."""
    sheet = Sheet.objects.select_related("officer").filter(uuid=uuid).first()
    if sheet is None or sheet.state == Sheet.DONE:
        return
    _keep(sheet, state=Sheet.MAKING, rows=0)
    try:
        path, rows = _written(sheet)
    except Exception:
        _keep(sheet, state=Sheet.FAILED)
        raise
    _keep(sheet, state=Sheet.DONE, rows=rows, path=path, done_at=now)


def _written(sheet: Sheet) -> tuple[str, int]:
    """The path of the file and how many rows it has."""
    made_at = local(sheet.asked_at)
    table = sheets.table(sheet.kind, sheet.officer, sheet.asked, made_at)
    subtitle = spreadsheet.subtitle(table.note, made_at)
    coming = _telling(sheet, table.rows)
    with TemporaryFile() as stream:
        rows = spreadsheet.write(stream, table.title, list(table.columns), coming, subtitle)
        stream.seek(0)
        name = f"{SHEETS}/{made_at:%Y/%m}/{sheet.uuid}.xlsx"
        path = default_storage.save(name, File(stream))
    return path, rows


def _telling(sheet: Sheet, rows: Iterable[tuple]) -> Iterator[tuple]:
    """The rows, noting how many have passed."""
    for count, row in enumerate(rows):
        if count % TOLD_EVERY == 0:
            _keep(sheet, rows=count)
        yield row


def _keep(sheet: Sheet, **values) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(**values)


def forget_sheets(*, now: datetime) -> int:
    """Remove spreadsheets that were asked for some days ago; returns how many.

    Raises jobs.Unfinished when some could not be removed; the others are."""
    old = Sheet.objects.filter(asked_at__lt=now - SHEETS_KEPT)
    gone = list(old.values_list("pk", "path"))

    def forget(sheet: tuple[int, str]) -> None:
        pk, path = sheet
        Sheet.objects.filter(pk=pk).delete()
        if path:
            default_storage.delete(path)

    return jobs.each("supervision.forget_sheets", gone, forget)


def _number(value: str, unit: str) -> tuple[Decimal | None, list[FieldProblem]]:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None, [FieldProblem("value", "请填数字", "type")]
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        return None, [FieldProblem("value", "请填数字", "type")]
    if unit == "flag" and number not in (0, 1):
        return None, [FieldProblem("value", "做到填1，没做到填0", "list")]
    if number < 0 or (unit == "%" and number > 100):
        return None, [
            FieldProblem("value", "请填0到100之间的数" if unit == "%" else "不能是负数", "range")
        ]
    return number, []


def _record(officer: Officer, verb: str, subject: str, data: dict, noun: str = "target") -> None:
    record(actor=officer.actor, verb=verb, subject=f"{noun}:{subject}", data=data)
