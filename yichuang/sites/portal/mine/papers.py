"""Papers of a case, for the person or unit whose case it is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import NotFound
from yichuang.documents import queries as documents
from yichuang.documents.models import Paper
from yichuang.documents.services import content
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant


@resident
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """GET /my/papers/<uuid>.pdf: only of one's own case; the reading is recorded."""
    who = applicant.of(request)
    found = documents.paper(paper_id)
    kind, _, case_id = found.subject.partition(":")
    if kind != "case":
        raise NotFound("没有这份文书", way_out="请到“我的事”里找")
    cases.for_subject(case_id, who.sight)
    return pdf(found, who)


@resident
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET /my/cases/<uuid>/receipt.pdf: 收件凭证, made now if the worker has not made it yet."""
    who = applicant.of(request)
    case = cases.for_subject(case_id, who.sight)
    return pdf(services.issue_paper(case_id=case.uuid, kind="receipt", now=clock.now()), who)


def pdf(found: Paper, who: Applicant) -> HttpResponse:
    """The paper as issued."""
    record(actor=who.actor, verb="paper.read", subject=found.subject, data={"paper": str(found.uuid)})
    response = HttpResponse(content(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.kind}-{found.year}-{found.serial}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
