"""决定规则: every rule with what it asks, its examples computed, and the word of a legal officer.

Whoever reviews the law of the item agrees to the very text that is shown, or
lets the rule decide no more (个人信息保护法 24).
"""

import difflib
import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalog import queries as catalog
from yichuang.core import clock, days
from yichuang.core.errors import NotFound
from yichuang.eligibility import queries, services, tables
from yichuang.eligibility.models import Approval
from yichuang.eligibility.queries import Pack
from yichuang.eligibility.rules.examples import NAMES
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out

APPROVE, WITHDRAW = "approve", "withdraw"
WORDS = {APPROVE: "同意由这条规则决定", WITHDRAW: "不再由这条规则决定"}
IN_FORCE, NOT_YET, CHANGED = "在用", "还没有人同意", "同意以后改过，要重新同意"
VERDICTS = {"yes": "同意", "no": "交给人", "unknown": "交给人", "contradicts": "交给人"}
EXAMPLES = {
    "yes": "都符合",
    "no": "有一条不符合",
    "unknown": "有一样没答上来",
    "contradicts": "有两处不一样",
}
COLUMNS = [
    {"key": "item", "label": "事项"},
    {"key": "since", "label": "从哪天起", "nowrap": True},
    {"key": "state", "label": "现在"},
    {"key": "approved", "label": "谁同意的"},
]
CONDITIONS = [
    {"key": "says", "label": "条件"},
    {"key": "point", "label": "审查要点"},
    {"key": "basis", "label": "依据"},
]
COMPUTED = [{"key": "name", "label": "例子"}, {"key": "verdict", "label": "算出来"}]


