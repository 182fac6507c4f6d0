"""/drafts/<uuid>/share/: 换个地方接着办, a code by which a desk goes on with the applicant's own draft."""

from io import BytesIO
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import sharing, versions
from yichuang.cases.tables import hours_of_a_code
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import NotFound
from yichuang.sites.portal.apply import drafts
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page

GROUP = 3  # digits that are read out together


@resident
def share(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET: the code with its QR while it holds, and which desk has opened the draft. POST: a code is made."""
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    if draft.case_number:
        return HttpResponseRedirect(drafts.path(draft, "done"))
    here = _address(draft)
    if request.method == "POST":
        services.share_draft(draft_id=draft.uuid, owner=who.user, actor=who.actor, now=clock.now())
        return HttpResponseRedirect(here)
    shown = {
        "draft": draft,
        "guide": versions.of_draft(draft).guide,
        "groups": _groups(draft),
        "until": draft.code_until,
        "hours": hours_of_a_code(),
        "desk": sharing.desk_of(draft),
        "here": here,
        "back": drafts.path(draft),
    }
    return page(request, "portal/joined/share.html", shown)


@resident
@require_POST
def end(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """POST: no desk goes on with it, and the code opens nothing any more."""
    who = applicant.of(request)
    services.stop_sharing(draft_id=draft_id, owner=who.user, actor=who.actor, now=clock.now())
    messages.success(request, "窗口不能再接着填了，码也作废了；填的都留着")
    return HttpResponseRedirect(f"/drafts/{draft_id}/share/")


@resident
@require_GET
def code(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """GET: the code as a picture for a scanner. Raises NotFound where there is none."""
    draft = drafts.own(draft_id, request.user)
    if not _holds(draft):
        raise NotFound("这份草稿现在没有码", way_out="请回到草稿，点“换个地方接着办”")
    picture = BytesIO()
    qr = segno.make(draft.code, error="m", micro=False)
    qr.save(picture, kind="svg", scale=8, border=4)
    return HttpResponse(
        picture.getvalue(),
        content_type="image/svg+xml",
        headers={"Cache-Control": "private, no-store"},
    )


def _address(draft: Draft) -> str:
    return f"/drafts/{draft.uuid}/share/"


def _holds(draft: Draft) -> bool:
    """Whether a desk can go on with it by its code now."""
    if not draft.code or not draft.code_until:
        return False
    return draft.code_until > clock.now()


def _groups(draft: Draft) -> list[str]:
    """The digits as they are read out, none where there is no code now."""
    if not _holds(draft):
        return []
    groups = []
    for start in range(0, len(draft.code), GROUP):
        group = draft.code[start : start + GROUP]
        groups.append(group)
    return groups
