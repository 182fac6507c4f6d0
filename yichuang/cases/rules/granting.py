"""What a decision that pays must name: by which standard, how much, for which months, and why less than was asked.

How an item pays stands in packs/results: in one sum, by month with an end or without one, or both.

社会保险法 83 (who disputes what is paid must be able to see how it was counted)."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from yichuang.cases.rules import framing
from yichuang.cases.rules.framing import Frame
from yichuang.core.errors import FieldProblem

MOST = Decimal("9999999999.99")
NOTHING = Decimal(0)
CENT = Decimal("0.01")
_PLAIN = re.compile(r"[\d.]+")  # what Decimal reads beside, as 1e5, nobody means
STANDARD_ASKED = "请写按什么标准、怎么算的，会印在决定书上"
SINCE_ASKED = "请填从哪年哪月起发，如2026-12"
UNTIL_ASKED = "请填发到哪年哪月，如2026-12"
IN_NO_ORDER = "发到的年月不能早于起发的年月"
ONCE, MONTHS, LIFE, BOTH = "once", "months", "life", "both"
WAYS = {
    ONCE: "一次付清",
    MONTHS: "按月付，有起止",
    LIFE: "按月付，到依法停发为止",
    BOTH: "一次付，或者也按月付",
}
_AMOUNT_ASKED = {
    ONCE: "请填核定的金额，单位元，最多两位小数",
    MONTHS: "请填每月的金额，单位元，最多两位小数",
    LIFE: "请填每月的金额，单位元，最多两位小数",
    BOTH: "请填一次付的金额、每月金额，或两样都填，单位元，最多两位小数",
}
_MONTH = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])")
_MOST_MONTHS = 600


@dataclass(frozen=True)
class Length:
    """For how many months a benefit may be paid.

    usual: by one person alone, 0 for any; why: what that follows from, in words;
    most: by anybody, 0 where no provision says; basis: the provision."""

    usual: int = 0
    why: str = ""
    most: int = 0
    basis: str = ""

    @property
    def words(self) -> str:
        """As who decides reads it; "" where nothing bounds it."""
        if not self.usual:
            return ""
        text = f"{self.usual}个月以内：{self.why}，依据：{self.basis}"
        if self.most > self.usual:
            return f"{text}；更长的提请第二人复核，最多{self.most}个月"
        if not self.most:
            return f"{text}；更长的提请第二人复核"
        return text


UNBOUND = Length()


@dataclass(frozen=True)
class Terms:
    """How an item pays.

    pay: a key of WAYS, "" where it pays nothing;
    applied_for: the sum that was applied for, None where the form asks for none;
    most: the sum up to which one person grants it alone;
    length: for how many months it may be paid;
    frame: between which months, None where nobody asks."""

    pay: str = ""
    applied_for: Decimal | None = None
    most: Decimal = MOST
    length: Length = UNBOUND
    frame: Frame | None = None

    @property
    def words(self) -> str:
        """How it pays, in words; "" where it pays nothing."""
        return WAYS.get(self.pay, "")


@dataclass(frozen=True)
class Grant:
    """What a decision grants.

    once: in one sum, in yuan, 0 for none;
    monthly: each month, in yuan, 0 for none;
    months: for how many, 0 where they have no end;
    since, until: the first and the last month, as 2026-12; "" where there is none."""

    once: Decimal = NOTHING
    monthly: Decimal = NOTHING
    months: int = 0
    since: str = ""
    until: str = ""

    @property
    def total(self) -> Decimal:
        """What is paid in all; of what has no end what is paid in a month."""
        times = max(self.months, 1)
        by_month = self.monthly * times
        return self.once + by_month


def granted(decision, terms: Terms) -> Grant | None:
    """What the decision grants; None where an amount or a month cannot be read.

    decision: services.review.Decision."""
    reader = _READERS[terms.pay]
    return reader(decision)


def _once(decision) -> Grant | None:
    """One sum.

    None where it cannot be read."""
    amount = yuan(decision.amount)
    if amount is None:
        return None
    return Grant(once=amount)


def _by_month(decision) -> Grant | None:
    """So much a month, from one month to another.

    None where one of the three cannot be read."""
    monthly = yuan(decision.amount)
    since = decision.since
    until = decision.until
    months = months_from(since, until)
    if monthly is None or not months:
        return None
    return Grant(NOTHING, monthly, months, since, until)


def _for_life(decision) -> Grant | None:
    """So much a month, from a month on.

    None where the amount cannot be read; whether the month can is asked apart."""
    monthly = yuan(decision.amount)
    if monthly is None:
        return None
    return Grant(monthly=monthly, since=decision.since)


def _both(decision) -> Grant | None:
    """A sum, so much a month from a month on, or both.

    None where neither amount can be read."""
    once = yuan(decision.amount)
    monthly = yuan(decision.monthly)
    if once is None and monthly is None:
        return None
    if monthly is None:
        return Grant(once=once)
    return Grant(once=once or NOTHING, monthly=monthly, since=decision.since)


_READERS = {ONCE: _once, MONTHS: _by_month, LIFE: _for_life, BOTH: _both}


def problems(decision, terms: Terms) -> list[FieldProblem]:
    """What is missing in an approval that pays.

    decision: services.review.Decision; terms: of an item that pays."""
    missing = []
    if not _has_amount(decision, terms):
        message = _AMOUNT_ASKED[terms.pay]
        unread = FieldProblem("amount", message, "amount")
        missing.append(unread)
    standard = decision.standard.strip()
    if not standard:
        unnamed = FieldProblem("standard", STANDARD_ASKED, "required")
        missing.append(unnamed)
    missing += _month_problems(decision, terms)
    missing += _out_of_frame(decision, terms)
    missing += _too_many_months(decision, terms)
    missing += _cut_problems(decision, terms)
    return missing


def _out_of_frame(decision, terms: Terms) -> list[FieldProblem]:
    """Months that lie where the benefit cannot: before its fact, or far beyond."""
    grant = granted(decision, terms)
    if grant is None:
        return []
    return framing.problems(grant.since, grant.until, terms.frame)


def _too_many_months(decision, terms: Terms) -> list[FieldProblem]:
    """More months than the provision lets it be paid for."""
    grant = granted(decision, terms)
    length = terms.length
    if grant is None or not length.most or grant.months <= length.most:
        return []
    message = f"一共{grant.months}个月，最长{length.most}个月（{length.basis}）"
    too_long = FieldProblem("until", message, "most")
    return [too_long]


def _cut_problems(decision, terms: Terms) -> list[FieldProblem]:
    """Less than was asked for without a word why."""
    grant = granted(decision, terms)
    if grant is None:
        return []
    reason = decision.cut.strip()
    if reason or not is_less(grant, terms):
        return []
    message = f"申请的是{terms.applied_for:,.2f}元，少给的部分请写明为什么，会印在决定书上"
    unexplained = FieldProblem("cut", message, "required")
    return [unexplained]


def is_less(grant: Grant, terms: Terms) -> bool:
    """Whether less is granted than was asked for: the rest is refused, with a reason and the ways of remedy."""
    if terms.applied_for is None:
        return False
    return grant.total < terms.applied_for


def is_more(grant: Grant, terms: Terms) -> bool:
    """Whether more is granted than was asked for: a second person agrees to it."""
    if terms.applied_for is None:
        return False
    return grant.total > terms.applied_for


def is_longer(grant: Grant, terms: Terms) -> bool:
    """Whether it is granted for more months than one person grants alone."""
    usual = terms.length.usual
    return bool(usual) and grant.months > usual


def recorded(decision, terms: Terms) -> dict[str, str | int]:
    """What the trail keeps of an approval that pays, each sum as text.

    The decision has no `problems`."""
    grant = granted(decision, terms)
    standard = decision.standard.strip()
    record = {"pay": terms.pay, "standard": standard}
    record["amount"] = str(grant.total)
    if grant.once:
        record["once"] = str(grant.once)
    if grant.monthly:
        record["monthly"] = str(grant.monthly)
        record["since"] = grant.since
    if grant.months:
        record["months"] = grant.months
        record["until"] = grant.until
    if is_less(grant, terms):
        record["asked"] = str(terms.applied_for)
        record["cut"] = decision.cut.strip()
    return record


def yuan(text: str) -> Decimal | None:
    """Yuan above zero with at most two decimals, from "1234.5" or "1,234.50".

    None for anything else."""
    plain = text.strip()
    for comma in ",，":
        plain = plain.replace(comma, "")
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    if not 0 < value <= MOST:
        return None
    rounded = value.quantize(CENT)
    if rounded != value:
        return None
    return rounded


def months_from(since: str, until: str) -> int:
    """How many months from the first to the last, both included.

    0 where they are no months, are in no order or are more than a life has."""
    first = _MONTH.fullmatch(since)
    last = _MONTH.fullmatch(until)
    if not first or not last:
        return 0
    months = _number(last) - _number(first) + 1
    if 0 < months <= _MOST_MONTHS:
        return months
    return 0


def _number(month: re.Match) -> int:
    """A month as a number that grows by one from each to the next."""
    year = int(month["year"])
    of_year = int(month["month"])
    return year * 12 + of_year


def _has_amount(decision, terms: Terms) -> bool:
    """Whether each amount that was typed can be read, and one was."""
    amounts = [decision.amount]
    if terms.pay == BOTH:
        amounts.append(decision.monthly)
    typed = [text for text in amounts if text.strip()]
    if not typed:
        return False
    return all(yuan(text) for text in typed)


def _month_problems(decision, terms: Terms) -> list[FieldProblem]:
    """A month that is missing, cannot be read, or stands before the first."""
    by_month = terms.pay in (MONTHS, LIFE)
    if terms.pay == BOTH:
        by_month = bool(decision.monthly.strip())
    if not by_month:
        return []
    wrong = []
    begins = _MONTH.fullmatch(decision.since)
    if not begins:
        unread = FieldProblem("since", SINCE_ASKED, "month")
        wrong.append(unread)
    if terms.pay != MONTHS:
        return wrong
    ends = _MONTH.fullmatch(decision.until)
    if not ends:
        endless = FieldProblem("until", UNTIL_ASKED, "month")
        wrong.append(endless)
    elif begins and not months_from(decision.since, decision.until):
        reversed_months = FieldProblem("until", IN_NO_ORDER, "order")
        wrong.append(reversed_months)
    return wrong
