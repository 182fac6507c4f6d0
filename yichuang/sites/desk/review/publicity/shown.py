"""What the page of a case shows of 公示; nothing where its item is not publicised."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, NoticeRow, Objection
from yichuang.cases.queries import frames, publicised, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import states
from yichuang.cases.rules.terms import Publicity
from yichuang.catalog.rules import publicity as rules
from yichuang.core import clock

BESIDE = 20  # further cases that are offered for the same page
Context = dict[str, Any]


def shown(case: Case, officer: Officer, context: Context) -> Context | None:
    """Everything of 公示, or None.

    context: of the page, with the acts that stand open, the guide of the
    version of the case and what was typed.
    No read where the item is not publicised.
    """
    may = context["may"]
    branches = context["guide"].definition.get("terms") or []
    if not rules.of(branches):
        return None
    version = versions.of_case(case)
    publicity = version.terms_in(case.situation).publicity
    if publicity is None:
        return None
    rows = list(publicised.rows_of(case))
    objections = list(publicised.about(case))
    answering = None
    may_answer = _may_answer(case, may)
    if may_answer:
        answering = _first_open(objections)
    offer = None
    if "publicise" in may and _standing(rows) is None:
        post = context["typed"].get("post") or QueryDict()
        offer = _offer(case, version, publicity)
        offer["beside"] = _beside(case, officer, post)
    return {
        "term": _term(publicity),
        "basis": publicity.basis,
        "rows": _rows(rows),
        "objections": _objections(objections, may_answer),
        "answering": answering,
        "offer": offer,
    }


def _may_answer(case: Case, may: frozenset[str]) -> bool:
    """Whether this officer answers what is said against the case.

    Also once it is reviewed no more, as after it was withdrawn.
    """
    if case.state in states.IN_REVIEW:
        return "answer_objection" in may
    return "see_whole" in may


def _offer(case: Case, version: Version, publicity: Publicity) -> Context:
    """What the form begins with."""
    terms = frames.terms_of(version, case)
    return {
        "days": publicity.span.days,
        "unit": publicity.span.unit,
        "title": f"{version.guide.name}公示",
        "conditions": version.guide.conditions,
        "pays": bool(terms.pay),
    }


def _standing(rows: Iterable[NoticeRow]) -> NoticeRow | None:
    """Where the case stands on a page now."""
    for row in rows:
        if not row.ended:
            return row
    return None


def _term(publicity: Publicity) -> str:
    """How long it lasts at least, and whether a clock stands meanwhile."""
    span = publicity.span
    words = f"至少{span.days}个{span.unit}"
    if publicity.stops:
        return f"{words}，不算进承诺"
    return f"{words}，算在承诺里"


def _rows(rows: Iterable[NoticeRow]) -> list[Context]:
    """The pages on which the case stood.

    Each with what became of it there.
    """
    today = clock.today()
    pages = []
    for row in rows:
        state, words = _state(row, today)
        page = {"row": row, "notice": row.notice, "state": state, "words": words}
        pages.append(page)
    return pages


def _state(row: NoticeRow, today: date) -> tuple[str, str]:
    """How the case stands on a page.

    (state of the kit, words).
    """
    if row.left_out_why:
        return "refused", f"去掉了：{row.left_out_why}"
    if row.ended:
        return "done", "公示结束了"
    days = (row.notice.until_on - today).days
    if days < 0:
        return "doing", "到期了，今晚撤下"
    if days == 0:
        return "soon", "今天最后一天"
    return "doing", f"公示中，还有{days}天"


def _objections(objections: Iterable[Objection], may_answer: bool) -> list[Context]:
    """Each objection; its words for whoever answers only."""
    rows = []
    for objection in objections:
        row = {"objection": objection, "text": "", "phone": ""}
        if may_answer:
            row["text"] = objection.text
            row["phone"] = objection.phone or ""
        rows.append(row)
    return rows


def _first_open(objections: Iterable[Objection]) -> Objection | None:
    """The one that has waited longest."""
    for objection in objections:
        if objection.answered_at is None:
            return objection
    return None


def _beside(case: Case, officer: Officer, post: QueryDict) -> list[Context]:
    """Further cases of the item in this officer's hands, that stand on no page.

    post: what was typed beside them.
    """
    alike = Case.objects.filter(
        item_code=case.item_code,
        organisation_id=case.organisation_id,
        state=states.REVIEWING,
        holder=officer,
    )
    others = alike.exclude(pk=case.pk)
    free = others.exclude(notice_rows__ended=False)
    joined = free.select_related("person", "employer")
    in_order = joined.defer("form").order_by("due_at", "pk")
    ticked = post.getlist("_with")
    rows = []
    for other in in_order[:BESIDE]:
        key = str(other.uuid)
        row = {
            "case": other,
            "on": key in ticked,
            "about": post.get(f"about-{key}", ""),
            "amount": post.get(f"amount-{key}", ""),
        }
        rows.append(row)
    return rows
