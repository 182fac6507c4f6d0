"""Qualifications of many officers at once, from a spreadsheet.

One row lets one officer accept one item.
"""

from collections import defaultdict
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts.models import Officer, Qualification
from yichuang.accounts.services import Entitled
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import compile_form
from yichuang.core import clock
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Problem
from yichuang.sites.console.admin import frame
from yichuang.sites.ui.sheets import page
from yichuang.sites.ui.sheets.reading import Row

KEY = "qualifications"
Span = tuple[date, date | None]
TEXTS = (
    ("employee_no", "工号", True, 20, ""),
    ("name", "姓名", True, 60, "和工号对得上才给"),
    ("item", "事项编码", True, 12, "12位基本编码，在事项目录里看"),
    ("certificate", "证书编号", False, 60, ""),
)
SPELT = {"employee_no": "code", "name": "name", "item": "code", "certificate": "code"}
DAYS = (("valid_from", "从哪天起", True), ("valid_to", "到哪天止", False))
PAST_REASON = {
    "key": "past_reason",
    "label": "从过去的日子算起的原因",
    "type": "text",
    "required": False,
    "help": "从哪天起早于今天的，写明依据或原因，记入审计",
    "validate": {"max_length": 200},
}


def _columns() -> list[dict]:
    """The columns of the spreadsheet, as a table of a form has them."""
    shapes = []
    for key, label, required, most, advice in TEXTS:
        shape = {
            "key": key,
            "label": label,
            "type": "text",
            "spelt": SPELT[key],
            "required": required,
            "help": advice,
            "validate": {"max_length": most},
        }
        shapes.append(shape)
    for key, label, required in DAYS:
        shape = {"key": key, "label": label, "type": "date", "required": required}
        shapes.append(shape)
    return [*shapes, PAST_REASON]


TABLE = compile_form(
    {
        "code": "",
        "name": "",
        "groups": [],
        "fields": [
            {
                "key": KEY,
                "label": "事项资格",
                "type": "table",
                "required": True,
                "columns": _columns(),
                "validate": {"max_rows": 500},
            }
        ],
    },
    {},
    {},
).fields[KEY]


@takes_files
@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file, look over what was read, give what has no fault.

    Only to officers whom the administrator may change, never to
    themselves. All rows are given together or none is. Raises Forbidden
    for a unit of another place.
    """
    unit = accounts.organisation(code)
    frame.permit(request, "org_admin", unit.region_id)
    back = f"{frame.ROOT}units/{unit.code}/"
    step = page.step(request, TABLE, (), lambda rows: _judge(request, rows))
    if step.file:
        return step.file
    fault = ""
    status = step.status
    if step.taken is not None:
        try:
            count = services.qualify_many(
                actor=request.officer.actor, rows=_entitled(step.taken), unit=unit
            )
        except Problem as problem:  # somebody else gave one of them meanwhile
            fault = problem.message
            status = problem.status
        else:
            messages.success(request, f"已给{count}个事项资格")
            return HttpResponseRedirect(back)
    context = step.context or page.begun(TABLE, ()).context
    if fault:
        context["fault"] = f"{fault}一行也没有给，请再选一次文件，看看是哪一行"
    shown = {
        **context,
        "unit": unit,
        "back": back,
        "back_words": "不导入了，回到机构",
        "take_words": f"给{context.get('good', 0)}个资格",
        "crumbs": _crumbs(unit),
    }
    return frame.page(request, "console/admin/organisations/qualifying.html", shown, status=status)


@frame.admin("org_admin")
@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The spreadsheet to fill, begun with the active officers of the
    unit.

    Each row begins today.
    """
    unit = accounts.organisation(code)
    frame.permit(request, "org_admin", unit.region_id)
    today = clock.today().isoformat()
    begun = []
    for officer in accounts.officers_of(unit).filter(active=True):
        row = {"employee_no": officer.employee_no, "name": officer.name, "valid_from": today}
        begun.append(row)
    return page.template_of(TABLE, begun)


