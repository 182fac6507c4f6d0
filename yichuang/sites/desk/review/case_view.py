"""Everything the page of one case shows, and which verbs stand open for this officer in this state.

What is offered here is what the one function of permission leaves open, by which `cases.services` decides too."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import brought as brought_by
from yichuang.cases.queries import (
    burdens,
    cases,
    completeness,
    desk,
    fitting,
    frames,
    mandates,
    sources,
    versions,
)
from yichuang.cases.queries import permission as queries
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import (
    decisions,
    endings,
    handed_in,
    permission,
    repeating,
    states,
    timing,
)
from yichuang.cases.rules.collecting import AGENT
from yichuang.cases.rules.papers import LASTING
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import names_in
from yichuang.catalog.rules.situations import Material as Paper
from yichuang.core import clock, masking
from yichuang.core.clock import local
from yichuang.core.errors import Problem
from yichuang.core.spelling import whole as whole_number
from yichuang.documents import queries as documents
from yichuang.documents.rules import WHY_VOID
from yichuang.reference import queries as reference
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.sites.desk import looked_at, naming
from yichuang.sites.desk.intake import people, taking
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.desk.review import asking, due, urging
from yichuang.sites.desk.review.parts import (
    answered,
    before,
    doubt,
    listed,
    named,
    points,
    proposed,
    representative,
)
from yichuang.sites.ui import answers, guides

SEEN = "_seq"  # what the case had come to when the page was made
CHOSEN = (
    "_",
    "csrf",
    "found-",
    "points",
    "ask",
    "material",
    "row",
    "outcome",
    "void_why",
    "agree",
    "to",
    "next",
    "looked",
    "basis",
    "as_handler",
    "scope",
    repeating.FIELD,
)
SAID_BY_OFFICERS = ("reason", "result", "second_reason", "remark", repeating.FIELD)


def _is_met(request: HttpRequest, case: Case) -> bool:
    matter = mandates.matter_of(case)
    return "clerk" in request.roles and people.may_act_for(request, case.subject, matter)


def build(request: HttpRequest, case: Case, problems=(), typed=None, whole: bool = False) -> dict:
    """The context of desk/review/case.html.

    typed: what was posted, to be shown again beside `problems`.
    whole: show the numbers of people and accounts in full.
    """
    now = clock.now()
    version = versions.of_case(case)
    events = cases.events(case)
    trail = cases.steps_of(events)
    came_with = brought_by.by_step(case, trail)
    term = cases.clock_of(case, now)
    may = queries.open_acts(case, request.officer, now)
    if not case.late or case.slow_reason:  # nothing to explain, or explained already
        may -= {"explain_slow"}
    open_names = _open_names(case, version, may)
    filled = answers.shown_by_key(version.form, case.form, open_names)
    sent_on = local(case.received_at).date()
    whence = sources.of_case(trail, version.form.fields)
    materials = desk.materials_of(case)
    brought = set()
    for paper in materials:
        brought.add(paper.code)
    lacking = completeness.lacking(case, brought)
    tells = "ask_correction" in may
    notices = version.notices(case.form, sent_on)
    others = named.rows(case, version)
    others += listed.rows(case, version)
    others += representative.rows(case)
    page_of_answers = answered.Shown(whence, sent_on, whole, notices)
    earlier = before.shown(case, version, request.officer, may)
    rows = fitting.rows_of(version, case)
    wrong = _by_field(problems)
    slip = taking.has_password(request, case.uuid)
    acting = permission.due_act(case.state, case.instant) in may
    return {
        "case": case,
        "guide": version.guide,
        "bases": catalog.bases_of(version.guide),
        "guide_then": guides.address_of(case),
        "state": states.STATES[case.state],
        "ended": endings.LABELS.get(endings.of_case(case), ""),
        "burden": burdens.of_case(case, version),
        "against_refusal": burdens.against_refusal(case, version),
        "chip": due.chip(case, now),
        "why": due.why(case),
        "who": _who(request, case),
        "channel": due.CHANNELS[case.channel],
        "answers": page_of_answers.sections(filled),
        "covered": not whole and "see_whole" in may and answered.holds_covered(filled),
        "notices": notices,
        "named": others,
        "before": earlier,
        "once_more": repeating.REASONS.items(),
        "came": by_what.of_case(case),
        "doubt": doubt.shown(case, trail[0]),
        "scopes": by_what.scopes(),
        "unread": mandates.unread_of(case) if "judge_material" in may else None,
        "materials": looked_at.rows(materials, typed, case.subject),
        "counted": handed_in.count(version.all_materials, brought),
        "looking": looked_at.waiting(case, request.officer) if "judge_material" in may else None,
        "points": points.shown(version, trail, typed, wrong),
        "findings": decisions.FINDINGS.items(),
        "rows": rows,
        "terms": frames.terms_of(version, case),
        "most": f"{version.most_of_one_hand:,}",
        "proposal": proposed.shown(case, trail, version),
        "corrections": cases.corrections_of(case),
        "askable": asking.rows(version, case, _to_mend(lacking, materials), typed) if tells else [],
        "lacking": lacking if tells else (),
        "void_whys": WHY_VOID.items(),
        "opened": _opened(typed, bool(lacking)),
        "clock": term,
        "weeks": due.cells(term.weeks, local(now).date()),
        "trail": [
            _event(
                step,
                last=step is trail[-1],
                agent=case.form.get("agent_name", ""),
                came=came_with.get(step.seq, ""),
            )
            for step in trail
        ],
        "faults": desk.faults_of(case, events),
        "proposed_result": "" if catalog.result_of(version.guide).answers else version.guide.result,
        "papers": services.kinds_of(case, {step.kind for step in trail}),
        "papers_void": case.state in states.OF_NO_EFFECT,
        "lasting_papers": LASTING,
        "undrawn": documents.undrawn(case.subject.name),
        "may": may,
        **_keys(just_taken="new" in request.GET, slip=slip, acting=acting),
        "blocked": _blocked(case, request.officer, may, now),
        "slow": timing.over_half_hour(case.clock_from, now, reference.calendar(case.region_id)),
        "colleagues": queries.colleagues(case, request.officer, now) if "hand_over" in may else [],
        "urging": urging.shown(case, may),
        "slip": slip,
        "met": _is_met(request, case),
        "new": "new" in request.GET,
        "since": _since(trail, typed),
        "problems": problems,
        "wrong": wrong,
        "typed": typed or {},
    }


def _keys(*, just_taken: bool, slip: bool, acting: bool) -> dict[str, str]:
    """Which keys print the slip, take the step that the case waits for, and call the next visitor.

    just_taken: by 收件. The Enter that follows it decides nothing: it prints the slip, or calls the next.
    slip: whether it is still to be printed; acting: whether the step is this officer's."""
    if just_taken and slip:
        return {"slip_key": "Enter", "step_key": "F9", "next_key": "F8"}
    if just_taken:
        return {"slip_key": "F2", "step_key": "F9", "next_key": "Enter"}
    next_key = "F8" if acting else "Enter"
    return {"slip_key": "F2", "step_key": "Enter", "next_key": next_key}


