"""The second step: what is asked, and the papers. Saved with every press and while typing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.cases.rules.application import Given, material_problems
from yichuang.cases.services.drafts import Overtaken
from yichuang.cases.services.guessing import Misnamed
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.apply import drafts, files, form_page, sheet
from yichuang.sites.portal.apply.form_page import FormPage
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.portal.visitor.posted import Lists
from yichuang.sites.ui import rows, two_texts, untyped
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.kept import key_of, survives_sign_out, typed_before
from yichuang.sites.ui.wording import cntime

Problems = list[FieldProblem]
FILE_BUTTONS = {"_upload", "_drop", "_up"}


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
        problems = _all_problems(shown) or wrong_names(who, shown)
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
    uploads, refused = files.take_for_fields(shown.form, request, who.actor)
    posted = Lists({**dict(request.POST.lists()), **uploads})
    papers, wrong_files = _papers(request, who, draft)
    typed = shown.typed(posted, shown.form_keys)
    answers = two_texts.chosen(request.POST, rows.without_blank(typed))
    try:
        services.keep(
            draft_id=draft.uuid,
            owner=who.user,
            answers=answers,
            materials=papers,
            step="form",
            seen=two_texts.seen(request.POST),
        )
    except Overtaken as overtaken:
        return _both(request, who, shown, answers, overtaken)
    address = _led_to(request, draft)
    if address:
        return HttpResponseRedirect(address)
    now = _read_anew(who, draft)
    person = now.chosen(request.POST.get("_person", ""))
    if person:
        services.keep(draft_id=draft.uuid, owner=who.user, answers=person)
        return HttpResponseRedirect(f"{request.path}#about")
    problems = [*refused, *wrong_files]
    if rows.asks_for_rows(request.POST):
        values = rows.with_blank_row(request.POST, now.answers)
        return _page(request, now, problems, extra=values)
    if FILE_BUTTONS & set(request.POST):
        if problems:
            return _page(request, now, problems)
        return HttpResponseRedirect(f"{request.path}#materials")
    return _gone_on(request, who, now, problems)


def _papers(
    request: HttpRequest, who: Applicant, draft: Draft
) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The papers of the draft after a post; and what was refused."""
    needed = drafts.wanted_materials(draft)
    return files.take_materials(needed, draft.materials, request, who.actor)


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
    others = _others(_all_problems(shown), refused)
    problems = [*refused, *others]
    if not problems:
        problems = wrong_names(who, shown)
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
    try:
        services.keep(
            draft_id=draft.uuid,
            owner=who.user,
            answers=typed,
            materials=papers,
            seen=two_texts.seen(posted),
        )
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


def _all_problems(shown: FormPage) -> Problems:
    """What is wrong with the answers, then what is wrong with the papers."""
    return [*shown.problems(), *wrong_papers(shown.draft)]


def wrong_names(who: Applicant, shown: FormPage) -> Sequence[FieldProblem]:
    """The names that are not those of their numbers.

    Each look is a try, of which nobody has many: so this is asked only
    where nothing else is wrong.
    """
    try:
        services.look_at_names(
            version=shown.version, answers=shown.unsigned, actor=who.actor, now=clock.now()
        )
    except Misnamed as refused:
        return refused.problems
    return ()


def wrong_papers(draft: Draft) -> Problems:
    """The papers that were given in a way that is not allowed, by input name; a missing one is no problem here."""
    papers = []
    for code, paper in draft.materials.items():
        file = paper.get("file")
        brought = Given(code, paper["source"], file)
        papers.append(brought)
    version = versions.of_draft(draft)
    subject = draft.person or draft.employer
    materials = version.materials_of(draft.situation, subject)
    return material_problems(materials, papers)


def _others(problems: Problems, refused: Problems) -> Problems:
    """The problems with inputs of which nothing was refused already."""
    inputs = {_input_of(problem) for problem in refused}
    return [problem for problem in problems if _input_of(problem) not in inputs]


def _input_of(problem: FieldProblem) -> str:
    """The name of the input that a problem is about."""
    return problem.field.replace(".", "-")


def _page(
    request: HttpRequest,
    shown: FormPage,
    problems: Sequence[FieldProblem] = (),
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
