"""From which day the terms against a decision run, said in one way on pages, papers and in messages.

行政复议法 20 and 行政诉讼法 46 count from the day on which somebody knew or should have known of it: the day it was
served, or the earlier one on which they read it online.
"""

from datetime import date

from yichuang.core.spoken import chinese_date

REFUSAL = "不予受理通知书"
OPEN = "期限从收到决定书那天起算，先在网上看到的从看到那天起算，写在决定书里"


def from_when(read_on: date | None, delivered_on: date | None) -> str:
    """A sentence without full stop.

    read_on: the day its owner first read it online.
    delivered_on: the day it was delivered.
    """
    if read_on and (delivered_on is None or read_on <= delivered_on):
        return f"期限从{chinese_date(read_on)}起算，那天在网上看到了决定书，以后再领纸质的不重新算"
    if delivered_on:
        return f"期限从{chinese_date(delivered_on)}起算，那天收到了决定书"
    return OPEN


def of_refusal(read_on: date | None, delivered_on: date | None) -> str:
    """The same of a refusal to accept: a sentence without full stop.

    read_on: the day its owner first read it online.
    delivered_on: the day it was delivered; those of before were not.
    """
    if delivered_on and (read_on is None or delivered_on < read_on):
        return f"期限从{chinese_date(delivered_on)}起算，那天收到了{REFUSAL}"
    if read_on is None:
        return f"期限从收到{REFUSAL}那天起算，先在网上看到的从看到那天起算"
    return f"期限从{chinese_date(read_on)}起算，那天在网上看到了{REFUSAL}；更早领了纸质的，从领到那天起算"

