"""Materials, uploads of the form, papers and the slip as files. Each look is written down; 404 outside the scope."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case, StoredFile
from yichuang.cases.queries import cases, mandates, taken_in, versions
from yichuang.cases.queries.evidence import of_clock
from yichuang.cases.rules import handed_in, papers
from yichuang.cases.services import issuers
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.core.errors import Forbidden, NotFound
from yichuang.documents import queries as documents
from yichuang.documents.services import shown
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import people, taking
from yichuang.sites.ui import opening
from yichuang.sites.ui.wording import cndatetime

SHOWN_INLINE = ("application/pdf", "image/jpeg", "image/png")


@frame.desk(*frame.CASE_ROLES)
@require_GET
def material(request: HttpRequest, uuid, material: int) -> HttpResponse:
    """GET ?download: the file of one material of the case.

    This officer has opened it from then on, and may say whether it is
    met: not by a request for a part of it.
    """
    case = cases.for_officer(uuid, request.officer)
    with_file = case.materials.select_related("file").filter(file__isnull=False)
    row = with_file.filter(id=material).first()
    if row is None:
        raise NotFound("这件里没有这份文件", way_out="请刷新看最新情况")
    if opening.is_a_look(request):
        services.note_opened(material=row, officer=request.officer, now=clock.now())
    return _send(request, case, row.file)


@frame.desk(*frame.CASE_ROLES)
@require_GET
def answer(request: HttpRequest, uuid, field: str) -> HttpResponse:
    """GET ?download: the file that answers one field of the form."""
    case = cases.for_officer(uuid, request.officer)
    value = case.form.get(field)
    file = None
    if isinstance(value, dict) and "id" in value:
        file = StoredFile.objects.filter(uuid=value["id"]).first()
    if file is None:
        raise NotFound("这一项没有文件", way_out="请刷新看最新情况")
    return _send(request, case, file)


@frame.desk(*frame.CASE_ROLES)
@require_GET
def mandate_of_whoever_came(request: HttpRequest, uuid) -> HttpResponse:
    """GET ?download: the scan of the mandate by which somebody came for the unit whose case it is."""
    case = cases.for_officer(uuid, request.officer)
    came = mandates.agent_at_the_window(case)
    file = None
    if came and came.mandate:
        file = came.mandate.file
    if file is None:
        raise NotFound("这件没有扫描的委托书", way_out="请刷新看最新情况")
    for row in case.materials.filter(file=file):
        services.note_opened(material=row, officer=request.officer, now=clock.now())
    return _send(request, case, file)


@frame.desk(*frame.CASE_ROLES)
@require_GET
def evidence(request: HttpRequest, uuid, file) -> HttpResponse:
    """GET ?download: a file that came with a step of the clock.

    A photograph of a check on the spot, or what both parties signed for a
    longer term.
    """
    case = cases.for_officer(uuid, request.officer)
    row = of_clock(case, file)
    if row is None:
        raise NotFound("这件里没有这份文件", way_out="请刷新看最新情况")
    return _send(request, case, row)


@frame.desk(*frame.CASE_ROLES)
@require_GET
def paper(request: HttpRequest, uuid, kind: str) -> HttpResponse:
    """GET: the issued paper of this kind as PDF.

    It is issued now if the worker has not come to it yet.
    """
    if kind == "receipt":
        case = taken_in.at_the_door(uuid, request.officer)
    else:
        case = cases.for_officer(uuid, request.officer)
    if kind not in papers.KINDS:
        raise NotFound("没有这种文书", way_out="请从办件的文书里打开")
    content, title = _issued(request, case, kind)
    return _pdf(content, f"{title}{case.number}.pdf")


def _issued(request: HttpRequest, case: Case, kind: str) -> tuple[bytes, str]:
    """The paper of this kind as PDF, and its title; the look is recorded."""
    issued = services.issue_paper(case_id=case.uuid, kind=kind, now=clock.now())
    _look(request, case, f"paper:{issued.uuid}")
    return shown(issued), issued.title


@frame.desk(*frame.CASE_ROLES)
@require_GET
def step_papers(request: HttpRequest, uuid) -> HttpResponse:
    """GET: every paper of the last step as one PDF.

    As long as the slip waits, it stands first, and the receipt behind
    it.
    """
    case = cases.for_officer(uuid, request.officer)
    kinds = services.kinds_of_last_step(case)
    sheets = []
    if taking.has_password(request, case.uuid):
        sheets.append(_slip(request, case))
        others = [kind for kind in kinds if kind != "receipt"]
        kinds = ["receipt", *others]
    for kind in kinds:
        content, _ = _issued(request, case, kind)
        sheets.append(content)
    if not sheets:
        raise NotFound("这一步没有文书", way_out="请从办件的文书里打开")
    together = documents.together(sheets)
    return _pdf(together, f"文书{case.number}.pdf")


@frame.desk("clerk")
@require_POST
def new_slip(request: HttpRequest, uuid) -> HttpResponse:
    """POST: a new query password, for a new slip.

    Once the applicant, or who stands here for it, has shown a document
    today.
    """
    case = taken_in.at_the_door(uuid, request.officer)
    matter = mandates.matter_of(case)
    if not people.may_act_for(request, case.subject, matter):
        raise Forbidden(
            "换密码前要先看证件，替单位来办的还要看授权委托书",
            way_out="请先到窗口页识别来办的人，再回来重印小票",
        )
    officer = request.officer
    password = services.renew_password(case_id=case.uuid, actor=officer.actor)
    taking.keep_password(request, case.uuid, password)
    messages.success(request, "换了新的查询密码，旧的不能用了；小票可以打印。")
    return HttpResponseRedirect(f"/desk/cases/{case.uuid}/")


@frame.desk("clerk")
@require_GET
def slip(request: HttpRequest, uuid) -> HttpResponse:
    """GET: the slip of the window's printer.

    The query password stands on it the first time only.
    """
    case = taken_in.at_the_door(uuid, request.officer)
    content = _slip(request, case)
    return _pdf(content, f"收件小票{case.number}.pdf")


def _slip(request: HttpRequest, case: Case) -> bytes:
    """The slip as PDF; the look is recorded."""
    version = versions.of_case(case)
    issuer = issuers.issuer_of(case, version, at_the_door=True)
    first_round = case.materials.filter(round=0)
    brought = first_round.values_list("code", flat=True)
    listed = version.all_materials
    counted = handed_in.count(listed, brought)
    context = {
        "case_number": case.number,
        "password": taking.take_password(request, case.uuid),
        "applicant": case.subject.name,
        "item": version.guide.name,
        "materials": f"{counted}项",
        "received_at": cndatetime(local(case.received_at)),
        "place": issuers.door_of(case, version),
        "promised": version.guide.limits.promised_text,
    }
    filled = {key: value for key, value in context.items() if value}
    _look(request, case, "slip")
    return documents.sheet(kind="slip", context=filled, now=clock.now(), issuer_name=issuer.name)


def _send(request: HttpRequest, case: Case, file: StoredFile) -> HttpResponse:
    """An upload, shown in the browser where it can show it; the look is recorded."""
    _look(request, case, f"file:{file.uuid}")
    as_download = "download" in request.GET or file.media_type not in SHOWN_INLINE
    content = default_storage.open(file.path)
    response = FileResponse(content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_download, file.name)
    response["Cache-Control"] = "no-store"
    return response


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A paper that is shown in the browser under its name.

    No browser keeps it: it holds what only this officer may read now.
    """
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["Cache-Control"] = "no-store"
    return response


def _look(request: HttpRequest, case: Case, what: str) -> None:
    """The record says who opened what of the case."""
    actor = request.officer.actor
    data = {"what": what}
    record(actor=actor, verb="case.open", subject=case.ref, data=data)
