"""What became of the 公示 of one case.

For its decision, and for whoever answers what was said against it.
"""

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case, Notice, NoticeRow, Objection
from yichuang.cases.queries import notices, versions
from yichuang.cases.rules.publicising import Stood
from yichuang.catalog.rules import publicity
from yichuang.core.errors import NotFound

_of_versions: dict[int, bool] = {}  # a published version never changes


def is_publicised(case: Case) -> bool:
    """Whether the item has 公示 in any situation.

    Asked of a version once a process: most decisions are of items that
    have none, and read nothing for it.
    """
    answer = _of_versions.get(case.version_id)
    if answer is None:
        version = versions.of_case(case)
        branches = version.definition.get("terms") or []
        answer = bool(publicity.of(branches))
        _of_versions[case.version_id] = answer
    return answer


def row_at(notice: Notice, place: int) -> NoticeRow:
    """The row in one place of a list.

    place: as `notices.Line` has it.
    Raises NotFound where nobody is shown there.
    """
    in_order = notice.rows.order_by("pk")
    rows = list(in_order.select_related("case__organisation"))
    if 1 <= place <= len(rows):
        row = rows[place - 1]
        if notices.stays(row) and not row.ended:
            return row
    way_out = "请刷新公示，从名单里选"
    raise NotFound("公示里没有这一户", way_out=way_out)


def stood_of(case: Case) -> Stood | None:
    """What became of the latest 公示 of a case.

    None where it was on no page. Two reads.
    An objection that was right against an earlier page is settled by the
    later one; one that waits still waits.
    """
    row = rows_of(case).first()
    if row is None:
        return None
    waiting = 0
    upheld = 0
    for objection in about(case):
        if objection.answered_at is None:
            waiting += 1
        elif objection.upheld and objection.notice_id == row.notice_id:
            upheld += 1
    return Stood(
        has_ended=row.ended,
        left_out_why=row.left_out_why,
        amount=row.amount,
        waiting=waiting,
        upheld=upheld,
    )


def about(case: Case) -> QuerySet[Objection]:
    """The objections against a case, the first first.

    And those against the whole of a page on which it stood.
    """
    on_its_pages = Objection.objects.filter(notice__rows__case=case)
    meant = on_its_pages.filter(Q(row__case=case) | Q(row__isnull=True))
    single = meant.distinct()
    return single.order_by("pk")


def rows_of(case: Case) -> QuerySet[NoticeRow]:
    """The pages on which a case stood.

    The latest comes first.
    """
    rows = NoticeRow.objects.filter(case=case)
    joined = rows.select_related("notice__published_by")
    return joined.order_by("-pk")
