"""Everything the page of one case shows, and which verbs stand open for this officer in this state.

What is offered here is what the one function of permission leaves open, by which `cases.services` decides too."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import (
    burdens,
    cases,
    clocks,
    completeness,
    desk,
    fitting,
    frames,
    held,
    mandates,
    renumbered,
    sources,
    versions,
)
from yichuang.cases.queries import permission as queries
from yichuang.cases.queries.cases import TrailStep
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
from yichuang.cases.rules.papers import LASTING
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import names_in
from yichuang.core import clock, masking
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Problem
from yichuang.documents import queries as documents
from yichuang.documents.rules import WHY_VOID
from yichuang.reference import queries as reference
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.sites.desk import looked_at, naming
from yichuang.sites.desk.account import sender
from yichuang.sites.desk.intake import people, taking
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.desk.review import asking, due, urging
from yichuang.sites.desk.review.by_rule import looking
from yichuang.sites.desk.review.parts import (
    answered,
    before,
    doubt,
    listed,
    named,
    points,
    proposed,
    representative,
    steps,
)
from yichuang.sites.ui import answers, guides

Context = dict[str, Any]


def _is_met(request: HttpRequest, case: Case) -> bool:
    """Whether somebody stands at this counter who may act in the case."""
    matter = mandates.matter_of(case)
    if "clerk" not in request.roles:
        return False
    return people.may_act_for(request, case.subject, matter)


def build(
    request: HttpRequest,
    case: Case,
    problems: Collection[FieldProblem] = (),
    typed: Context | None = None,
    whole: bool = False,
) -> Context:
    """The context of desk/review/case.html.

    typed: what was posted, to be shown again beside `problems`.
    whole: show the numbers of people and accounts in full.
    """
    now = clock.now()
    version = versions.of_case(case)
    events = cases.events(case)
    trail = cases.steps_of(events)
    may = _may(case, request.officer, now)
    wrong = _by_field(problems)
    number_doubts = renumbered.doubts(version, case)
    context = {
        "case": case,
        "state": states.STATES[case.state],
        "ended": endings.LABELS.get(endings.of_case(case), ""),
        "channel": due.CHANNELS[case.channel],
        "came": by_what.of_case(case),
        "doubt": doubt.shown(case, trail[0]),
        "scopes": by_what.scopes(),
        "corrections": cases.corrections_of(case),
        "faults": desk.faults_of(case, events),
        "trail": steps.rows(case, trail),
        "since": steps.since(trail, typed),
        "papers": services.kinds_of(case, {step.kind for step in trail}),
        "papers_void": case.state in states.OF_NO_EFFECT,
        "lasting_papers": LASTING,
        "undrawn": documents.undrawn(case.subject.name),
        "void_whys": WHY_VOID.items(),
        "points": points.shown(version, trail, typed, wrong),
        "findings": decisions.FINDINGS.items(),
        "proposal": proposed.shown(case, trail, version),
        "before": before.shown(case, version, request.officer, may),
        "once_more": repeating.REASONS.items(),
        "number_doubts": number_doubts,
        "urging": urging.shown(case, may),
        "ruled": looking.shown(case, may),
        "may": may,
        "problems": problems,
        "wrong": wrong,
        "typed": typed or {},
    }
    context |= _of_item(case, version)
    context |= _answers(case, version, trail, may, whole)
    context |= _papers(case, version, request.officer, may, typed)
    context |= _clock(case, now)
    context |= _to_do(request, case, may, now)
    return context


def _may(case: Case, officer: Officer, now: datetime) -> frozenset[str]:
    """The verbs that stand open.

    That a case was slow is explained once, and where it was late.
    """
    may = queries.open_acts(case, officer, now)
    if case.paused_since and case.state in states.FRONT:
        may -= {"accept", "refuse", "ask_correction"}  # acceptance waits, as the applicant agreed
    else:
        may -= {"resume_acceptance"}
    if case.paused_since:
        may -= {"drop_notice"}  # a lawful notice waits for its answer
    if case.late and not case.slow_reason:
        return may
    return may - {"explain_slow"}


def _of_item(case: Case, version: Version) -> Context:
    """What the item says, as it was when the case came in, and what it asks of whoever decides."""
    guide = version.guide
    by_answers = catalog.result_of(guide).answers
    return {
        "guide": guide,
        "guide_then": guides.address_of(case),
        "bases": catalog.bases_of(guide),
        "burden": burdens.of_case(case, version),
        "against_refusal": burdens.against_refusal(case, version),
        "rows": fitting.rows_of(version, case),
        "terms": frames.terms_of(version, case),
        "most": f"{version.most_of_one_hand:,}",
        "proposed_result": "" if by_answers else guide.result,
    }


def _answers(
    case: Case, version: Version, trail: list[TrailStep], may: frozenset[str], whole: bool
) -> Context:
    """What was answered, and whom it names.

    covered: whether numbers are masked that this officer may see in
    full.
    """
    form = version.form
    sent_on = local(case.received_at).date()
    subject = case.subject
    facts = registry.facts(subject)
    notices = version.notices(case.form, sent_on, facts)
    whence = sources.of_case(trail, form.fields)
    open_names = _open_names(case, version, may)
    filled = answers.shown_by_key(form, case.form, open_names)
    page = answered.Shown(whence, sent_on, whole, notices)
    others = named.rows(case, version)
    others += listed.rows(case, version)
    others += representative.rows(case)
    may_uncover = "see_whole" in may and not whole
    return {
        "answers": page.sections(filled),
        "covered": may_uncover and answered.holds_covered(filled),
        "notices": notices,
        "named": others,
    }


def _papers(
    case: Case, version: Version, officer: Officer, may: frozenset[str], typed: Context | None
) -> Context:
    """The papers that came, those that are lacking, and what a notice may ask for."""
    materials = desk.materials_of(case)
    brought = {paper.code for paper in materials}
    refused = held.refused_of(materials)
    lacking = completeness.lacking(case, brought, refused)
    context = {
        "materials": looked_at.rows(materials, typed, case.subject),
        "counted": handed_in.count(version.all_materials, brought),
        "opened": _opened(typed, bool(lacking)),
        "askable": [],
        "lacking": (),
        "unread": None,
        "looking": None,
    }
    if "ask_correction" in may:
        to_mend = asking.to_mend(lacking, materials)
        context["askable"] = asking.rows(version, case, to_mend, typed)
        context["lacking"] = lacking
    if "judge_material" in may:
        context["unread"] = mandates.unread_of(case)
        context["looking"] = looked_at.waiting(case, officer)
    return context


def _clock(case: Case, now: datetime) -> Context:
    """How much time there is."""
    term = clocks.clocks_of(case, now)
    calendar = reference.calendar(case.region_id)
    today = local(now).date()
    return {
        "chip": due.chip(case, now),
        "why": due.why(case),
        "clock": term,
        "weeks": due.cells(term.weeks, today),
        "slow": timing.over_half_hour(case.clock_from, now, calendar),
    }


def _to_do(request: HttpRequest, case: Case, may: frozenset[str], now: datetime) -> Context:
    """Who stands here, and what this officer presses next."""
    officer = request.officer
    just_taken = "new" in request.GET
    slip = taking.has_password(request, case.uuid)
    acting = permission.due_act(case.state, case.instant) in may
    colleagues = []
    if "hand_over" in may:
        colleagues = queries.colleagues(case, officer, now)
    context = {
        "who": _who(request, case),
        "met": _is_met(request, case),
        "sender_here": sender.standing_here(request, case, may),
        "new": just_taken,
        "slip": slip,
        "blocked": _blocked(case, officer, may, now),
        "colleagues": colleagues,
    }
    context |= _keys(just_taken=just_taken, slip=slip, acting=acting)
    return context


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


def _by_field(problems: Collection[FieldProblem]) -> dict[str, str]:
    """field → all that is wrong with it.

    In one sentence, because each box has one place for it.
    """
    sentences: dict[str, list[str]] = {}
    for problem in problems:
        of_field = sentences.setdefault(problem.field, [])
        of_field.append(problem.message)
    joined = {}
    for field, messages in sentences.items():
        joined[field] = "；".join(messages)
    return joined


def _blocked(case: Case, officer: Officer, may: frozenset[str], now: datetime) -> Problem | None:
    """Why the step that the case waits for is not this officer's to take.

    None when it is, or they only look on.
    """
    due_act = permission.due_act(case.state, case.instant)
    if due_act is None or due_act in may:
        return None
    if "see_whole" not in may:
        return None
    return queries.refusal(due_act, case, officer, now)


def _who(request: HttpRequest, case: Case) -> Context:
    """The applicant, with the number by which the register has them.

    That of a person is masked.
    query: names them in an address.
    """
    subject = case.subject
    query = naming.query_of(request, subject)
    if isinstance(subject, Person):
        line = masking.id_number(subject.id_number)
        age = registry.age_on(subject, clock.today())
        if age is not None:
            line = f"{age}岁·{line}"
    else:
        line = subject.credit_code
    return {"name": subject.name, "line": line, "query": query}


def _opened(typed: dict | None, incomplete: bool) -> str:
    """Which of the folded forms stands open.

    The one that was refused, else the notice while a paper is missing.
    """
    if typed and typed["verb"]:
        return typed["verb"]
    return "correct" if incomplete else ""
