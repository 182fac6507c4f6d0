"""`deadline compute`, `deadline explain`: the clock, to be checked from outside."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.cases.queries import cases
from yichuang.cases.queries.explaining import explained
from yichuang.cases.rules.explained_words import lines
from yichuang.core import clock
from yichuang.reference import queries
from yichuang.reference.rules.deadlines import MONTH, UNITS, YEAR, Deadline, Stop, deadline

WRONG = "算不了：{}。日期写成 2026-09-28，区间写成 2026-10-12..2026-10-16。"
Words = Mapping[str, Any]  # of the command line


class Command(BaseCommand):
    """compute needs no rows; explain speaks of a case."""

    about = "packs"
    about_verbs = {"explain": "cases"}
    help = (
        "计算期限：收到当日不计，停止计时按整天（首尾都算），下班后或休息日收到按下一工作日，"
        "自然日期满逢休息日顺延；explain 逐日说明一件的几个日子怎么来的"
    )
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The words of both verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        compute = verbs.add_parser("compute", help="算一个期限，输出 JSON")
        _add_length(compute)
        compute.add_argument(
            "--received", required=True, help="收到时间，如 2026-09-28T16:40+08:00 或 2026-09-28"
        )
        compute.add_argument(
            "--stop", action="append", default=[], metavar="FROM..TO", help="停止计时的日期，可多次"
        )
        compute.add_argument("--region", default="", help="12 位区划代码，决定下班时间")
        compute.add_argument("--json", action="store_true", help="输出本来就是 JSON")
        explain = verbs.add_parser("explain", help="逐日说明一件的几个日子")
        explain.add_argument("number", help="办件编号")
        explain.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, **words) -> None:
        """Print the answer of the verb."""
        if words["verb"] == "compute":
            answer = _computed(words)
            self._print(answer)
            return
        answer = _explained(words["number"])
        if words["json"]:
            self._print(answer)
            return
        for line in lines(answer):
            self.stdout.write(line)

    def _print(self, answer: Words) -> None:
        text = json.dumps(answer, ensure_ascii=False)
        self.stdout.write(text)


def _add_length(compute: CommandParser) -> None:
    """Exactly one length: months and years need no unit beside it."""
    length = compute.add_mutually_exclusive_group(required=True)
    length.add_argument("--days", type=int, help="天数")
    length.add_argument("--months", type=int, help="月数，到对应日（民法典第202条）")
    length.add_argument("--years", type=int, help="年数，到对应日")
    compute.add_argument(
        "--unit",
        default="working",
        choices=sorted(UNITS),
        help="天数的单位：working 工作日，calendar 自然日；按月、按年的不用写",
    )


def _explained(number: str) -> Words:
    """How the dates of the case with this number came about."""
    case = cases.by_number(number)
    if case is None:
        raise CommandError(f"没有编号为 {number} 的办件，请核对编号。")
    now = clock.now()
    return explained(case, now)


def _computed(words: Words) -> Words:
    """One term with its derivation."""
    try:
        term = _term(words)
    except ValueError as fault:
        text = WRONG.format(fault)
        raise CommandError(text) from fault
    return {
        "due": term.due.isoformat(),
        "provisional": term.provisional,
        "counted": term.counted,
        "moved": term.moved,
        "skipped": term.skipped,
    }


def _term(words: Words) -> Deadline:
    """The term. Raises ValueError for what is no date, no length or no stop."""
    stops = [_stop(text) for text in words["stop"]]
    received = _moment(words["received"])
    calendar = queries.calendar(words["region"])
    length, unit = _length(words)
    return deadline(received, length, unit, stops, calendar)


def _length(words: Words) -> tuple[int, str]:
    """How many of which unit."""
    months = words["months"]
    if months is not None:
        return months, MONTH
    years = words["years"]
    if years is not None:
        return years, YEAR
    return words["days"], words["unit"]


def _stop(text: str) -> Stop:
    """First and last day, the same where only one is told."""
    first, _, last = text.partition("..")
    begin = date.fromisoformat(first)
    end = date.fromisoformat(last or first)
    return begin, end


def _moment(text: str) -> date | datetime:
    """A day is one within office hours."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text)
