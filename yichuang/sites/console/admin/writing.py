"""One way to write: a form, what it will change, one confirmation, the service.

What was typed is never lost. A long form folds into parts, each with its place
in the list of all of them.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.audit.services import record
from yichuang.catalog.rules.forms import Form, clean, compile_form, parse
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Invalid, Problem
from yichuang.reference.queries import region_ends, region_exists
from yichuang.sites.console.admin import frame
from yichuang.sites.ui import confirming, regions, rows
from yichuang.sites.ui.fields import input_name, section

CONFIRM = "_confirm"
BEGUN = "_begun"
CHANGED = "您打开这一页以后，这里改过了（别人改的，或您在另一个窗口改的）。下面是您填的，请和现在的对一遍，再提交"
LONG_ROWS = 18
Change = tuple[str, str, str]  # what, before, after
Values = dict[str, Any]  # answers by field, checked
CHANGE_COLUMNS = [
    {"key": "what", "label": "要改的"},
    {"key": "old", "label": "现在"},
    {"key": "new", "label": "改为"},
]


@dataclass(frozen=True)
class Plan:
    """A write that is ready: what it will change, a warning beside it, the service call, the sentence said after.

    starts_on: the day from which it holds, where no field of the form says so; preview: what the confirmation shows
    below the changes, for its template; proposes: nothing holds yet, another person is asked to agree; waits: in a
    sentence, what has to follow before anything holds, where that is not the day alone."""

    changes: list[Change]
    do: Callable[[], Any]
    done: str
    back: str
    warning: str = ""
    starts_on: date | None = None
    preview: Mapping[str, Any] = field(default_factory=dict)
    proposes: bool = False
    waits: str = ""


@dataclass(frozen=True)
class Sheet:
    """The page of a form. fields: definitions as the form engine reads them; initial: answers shown at first.

    A date says from when something holds unless its field says `ends`: one that has passed is questioned. subject: of
    what the record says so, as `audit.services.record` takes it."""

    title: str
    crumbs: list[dict]
    back: str
    fields: tuple[dict, ...] = ()
    initial: Mapping[str, Any] = field(default_factory=dict)
    intro: str = ""
    label: str = "看看会改什么"
    facts: tuple[tuple[str, str], ...] = ()
    raw: tuple[str, ...] = ()  # fields too long for the form engine, taken as they were typed
    needed: tuple[
        str, ...
    ] = ()  # not asked for by the form, but by what happens later: never marked 可不填
    subject: str = ""
    folded: tuple[str, ...] = ()  # fields for experts, closed below the others
    headings: Mapping[str, str] = field(default_factory=dict)  # first field of a part → its title
    in_parts: bool = False  # each part is folded, and a list of all of them stands before the first

    @property
    def begun(self) -> str:
        """A fingerprint of what stood there when the page was opened: what the answers are meant to change."""
        stood = json.dumps([dict(self.initial), self.facts], ensure_ascii=False, default=str)
        return hashlib.sha256(stood.encode()).hexdigest()[:32]


def carry_out(
    request: HttpRequest, sheet: Sheet, plan: Callable[[dict[str, Any]], Plan]
) -> HttpResponse:
    """GET shows the form; a POST says what will change; a POST that confirms does it and goes back.

    plan: cleaned answers → Plan; it may raise a Problem, as the service may: the form comes back with all of it. So it
    does where the same was changed meanwhile: nobody undoes what they have not seen. What is to hold from a day that
    has passed is done only with a reason, which goes into the record. One confirmation does it once, however often it
    is sent.
    """
    form = compiled(sheet)
    if request.method == "GET":
        return _shown(request, sheet, form, sheet.initial, ())
    answers = parse(form, regions.with_codes(form, rows.posted(request.POST)))
    if confirming.was_done(request):
        problems = (FieldProblem("", confirming.DONE_BEFORE, "done_before"),)
        return _shown(request, sheet, form, answers, problems, status=Conflict.status)
    if request.POST.get(BEGUN, sheet.begun) != sheet.begun:
        problems = (FieldProblem("", CHANGED, "changed"),)
        return _shown(request, sheet, form, answers, problems, status=Conflict.status)
    if rows.asks_for_rows(request.POST):
        return _shown(request, sheet, form, rows.with_blank_row(request.POST, answers), ())
    if request.POST.get(CONFIRM) == "no":
        return _shown(request, sheet, form, answers, ())
    try:
        values = cleaned(sheet, form, answers)
        ready = plan(values)
        begins = confirming.first_day(form, sheet.fields, values, ready.starts_on)
        past = begins if begins and begins < clock.today() else None
        later = begins if begins and begins > clock.today() else None
        if request.POST.get(CONFIRM) != "yes":
            _try(ready.do)
            return _confirming(request, sheet, ready, past, later)
        if past and not confirming.reason(request):
            return _confirming(request, sheet, ready, past, later, status=422)
        _do(request, sheet, ready, past)
    except Problem as problem:
        return _shown(
            request, sheet, form, answers, problems_of(problem), problem.way_out, problem.status
        )
    messages.success(request, ready.done)
    return HttpResponseRedirect(ready.back)


def compiled(sheet: Sheet) -> Form:
    """The fields of a sheet as the form engine's form."""
    shapes = [_with_defaults(each) for each in sheet.fields]
    return compile_form({"code": "", "name": sheet.title, "groups": [], "fields": shapes}, {}, {})


