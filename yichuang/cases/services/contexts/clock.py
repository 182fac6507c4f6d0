"""What the papers of the clock say: stops, suspensions, longer terms, acceptance by the law, ways to go on, checks.

Each is read from its own step of the trail, so that a paper says what was told then.
"""

from datetime import date, timedelta
from uuid import UUID

from yichuang.cases.models import Case, OnSiteCheck
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.services.contexts.wording import (
    Context,
    applied,
    chinese,
    chinese_moment,
    day_of,
    matter,
    sentence,
)
from yichuang.catalog import queries as catalog
from yichuang.core.clock import local

OVERDUE = "我们没有按时告诉您受不受理，这是我们的错。逾期没有办的，可以向我们投诉，{}。"
PHONE = "12333"


def special(case: Case, version: Version, step) -> Context:
    """停止计时告知书: why the clock stands, from when and until when. 行政许可法 45."""
    facts = versions.told_at(case, step.seq)
    held = ""
    if "held_on" in facts:
        held = f"{_day(facts['held_on'])}，{facts['held_at']}"
    return {
        **applied(case, version),
        "what": facts["label"],
        "reason": sentence(facts["reason"]),
        "from_on": _next_day(step),
        "until_on": _day(facts["until"]),
        "held": held,
        "basis": [facts["basis"]],
        "contact": _name_of(step),
        "phone": case.organisation.phone,
    }


def suspension(case: Case, version: Version, step) -> Context:
    """中止告知书: for what the case waits, and how long that may last."""
    facts = versions.told_at(case, step.seq)
    return {
        **applied(case, version),
        "what": facts["label"],
        "reason": sentence(facts["reason"]),
        "from_on": _next_day(step),
        "expected_on": _day(facts["until"]),
        "approved_by": facts.get("whose", ""),
        "basis": [facts["basis"]],
        "contact": _name_of(step),
        "phone": case.organisation.phone,
    }


def extension(case: Case, version: Version, step) -> Context:
    """延长期限告知书: by how much, until when, why, and who agreed. 行政许可法 42."""
    facts = versions.told_at(case, step.seq)
    length = ""
    if "days" in facts:
        length = _length(facts["days"], facts["unit"])
    before = ""
    if "from" in facts:
        before = _day(facts["from"])
    return {
        **applied(case, version),
        "length": length,
        "before": before,
        "until_on": _day(facts["until"]),
        "reason": sentence(facts["reason"]),
        "approved_by": facts["whose"],
        "basis": [facts["basis"]],
    }


def restart(case: Case, version: Version, step) -> Context:
    """期限重新计算告知书: what begins the term anew or takes a shorter one back, and until when it runs now."""
    facts = versions.told_at(case, step.seq)
    until = facts.get("to") or local(case.due_at).date().isoformat()
    before = ""
    if "from" in facts:
        before = _day(facts["from"])
    return {
        **applied(case, version),
        "what": facts["label"],
        "from_on": _day(facts["on_day"]),
        "before": before,
        "until_on": _day(until),
        "reason": sentence(facts["reason"]),
        "basis": [facts["basis"]],
        "contact": _name_of(step),
        "phone": case.organisation.phone,
    }


def deemed(case: Case, version: Version, step) -> Context:
    """视为受理告知书: from when the application counts as accepted, and by when it is done. 行政许可法 32(四)."""
    facts = versions.told_at(case, step.seq)
    way_out = catalog.when_overdue(version.guide)
    return {
        **applied(case, version),
        "last_day": _day(facts["last_day"]),
        "accepted_on": day_of(case.accepted_at),
        "due_on": _day(facts["due"]),
        "basis": [facts["basis"]],
        "overdue": OVERDUE.format(way_out),
    }


def right(case: Case, version: Version, step) -> Context:
    """权利告知书: what may be done since a day has passed without an answer."""
    facts = versions.told_at(case, step.seq)
    return {
        **applied(case, version),
        "last_day": _day(facts["last_day"]),
        "effect": facts["effect"],
        "basis": [facts["basis"]],
        "phone": case.organisation.phone or PHONE,
    }


def check_record(case: Case, version: Version, step) -> Context:
    """现场核查记录: who was where, and what both saw. 行政许可法 34(三)."""
    facts = versions.told_at(case, step.seq)
    uuid = UUID(facts["check"])
    signers = OnSiteCheck.objects.select_related("made_by", "second")
    check = signers.get(uuid=uuid, case=case)
    return {
        "item": matter(case, version),
        "on_day": chinese(check.on_day),
        "place_of": check.place_of,
        "findings": check.findings,
        "first": check.made_by.name,
        "first_at": chinese_moment(check.signed_first_at),
        "second": check.second.name,
        "second_at": chinese_moment(check.signed_second_at),
        "photos": f"{check.photos.count()}张",
    }


def _day(text: str) -> str:
    """A day of the trail as a paper says it."""
    day = date.fromisoformat(text)
    return chinese(day, weekday=True)


def _next_day(step) -> str:
    """The day from which the clock stands: the one after the paper (ADR 73)."""
    today = local(step.at).date()
    return chinese(today + timedelta(days=1), weekday=True)


def _length(days: int, unit: str) -> str:
    """10个工作日, 30天."""
    if unit == "工作日":
        return f"{days}个工作日"
    return f"{days}天"


def _name_of(step) -> str:
    """Who did the step, "" for the platform."""
    if step.officer_id is None:
        return ""
    return step.officer.name
