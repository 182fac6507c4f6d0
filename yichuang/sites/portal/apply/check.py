"""The last two steps: everything as it is signed, and the receipt."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, completeness
from yichuang.cases.rules import sources
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import Conflict, Invalid
from yichuang.sites.portal.apply import drafts, form, form_page
from yichuang.sites.portal.apply.form_page import FormPage
from yichuang.sites.portal.progress import derivation
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import secrets
from yichuang.sites.ui.fields import by_field, view
from yichuang.sites.ui.kept import survives_sign_out, typed_before

TOLD, SHOWN = "query_password", "query_passwords_shown"


@survives_sign_out
@resident
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET, POST /drafts/<uuid>/check/: look everything over, sign, send. Sent twice, it is the same case."""
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    if draft.case_number:
        return HttpResponseRedirect(drafts.path(draft, "done"))
    shown = form_page.of(draft)
    if shown.problems() or form.wrong_papers(draft):
        return HttpResponseRedirect(f"{drafts.path(draft, 'form')}?check=1")
    if request.method != "POST":
        typed_before(request)  # a signature is given anew
        return _page(request, shown)
    typed = shown.typed(request.POST, shown.signed_keys)
    try:
        services.keep(
            draft_id=draft.uuid,
            owner=who.user,
            answers={**typed, **_own_words(shown)},
            step="check",
            taken_from=sources.taken_from(shown.filled),
        )
        sent = services.submit_draft(
            draft_id=draft.uuid, owner=who.user, actor=who.actor, now=clock.now()
        )
    except Invalid as refused:
        return _page(request, form_page.of(drafts.own(draft_id, who.user)), refused.problems)
    except Conflict:
        if not drafts.own(draft_id, who.user).case_number:
            raise
        return HttpResponseRedirect(drafts.path(draft, "done"))  # another press was faster
    if sent.password:
        secrets.keep(request.session, f"{TOLD}:{sent.uuid}", sent.password)
    return HttpResponseRedirect(drafts.path(draft, "done"))


@resident
def done(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET /drafts/<uuid>/done/: the number, the password once, what comes next and when."""
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    if not draft.case_number:
        return HttpResponseRedirect(drafts.path(draft))
    case = cases.for_subject(cases.by_number(draft.case_number).uuid, who.sight)
    context = {
        "case": case,
        "guide": form_page.of(draft).version.guide,
        "password": _password(request, case, who.actor),
        "steps": drafts.STEPS,
        "receipt": f"/my/cases/{case.uuid}/receipt/",
        "mine": f"/my/cases/{case.uuid}/",
        "counting": derivation(case, clock.now()),
        "lacking": completeness.missing(case),
    }
    return page(request, "portal/apply/done.html", context)


def _password(request: HttpRequest, case: Case, actor: str) -> str:
    """The query password on the first look at the receipt, "" on later ones. When two presses sent the form, the
    answer that held it may never have been shown: then a new one is made."""
    key, shown = str(case.uuid), request.session.get(SHOWN, [])
    if key in shown:
        return ""
    password = secrets.take(request.session, f"{TOLD}:{key}")
    if not password:
        password = services.renew_password(case_id=case.uuid, actor=actor)
    request.session[SHOWN] = [*shown, key]
    return password


def _own_words(shown: FormPage) -> dict:
    """The register's answers, as they stand today, are what is signed."""
    return {key: value for key, value in shown.locked.items() if key not in shown.draft.situation}


def _page(request: HttpRequest, shown: FormPage, problems=()) -> HttpResponse:
    errors = by_field(problems)
    fields = [replace(f, when=None) for f in shown.last.fields] if shown.last else []
    promises = [f for f in fields if f.type == "boolean" and f.validate.get("must_be")]
    signature = next((f for f in fields if f.type == "signature"), None)
    papers = drafts.material_rows(shown.draft, {})
    context = {
        "guide": shown.version.guide,
        "draft": shown.draft,
        "sections": shown.presented(),
        "notices": shown.notices(),
        "papers": papers,
        "lacking": [paper["name"] for paper in papers if paper["lacking"]],
        "promises": [
            {"f": f, "on": shown.answers.get(f.key) is True, "error": errors.get(f.key, "")}
            for f in promises
        ],
        "signature": signature
        and view(signature, shown.answers.get(signature.key), error=errors.get(signature.key, "")),
        "others": [f for f in fields if f not in promises and f is not signature],
        "values": shown.answers,
        "problems": problems,
        "steps": drafts.STEPS,
        "subject": shown.subject,
    }
    return page(request, "portal/apply/check.html", context, status=422 if problems else 200)
