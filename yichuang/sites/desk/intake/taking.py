"""/desk/take/<code>/: one page from the first question to 收件."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.services import count_lookup
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import again, prefill, versions
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries.mandates import Matter
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import sources
from yichuang.cases.services.drafts import Overtaken
from yichuang.core import clock
from yichuang.core.bodies import takes_files
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import frame, naming, pane, sheet
from yichuang.sites.desk.intake import drafting, people
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.ui import fields, rows, secrets, two_texts, untyped
from yichuang.sites.ui.kept import key_of, survives_sign_out, typed_before

WINDOW, VILLAGE = 1, 6
COMER = "_comer"  # who stood here for the unit when the page was made


@takes_files
@survives_sign_out
@frame.desk("clerk")
def take(request: HttpRequest, code: str) -> HttpResponse:
    """GET ?who=: go on with the draft of this item for the subject, or begin one; ?draft=: that one, with
    &whole=1 every number in full, recorded with the item as purpose.
    POST: send it, or, with `_refresh`, list the papers of the situation; everything typed is kept either way."""
    if request.method == "POST":
        return _posted(request)
    if request.GET.get("draft"):
        draft = lists.draft(_uuid(request.GET["draft"]), request.user)
        before = typed_before(request)
        if before:
            return _taken_back(request, draft, before)
        return _shown(
            request, draft, draft.person or draft.employer, (), whole="whole" in request.GET
        )
    subject = people.subject_in(request, request.GET)
    if subject is None:
        return HttpResponseRedirect(f"/desk/?q={code}")
    if not people.may_hand_in(request, subject):
        return _to_who(request, subject)
    place = request.officer.organisation.region_id
    version = versions.for_application(code, place, channel_of(request), clock.today())
    matter = Matter(version.line)
    if not people.may_hand_in(request, subject, matter):
        return _to_mandate(request, subject)
    prefilled = prefill.known_at_desk(version, subject, request.officer)
    _note(request, subject, "prefill", code)
    draft = services.open_draft(
        owner=request.user,
        subject=subject,
        item_code=code,
        region=place,
        channel=channel_of(request),
        prefill=sources.answers(prefilled),
        taken_from=sources.taken_from(prefilled),
        now=clock.now(),
    )
    return _shown(request, draft, subject, ())


@takes_files
@frame.desk("clerk")
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """POST from the page while one types: JSON with the revision that stands now and what follows from the answers; 409
    when another page has changed the answers since: then nothing is saved."""
    draft = lists.draft(_uuid(request.POST.get("draft", "")), request.user)
    version = versions.of_draft(draft)
    try:
        kept_draft, _ = drafting.read(request, draft, version, request.officer)
    except Overtaken as overtaken:
        return JsonResponse({"detail": overtaken.message}, status=overtaken.status)
    answers = dict(kept_draft.answers)
    before = version.situation_answers(kept_draft.situation)
    answers.update(before)
    settled = drafting.untyped(version, answers)
    form = version.form
    derived = untyped.at_once(form, settled)
    revision = kept_draft.revision
    saved = {"revision": revision, "derived": derived}
    return JsonResponse(saved)


def _posted(request: HttpRequest) -> HttpResponse:
    named = _uuid(request.POST.get("draft", ""))
    draft = lists.draft(named, request.user)
    subject = draft.person or draft.employer
    problems: list[FieldProblem] = []
    agent = people.comer(request, subject)
    if not draft.case_number:
        try:
            draft, problems = drafting.read(
                request, draft, versions.of_draft(draft), request.officer
            )
        except Overtaken as overtaken:
            return _both(request, draft, overtaken)
    if rows.SHEET in request.POST:
        return HttpResponseRedirect(sheet.address(draft, request.POST[rows.SHEET]))
    if {"_refresh", two_texts.COMPARE, two_texts.STAY} & set(request.POST) or rows.asks_for_rows(
        request.POST
    ):
        return _shown(request, draft, subject, problems, status=422 if problems else 200)
    if is_another(request, agent) or not people.may_hand_in(request, subject):
        return _to_who(request, subject)
    version = versions.of_draft(draft)
    matter = Matter(version.line)
    may_act = people.may_act_for(request, subject, matter)
    is_sent = bool(draft.case_number)
    if not is_sent and not people.may_hand_in(request, subject, matter):
        return _to_mandate(request, subject)
    try:
        if not draft.case_number:
            problems += drafting.unmarked(versions.of_draft(draft), draft)
        if problems:
            raise Invalid(problems)
        notices = drafting.notices(draft)
        if notices and request.POST.get("_told") != drafting.mark_of(notices):
            return _shown(request, draft, subject, (), notices=notices)
        done = services.submit_draft(
            draft_id=draft.uuid,
            owner=request.user,
            actor=request.officer.actor,
            now=clock.now(),
            officer=request.officer,
            agent=agent,
        )
    except Invalid as invalid:
        return _shown(request, draft, subject, invalid.problems, status=422)
    if done.password and may_act:
        keep_password(request, done.uuid, done.password)
    return HttpResponseRedirect(f"/desk/cases/{done.uuid}/?new=1")


def _taken_back(request: HttpRequest, draft: Draft, before: dict[str, list[str]]) -> HttpResponse:
    """The page with what was typed before the session ended."""
    request.POST = QueryDict(urlencode(before, doseq=True))
    version = versions.of_draft(draft)
    try:
        draft, problems = drafting.read(request, draft, version, request.officer)
    except Overtaken as overtaken:
        return _both(request, draft, overtaken)
    return _shown(request, draft, draft.person or draft.employer, problems)


def _both(request: HttpRequest, draft: Draft, overtaken: Overtaken) -> HttpResponse:
    """Both texts, to choose from, masked as on the page."""
    version = versions.of_draft(draft)
    now = lists.draft(draft.uuid, request.user)
    two = two_texts.context(
        request,
        version.form,
        overtaken.fields,
        drafting.typed(request, now, version),
        drafting.covered(version.form, now.answers, now.person or now.employer),
        now.revision,
    )
    address = f"/desk/take/{version.item_code}/"
    context = {
        "two": two,
        "action": address,
        "back": f"{address}?draft={now.uuid}",
        "guide": version.guide,
    }
    return frame.page(request, "desk/two_texts.html", context, status=overtaken.status)


def _shown(
    request: HttpRequest,
    draft: Draft,
    subject: Person | Employer,
    problems,
    notices=(),
    status: int = 200,
    whole: bool = False,
) -> HttpResponse:
    version = versions.of_draft(draft)
    prefilled = prefill.known_at_desk(version, subject, request.officer)
    values = {**draft.answers, **version.situation_answers(draft.situation)}
    shown = drafting.covered(version.form, values, subject)
    covered = shown != values
    if whole:
        _note(request, subject, "read_whole", version.item_code)
        count_lookup(request.officer, clock.now())
        shown = values
        covered = False
    elif request.method == "POST":
        shown |= _typed_now(request, version, values)
    errors = fields.by_field(problems)
    earlier = _earlier(draft, version, request.officer)
    derived = drafting.untyped(version, values)
    whence = drafting.sources(prefilled, values) | untyped.whence(derived)
    return frame.page(
        request,
        "desk/intake/take.html",
        {
            "shown": pane.show(request, subject),
            "comer": by_what.of_comer(request, subject),
            "came": request.POST.get(COMER, ""),
            "draft": draft,
            "guide": version.guide,
            "version": version,
            "earlier": earlier,
            "granted": _granted(draft, version, request.officer) if not earlier else None,
            "values": rows.with_blank_row(request.POST, shown | derived),
            "sheets": sheet.address(draft),
            "typing_key": key_of(request),
            "covered": covered,
            "whole": f"/desk/take/{version.item_code}/?draft={draft.uuid}&whole=1",
            "sources": whence,
            "sections": drafting.sections_left(version, subject),
            "carried": version.situation_answers(draft.situation).items(),
            "questions": drafting.questions(version, draft.situation, errors),
            "answered": all(s.key in draft.situation for s in version.situations),
            "papers": drafting.papers(version, draft, errors),
            "problems": problems,
            "notices": notices,
            "mark": drafting.mark_of(notices),
            "qualified": accounts.qualified(request.officer, version.item_code),
        },
        status=status,
    )


def _earlier(draft: Draft, version: Version, officer: Officer) -> again.Open | None:
    if draft.case_number:
        return None
    subject = draft.person or draft.employer
    return again.at_desk(version, subject, officer)


def _granted(draft: Draft, version: Version, officer: Officer) -> again.Granted | None:
    if draft.case_number:
        return None
    subject = draft.person or draft.employer
    return again.granted_at_desk(version, subject, officer, clock.today())


def _to_who(request: HttpRequest, subject: Person | Employer) -> HttpResponse:
    """Nothing is taken in before a document was seen, the person's own or of who has come for the employer, and by what
    they act for it; what was typed is kept in the draft."""
    sentence = "先看来办事的人的证件，填的都留着"
    comer = people.comer(request, subject)
    if comer and people.may_hand_in(request, subject):
        sentence = f"现在来办的是{comer.name}，和打开这页时不是同一个人；请再看证件，填的都留着"
    elif comer:
        sentence = "先看来办的人凭什么替单位办，填的都留着"
    messages.warning(request, sentence)
    return HttpResponseRedirect(f"/desk/?{naming.query_of(request, subject)}")


def _to_mandate(request: HttpRequest, employer: Employer) -> HttpResponse:
    """The mandate of who has come for the employer is for other matters.

    Another is looked at first."""
    messages.warning(request, "他带来的委托书不管这件事，先看一份管这件的委托书，填的都留着")
    query = naming.query_of(request, employer)
    return HttpResponseRedirect(f"/desk/?{query}&bring=1")


def is_another(request: HttpRequest, agent: Person | None) -> bool:
    """Whether somebody else stands here for the unit by now
    than when the page was opened.

    Another window of the browser may have asked for them: nobody files under the name of another."""
    if agent is None:
        return False
    current = str(agent.uuid)
    return request.POST.get(COMER) != current


def _typed_now(request: HttpRequest, version: Version, values: Mapping[str, Any]) -> dict[str, Any]:
    """What this very post brought in full: whoever has just typed it may go on reading it."""
    return {
        key: values[key]
        for key in version.form.fields
        if request.POST.get(key) == values.get(key, "")
    }


def _note(request: HttpRequest, subject: Person | Employer, what: str, item_code: str) -> None:
    """An entry of a whole read of what the platform knows of somebody, with the item it was read for."""
    kind = "person" if isinstance(subject, Person) else "employer"
    actor = request.officer.actor
    of = f"{kind}:{subject.uuid}"
    record(actor=actor, verb=f"{kind}.{what}", subject=of, data={"item": item_code})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def channel_of(request: HttpRequest) -> int:
    """6 at a village point, else 1 窗口."""
    return VILLAGE if request.officer.organisation.kind == "point" else WINDOW


def keep_password(request: HttpRequest, case, password: str) -> None:
    """The query password, readable by nobody, until the slip is printed in this session."""
    secrets.keep(request.session, f"slip:{case}", password)


def take_password(request: HttpRequest, case) -> str:
    """The password once; "" afterwards."""
    return secrets.take(request.session, f"slip:{case}")


def has_password(request: HttpRequest, case) -> bool:
    """Whether the slip with the password is still to be printed."""
    return f"slip:{case}" in request.session
