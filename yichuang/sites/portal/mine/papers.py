"""Papers of a case, for the person or unit whose case it is."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import NotFound
from yichuang.documents import queries as documents
from yichuang.documents.models import Paper
from yichuang.documents.services import shown
from yichuang.sites.portal.inside import TEMPLATE, frame, framed
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.ui import opening


@resident
def read(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET /my/papers/<uuid>/: the paper inside a page.

    Raises NotFound for what is not the visitor's.
    """
    who = applicant.of(request)
    issued, case = _own(request, paper_id, who)
    source = f"/my/papers/{issued.uuid}.pdf"
    title = issued.title
    if issued.voided_at:
        title += "（已作废）"
    shown = _inside(title, source, case)
    return page(request, TEMPLATE, shown)


@resident
def read_receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET /my/cases/<uuid>/receipt/: 收件凭证 inside a page.

    Raises NotFound for a case that is not the visitor's.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    source = f"/my/cases/{case.uuid}/receipt.pdf"
    shown = _inside("收件凭证", source, case)
    return page(request, TEMPLATE, shown)


@resident
@framed
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET /my/papers/<uuid>.pdf: only of one's own case.

    The reading is recorded.
    """
    who = applicant.of(request)
    issued, _ = _own(request, paper_id, who)
    return pdf(issued, who)


@resident
@framed
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET /my/cases/<uuid>/receipt.pdf: 收件凭证.

    It is made now if the worker has not made it yet; the reading is
    recorded.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    now = clock.now()
    issued = services.issue_paper(case_id=case.uuid, kind="receipt", now=now)
    return pdf(issued, who)


def _own(request: HttpRequest, paper_id: UUID, who: Applicant) -> tuple[Paper, Case]:
    """The paper and its case, where the case is the visitor's.

    A result is delivered by whichever link to it is opened first.
    Raises NotFound.
    """
    issued = documents.paper(paper_id)
    kind, _, case_id = issued.subject.partition(":")
    if kind != "case":
        raise NotFound("没有这份文书", way_out="请到“我的事”里找")
    case = applicants.for_subject(case_id, who.sight)
    if opening.is_a_look(request):
        now = clock.now()
        services.result_opened(case_id=case.uuid, kind=issued.kind, actor=who.actor, now=now)
    return issued, case


def _inside(title: str, source: str, case: Case) -> dict[str, Any]:
    """What the page around a PDF shows.

    Beside it stand the characters of the holder's name that the PDF
    cannot show, so that nobody learns of them later from a bank.
    """
    name = case.subject.name
    undrawn = documents.undrawn(name)
    crumbs = _crumbs(case)
    return frame(title, source, crumbs, undrawn)


def _crumbs(case: Case) -> list[dict[str, str]]:
    """The way back: my affairs, and the page of the case."""
    name = case.version.definition["name"]
    page_of_case = f"/my/cases/{case.uuid}/"
    return [{"label": "我的事", "href": "/my/"}, {"label": name, "href": page_of_case}]


def pdf(paper: Paper, who: Applicant) -> HttpResponse:
    """The paper as issued; the reading is recorded."""
    read_one = {"paper": str(paper.uuid)}
    record(actor=who.actor, verb="paper.read", subject=paper.subject, data=read_one)
    content = shown(paper)
    name = f"{paper.kind}-{paper.year}-{paper.serial}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
