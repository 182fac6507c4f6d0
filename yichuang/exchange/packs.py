"""packs/exchange: checked without a database.

Which sources are on is kept with the moment since when.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yichuang.core import clock, packs
from yichuang.exchange import tables
from yichuang.exchange.models import Source
from yichuang.exchange.rules import elements
from yichuang.exchange.rules.holdings import ABOUT, APPLICANT, Holding, code_of

Fault = tuple[str, str]  # what is wrong, and what with it
SHARES = ("无条件", "有条件", "不予", tables.OURS)
WHOM = (APPLICANT, ABOUT)
# where an element may be named by who uses it
USERS = ("forms", "forms/items", "items/local", "decisions")
NAME = re.compile(r"[a-z]+(?:\.[a-z_0-9]+)+")
NEEDED = ("code", "name", "share", "purpose", "gives")


@transaction.atomic
def load() -> None:
    """Keep which sources are on since when.

    One that goes off and on again is on anew.
    """
    now = clock.now()
    listed = tables.sources()
    rows = {}
    for row in Source.objects.select_for_update():
        rows[row.code] = row
    for code, pack in listed.items():
        row = rows.get(code) or Source(code=code)
        _set(row, pack.active, now)
    for code in rows.keys() - listed.keys():
        _set(rows[code], False, now)


def _set(row: Source, active: bool, now: datetime) -> None:
    """Set whether a source is on, and save it.

    Since when stays, where it is on already.
    """
    if not active:
        row.active_since = None
    elif row.active_since is None:
        row.active_since = now
    row.save()


def check() -> list[str]:
    """What is wrong with the packs of this module, in plain words.

    Each sentence names the pack and what in it is meant.
    """
    unsaid = _in_words(tables.SOURCES, _unsaid())
    if unsaid:  # what is not said cannot be read
        return unsaid
    faults = _in_words(tables.SOURCES, _of_sources())
    faults += _in_words(tables.HOLDINGS, _of_holdings())
    faults += _in_words(tables.SOURCES, _of_use())
    faults += _in_words(tables.RETENTION, _of_retention())
    return faults


def _in_words(place: str, faults: Iterable[Fault]) -> list[str]:
    """Each in one sentence that names the pack.

    place: the pack.
    """
    sentences = []
    for what, words in faults:
        sentence = f"{place}：{what}{words}"
        sentences.append(sentence)
    return sentences


def _unsaid() -> Iterator[Fault]:
    """What is missing of sources.

    One of which something is not said cannot be asked.
    """
    pack = packs.read(tables.SOURCES)
    usual_basis = pack.get("basis")
    for row in pack["sources"]:
        name = str(row.get("code", row))
        for key in NEEDED:
            value = row.get(key, "")
            if value == "":
                yield name, f"没有写{key}"
        days = row.get("fresh_for", -1)
        if not isinstance(days, int):
            days = -1
        if days < 0:
            yield name, "没有写fresh_for"
        basis = row.get("basis", usual_basis)
        if not basis:
            yield name, "没有写凭什么问"


def _of_sources() -> Iterator[Fault]:
    """What is wrong with sources.

    Each stands there once, is of a department, and has elements of known
    kinds.
    """
    pack = packs.read(tables.SOURCES)
    codes = [row["code"] for row in pack["sources"]]
    for code in _twice(codes):
        yield code, "写了两次"
    departments = tables.departments()
    kinds = elements.kinds()
    for source in tables.sources().values():
        if source.department not in departments:
            yield source.code, "不属于哪个部门"
        if source.share not in SHARES:
            yield source.code, "的共享类型不对"
        for element, kind in source.gives.items():
            if kind not in kinds:
                yield element, "不是知道的样子"
        for element in sorted(source.none_if_left_out.difference(source.gives)):
            yield element, "没有答就当没有，可是不在能问的里面"


def _twice(names: Iterable[str]) -> list[str]:
    """What stands there more than once.

    In the order in which it comes again.
    """
    once = set()
    twice = []
    for name in names:
        if name in once:
            twice.append(name)
        once.add(name)
    return twice


def _of_holdings() -> Iterator[Fault]:
    """What is wrong with holdings.

    Each paper stands there once, and nothing is said of it that cannot be
    asked.
    """
    pack = packs.read(tables.HOLDINGS)
    papers = []
    for row in pack["holdings"]:
        papers += tables.papers_of(row)
    for paper in _twice(papers):
        yield paper, "写了两次"
    not_held = tables.not_held()
    for paper, holding in tables.holdings().items():
        if paper in not_held:
            yield paper, "又说有、又说没有"
        for words in _of_holding(holding):
            yield paper, words


def _of_holding(holding: Holding) -> Iterator[str]:
    """What is wrong with how one paper is asked for.

    Sources that there are, somebody to ask about, elements that one of the
    sources has.
    """
    if not holding.sources:
        yield "没有写向谁问"
    sources = tables.sources()
    there: set[str] = set()
    for code in holding.sources:
        plain = code_of(code)
        source = sources.get(plain)
        if source is None:
            yield f"问的{code}不在来源里"
            continue
        there.update(source.gives)
    whom = holding.whom
    if isinstance(whom, str) and whom not in WHOM:
        yield "不知道是问谁的"
    for element in _used_by(holding):
        if element not in there:
            yield f"用到的要素{element}没有哪个来源给"


def _used_by(holding: Holding) -> set[str]:
    """The elements by which it is known whether a paper is held.

    Claims that are compared, and what has to be so.
    """
    used = set(holding.claims)
    used.update(holding.conditions)
    used.update(holding.alternatives)
    return used


def _of_use() -> Iterator[Fault]:
    """What is asked for nobody.

    Nothing may be asked that nobody uses (个人信息保护法 6).
    """
    pack = packs.read(tables.SOURCES)
    reserved = set(pack["reserved"])
    used = set(reserved)
    for folder in USERS:
        for path in packs.files(folder):
            names = _named_in(path)
            used.update(names)
    for holding in tables.holdings().values():
        elements_used = _used_by(holding)
        used.update(elements_used)
    there: set[str] = set()
    for source in tables.sources().values():
        there.update(source.gives)
    for element in sorted(there - used):
        yield element, "没有谁用到"
    for element in sorted(reserved - there):
        yield element, "留着，却没有哪个来源给"


def _named_in(path: Path) -> set[str]:
    """Every name with points in it.

    Those of elements are among them.
    """
    text = path.read_text(encoding="utf-8")
    names = NAME.findall(text)
    return set(names)


def _of_retention() -> Iterator[Fault]:
    """What is wrong with how long answers are kept.

    A day at least: somebody may have to look at one.
    """
    days = tables.days_of_answers()
    if days < 1:
        yield str(days), "天不够看一遍"
