"""What a made-up approval pays, as the item asks for it: one sum, or so much for some months."""

from datetime import date
from decimal import Decimal

from yichuang.cases.models import Case
from yichuang.cases.queries import frames, versions
from yichuang.cases.rules.granting import LIFE, MONTHS, MOST

STANDARD = "按本地公布的标准计算"
ONCE_MORE = "changed"  # a key of `repeating.REASONS`: where something was granted before
CUT = "超出本地标准的部分不予支付"


def paid(case: Case, amount: str, day: date) -> dict[str, str]:
    """The fields of `Decision` for an approval of this case that pays `amount`, but no more than was asked for.

    Of what is paid by month for the month of the day alone, or the nearest that may be paid, so that the whole is the
    same. {} where the item pays
    nothing."""
    version = versions.of_case(case)
    terms = frames.terms_of(version, case)
    if not terms.pay:
        return {}
    most = terms.applied_for or MOST
    granted = min(Decimal(amount), most)
    amount = str(granted)
    fields = {"amount": amount, "standard": STANDARD, "cut": CUT}
    month = f"{day:%Y-%m}"
    frame = terms.frame
    if frame:
        not_before = max(month, frame.first)
        month = min(not_before, frame.last)
    if terms.pay in (MONTHS, LIFE):
        fields["since"] = month
    if terms.pay == MONTHS:
        fields["until"] = month
    return fields
