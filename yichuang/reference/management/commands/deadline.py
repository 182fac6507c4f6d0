"""`deadline compute`: the clock, to be checked from outside."""

import json
from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError

from yichuang.reference import queries
from yichuang.reference.rules.deadlines import UNITS, Stop, deadline


def _stop(text: str) -> Stop:
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _moment(text: str) -> date | datetime:
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text)


class Command(BaseCommand):
    about = "packs"
    help = "计算期限：收到当日不计，停止计时按整天（首尾都算），下班后或休息日收到按下一工作日，自然日期满逢休息日顺延"
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        compute = parser.add_subparsers(dest="verb", required=True).add_parser(
            "compute", help="算一个期限，输出 JSON"
        )
        compute.add_argument(
            "--received", required=True, help="收到时间，如 2026-09-28T16:40+08:00 或 2026-09-28"
        )
        compute.add_argument("--days", required=True, type=int, help="天数")
        compute.add_argument(
            "--unit",
            default="working",
            choices=sorted(UNITS),
            help="working 工作日，calendar 自然日",
        )
        compute.add_argument(
            "--stop", action="append", default=[], metavar="FROM..TO", help="停止计时的日期，可多次"
        )
        compute.add_argument("--region", default="", help="12 位区划代码，决定下班时间")
        compute.add_argument("--json", action="store_true", help="输出本来就是 JSON")

    def handle(
        self, *, received: str, days: int, unit: str, stop: list[str], region: str, **_
    ) -> None:
        try:
            stops = [_stop(text) for text in stop]
            term = deadline(_moment(received), days, unit, stops, queries.calendar(region))
        except ValueError as fault:
            raise CommandError(
                f"算不了：{fault}。日期写成 2026-09-28，区间写成 2026-10-12..2026-10-16。"
            ) from fault
        answer = {
            "due": term.due.isoformat(),
            "provisional": term.provisional,
            "counted": term.counted,
            "skipped": term.skipped,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
