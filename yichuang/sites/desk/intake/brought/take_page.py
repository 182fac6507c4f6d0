"""The page of an application at a window, with what was typed so far and what is wrong in it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.accounts import queries as accounts
from yichuang.accounts.services import count_lookup
from yichuang.cases.models import Draft
from yichuang.cases.queries import again, prefill, versions
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries.versions import Version
from yichuang.cases.services.drafts import Overtaken
from yichuang.catalog.rules.forms import Told
from yichuang.core import clock
from yichuang.core.errors import FieldProblem
from yichuang.sites.desk import frame, pane, sheet
from yichuang.sites.desk.intake import drafting
from yichuang.sites.desk.intake.brought import to_answer
from yichuang.sites.desk.intake.drafting import Answers
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.ui import fields, rows, two_texts, untyped
from yichuang.sites.ui.kept import key_of

COMER = "_comer"  # who stood here for the unit when the page was made
SOURCES = {
    "registry.person": "人员登记",
    "registry.employer": "单位登记",
    "own_last_case": "上次办这件事时填的",
    "own_earlier": "以前办事时填的",
}

Known = Mapping[str, tuple[Any, str]]  # field → (what is known of the subject, whence)


def page(
    request: HttpRequest,
    draft: Draft,
    subject: Subject,
    problems: Collection[FieldProblem],
    notices: tuple[Told, ...] = (),
    *,
    status: int = 200,
    whole: bool = False,
) -> HttpResponse:
    """The draft as a form, with what is wrong in it.

    notices: conditions of the law that are not met, told before it is
    sent.
    whole: every number in full, recorded with the item as purpose.
    """
    officer = request.officer
    version = versions.of_draft(draft)
    item_code = version.item_code
    prefilled = prefill.known_at_desk(version, subject, officer)
    carried = version.situation_answers(draft.situation)
    values = {**draft.answers, **carried}
    shown = drafting.covered(version.form, values, subject)
    covered = shown != values
    if whole:
        pane.note_reading(subject, officer, "read_whole", item_code)
        count_lookup(officer, clock.now())
        shown = values
        covered = False
    elif request.method == "POST":
        shown |= _typed_now(request, version, values)
    derived = drafting.untyped(version, values)
    sources = _sources(prefilled, values)
    sources |= untyped.whence(derived)
    errors = fields.by_field(problems)
    context = {
        "shown": pane.show(request, subject),
        "comer": by_what.of_comer(request, subject),
        "came": request.POST.get(COMER, ""),
        "draft": draft,
        "guide": version.guide,
        "version": version,
        "earlier": None,
        "granted": None,
        "values": rows.with_blank_row(request.POST, shown | derived),
        "sheets": sheet.address(draft),
        "typing_key": key_of(request),
        "covered": covered,
        "whole": f"/desk/take/{item_code}/?draft={draft.uuid}&whole=1",
        "sources": sources,
        "sections": to_answer.sections_left(version, subject),
        "carried": carried.items(),
        "questions": to_answer.questions(version, draft.situation, errors),
        "answered": to_answer.is_situation_told(version, draft.situation),
        "papers": to_answer.papers(version, draft, errors),
        "problems": problems,
        "notices": notices,
        "mark": drafting.mark_of(notices),
        "qualified": accounts.qualified(officer, item_code),
    }
    if not draft.case_number:
        context |= _had_before(request, version, subject)
    return frame.page(request, "desk/intake/take.html", context, status=status)


def _had_before(request: HttpRequest, version: Version, subject: Subject) -> dict[str, Any]:
    """What they have of this item already.

    earlier: the case that is still open, where there is one.
    granted: what was granted and still holds, where none is open.
    """
    officer = request.officer
    earlier = again.at_desk(version, subject, officer)
    if earlier:
        return {"earlier": earlier}
    today = clock.today()
    granted = again.granted_at_desk(version, subject, officer, today)
    return {"granted": granted}


def both(request: HttpRequest, draft: Draft, overtaken: Overtaken) -> HttpResponse:
    """What was typed and what another page wrote meanwhile, to choose from.

    Both are masked as on the page.
    """
    version = versions.of_draft(draft)
    form = version.form
    now = lists.draft(draft.uuid, request.user)
    subject = drafting.subject_of(now)
    here = drafting.typed(request, now, version)
    there = drafting.covered(form, now.answers, subject)
    differing = overtaken.fields
    two = two_texts.context(request, form, differing, here, there, now.revision)
    address = f"/desk/take/{version.item_code}/"
    context = {
        "two": two,
        "action": address,
        "back": f"{address}?draft={now.uuid}",
        "guide": version.guide,
    }
    status = overtaken.status
    return frame.page(request, "desk/two_texts.html", context, status=status)


def _typed_now(request: HttpRequest, version: Version, values: Answers) -> dict[str, Any]:
    """What this very post brought in full: whoever has just typed it may go on reading it."""
    posted = request.POST
    typed = {}
    for key in version.form.fields:
        value = values.get(key, "")
        if posted.get(key) == value:
            typed[key] = value
    return typed


def _sources(prefilled: Known, values: Answers) -> dict[str, str]:
    """Field → where its value comes from, for the values that still stand as they came."""
    words_of_field = {}
    for key, (value, source) in prefilled.items():
        words = _words_of(source)
        if words and values.get(key) == value:
            words_of_field[key] = words
    return words_of_field


def _words_of(source: str) -> str:
    """The name of a source, or else of the wider one to which it belongs.

    "" for one of which nothing is said.
    """
    wider, _, _ = source.rpartition(".")
    if source in SOURCES:
        return SOURCES[source]
    return SOURCES.get(wider, "")
