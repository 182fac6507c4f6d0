"""/desk/code/: a draft that was begun elsewhere, by the nine digits of its code and the document of whom it is for.

The code is posted and kept in the session of the officer, so that it stands in no address and no log.
"""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import sharing, versions
from yichuang.catalog import tables
from yichuang.core import clock, masking, spelling
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.reference.rules import documents
from yichuang.reference.rules.identifiers import luhn_digit
from yichuang.registry.models import Employer
from yichuang.sites.desk import frame, naming
from yichuang.sites.desk.intake import drafting, people
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.desk.intake.seen import documents as seen

HERE = "/desk/code/"
KEY = "draft_code"
DIGITS = 9
SETTLE_FIRST = "先看他凭什么替单位办，再回来打开草稿"


def is_code(text: str, kind: str) -> bool:
    """Whether what was typed or scanned can be the code of a draft.

    kind: of the document as which it was typed, "" for none that was named.
    """
    digits = spelling.code(text)
    if kind or len(digits) != DIGITS or not spelling.is_digits(digits):
        return False
    return luhn_digit(digits[:-1]) == digits[-1]


def look_for(request: HttpRequest, text: str) -> HttpResponseRedirect:
    """To the draft with this code. Raises Invalid where no draft has it, TooMany after ten of them."""
    try:
        services.shown_by_code(code=text, officer=request.officer, now=clock.now())
    except NotFound as unknown:
        message = f"{unknown.message}。{unknown.way_out}"
        problem = FieldProblem("number", message, "code")
        raise Invalid([problem]) from unknown
    request.session[KEY] = spelling.code(text)
    return HttpResponseRedirect(HERE)


def begun(request: HttpRequest, subject: Subject | None) -> list[Draft]:
    """What a person whose document was seen today has begun online."""
    if subject is None or not people.may_act_for(request, subject):
        return []
    return sharing.begun_elsewhere(subject)


@frame.desk("clerk")
@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """GET: which item it is, and whose document is to be seen.

    The name is masked until it was.
    """
    draft = _draft(request)
    if draft is None:
        return HttpResponseRedirect("/desk/")
    return _page(request, draft)


@frame.desk("clerk")
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """POST number, kind, name …: the document of whom it is for, or of who came for the unit; then it goes on here."""
    draft = _draft(request)
    if draft is None:
        return HttpResponseRedirect("/desk/")
    subject = drafting.subject_of(draft)
    if not people.may_hand_in(request, subject):
        typed = {key: request.POST.get(key, "") for key in seen.TYPED}
        try:
            warning = seen.see(request, subject, typed)
        except Invalid as invalid:
            return _page(request, draft, invalid.problems, typed, status=422)
        if warning:
            messages.warning(request, warning)
    if not people.may_hand_in(request, subject):
        return _to_mandate(request, subject)
    draft = services.take_up_draft(
        code=request.session[KEY], officer=request.officer, met=subject, now=clock.now()
    )
    del request.session[KEY]
    return to_draft(draft)


@frame.desk("clerk")
@require_POST
def by_card(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST person: what somebody who stands here has begun online, by their document alone."""
    subject = people.subject_in(request, request.POST)
    if subject is None or not people.may_act_for(request, subject):
        return HttpResponseRedirect("/desk/")
    draft = services.take_up_by_card(
        draft_id=uuid, officer=request.officer, met=subject, now=clock.now()
    )
    return to_draft(draft)


def to_draft(draft: Draft) -> HttpResponseRedirect:
    """The page on which a desk fills it in."""
    code = versions.of_draft(draft).item_code
    return HttpResponseRedirect(f"/desk/take/{code}/?draft={draft.uuid}")


def _draft(request: HttpRequest) -> Draft | None:
    """The draft whose code was typed in this session.

    None once the code holds no more.
    """
    code = request.session.get(KEY)
    if not code:
        return None
    now = clock.now()
    drafts = sharing.by_code(code, now)
    return drafts.first()


def _to_mandate(request: HttpRequest, employer: Subject) -> HttpResponseRedirect:
    """To the counter, where it is looked at by what somebody acts for the unit."""
    messages.warning(request, SETTLE_FIRST)
    query = naming.query_of(request, employer)
    return HttpResponseRedirect(f"/desk/?{query}")


def _page(
    request: HttpRequest,
    draft: Draft,
    problems: Sequence[FieldProblem] = (),
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The draft before it is opened.

    typed: of the document, shown again.
    """
    subject = drafting.subject_of(draft)
    wrong = {}
    for problem in problems:
        wrong[problem.field] = problem.message
    version = versions.of_draft(draft)
    is_unit = isinstance(subject, Employer)
    name = subject.name
    if not is_unit:
        name = masking.name(name)
    context = {
        "draft": draft,
        "guide": version.guide,
        "name": name,
        "is_unit": is_unit,
        "place": draft.region.full_name,
        "desk": sharing.desk_of(draft),
        "ready": people.may_hand_in(request, subject),
        "shown": {"employer": is_unit, "subject": subject},
        "at": f"{HERE}open/",
        "kinds": documents.named(),
        "countries": tables.passport_countries(),
        "typed": typed or {},
        "problems": problems,
        "wrong": wrong,
    }
    return frame.page(request, "desk/intake/joined/code.html", context, status=status)