def _open_names(case: Case, version: Version, may: frozenset[str]) -> set[str]:
    """Names that are whole on the page: the applicant's, as the heading tells it to everybody, and to who works on the
    case those of all with whom it deals. Numbers, phones and accounts are another matter."""
    names = {case.subject.name}
    if "see_whole" in may:
        names |= names_in(version.form, case.form)
    return names


def _by_field(problems) -> dict[str, str]:
    """field → all that is wrong with it, in one sentence."""
    said: dict[str, list[str]] = {}
    for problem in problems:
        said.setdefault(problem.field, []).append(problem.message)
    return {field: "；".join(messages) for field, messages in said.items()}


def _blocked(case: Case, officer: Officer, may: frozenset[str], now: datetime) -> Problem | None:
    """Why the step that the case waits for is not this officer's to take; None when it is, or they only look on."""
    due_act = permission.due_act(case.state, case.instant)
    if due_act is None or due_act in may or "see_whole" not in may:
        return None
    return queries.refusal(due_act, case, officer, now)


def _who(request: HttpRequest, case: Case) -> dict:
    subject = case.subject
    query = naming.query_of(request, subject)
    if not isinstance(subject, Person):
        return {"name": subject.name, "line": subject.credit_code, "query": query}
    today = clock.today()
    line = masking.id_number(subject.id_number)
    age = registry.age_on(subject, today)
    if age is not None:
        line = f"{age}岁·{line}"
    return {"name": subject.name, "line": line, "query": query}


def _to_mend(lacking: Sequence[Paper], materials: list[Material]) -> dict[str, str]:
    """{"material:M02": why} of what was never handed in and of what was found wrong."""
    why = {}
    for paper in lacking:
        why[f"material:{paper.code}"] = "没有交，请交来"
    last = {row.code: row for row in materials}
    for row in last.values():
        if row.verdict == "bad":
            why[f"material:{row.code}"] = row.note
    return why


def _opened(typed: dict | None, incomplete: bool) -> str:
    """Which of the folded forms stands open: the one that was refused, else the notice while a paper is missing."""
    if typed:
        return typed["verb"]
    return "correct" if incomplete else ""


def seen_on(posted: Mapping[str, str]) -> int | None:
    """What the case had come to when the page was made that sent this; None for a page that says nothing."""
    text = posted.get(SEEN, "")
    return whole_number(text)


def _since(trail: list, typed: dict | None) -> dict | None:
    """The steps that came since the page was made that was sent, and the words typed there; None where none came."""
    posted = typed["post"] if typed else {}
    seen = seen_on(posted)
    if seen is None:
        return None
    steps = [_event(step, last=False) for step in trail if step.seq > seen]
    if not steps:
        return None
    words = []
    for name, text in posted.items():
        if text and not name.startswith(CHOSEN):
            words.append(text)
    return {"steps": steps, "typed": words}


def _event(step, *, last: bool, agent: str = "", came: str = "") -> dict:
    """agent: the name of whom the form names as agent, for a step that they brought; came: who brought what."""
    facts = step.told
    reasons = [facts.get(key, "") for key in SAID_BY_OFFICERS]
    words = "；".join(filter(None, reasons))
    who = step.officer
    if not who:
        who = "系统" if step.actor == "system" else "申请人"
    if facts.get("by") == AGENT:
        who = f"{who}（代办人{agent}来的）"
    if came:
        who = f"{who}（{came}）"
    return {
        "title": step.label,
        "at": step.at,
        "body": f"{who}：{words}" if words else who,
        "phase": "now" if last else "past",
    }
