"""抽查: cases of a month that is over are looked over again, by a draw that anybody may repeat.

The hash of the seed is published while the month lasts, so that nobody
chooses it by what it draws; the seed itself with the draw.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts import tables as tasks
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Case, CaseEvent
from yichuang.core import crypto
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from yichuang.core.jobs import each
from yichuang.core.sampling import drawn, seed_hash
from yichuang.supervision.models import QualityCheck, Sample
from yichuang.supervision.queries import quality
from yichuang.supervision.queries.quality import Ended, Stratum

QUALITY_TODO = "quality"
TEXT_MAX = 1000


def publish_seeds(*, now: datetime) -> int:
    """Publish the hash of the seed for every place and line in which cases ended this month.

    For those that have one nothing is done. Returns how many are new. What
    ends only after the last of these rounds in a month is not drawn from.
    Raises Unfinished when some failed.
    """
    month = local(now).date().replace(day=1)
    known = set(quality.strata_of(month))
    ended = quality.strata_with_ends(month, _next_month(month))
    fresh = [stratum for stratum in ended if stratum not in known]

    def publish(stratum: Stratum) -> None:
        """Once, whoever else does it too."""
        commitment = {"seed_hash": seed_hash(_seed(stratum, month)), "published_at": now}
        Sample.objects.get_or_create(
            place_id=stratum.place,
            line=stratum.line,
            month=month,
            kind=Sample.QUALITY,
            defaults=commitment,
        )

    return each("supervision.publish_seeds", fresh, publish)


def draw_samples(*, now: datetime) -> int:
    """Draw for the months that are over and not drawn; returns how many samples.

    Raises Unfinished when some failed.
    """
    month = local(now).date().replace(day=1)
    by_month: dict[date, Ended] = {}

    def draw(sample: Sample) -> None:
        """One at a time: a lost database loses one.

        What ended in a month is read once for all its samples.
        """
        ended = by_month.get(sample.month)
        if ended is None:
            after = _next_month(sample.month)
            ended = quality.ended_by_stratum(sample.month, after)
            by_month[sample.month] = ended
        _draw(sample, ended, now)

    return each("supervision.draw_samples", quality.waiting(month), draw)


@transaction.atomic
def judge(
    *, check_id: UUID, officer: Officer, finding: str, why: str, now: datetime
) -> QualityCheck:
    """Say whether a case of a sample was done well.

    Raises NotFound, Forbidden for one's own, Conflict when it was said
    before, Invalid for no finding and for a fault that is not described.
    """
    rows = QualityCheck.objects.select_for_update(of=("self",))
    check = rows.select_related("case", "sample").filter(uuid=check_id).first()
    if check is None:
        raise NotFound("没有这件抽查", way_out="请从抽查的清单里打开")
    if check.officer_id == officer.pk:
        raise Forbidden("不能抽查自己办的件", way_out="请由另一位监督人员看")
    if check.done_at:
        raise Conflict("这件已经看过了", code="judged", way_out="请刷新看结论")
    problems = _faults(finding, why)
    if problems:
        raise Invalid(problems)
    check.finding = finding
    check.why = why.strip()
    check.assigned_to = officer
    check.done_at = now
    check.save(update_fields=["finding", "why", "assigned_to", "done_at"])
    accounts.close_todos(kind=QUALITY_TODO, subject=check.ref, now=now)
    record(
        actor=officer.actor,
        verb="quality.judge",
        subject=check.case.ref,
        data={"finding": finding, "seq": check.seq},
    )
    return check


@transaction.atomic
def _draw(sample: Sample, ended: Ended, now: datetime) -> None:
    """Draw one sample, publish its seed, and give its cases to look at.

    ended: what ended in its month, by place and line.
    Raises Conflict where the seed is not the one that was published: the
    key of the platform is another one since.
    """
    stratum = Stratum(sample.place_id, sample.line)
    seed = _seed(stratum, sample.month)
    if seed_hash(seed) != sample.seed_hash:
        raise Conflict("抽查的种子和公布的对不上", code="other_seed", way_out="请查平台换过的密钥")
    keys = ended.get(stratum, [])
    number = tasks.tasks().quality.number(len(keys))
    sample.seed = seed
    sample.drawn_at = now
    sample.population = len(keys)
    sample.save(update_fields=["seed", "drawn_at", "population"])
    for case in _cases(drawn(keys, seed, number)):
        _give(sample, case, now)


def _give(sample: Sample, case: Case, now: datetime) -> None:
    """One case to look at, for whoever supervises its place and line."""
    steps = CaseEvent.objects.filter(case=case, officer=case.decided_by_id)
    step = steps.order_by("-seq").first()
    check = QualityCheck.objects.create(
        sample=sample, case=case, seq=step.seq if step else case.seq, officer_id=case.decided_by_id
    )
    accounts.open_todo(
        kind=QUALITY_TODO,
        subject=check.ref,
        title=f"抽查：{case.version.item.name}",
        now=now,
        role="supervisor",
        region=sample.place_id,
        line=sample.line,
        link=f"/console/quality/{check.uuid}/",
    )


def _cases(uuids: Iterable[str]) -> Iterable[Case]:
    """The cases that were drawn, with their item.

    In the order in which they came in.
    """
    joined = Case.objects.select_related("version__item")
    return joined.filter(uuid__in=list(uuids)).order_by("pk")


def _seed(stratum: Stratum, month: date) -> str:
    """The seed of a month: 64 hex digits.

    Nobody works it out without the key of the platform.
    """
    text = f"quality:{stratum.place}:{stratum.line}:{month.isoformat()}"
    return crypto.blind(text).hex()


def _next_month(month: date) -> date:
    """The first day of the month after this one.

    month: its own first day.
    """
    later = month + timedelta(days=31)
    return later.replace(day=1)


def _faults(finding: str, why: str) -> list[FieldProblem]:
    """What is wrong with what was said of a case.

    What was done well needs no words.
    """
    problems = []
    if finding not in (QualityCheck.GOOD, QualityCheck.FAULTY):
        problems.append(FieldProblem("finding", "请选办得对不对", "required"))
    needs_words = finding == QualityCheck.FAULTY and not why.strip()
    if needs_words or len(why) > TEXT_MAX:
        problems.append(FieldProblem("why", f"请写明哪里不对，不超过{TEXT_MAX}字", "required"))
    return problems
