"""The second step: what is asked, and the papers. Saved with every press and while typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.services.drafts import Overtaken
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.apply import drafts, files, sheet
from yichuang.sites.portal.apply.filling import form_page, mistakes
from yichuang.sites.portal.apply.filling.form_page import FormPage
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.portal.visitor.posted import Lists
from yichuang.sites.ui import rows, two_texts, untyped
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.kept import key_of, survives_sign_out, typed_before
from yichuang.sites.ui.wording import cntime

Papers = dict[str, Any]  # of a draft, by code
Problems = Sequence[FieldProblem]
FILE_BUTTONS = {"_upload", "_drop", "_up"}


@dataclass(frozen=True)
class Sent:
    """What a post of the form brings.

    answers: by the keys of the fields.
    refused: what is wrong with its files.
    revision: of the answers from which the page was made; None for a
    page that does not say.
    """

    answers: dict[str, Any]
    papers: Papers
    refused: Problems = ()
    revision: int | None = None


@takes_files
@survives_sign_out
@resident
def form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET, POST /drafts/<uuid>/form/: save, and go on when nothing is wrong.

    `_upload`, `_drop`, `_add`, `_remove`, `_rows` stay on the page;
    `_sheet` goes to the import of a table, `_later` to my affairs.
    """
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    if draft.case_number:
        return HttpResponseRedirect(drafts.path(draft, "done"))
    shown = form_page.of(draft)
    if request.method == "POST":
        return _posted(request, who, shown)
    typed = typed_before(request)
    if typed:
        return _taken_back(request, who, shown, Lists(typed))
    problems = []
    if "check" in request.GET:
        problems = mistakes.of(shown) or mistakes.of_names(who, shown)
    return _page(request, shown, problems)


@takes_files
@resident
@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """POST /drafts/<uuid>/save/: what was typed so far, valid or not.

    JSON with the time of saving, the revision that stands now and what
    follows from the answers. 409 when another page has changed the
    answers since: then nothing is saved.
    """
    who = applicant.of(request)
    shown = form_page.of(drafts.own(draft_id, who.user))
    keys = shown.form_keys
    if request.POST.get("_part") == "check":
        keys = shown.signed_keys
    answers = shown.typed(request.POST, keys)
    try:
        draft = services.keep(
            draft_id=draft_id, owner=who.user, answers=answers, seen=two_texts.seen(request.POST)
        )
    except Overtaken as overtaken:
        return JsonResponse({"detail": overtaken.message}, status=overtaken.status)
    now = form_page.of(draft)
    saved = {
        "saved_at": cntime(draft.updated_at),
        "revision": draft.revision,
        "derived": untyped.at_once(now.form, now.settled),
    }
    return JsonResponse(saved)


def _posted(request: HttpRequest, who: Applicant, shown: FormPage) -> HttpResponse:
    """Save everything that was typed and sent, then go where the button leads."""
    draft = shown.draft
    sent = _sent(request, who, shown)
    try:
        _store(who, draft, sent, step="form")
    except Overtaken as overtaken:
        return _both(request, who, shown, sent.answers, overtaken)
    address = _led_to(request, draft)
    if address:
        return HttpResponseRedirect(address)
    now = _read_anew(who, draft)
    return _pressed(request, who, now, sent.refused)


def _pressed(
    request: HttpRequest, who: Applicant, now: FormPage, refused: Problems
) -> HttpResponse:
    """What follows on a post that is saved, by its button.

    now: the form with what was saved.
    refused: what is wrong with the files of this post.
    """
    uuid = request.POST.get("_person", "")
    person = now.chosen(uuid)
    if person:
        services.keep(draft_id=now.draft.uuid, owner=who.user, answers=person)
        return HttpResponseRedirect(f"{request.path}#about")
    if rows.asks_for_rows(request.POST):
        values = rows.with_blank_row(request.POST, now.answers)
        return _page(request, now, refused, extra=values)
    if not FILE_BUTTONS.isdisjoint(request.POST):
        if refused:
            return _page(request, now, refused)
        return HttpResponseRedirect(f"{request.path}#materials")
    return _gone_on(request, who, now, refused)


def _sent(request: HttpRequest, who: Applicant, shown: FormPage) -> Sent:
    """What this post brings: its files are taken, but for those that are refused."""
    post = request.POST
    uploads, wrong_uploads = files.take_for_fields(shown.form, request, who.actor)
    texts = dict(post.lists())
    posted = Lists(texts | uploads)
    papers, wrong_papers = _papers(request, who, shown.draft)
    typed = shown.typed(posted, shown.form_keys)
    rows_filled = rows.without_blank(typed)
    return Sent(
        answers=two_texts.chosen(post, rows_filled),
        papers=papers,
        refused=[*wrong_uploads, *wrong_papers],
        revision=two_texts.seen(post),
    )