def _crumbs(unit) -> list[dict]:
    all_units = ("机构和人员", "units/")
    this = (unit.name, f"units/{unit.code}/")
    here = ("批量给事项资格", "")
    return frame.crumbs(all_units, this, here)


def _judge(request: HttpRequest, rows: list[Row]) -> None:
    """What speaks against these rows, into their faults.

    The register of officers, the catalogue, and the qualifications that
    are there already; of two rows that say the same the second is at
    fault.
    """
    officers = _numbered([row.answers["employee_no"] for row in rows])
    items = {item.code for item in catalog.items()}
    spans = _held(officers.values())
    for row in rows:
        officer = officers.get(row.answers["employee_no"])
        row.faults += _against_officer(request, officer, row)
        if row.answers["item"] not in items:
            row.faults.append(f"事项目录里没有编码为{row.answers['item']}的在办事项")
        row.faults += _against_days(row)
        if officer and not row.faults:
            key = (officer.pk, row.answers["item"])
            row.faults += _against_held(spans[key], row)
            spans[key].append(_span(row))


def _numbered(numbers: list[str]) -> dict[str, Officer]:
    """Employee number → officer, active or not, in one read."""
    rows = Officer.objects.filter(employee_no__in=numbers)
    by_number = {}
    for officer in rows.select_related("user", "organisation__region"):
        number = officer.employee_no
        by_number[number] = officer
    return by_number


def _against_officer(request: HttpRequest, officer: Officer | None, row: Row) -> list[str]:
    """What forbids to give this row to this officer.

    officer: None where nobody has the number.
    """
    if officer is None:
        return [f"没有工号是{row.answers['employee_no']}的人员"]
    if officer.name != row.answers["name"]:
        return ["工号和姓名不是同一个人"]
    if not officer.active:
        return ["这个人已经离岗"]
    if officer == request.officer:
        return ["不能给自己发资格，请由另一位组织管理员办理"]
    if not frame.may(request, "org_admin", officer.organisation.region_id):
        return [f"您的岗位管不到{officer.organisation.name}"]
    return []


def _against_days(row: Row) -> list[str]:
    """What is wrong with the days of a row.

    The past is possible, with a reason that is recorded.
    """
    first, last = _span(row)
    faults = []
    if last and last < first:
        faults.append("到哪天止早于从哪天起")
    if first < clock.today() and not row.answers.get("past_reason"):
        faults.append("从哪天起早于今天，要写明原因")
    return faults


def _against_held(held: list[Span], row: Row) -> list[str]:
    """Whether the officer may accept the item on some of these days
    already.

    A span without an end never ends.
    """
    first, last = _span(row)
    for other_first, other_last in held:
        begins_before_end = last is None or other_first <= last
        ends_after_begin = other_last is None or other_last >= first
        if begins_before_end and ends_after_begin:
            return ["这些日子里已经有这个事项的资格"]
    return []


def _held(officers) -> dict[tuple[int, str], list[Span]]:
    """The days on which each officer may accept each item already.

    (officer, code of the item) → spans, none for any other pair.
    """
    spans = defaultdict(list)
    for paper in Qualification.objects.filter(officer__in=list(officers)):
        span = (paper.valid_from, paper.valid_to)
        key = (paper.officer_id, paper.item_code)
        spans[key].append(span)
    return spans


def _span(row: Row) -> Span:
    """First and last day of a row."""
    return _day(row.answers, "valid_from"), _day(row.answers, "valid_to")


def _day(answers: dict[str, str], key: str) -> date | None:
    """A day of a row; None where it is left open."""
    text = answers.get(key)
    if not text:
        return None
    return date.fromisoformat(text)


def _entitled(taken: list[dict[str, str]]) -> list[Entitled]:
    """The rows as the service takes them."""
    officers = _numbered([answers["employee_no"] for answers in taken])
    rows = []
    for answers in taken:
        row = Entitled(
            officer=officers[answers["employee_no"]],
            item_code=answers["item"],
            certificate=answers.get("certificate", ""),
            valid_from=_day(answers, "valid_from"),
            valid_to=_day(answers, "valid_to"),
            past_reason=answers.get("past_reason", ""),
        )
        rows.append(row)
    return rows
