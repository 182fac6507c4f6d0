"""The last two steps: everything as it is signed, and the receipt."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants, bodies, cases, commitments, completeness
from yichuang.cases.rules import sources
from yichuang.cases.rules.promises.deed import Deed
from yichuang.cases.services.drafts import Door, Overtaken
from yichuang.cases.services.guessing import Misnamed
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Invalid
from yichuang.sites.portal.apply import drafts
from yichuang.sites.portal.apply.filling import form_page, mistakes
from yichuang.sites.portal.apply.filling.form_page import FormPage
from yichuang.sites.portal.clock.reading import read
from yichuang.sites.portal.clock.rows import rows_of
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import secrets
from yichuang.sites.ui.fields import by_field, view
from yichuang.sites.ui.kept import survives_sign_out, typed_before

TOLD, SHOWN = "query_password", "query_passwords_shown"
WAYS_OF_UNIT = (
    "可以先提交。请法定代表人登录自己的账号，在“账户和联系方式”里同意；"
    "或者您带证件和营业执照到就近的人社窗口核对；或者等窗口告知，再补交授权委托书"
)


@survives_sign_out
@resident
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET, POST /drafts/<uuid>/check/: look everything over, sign, send. Sent twice, it is the same case."""
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    if draft.case_number:
        return HttpResponseRedirect(drafts.path(draft, "done"))
    shown = form_page.of(draft)
    if shown.problems() or mistakes.of_papers(draft):
        return HttpResponseRedirect(f"{drafts.path(draft, 'form')}?check=1")
    if request.method != "POST":
        typed_before(request)  # a signature is given anew
        return _page(request, shown)
    typed = shown.typed(request.POST, shown.signed_keys)
    seen = request.POST.get("seen", "")
    try:
        sent = services.sign_and_send(
            draft_id=draft.uuid,
            owner=who.user,
            actor=who.actor,
            answers={**typed, **_own_words(shown)},
            taken_from=sources.taken_from(shown.filled),
            as_seen=lambda now: _print_of(form_page.of(now)) == seen,
            now=clock.now(),
            door=_door(request, shown),
        )
    except Misnamed:
        return HttpResponseRedirect(f"{drafts.path(draft, 'form')}?check=1")
    except Invalid as refused:
        return _page(request, shown, refused.problems, typed=typed)
    except Overtaken:
        return _page(request, form_page.of(drafts.own(draft_id, who.user)), changed=True)
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
    case = applicants.for_subject(cases.by_number(draft.case_number).uuid, who.sight)
    clock_of_case = read(case, clock.now(), cases.trail(case))
    context = {
        "case": case,
        "body": bodies.of_case(case),
        "guide": form_page.of(draft).version.guide,
        "password": _password(request, case, who.actor),
        "steps": drafts.STEPS,
        "receipt": f"/my/cases/{case.uuid}/receipt/",
        "mine": f"/my/cases/{case.uuid}/",
        "dates": rows_of(clock_of_case),
        "day": local(case.due_at).date(),
        "lacking": completeness.missing(case),
    }
    return page(request, "portal/apply/done.html", context)


def _door(request: HttpRequest, shown: FormPage) -> Door:
    """By which door it is sent from here, wherever it was begun."""
    code = shown.version.item_code
    region = shown.draft.region_id
    return Door(applicant.door_of(request, code, region))


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


def _print_of(shown: FormPage) -> str:
    """A fingerprint of all that is signed here: the answers of the earlier steps, the papers, and each promise to the
    letter: a text that begins at midnight is shown before anybody signs it."""
    draft = shown.draft
    answers = {key: text for key, text in shown.answers.items() if key not in shown.signed_keys}
    hashes = [deed.hash for deed in _deeds_of(shown)]
    signed = [answers, draft.situation, draft.materials, hashes]
    text = json.dumps(signed, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _deeds_of(shown: FormPage) -> list[Deed]:
    """The promises that are signed with the form."""
    deeds = []
    for promise in commitments.of_draft(shown.draft, clock.today()):
        if promise.deed:
            deeds.append(promise.deed)
    return deeds


def _ways_of_unit(shown: FormPage) -> str:
    """How a unit shows that its account is its own; "" where that is known, and for a person."""
    if shown.draft.employer_id is None or shown.sight.everything:
        return ""
    return WAYS_OF_UNIT


def _page(
    request: HttpRequest,
    shown: FormPage,
    problems=(),
    typed: Mapping[str, Any] = MappingProxyType({}),
    changed: bool = False,
) -> HttpResponse:
    """typed: answers of this step that were not saved; changed: the draft became another one since it was signed."""
    errors = by_field(problems)
    values = {**shown.answers, **typed}
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
        "ways_of_unit": _ways_of_unit(shown),
        "deeds": _deeds_of(shown),
        "promises": [
            {"f": f, "on": values.get(f.key) is True, "error": errors.get(f.key, "")}
            for f in promises
        ],
        "signature": signature
        and view(signature, values.get(signature.key), error=errors.get(signature.key, "")),
        "others": [f for f in fields if f not in promises and f is not signature],
        "values": values,
        "seen": _print_of(shown),
        "changed": changed,
        "problems": problems,
        "steps": drafts.STEPS,
        "subject": shown.subject,
    }
    status = 422 if problems else 409 if changed else 200
    return page(request, "portal/apply/check.html", context, status=status)