@frame.admin()
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET: every rule, and whether it decides.

    With who agreed to it, and when.
    """
    rows = []
    for packs_of_item in tables.decisions().values():
        for pack in packs_of_item:
            row = _row(pack)
            rows.append(row)
    shown = {
        "crumbs": frame.crumbs(("决定规则", "")),
        "title": "决定规则",
        "intro": "法规审核同意的才用来决定，规则只能同意；别的都交给人。规则或者用到的数字改一个字，就要重新同意。",
        "tables": [{"caption": "规则", "columns": COLUMNS, "rows": rows}],
    }
    return frame.page(request, "console/admin/report.html", shown)


@frame.admin()
@require_GET
def rule(request: HttpRequest, code: str, first_day: str) -> HttpResponse:
    """GET: one rule.

    With its examples computed just now, and what differs from the rule of
    the same item before it.
    Raises NotFound for none.
    """
    pack = _pack_of(code, first_day)
    item = catalog.item(code)
    approvals = queries.approvals_of(pack)
    state = _state(pack, approvals)
    is_in_force = state == IN_FORCE
    reviews_it = catalog.may_keep(request.officer, services.REVIEWER, item)
    facts = [
        ("从哪天起", pack["from"]),
        ("同意", _signed(pack, approvals)),
        ("摘要", queries.digest_of(pack)),
    ]
    conditions = _conditions(pack)
    examples = _examples(pack)
    shown = {
        "crumbs": frame.crumbs(("决定规则", "rules/"), (item.name, "")),
        "heading": f"{item.name}：{state}",
        "facts": facts,
        "conditions": {"columns": CONDITIONS, "rows": conditions},
        "examples": {"columns": COMPUTED, "rows": examples},
        "differs": _changed(pack),
        "text": _text(pack),
        "base": _address(pack),
        "may_approve": reviews_it and not is_in_force,
        "may_withdraw": reviews_it and is_in_force,
    }
    return frame.page(request, "console/admin/rules/rule.html", shown)


def _conditions(pack: Pack) -> list[dict[str, str]]:
    """What all has to hold.

    With the point of review that each stands for, and its article.
    """
    rows = []
    for condition in pack["all"]:
        row = {}
        for column in CONDITIONS:
            key = column["key"]
            row[key] = condition.get(key, "")
        rows.append(row)
    return rows


def _address(pack: Pack) -> str:
    """The page of a rule."""
    code = pack["item"]
    first_day = pack["from"]
    return f"{frame.ROOT}rules/{code}/{first_day}/"


@frame.admin("legal")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str, first_day: str, verb: str) -> HttpResponse:
    """GET, POST: agree to a rule as it is shown, or let it decide no more.

    verb: approve | withdraw. Raises NotFound, Forbidden for who does not
    review the item's law, Conflict when it is so already.
    """
    if verb not in WORDS:
        raise NotFound("没有这个操作")
    pack = _pack_of(code, first_day)
    services.require_reviewer(request.officer, code)
    services.require_open(pack, is_approval=verb == APPROVE)
    item = catalog.item(code)
    back = _address(pack)
    words = WORDS[verb]
    here = back.removeprefix(frame.ROOT)
    steps = [("决定规则", "rules/"), (item.name, here), (words, "")]
    sheet = Sheet(
        title=f"{words}：{item.name}",
        crumbs=frame.crumbs(*steps),
        back=back,
        subject=f"item:{code}",
    )

    def plan(values: dict[str, Any]) -> Plan:
        """What will change: whether it decides."""
        becomes = NOT_YET
        if verb == APPROVE:
            becomes = IN_FORCE
        digest = queries.digest_of(pack)
        state = _state(pack, queries.approvals_of(pack))
        changes = [("现在", state, becomes), ("摘要", "", digest)]
        return Plan(changes=changes, do=lambda: _carry(request, pack, verb), done=words, back=back)

    return carry_out(request, sheet, plan)


def _carry(request: HttpRequest, pack: Pack, verb: str) -> None:
    """The one service that is meant.

    It asks once more whether this officer may.
    """
    which = {
        "item_code": pack["item"],
        "from_on": date.fromisoformat(pack["from"]),
        "officer": request.officer,
        "now": clock.now(),
    }
    if verb == APPROVE:
        services.approve(digest=queries.digest_of(pack), **which)
    else:
        services.withdraw(**which)


def _pack_of(code: str, first_day: str) -> Pack:
    """The rule of an address. Raises NotFound."""
    day = days.day(first_day)
    if day is None:
        raise NotFound("没有这条决定规则", way_out="请从列表里选")
    return services.pack_of(code, day)


def _row(pack: Pack) -> dict[str, Any]:
    """One rule of the list."""
    item = catalog.item(pack["item"])
    approvals = queries.approvals_of(pack)
    return {
        "href": _address(pack),
        "item": item.name,
        "since": pack["from"],
        "state": _state(pack, approvals),
        "approved": _signed(pack, approvals),
    }


def _state(pack: Pack, approvals: list[Approval]) -> str:
    """Whether it decides.

    In words.
    """
    digest = queries.digest_of(pack)
    standing = [row.digest for row in approvals if row.withdrawn_at is None]
    if digest in standing:
        return IN_FORCE
    if standing:
        return CHANGED
    return NOT_YET


def _signed(pack: Pack, approvals: list[Approval]) -> str:
    """Who agreed to it as it is, and when; "" for nobody."""
    if _state(pack, approvals) != IN_FORCE:
        return ""
    digest = queries.digest_of(pack)
    standing = [row for row in approvals if row.withdrawn_at is None]
    (approval,) = [row for row in standing if row.digest == digest]
    moment = clock.local(approval.at)
    day = moment.date()
    name = approval.approved_by.name
    return f"{name}，{day.isoformat()}"


def _examples(pack: Pack) -> list[dict[str, str]]:
    """Its four examples.

    As they come out now.
    """
    rows = []
    for name in NAMES:
        determination = queries.example_of(pack, name)
        verdict = VERDICTS[str(determination.verdict)]
        rows.append({"name": EXAMPLES[name], "verdict": verdict})
    return rows


def _text(pack: Pack) -> str:
    """The rule to the letter.

    As a legal officer agrees to it.
    """
    return json.dumps(pack, ensure_ascii=False, indent=2, sort_keys=True)


def _changed(pack: Pack) -> list[str]:
    """The lines in which it differs from the rule before it.

    None for the first of its item.
    """
    before = None
    for other in tables.decisions()[pack["item"]]:
        if other["from"] < pack["from"]:
            before = other
    if before is None:
        return []
    old = _text(before).splitlines()
    new = _text(pack).splitlines()
    lines = difflib.unified_diff(old, new, before["from"], pack["from"], lineterm="")
    return list(lines)
