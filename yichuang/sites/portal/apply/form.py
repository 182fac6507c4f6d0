"""The second step: what is asked, and the papers. Saved with every press and while typing."""

from collections.abc import Sequence
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


@takes_files
@survives_sign_out
@resident
def form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET, POST /drafts/<uuid>/form/: save, and go on when nothing is wrong. `_upload`, `_drop`, `_add`,
    `_remove`, `_rows` stay on the page; `_sheet` goes to the import of a table, `_later` to my affairs."""
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
    """POST /drafts/<uuid>/save/: what was typed so far, valid or not; JSON with the time of saving, the revision that
    stands now and what follows from the answers. 409 when another page has changed the answers since: then nothing is
    saved."""
    who = applicant.of(request)
    shown = form_page.of(drafts.own(draft_id, who.user))
    keys = shown.signed_keys if request.POST.get("_part") == "check" else shown.form_keys
    try:
        draft = services.keep(
            draft_id=draft_id,
            owner=who.user,
            answers=shown.typed(request.POST, keys),
            seen=two_texts.seen(request.POST),
        )
    except Overtaken as overtaken:
        return JsonResponse({"detail": overtaken.message}, status=overtaken.status)
    now = form_page.of(draft)
    saved = {
        "saved_at": cntime(draft.updated_at),
        "revision": draft.revision,
        "derived": untyped.at_once(now.version.form, now.settled),
    }
    return JsonResponse(saved)


def _posted(request: HttpRequest, who: Applicant, shown: FormPage) -> HttpResponse:
    uploads, refused = files.take_for_fields(shown.version.form, request, who.actor)
    posted = Lists({**dict(request.POST.lists()), **uploads})
    materials, wrong_files = files.take_materials(
        drafts.wanted_materials(shown.draft), shown.draft.materials, request, who.actor
    )
    typed = two_texts.chosen(request.POST, rows.without_blank(shown.typed(posted, shown.form_keys)))
    try:
        services.keep(
            draft_id=shown.draft.uuid,
            owner=who.user,
            answers=typed,
            materials=materials,
            step="form",
            seen=two_texts.seen(request.POST),
        )
    except Overtaken as overtaken:
        return _both(request, who, shown, typed, overtaken)
    if {two_texts.COMPARE, two_texts.STAY} & set(request.POST):
        return HttpResponseRedirect(request.path)
    if "_later" in request.POST:
        return HttpResponseRedirect("/my/")
    if rows.SHEET in request.POST:
        return HttpResponseRedirect(sheet.address(shown.draft, request.POST[rows.SHEET]))
    shown = form_page.of(drafts.own(shown.draft.uuid, who.user))
    chosen = shown.chosen(request.POST.get("_person", ""))
    if chosen:
        services.keep(draft_id=shown.draft.uuid, owner=who.user, answers=chosen)
        return HttpResponseRedirect(f"{request.path}#about")
    problems = [*refused, *wrong_files]
    if rows.asks_for_rows(request.POST):
        return _page(
            request, shown, problems, extra=rows.with_blank_row(request.POST, shown.answers)
        )
    if {"_upload", "_drop", "_up"} & set(request.POST):
        if problems:
            return _page(request, shown, problems)
        return HttpResponseRedirect(f"{request.path}#materials")
    problems = [*problems, *_others(_all_problems(shown), problems)]
    if not problems:
        problems = wrong_names(who, shown)
    if problems:
        return _page(request, shown, problems)
    services.keep(draft_id=shown.draft.uuid, owner=who.user, step="check")
    return HttpResponseRedirect(drafts.path(shown.draft, "check"))


def _taken_back(
    request: HttpRequest, who: Applicant, shown: FormPage, posted: Lists
) -> HttpResponse:
    """The form with what was typed and promised before the session ended."""
    request.POST = posted
    typed = shown.typed(posted, shown.form_keys)
    papers, _ = files.take_materials(
        drafts.wanted_materials(shown.draft), shown.draft.materials, request, who.actor
    )
    try:
        services.keep(
            draft_id=shown.draft.uuid,
            owner=who.user,
            answers=typed,
            materials=papers,
            seen=two_texts.seen(posted),
        )
    except Overtaken as overtaken:
        return _both(request, who, shown, typed, overtaken)
    return _page(request, form_page.of(drafts.own(shown.draft.uuid, who.user)), back=True)


def _both(
    request: HttpRequest, who: Applicant, shown: FormPage, typed: dict, overtaken: Overtaken
) -> HttpResponse:
    """Both texts, to choose from."""
    now = drafts.own(shown.draft.uuid, who.user)
    form = shown.version.form
    two = two_texts.context(request, form, overtaken.fields, typed, now.answers, now.revision)
    context = {
        "two": two,
        "action": drafts.path(now, "form"),
        "back": drafts.path(now, "form"),
        "guide": shown.version.guide,
        "draft": now,
        "steps": drafts.STEPS,
    }
    return page(request, "portal/apply/two_texts.html", context, status=overtaken.status)


def _all_problems(shown: FormPage) -> list[FieldProblem]:
    return [*shown.problems(), *wrong_papers(shown.draft)]


def wrong_names(who: Applicant, shown: FormPage) -> Sequence[FieldProblem]:
    """The names that are not those of their numbers. Each look is a try, of which nobody has many: so this is asked
    only where nothing else is wrong."""
    try:
        services.look_at_names(
            version=shown.version, answers=shown.unsigned, actor=who.actor, now=clock.now()
        )
    except Misnamed as refused:
        return refused.problems
    return ()


def wrong_papers(draft: Draft) -> list[FieldProblem]:
    """The papers that were given in a way that is not allowed, by input name; a missing one is no problem here."""
    papers = [Given(code, m["source"], m.get("file")) for code, m in draft.materials.items()]
    subject = draft.person or draft.employer
    return material_problems(
        versions.of_draft(draft).materials_of(draft.situation, subject), papers
    )


def _others(problems: list[FieldProblem], told_already: list[FieldProblem]) -> list[FieldProblem]:
    said = {p.field.replace(".", "-") for p in told_already}
    return [p for p in problems if p.field.replace(".", "-") not in said]


def _page(
    request, shown: FormPage, problems=(), *, extra: dict | None = None, back: bool = False
) -> HttpResponse:
    papers = drafts.material_rows(shown.draft, by_field(problems))
    context = {
        "form": shown,
        "guide": shown.version.guide,
        "draft": shown.draft,
        "values": {**(extra or shown.answers), **shown.settled},
        "problems": problems,
        "papers": papers,
        "to_give": sum(1 for p in papers if p["state"] != "shared"),
        "exempt": sum(1 for p in papers if p["state"] == "shared"),
        "steps": drafts.STEPS,
        "back": back,
        "today": clock.today(),
        "sheets": sheet.address(shown.draft),
        "typing_key": key_of(request),
    }
    return page(request, "portal/apply/form.html", context, status=422 if problems else 200)