def _with_defaults(each: dict) -> dict:
    shape = {"required": True, **each}
    if "columns" in shape:
        shape["columns"] = [
            {"required": False, "type": "text", **column} for column in shape["columns"]
        ]
    return shape


def cleaned(sheet: Sheet, form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, checked and typed. Raises Invalid."""
    answered = {key: value for key, value in answers.items() if value is not None}
    taken = {key: answered.pop(key, "") for key in sheet.raw}
    checked = clean(
        form, answered, as_of=clock.today(), region_exists=region_exists, region_ends=region_ends
    )
    if checked.problems:
        raise Invalid(checked.problems)
    return checked.values | taken


def _try(do: Callable[[], Any]) -> None:
    """Do it and take it back, so that a refusal shows before anybody confirms."""
    with transaction.atomic():
        do()
        transaction.set_rollback(True)


def problems_of(problem: Problem) -> tuple[FieldProblem, ...]:
    """Every sentence of a problem with its field."""
    if isinstance(problem, Invalid):
        return problem.problems
    return (FieldProblem(problem.field, problem.message, problem.code),)


@transaction.atomic
def _do(request: HttpRequest, sheet: Sheet, ready: Plan, past: date | None) -> None:
    """Carry it out, once; that it holds from a day before today is recorded with the reason."""
    confirming.count(request)
    ready.do()
    if past:
        note_past_start(request, sheet.subject, past, confirming.reason(request))


def note_past_start(request: HttpRequest, subject: str, day: date, reason: str) -> None:
    """Record that something was made to hold from a day that had passed, and why."""
    record(
        actor=request.officer.actor,
        verb="console.past_start",
        subject=subject,
        data={"on": day.isoformat(), "reason": reason},
    )


def _shown(
    request, sheet: Sheet, form: Form, answers, problems, way_out: str = "", status: int = 200
) -> HttpResponse:
    anchored = [_anchored(p, form) for p in problems]
    shown = []
    if form.sections:
        shown = section(form.sections[0], form, dict(answers), anchored, {}, regions.name_of)[
            "fields"
        ]
    for each in shown:
        each["required"] = each["required"] or each["name"] in sheet.needed
        each["heading"] = sheet.headings.get(each["name"], "")
        if each["name"] in sheet.raw:
            each["rows"] = LONG_ROWS
    folded = [each for each in shown if each["name"] in sheet.folded]
    plain = [each for each in shown if each["name"] not in sheet.folded]
    parts = _parts(plain, _pressed(request))
    context = {
        "sheet": sheet,
        "crumbs": sheet.crumbs,
        "parts": parts,
        "contents": [_link_to(part) for part in parts] if sheet.in_parts else (),
        "folded": folded,
        "folded_open": any(each["error"] for each in folded),
        "problems": anchored,
        "way_out": way_out,
    }
    return frame.page(request, "console/admin/form.html", context, status=status)


def _pressed(request: HttpRequest) -> str:
    """The table whose button for rows was pressed, "" for none.

    The page comes back with the part of that table open.
    """
    for button in (rows.ADD, rows.REMOVE, rows.TURN):
        if button in request.POST:
            return request.POST[button].split("-")[0]
    return ""


def _parts(fields: list[dict[str, Any]], pressed: str) -> list[dict[str, Any]]:
    """The fields in their parts, each begun by a heading.

    The first part stands open, and each where something is wrong; pressed:
    a table that was just given a row, or lost one.
    """
    parts: list[dict[str, Any]] = []
    for each in fields:
        if not parts or each["heading"]:
            number = len(parts) + 1
            part = {"id": f"part-{number}", "title": each["heading"], "fields": [], "wrong": 0}
            parts.append(part)
        parts[-1]["fields"].append(each)
    for part in parts:
        part["wrong"] = sum(1 for each in part["fields"] if _is_wrong(each))
        has_pressed = any(each["name"] == pressed for each in part["fields"])
        part["opened"] = part is parts[0] or part["wrong"] > 0 or has_pressed
    return parts


def _link_to(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part in the list of all of them, with how much is to be mended in
    it.
    """
    label = part["title"]
    if part["wrong"]:
        label = f"{label}（{part['wrong']}处要改）"
    return {"label": label, "href": f"#{part['id']}", "current": False, "count": None}


def _is_wrong(field_shown: Mapping[str, Any]) -> bool:
    """Whether something is wrong with an answer, or with one inside of a
    table.
    """
    if field_shown["error"]:
        return True
    for row in field_shown.get("table_rows", ()):
        if any(cell["error"] for cell in row["cells"]):
            return True
    return False


def _anchored(problem: FieldProblem, form: Form) -> FieldProblem:
    """A problem of something that is not on the page has no place to jump to; one inside a text has the text's."""
    name = input_name(problem.field)
    head = name.split("-")[0]
    if name in form.fields or (head in form.fields and form.fields[head].type == "table"):
        return problem
    return FieldProblem(head if head in form.fields else "", problem.message, problem.violates)


def _confirming(
    request: HttpRequest,
    sheet: Sheet,
    ready: Plan,
    past: date | None,
    later: date | None,
    status: int = 200,
) -> HttpResponse:
    ours = ("csrfmiddlewaretoken", CONFIRM, confirming.ONCE, confirming.PAST_REASON)
    posted = [confirming.fresh()]
    for name, texts in request.POST.lists():
        if name not in ours:
            posted += [(name, text) for text in texts]
    shown = {
        "sheet": sheet,
        "crumbs": sheet.crumbs,
        "plan": ready,
        "columns": CHANGE_COLUMNS,
        "rows": change_rows(ready.changes),
        "posted": posted,
        "has_fields": bool(sheet.fields),
        "past": past,
        "later": later,
        "past_words": f"从{past}起就算数，比今天早。真要这样，请写明原因。",
        "past_field": confirming.past_field(past, status),
    }
    return frame.page(request, "console/admin/confirm.html", shown, status=status)


def change_rows(changes: Iterable[Change]) -> list[dict[str, str]]:
    """Changes as rows of `CHANGE_COLUMNS`, wherever a page shows what becomes different."""
    rows_shown = []
    for what, old, new in changes:
        rows_shown.append({"what": what, "old": old, "new": new})
    return rows_shown
