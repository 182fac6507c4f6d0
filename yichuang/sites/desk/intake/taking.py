"""/desk/take/<code>/: one page from the first question to 收件."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries import prefill, versions
from yichuang.cases.queries.mandates import Matter
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import sources
from yichuang.cases.services.drafts import Door, Overtaken
from yichuang.core import clock
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Invalid
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import frame, naming, pane, sheet
from yichuang.sites.desk.intake import drafting, people
from yichuang.sites.desk.intake.brought import take_page
from yichuang.sites.desk.intake.drafting import Problems
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.ui import rows, secrets, two_texts, untyped
from yichuang.sites.ui.kept import survives_sign_out, typed_before

WINDOW = 1
VILLAGE = 6
# buttons after which the page is shown again, and nothing is sent
STAYING = ("_refresh", two_texts.COMPARE, two_texts.STAY)

SEE_DOCUMENT = "先看来办事的人的证件，填的都留着"
SEE_MANDATE = "先看来办的人凭什么替单位办，填的都留着"
SOMEBODY_ELSE = "现在来办的是{}，和打开这页时不是同一个人；请再看证件，填的都留着"
OTHER_MATTERS = "他带来的委托书不管这件事，先看一份管这件的委托书，填的都留着"


@takes_files
@survives_sign_out
@frame.desk("clerk")
def take(request: HttpRequest, code: str) -> HttpResponse:
    """GET ?who=: go on with the draft of this item for the subject, or begin one.

    GET ?draft=: that one; with &whole=1 every number in full, recorded
    with the item as purpose.
    POST: send it, or, with `_refresh`, list the papers of the situation;
    everything typed is kept either way.
    """
    if request.method == "POST":
        return _posted(request)
    if request.GET.get("draft"):
        return _opened(request)
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
    draft = _begun(request, version, subject, code)
    return take_page.page(request, draft, subject, ())


def _opened(request: HttpRequest) -> HttpResponse:
    """The draft that the address names."""
    uuid = _uuid(request.GET["draft"])
    draft = lists.draft(uuid, request.user)
    before = typed_before(request)
    if before:
        return _taken_back(request, draft, before)
    subject = drafting.subject_of(draft)
    return take_page.page(request, draft, subject, (), whole="whole" in request.GET)


def _begun(request: HttpRequest, version: Version, subject: Subject, code: str) -> Draft:
    """The draft of this item for the subject, begun with what is known of them.

    code: of the item, as the address has it.
    """
    officer = request.officer
    prefilled = prefill.known_at_desk(version, subject, officer)
    pane.note_reading(subject, officer, "prefill", code)
    return services.open_draft(
        owner=request.user,
        subject=subject,
        item_code=code,
        region=officer.organisation.region_id,
        channel=channel_of(request),
        prefill=sources.answers(prefilled),
        taken_from=sources.taken_from(prefilled),
        now=clock.now(),
    )


@takes_files
@frame.desk("clerk")
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """POST from the page while one types.

    JSON with the revision that stands now and what follows from the
    answers; 409 when another page has changed the answers since: then
    nothing is saved.
    """
    draft = _draft_posted(request)
    version = versions.of_draft(draft)
    try:
        kept_draft, _ = drafting.read(request, draft, version)
    except Overtaken as overtaken:
        refusal = {"detail": overtaken.message}
        return JsonResponse(refusal, status=overtaken.status)
    before = version.situation_answers(kept_draft.situation)
    answers = {**kept_draft.answers, **before}
    settled = drafting.untyped(version, answers)
    saved = {"revision": kept_draft.revision, "derived": untyped.at_once(version.form, settled)}
    return JsonResponse(saved)


def _posted(request: HttpRequest) -> HttpResponse:
    """What was typed is kept in the draft; then it is sent, or the page shown again."""
    posted = request.POST
    draft = _draft_posted(request)
    subject = drafting.subject_of(draft)
    agent = people.comer(request, subject)
    problems: Problems = []
    if not draft.case_number:
        version = versions.of_draft(draft)
        try:
            draft, problems = drafting.read(request, draft, version)
        except Overtaken as overtaken:
            return take_page.both(request, draft, overtaken)
    if rows.SHEET in posted:
        address = sheet.address(draft, posted[rows.SHEET])
        return HttpResponseRedirect(address)
    if _stays(request):
        status = 422 if problems else 200
        return take_page.page(request, draft, subject, problems, status=status)
    if is_another(request, agent) or not people.may_hand_in(request, subject):
        return _to_who(request, subject)
    return _sent(request, draft, subject, agent, problems)


def _stays(request: HttpRequest) -> bool:
    """Whether a button was pressed after which the page is shown again.

    Then nothing is sent.
    """
    for button in STAYING:
        if button in request.POST:
            return True
    return rows.asks_for_rows(request.POST)


def _sent(
    request: HttpRequest, draft: Draft, subject: Subject, agent: Person | None, problems: Problems
) -> HttpResponse:
    """The draft is sent, or the page shown again with what has to be mended or told first.

    agent: who has come for a unit.
    problems: of what was posted.
    """
    version = versions.of_draft(draft)
    matter = Matter(version.line)
    may_act = people.may_act_for(request, subject, matter)
    if not draft.case_number:
        if not people.may_hand_in(request, subject, matter):
            return _to_mandate(request, subject)
        problems += drafting.unmarked(version, draft)
    if problems:
        return take_page.page(request, draft, subject, problems, status=422)
    notices = drafting.notices(draft, agent)
    mark = drafting.mark_of(notices)
    mark_posted = request.POST.get("_told")
    if notices and mark_posted != mark:
        return take_page.page(request, draft, subject, (), notices)
    door = Door(channel_of(request))
    try:
        done = services.submit_draft(
            draft_id=draft.uuid,
            owner=request.user,
            actor=request.officer.actor,
            now=clock.now(),
            officer=request.officer,
            agent=agent,
            door=door,
        )
    except Invalid as invalid:
        return take_page.page(request, draft, subject, invalid.problems, status=422)
    if done.password and may_act:
        keep_password(request, done.uuid, done.password)
    address = f"/desk/cases/{done.uuid}/?new=1"
    return HttpResponseRedirect(address)


def _taken_back(request: HttpRequest, draft: Draft, before: dict[str, list[str]]) -> HttpResponse:
    """The page with what was typed before the session ended.

    before: name of an input → what stood in it.
    """
    query = urlencode(before, doseq=True)
    request.POST = QueryDict(query)
    version = versions.of_draft(draft)
    try:
        draft, problems = drafting.read(request, draft, version)
    except Overtaken as overtaken:
        return take_page.both(request, draft, overtaken)
    subject = drafting.subject_of(draft)
    return take_page.page(request, draft, subject, problems)


def _to_who(request: HttpRequest, subject: Subject) -> HttpResponse:
    """To the counter, where the document of who has come is seen.

    Nothing is taken in before: the person's own or of who has come for
    the employer, and by what they act for it. What was typed is kept in
    the draft.
    """
    comer = people.comer(request, subject)
    if comer is None:
        sentence = SEE_DOCUMENT
    elif people.may_hand_in(request, subject):
        sentence = SOMEBODY_ELSE.format(comer.name)
    else:
        sentence = SEE_MANDATE
    messages.warning(request, sentence)
    query = naming.query_of(request, subject)
    return HttpResponseRedirect(f"/desk/?{query}")


def _to_mandate(request: HttpRequest, employer: Employer) -> HttpResponse:
    """The mandate of who has come for the employer is for other matters.

    Another is looked at first.
    """
    messages.warning(request, OTHER_MATTERS)
    query = naming.query_of(request, employer)
    return HttpResponseRedirect(f"/desk/?{query}&bring=1")


def is_another(request: HttpRequest, agent: Person | None) -> bool:
    """Whether somebody else stands here for the unit by now than when the page was opened.

    Another window of the browser may have asked for them: nobody files
    under the name of another.
    """
    if agent is None:
        return False
    current = str(agent.uuid)
    return request.POST.get(take_page.COMER) != current


def _draft_posted(request: HttpRequest) -> Draft:
    """The draft that a page sends back. Raises NotFound."""
    uuid = _uuid(request.POST.get("draft", ""))
    return lists.draft(uuid, request.user)


def _uuid(text: str) -> UUID | None:
    """What an address or a page names; None for what is no name."""
    try:
        return UUID(text)
    except ValueError:
        return None


def channel_of(request: HttpRequest) -> int:
    """6 at a village point, else 1 窗口."""
    organisation = request.officer.organisation
    if organisation.kind == "point":
        return VILLAGE
    return WINDOW


def keep_password(request: HttpRequest, case: UUID, password: str) -> None:
    """The query password of a case.

    Readable by nobody, until the slip is printed in this session.
    """
    place = _place_of_slip(case)
    secrets.keep(request.session, place, password)


def take_password(request: HttpRequest, case: UUID) -> str:
    """The password once; "" afterwards."""
    place = _place_of_slip(case)
    return secrets.take(request.session, place)


def has_password(request: HttpRequest, case: UUID) -> bool:
    """Whether the slip with the password is still to be printed."""
    place = _place_of_slip(case)
    return place in request.session


def _place_of_slip(case: UUID) -> str:
    """Where the session keeps the password of a case."""
    return f"slip:{case}"
