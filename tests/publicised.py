"""公示 that is over, as the nightly job leaves it: with it a test of something else comes to a decision at once."""

from datetime import timedelta
from decimal import Decimal

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Notice, NoticeRow
from yichuang.cases.services import dates
from yichuang.core.clock import local

PLENTY = Decimal("999999999.99")


def shown_to_the_end(case: Case, amount: Decimal = PLENTY) -> None:
    """The case was shown for its days, nobody objected. Nothing where its item is not publicised, or it was shown."""
    if dates.terms_of(case).publicity is None or case.notice_rows.exists():
        return
    began = local(case.received_at).date()
    notice = Notice.objects.create(
        item_code=case.item_code,
        region_id=case.organisation.region_id,
        organisation=case.organisation,
        title="拟发放名单公示",
        basis="就业补助资金管理办法（财社〔2023〕181号）",
        conditions="符合条件",
        from_on=began,
        until_on=began + timedelta(days=7),
        published_by=Officer.objects.earliest("pk"),
        published_at=case.received_at,
        ended_at=case.received_at + timedelta(days=8),
    )
    NoticeRow.objects.create(notice=notice, case=case, shown="张**", amount=amount, ended=True)
