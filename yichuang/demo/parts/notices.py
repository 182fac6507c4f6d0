"""The demo's 公示: a list that stands, written in packs/demo/notices.yaml, with what was said against it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from yichuang.cases import services
from yichuang.cases.models import Case, Notice, Objection
from yichuang.cases.rules import states
from yichuang.cases.rules.publicising import MOST_ABOUT
from yichuang.core import clock, packs
from yichuang.demo import applicants, publicising, staff
from yichuang.demo.lives import STEP, Life
from yichuang.demo.parts.cases import PACK as CASES

PACK = "demo/notices.yaml"
TEN = time(10, 0)
MINUTE = timedelta(minutes=1)
Row = dict[str, Any]


def load() -> int:
    """Live the cases, put them up, and let people object.

    Returns how many lists there are more. A list is known by the first of
    its cases.
    """
    now = clock.now()
    pack = packs.read(PACK)
    added = 0
    for row in pack["notices"]:
        if _is_loaded(row):
            continue
        if _put_up(row, now):
            added += 1
    return added


def _is_loaded(row: Row) -> bool:
    """Whether the list was lived before.

    The first of its cases is there then.
    """
    first = row["rows"][0]
    who = first[0]
    item = first[1]
    city = row["city"]
    known_by = f"{city}-{who}-{item}-"
    lived = Case.objects.filter(source="demo", client_ref__startswith=known_by)
    return lived.exists()


def _put_up(row: Row, now: datetime) -> bool:
    """Whether the list was put up.

    Not while one of its cases waits for a working day after a long
    holiday, nor where they came in on a version without 公示: after an
    upgrade the versions of those days have none.
    """
    words = {}
    cases = []
    for life_row in row["rows"]:
        case = _lived(row, life_row[:-1], now)
        words[case.uuid] = life_row[-1]
        cases.append(case)
    for case in cases:
        if case.state != states.REVIEWING:
            return False
    moment = _moment(row, cases, now)
    if moment >= now:
        return False
    first = cases[0]
    if publicising.rule_of(first) is None:
        return False
    unit = first.organisation.region_id
    reviewer = staff.nearest(row["city"], "reviewer", unit)
    with clock.frozen(moment):
        for case in cases:
            publicising.examine(case, reviewer, moment)
        notice = publicising.put_up(cases, reviewer, moment, words)
    for objection in row["objections"]:
        _object_to(notice, row["city"], objection, now)
    return True


def _lived(row: Row, life_row: list, now: datetime) -> Case:
    """One case of the list, lived up to now.

    row: the list.
    life_row: as in packs/demo/cases.yaml.
    """
    pack = packs.read(CASES)
    city = row["city"]
    place = row["place"]
    region = pack["places"][city][place]
    life = Life(city, region, pack["items"], life_row, now)
    life.live()
    return Case.objects.get(uuid=life.uuid)


def _moment(row: Row, cases: list[Case], now: datetime) -> datetime:
    """When it is put up.

    So many days ago, and after the last of its cases was taken into
    review.
    """
    today = clock.local(now).date()
    day = today - timedelta(days=row["ago"])
    moment = datetime.combine(day, TEN, tzinfo=clock.SHANGHAI)
    for case in cases:
        moment = max(moment, case.held_at + MINUTE)
    return moment


def _object_to(notice: Notice, city: str, row: Row, now: datetime) -> None:
    """What somebody says against it, and the answer where there is one.

    What lies ahead is not done.
    """
    came_at = _after(notice, row)
    if came_at >= now:
        return
    with clock.frozen(came_at):
        objection = services.object_to_notice(
            notice_id=notice.uuid, place=row.get("place"), text=row["text"], phone="", now=came_at
        )
    answer = row.get("answer")
    if answer and _after(notice, answer) < now:
        _answer(objection, notice, city, answer)


def _after(notice: Notice, row: Row) -> datetime:
    """So many hours after it was put up.

    row: of an objection, or of its answer.
    """
    hours = timedelta(hours=row["hours"])
    return notice.published_at + hours


def _answer(objection: Objection, notice: Notice, city: str, row: Row) -> None:
    """What another reviewer found out.

    row: the answer, as the pack has it.
    """
    officer = staff.nearest(city, row["by"], notice.region_id)
    answered_at = _after(notice, row)
    with clock.frozen(answered_at):
        services.answer_objection(
            objection_id=objection.uuid,
            officer=officer,
            about=row["about"],
            answer=row["says"],
            upheld=row["upheld"],
            now=answered_at,
        )


def check() -> list[str]:
    """What is wrong with the lists.

    Nobody of that name, no such item, a step that cannot be read, too
    many words beside a name.
    """
    pack = packs.read(PACK)
    faults = []
    for row in pack["notices"]:
        for life_row in row["rows"]:
            for fault in _faults(life_row):
                faults.append(f"{PACK}: {fault}")
    return faults


def _faults(life_row: list) -> Iterator[str]:
    """What is wrong with one case of a list.

    life_row: with what is written beside it.
    """
    people = applicants.numbers()
    pack = packs.read(CASES)
    who, item = life_row[:2]
    steps, words = life_row[-2:]
    if who not in people:
        yield f"没有 {who}"
    if item not in pack["items"]:
        yield f"没有事项 {item}"
    if len(words) > MOST_ABOUT:
        yield f"{who} 的说明太长"
    for step in steps.split():
        if not STEP.fullmatch(step):
            yield f"{who} {item}: 看不懂 {step}"
