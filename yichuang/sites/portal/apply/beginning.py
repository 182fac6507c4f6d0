"""Beginning an application: can I, where, and in which situation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import again, bodies, prefill, sides, versions
from yichuang.cases.queries import drafts as stored
from yichuang.cases.queries.places import deciding_organisation
from yichuang.cases.rules import sources
from yichuang.cases.rules.application import situation_problems
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import Conflict
from yichuang.sites.portal.apply import asking, drafts
from yichuang.sites.portal.visitor import applicant, places
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.kept import survives_sign_out, typed_before


@resident
def start(request: HttpRequest, code: str) -> HttpResponse:
    """GET, POST /apply/<code>/: the first step; an unfinished draft of the same thing is gone on with."""
    who = applicant.of(request)
    place = applicant.place_of(request, who)
    unsent = stored.unsent(who.user)
    begun = unsent.filter(version__item__code=code, region_id=place.code).first()
    if begun and request.method == "GET":
        return HttpResponseRedirect(drafts.path(begun))
    channel = applicant.door_of(request, code, place.code)
    version = versions.for_application(code, place.code, channel, clock.today())
    _refuse_other_kind(version, who)
    if request.method != "POST":
        asked_for = _answered(version, request.GET)
        return _first_step(request, version, place, asked_for)
    situation = _answered(version, request.POST)
    problems = _problems(version, who, situation)
    if problems:
        return _first_step(request, version, place, situation, problems)
    known = prefill.known(version, who.sight)
    draft = services.open_draft(
        owner=who.user,
        subject=who.subject,
        item_code=code,
        region=place.code,
        channel=channel,
        prefill=sources.answers(known),
        taken_from=sources.taken_from(known),
        now=clock.now(),
    )
    _keep_situation(draft, who, situation)
    form = drafts.path(draft, "form")
    return HttpResponseRedirect(form)


@survives_sign_out
@resident
def situation(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET, POST /drafts/<uuid>/situation/: the first step again."""
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    if draft.case_number:
        return HttpResponseRedirect(drafts.path(draft, "done"))
    version = versions.of_draft(draft)
    place = places.named(draft.region_id)
    posted = request.POST if request.method == "POST" else None
    if posted is None:
        typed = typed_before(request)
        if typed:
            latest = {}
            for key, values in typed.items():
                latest[key] = values[-1]
            answers = _answered(version, latest)
        else:
            answers = draft.situation
        return _first_step(request, version, place, answers, draft=draft)
    answers = _answered(version, posted)
    problems = _problems(version, who, answers)
    if problems:
        return _first_step(request, version, place, answers, problems, draft=draft)
    _keep_situation(draft, who, answers)
    return HttpResponseRedirect(drafts.path(draft, "form"))


@resident
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET /drafts/<uuid>/: the step it stands at."""
    draft = drafts.own(draft_id, request.user)
    address = drafts.path(draft)
    return HttpResponseRedirect(address)


@resident
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """POST /drafts/<uuid>/discard/: throw an unsent draft away."""
    services.discard(draft_id=draft_id, owner=request.user)
    messages.success(request, "这份草稿已经删掉")
    return HttpResponseRedirect("/my/")


def _refuse_other_kind(version: versions.Version, who: Applicant) -> None:
    mine, other = ("个人", "单位") if who.is_person else ("单位", "个人")
    if version.guide.service_objects and mine not in version.guide.service_objects:
        raise Conflict(
            f"“{version.guide.name}”由{other}来办，您现在是{mine}账号",
            code="other_subject",
            way_out=f"请换{other}账号登录，没有的可以先注册",
        )


def _problems(version: versions.Version, who: Applicant, situation: dict[str, str]) -> list:
    today = clock.today()
    unanswered = situation_problems(version.situations, situation)
    closed = sides.problems(version, who.subject, situation, today)
    return [*unanswered, *closed]


def _answered(version: versions.Version, posted) -> dict[str, str]:
    answers = {}
    for question in version.situations:
        answer = posted.get(question.key)
        if answer:
            answers[question.key] = answer
    return answers


def _keep_situation(draft: Draft, who: Applicant, situation: dict[str, str]) -> None:
    """The papers that the new situation does not ask for leave the draft with it."""
    version = versions.of_draft(draft)
    materials = {}
    for material in version.materials(situation):
        paper = draft.materials.get(material.code)
        if paper and not material.is_form:
            materials[material.code] = paper
    services.keep(
        draft_id=draft.uuid,
        owner=who.user,
        situation=situation,
        materials=materials,
        step="form",  # where it is gone on with
    )


def _first_step(request, version, place, answers, problems=(), draft=None) -> HttpResponse:
    errors = by_field(problems)
    who = applicant.of(request)
    closed = sides.closed(version, who.subject, clock.today())
    questions = []
    for question in version.situations:
        entry = asking.choice(version, question, closed)
        entry["value"] = answers.get(question.key)
        entry["error"] = errors.get(question.key, "")
        questions.append(entry)
    earlier = again.for_account(version, who.sight)
    granted = None
    if not earlier:
        granted = again.granted_to_account(version, who.sight, clock.today())
    unit = deciding_organisation(version.item_code, version.region)
    shown = {
        "guide": version.guide,
        "conditions": version.guide.condition_lines,
        "body": bodies.of_matter(version.guide, unit),
        "questions": questions,
        "problems": problems,
        "place": place,
        "draft": draft,
        "steps": drafts.STEPS,
        "earlier": earlier,
        "granted": granted,
    }
    status = 422 if problems else 200
    return page(request, "portal/apply/situation.html", shown, status=status)
