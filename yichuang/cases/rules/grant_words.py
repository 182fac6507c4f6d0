"""What was granted, as a paper and the page of a case say it.

A record is what `granting.recorded` left in the trail: each sum as text, in yuan; months as 2026-12.

社会保险法 83 (who disputes what is paid must be able to see how it was counted).
"""

from collections.abc import Mapping
from decimal import Decimal

UNNAMED = "没有另列标准、月数、起止和算法，可以请本机关说明"


def rows_of(record: Mapping) -> dict[str, str]:
    """What `granting.recorded` kept, as rows of a paper: label → text.

    Of a decision from before there were months and standards the sum alone; {} of one that pays nothing."""
    if "amount" not in record:
        return {}
    amount = spoken(record["amount"])
    if "standard" not in record:
        return {"核定金额": amount, "怎么算的": UNNAMED}
    rows = {"计发标准": record["standard"]}
    if "once" in record:
        rows["一次付清"] = spoken(record["once"])
    if "monthly" in record:
        rows |= _said_of_months(record)
    if "cut" in record:
        rows["申请金额"] = spoken(record["asked"])
        rows["不予支付"] = refused(record)
    return rows


def refused(record: Mapping) -> str:
    """What a grant in part does not grant, and why: 人民币300.00元，理由：….

    record: of a grant in part.
    """
    reason = record["cut"]
    remainder = spoken(_remainder(record))
    return f"{remainder}，理由：{reason}"


def divided(record: Mapping, grant: str, deny: str, part: str = "") -> str:
    """The sentence of a decision that grants a part: 准予发放1,200.00元，其余300.00元不予发放; "" for any other.

    grant, deny: the words of the item for either half; part: its own sentence, with the places of both sums."""
    if "cut" not in record:
        return ""
    amount = Decimal(record["amount"])
    remainder = _remainder(record)
    if part:
        return part.format(amount=f"{amount:,.2f}", rest=f"{remainder:,.2f}")
    return f"{grant}{amount:,.2f}元，其余{remainder:,.2f}元{deny}"


def in_short(record: Mapping) -> str:
    """A grant in part, with the sum that was applied for and why not all of it.

    record: of a grant in part.
    """
    applied_for = spoken(record["asked"])
    amount = spoken(record["amount"])
    return f"申请{applied_for}，准予{amount}，没有准予{refused(record)}"


def spoken(amount: str | Decimal) -> str:
    """A sum in yuan as papers say it.

    1200.5 → 人民币1,200.50元."""
    value = Decimal(amount)
    return f"人民币{value:,.2f}元"


def _remainder(record: Mapping) -> Decimal:
    """What was applied for and not granted, in yuan.

    record: of a grant in part, which has both sums."""
    applied_for = Decimal(record["asked"])
    amount = Decimal(record["amount"])
    return applied_for - amount


def _said_of_months(record: Mapping) -> dict[str, str]:
    """The rows of what is paid by month: label → text.

    record: with the first month, and with the last and their number where it ends."""
    since = _month(record["since"])
    rows = {}
    rows["每月金额"] = spoken(record["monthly"])
    if "months" not in record:
        rows["起发年月"] = f"{since}起按月发，到依法停发为止"
        return rows
    until = _month(record["until"])
    months = record["months"]
    rows["起止年月"] = f"{since}至{until}，共{months}个月"
    rows["合计金额"] = spoken(record["amount"])
    return rows


def _month(text: str) -> str:
    """A month as papers say it.

    2026-12 → 2026年12月."""
    year, month = text.split("-")
    number = int(month)
    return f"{year}年{number}月"
