"""One way to write: a form, what it will change, one confirmation, the service. What was typed is never lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.catalog.rules.forms import Form, clean, compile_form, parse
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.reference.queries import region_ends, region_exists
from yichuang.sites.console.admin import frame
from yichuang.sites.ui import regions, rows
from yichuang.sites.ui.fields import input_name, section

CONFIRM = "_confirm"
LONG_ROWS = 18
Change = tuple[str, str, str]  # what, before, after


@dataclass(frozen=True)
class Plan:
    """A write that is ready: what it will change, a warning beside it, the service call, the sentence said after."""

    changes: list[Change]
    do: Callable[[], Any]
    done: str
    back: str
    warning: str = ""


@dataclass(frozen=True)
class Sheet:
    """The page of a form. fields: definitions as the form engine reads them; initial: answers shown at first."""

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


def carry_out(
    request: HttpRequest, sheet: Sheet, plan: Callable[[dict[str, Any]], Plan]
) -> HttpResponse:
    """GET shows the form; a POST says what will change; a POST that confirms does it and goes back.

    plan: cleaned answers → Plan; it may raise a Problem, as the service may: the form comes back with all of it.
    """
    form = compiled(sheet)
    if request.method == "GET":
        return _shown(request, sheet, form, sheet.initial, ())
    answers = parse(form, regions.with_codes(form, rows.posted(request.POST)))
    if rows.asks_for_rows(request.POST):
        return _shown(request, sheet, form, rows.with_blank_row(request.POST, answers), ())
    if request.POST.get(CONFIRM) == "no":
        return _shown(request, sheet, form, answers, ())
    try:
        ready = plan(cleaned(sheet, form, answers))
        if request.POST.get(CONFIRM) != "yes":
            _try(ready.do)
            return _asked(request, sheet, ready)
        ready.do()
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
    given = {key: value for key, value in answers.items() if value is not None}
    taken = {key: given.pop(key, "") for key in sheet.raw}
    found = clean(
        form,
        given,
        as_of=clock.today(),
        region_exists=region_exists,
        region_ends=region_ends,
    )
    if found.problems:
        raise Invalid(found.problems)
    return found.values | taken


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


def _shown(
    request, sheet: Sheet, form: Form, answers, problems, way_out: str = "", status: int = 200
) -> HttpResponse:
    told = [_anchored(p, form) for p in problems]
    shown = []
    if form.sections:
        shown = section(form.sections[0], form, dict(answers), told, {}, regions.name_of)["fields"]
    for each in shown:
        each["required"] = each["required"] or each["name"] in sheet.needed
        if each["name"] in sheet.raw:
            each["rows"] = LONG_ROWS
    context = {
        "sheet": sheet,
        "crumbs": sheet.crumbs,
        "fields": shown,
        "problems": told,
        "way_out": way_out,
    }
    return frame.page(request, "console/admin/form.html", context, status=status)


def _anchored(problem: FieldProblem, form: Form) -> FieldProblem:
    """A problem of something that is not on the page has no place to jump to; one inside a text has the text's."""
    name = input_name(problem.field)
    head = name.split("-")[0]
    if name in form.fields or (head in form.fields and form.fields[head].type == "table"):
        return problem
    return FieldProblem(head if head in form.fields else "", problem.message, problem.violates)


def _asked(request, sheet: Sheet, ready: Plan) -> HttpResponse:
    kept = [
        (name, text)
        for name, texts in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", CONFIRM)
        for text in texts
    ]
    columns = [
        {"key": "what", "label": "要改的"},
        {"key": "old", "label": "现在"},
        {"key": "new", "label": "改为"},
    ]
    return frame.page(
        request,
        "console/admin/confirm.html",
        {
            "sheet": sheet,
            "crumbs": sheet.crumbs,
            "plan": ready,
            "columns": columns,
            "rows": [{"what": what, "old": old, "new": new} for what, old, new in ready.changes],
            "kept": kept,
            "has_fields": bool(sheet.fields),
        },
    )
