"""How things to do press.

Which of the three types a kind is, until when it is to be done, and when
it goes up to whom. The numbers stand in packs/desk/tasks.yaml; all time is
that of business, so that nothing goes up at night. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from yichuang.reference.rules import hours
from yichuang.reference.rules.workdays import Calendar

NOW, TIMED, CAREFUL = "now", "timed", "careful"
OPENED, DUE = "opened", "due"
HEAD, SUPERVISOR, SUPERVISOR_ABOVE = "head", "supervisor", "supervisor_above"
LEVELS = (HEAD, SUPERVISOR, SUPERVISOR_ABOVE)
CLOSING = "closing"


@dataclass(frozen=True)
class Rung:
    """After how long it goes to whom.

    minutes: of business; days: working days, 0 where minutes say it.
    to: of LEVELS.
    """

    minutes: int
    days: int
    to: str


@dataclass(frozen=True)
class Ladder:
    """The way up of one type.

    since: OPENED or DUE, from which all rungs count.
    rungs: the lowest first; none for a type that is never passed upward.
    """

    since: str
    rungs: tuple[Rung, ...]

    def rung(self, level: int) -> Rung | None:
        """The next one of what was passed upward so often.

        None at the top.
        """
        if level < len(self.rungs):
            return self.rungs[level]
        return None

    def goes_up(
        self, level: int, opened_at: datetime, due_at: datetime | None, calendar: Calendar
    ) -> datetime | None:
        """When it goes up next, of what was passed upward so often.

        None at the top, and for what has no term from which to count.
        level: how often it was passed upward.
        calendar: of the place where it is done.
        """
        rung = self.rung(level)
        since = opened_at if self.since == OPENED else due_at
        if rung is None or since is None:
            return None
        if rung.days:
            return hours.opening_after(since.date(), rung.days, since.tzinfo, calendar)
        return hours.after_minutes(since, rung.minutes, calendar)


@dataclass(frozen=True)
class Kind:
    """What the pack says of one kind.

    task: NOW, TIMED or CAREFUL.
    minutes, days: how long there is, 0 where it is not said so.
    by_closing: until business closes.
    """

    task: str = TIMED
    minutes: int = 0
    days: int = 0
    by_closing: bool = False

    def due_at(self, opened_at: datetime, calendar: Calendar) -> datetime | None:
        """The moment until which it is to be done.

        None where whoever opens it says so, or nobody does.
        """
        if self.by_closing:
            return hours.next_closing(opened_at, calendar)
        if self.minutes:
            return hours.after_minutes(opened_at, self.minutes, calendar)
        if not self.days:
            return None
        zone = opened_at.tzinfo
        day = hours.opening_after(opened_at.date(), self.days, zone, calendar)
        return hours.closing_on(day.date(), zone, calendar)


@dataclass(frozen=True)
class Drawing:
    """How many of the closed cases are looked over again.

    A share of them, at least and at most so many of each place and line.
    """

    share: Decimal
    least: int
    most: int

    def number(self, population: int) -> int:
        """How many of so many.

        All of them where there are fewer than the least.
        """
        part = int(population * self.share)
        number = min(max(part, self.least), self.most)
        return min(number, population)


@dataclass(frozen=True)
class Tasks:
    """The pack.

    names: of the types, in words.
    levels: of those above, in words.
    ladders: by type.
    """

    names: Mapping[str, str]
    levels: Mapping[str, str]
    ladders: Mapping[str, Ladder]
    kinds: Mapping[str, Kind]
    quality: Drawing

    def kind(self, name: str) -> Kind:
        """What it says of a kind.

        One that it does not name is timed, and its term is said when it is
        opened.
        """
        return self.kinds.get(name, Kind())


def of_pack(pack: Mapping[str, Any]) -> Tasks:
    """The pack as values.

    pack: as it was parsed, without faults.
    """
    ladders = {}
    for name, row in pack["ladder"].items():
        rungs = [_rung(rung) for rung in row["rungs"]]
        ladders[name] = Ladder(row["since"], tuple(rungs))
    kinds = {}
    for name, row in pack["kinds"].items():
        kinds[name] = _kind(row)
    quality = pack["quality"]
    drawing = Drawing(share=Decimal(quality["share"]), least=quality["least"], most=quality["most"])
    return Tasks(pack["types"], pack["levels"], ladders, kinds, drawing)


def _rung(row: Mapping[str, Any]) -> Rung:
    """One row of a ladder.

    It names minutes or days, and to whom.
    """
    return Rung(minutes=row.get("minutes", 0), days=row.get("days", 0), to=row["to"])


def _kind(row: Mapping[str, Any]) -> Kind:
    """One row of the kinds.

    Where it names no length, whoever opens one does.
    """
    return Kind(
        task=row["type"],
        minutes=row.get("minutes", 0),
        days=row.get("days", 0),
        by_closing=row.get("by") == CLOSING,
    )


def faults(pack: Mapping[str, Any]) -> list[str]:
    """What is wrong with the pack, in plain words.

    Empty when nothing is.
    """
    types = set(pack["types"])
    sentences = []
    if types != {NOW, TIMED, CAREFUL} or types != set(pack["ladder"]):
        sentences.append("三种交办和它们往上报的办法要一样多")
    if set(pack["levels"]) != set(LEVELS):
        sentences.append("levels 要写明每一级叫什么")
    for name, row in pack["kinds"].items():
        if row["type"] not in types:
            sentences.append(f"{name} 的 type 没有定义")
    for name, row in pack["ladder"].items():
        sentences += _ladder_faults(name, row)
    quality = pack["quality"]
    if not 0 < quality["least"] <= quality["most"]:
        sentences.append("抽查的最少、最多颠倒")
    if not 0 < Decimal(quality["share"]) <= 1:
        sentences.append("抽查的份额要在0和1之间")
    return sentences


def _ladder_faults(name: str, row: Mapping[str, Any]) -> list[str]:
    """What is wrong with one ladder.

    name: of its type.
    """
    sentences = []
    if row["since"] not in (OPENED, DUE):
        sentences.append(f"{name} 的 since 只能是 opened 或 due")
    for rung in row["rungs"]:
        if rung["to"] not in LEVELS:
            sentences.append(f"{name} 报给的 {rung['to']} 没有定义")
        if bool(rung.get("minutes")) == bool(rung.get("days")):
            sentences.append(f"{name} 报给 {rung['to']} 的，minutes 和 days 写一个")
    return sentences
