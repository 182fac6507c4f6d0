"""结果公开: what was decided in a place, with names masked. 政府信息公开条例 20 (results of what is handled),
15 (what would harm a person is not published): that a person was refused help is nobody else's business."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.models import Case
from yichuang.cases.queries import scope
from yichuang.cases.rules import endings, states
from yichuang.core import masking
from yichuang.core.clock import local
from yichuang.reference.queries import prefix


@dataclass(frozen=True)
class Result:
    """One closed case for everybody's eyes.

    who: masked for a person, the name of an employer;
    result: 准予 | 部分准予 | 不予."""

    id: int
    item: str
    item_code: str
    who: str
    unit: str
    result: str
    on: date


def results(
    region: str, *, item: str = "", before: int | None = None, size: int = 20
) -> list[Result]:
    """Closed cases of a region and below it, newest first, without refusals to persons. Two reads.

    item: 12-digit code of the only item ("": all); before: id of the last one already shown.
    """
    here = scope.within(prefix(region))
    rows = Case.objects.filter(here, state=states.CLOSED, outcome__in=states.DECIDED)
    rows = rows.exclude(outcome=states.DENIED, person__isnull=False)
    if item:
        rows = rows.filter(item_code=item)
    if before:
        rows = rows.filter(id__lt=before)
    rows = rows.select_related("version__item", "person", "employer", "organisation").defer("form")
    return [_result(case) for case in rows.order_by("-id")[:size]]


def _result(case: Case) -> Result:
    if case.person_id:
        who = masking.name(case.person.name)
    else:
        who = case.employer.name
    ended = endings.of_case(case)
    return Result(
        id=case.id,
        item=case.version.item.name,
        item_code=case.item_code,
        who=who,
        unit=case.organisation.name,
        result=endings.LABELS[ended],
        on=local(case.closed_at).date(),
    )