def _store(who: Applicant, draft: Draft, sent: Sent, step: str = "") -> None:
    """Save what a post brought.

    step: at which the draft stands from now on, "" where it stood.
    Raises Overtaken when another page has changed the answers since.
    """
    services.keep(
        draft_id=draft.uuid,
        owner=who.user,
        answers=sent.answers,
        materials=sent.papers,
        step=step,
        seen=sent.revision,
    )


def _papers(request: HttpRequest, who: Applicant, draft: Draft) -> tuple[Papers, Problems]:
    """The papers of the draft after a post; and what was refused."""
    return files.take_draft_materials(draft, request, who.actor)


def _led_to(request: HttpRequest, draft: Draft) -> str:
    """Where a button leads that neither changes the form nor goes on; "" for the others."""
    buttons = request.POST
    if two_texts.COMPARE in buttons or two_texts.STAY in buttons:
        return request.path
    if "_later" in buttons:
        return "/my/"
    if rows.SHEET in buttons:
        table = buttons[rows.SHEET]
        return sheet.address(draft, table)
    return ""


def _read_anew(who: Applicant, draft: Draft) -> FormPage:
    """The form of the draft as it stands now."""
    return form_page.of(drafts.own(draft.uuid, who.user))


def _gone_on(
    request: HttpRequest, who: Applicant, shown: FormPage, refused: Problems
) -> HttpResponse:
    """The next step; the form once more where something is wrong.

    refused: what is wrong with the files of this post.
    """
    problems = mistakes.beside(refused, mistakes.of(shown))
    if not problems:
        problems = mistakes.of_names(who, shown)
    if problems:
        return _page(request, shown, problems)
    draft = shown.draft
    services.keep(draft_id=draft.uuid, owner=who.user, step="check")
    return HttpResponseRedirect(drafts.path(draft, "check"))


def _taken_back(
    request: HttpRequest, who: Applicant, shown: FormPage, posted: Lists
) -> HttpResponse:
    """The form with what was typed and promised before the session ended."""
    request.POST = posted
    draft = shown.draft
    typed = shown.typed(posted, shown.form_keys)
    papers, _ = _papers(request, who, draft)
    sent = Sent(typed, papers, revision=two_texts.seen(posted))
    try:
        _store(who, draft, sent)
    except Overtaken as overtaken:
        return _both(request, who, shown, typed, overtaken)
    now = _read_anew(who, draft)
    return _page(request, now, back=True)


def _both(
    request: HttpRequest, who: Applicant, shown: FormPage, typed: dict, overtaken: Overtaken
) -> HttpResponse:
    """Both texts, to choose from."""
    now = drafts.own(shown.draft.uuid, who.user)
    address = drafts.path(now, "form")
    fields = overtaken.fields
    two = two_texts.context(request, shown.form, fields, typed, now.answers, now.revision)
    context = {
        "two": two,
        "action": address,
        "back": address,
        "guide": shown.version.guide,
        "draft": now,
        "steps": drafts.STEPS,
    }
    return page(request, "portal/apply/two_texts.html", context, status=overtaken.status)


def _page(
    request: HttpRequest,
    shown: FormPage,
    problems: Problems = (),
    *,
    extra: dict[str, Any] | None = None,
    back: bool = False,
) -> HttpResponse:
    """The page of the second step.

    problems: what is wrong; the page then answers 422.
    extra: the answers as a button of a table leaves them.
    back: whether it shows what was typed before the session ended.
    """
    papers = drafts.material_rows(shown.draft, by_field(problems))
    exempt = sum(1 for paper in papers if paper["state"] == "shared")
    values = extra or shown.answers
    context = {
        "form": shown,
        "guide": shown.version.guide,
        "draft": shown.draft,
        "values": {**values, **shown.settled},
        "problems": problems,
        "papers": papers,
        "to_give": len(papers) - exempt,
        "exempt": exempt,
        "steps": drafts.STEPS,
        "back": back,
        "today": clock.today(),
        "sheets": sheet.address(shown.draft),
        "typing_key": key_of(request),
    }
    status = 422 if problems else 200
    return page(request, "portal/apply/form.html", context, status=status)
