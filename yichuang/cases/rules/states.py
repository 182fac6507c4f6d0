"""States of a case, the moves between them, and the code of the national exchange that each reports.

Source: GB/T 39554 exchange codes as kept in the facts (01 收件 … 17 撤回); 行政许可法 32, 42."""

from dataclasses import dataclass

from yichuang.core.errors import Conflict


@dataclass(frozen=True)
class State:
    """label for officers, words for residents, the exchange code it maps to, whether it is the end; waits: it is the
    applicant's turn, and the clock stands (unless the notice was a breach)."""

    label: str
    plain: str
    code: str
    final: bool = False
    waits: bool = False


STATES = {
    "received": State("收件", "已收到", "01"),
    "correcting": State("待补正", "等您补材料", "04", waits=True),
    "supplied": State("已补正", "补的材料已收到", "05"),
    "accepted": State("已受理", "已受理", "02"),
    "reviewing": State("审核中", "正在审核", "08"),
    "second": State("待第二人复核", "正在审核", "08"),
    "approved": State("准予，待办结", "已同意，正在办结", "09"),
    "denied": State("不予，待办结", "没有同意，正在办结", "10"),
    "closed": State("已办结", "已办结", "11", final=True),
    "refused": State("不予受理", "没有受理", "03", final=True),
    "returned": State("已退件", "已退回", "14", final=True),
    "withdrawn": State("已撤回", "您已撤回", "17", final=True),
    "voided": State("已作废", "已作废", "13", final=True),
}

WAITING = tuple(name for name, state in STATES.items() if state.waits)


@dataclass(frozen=True)
class Move:
    """One verb: the states it starts from, the state it ends in (None: stays), the code reported, the role it needs
    ("" = the applicant or the platform)."""

    sources: tuple[str, ...]
    target: str | None
    code: str
    role: str
    label: str


_OPEN_FRONT = ("received", "supplied")
_BEFORE_DECISION = ("received", "correcting", "supplied", "accepted", "reviewing", "second")

MOVES = {
    "submit": Move((), "received", "01", "", "提交申请"),
    "accept": Move(_OPEN_FRONT, "accepted", "02", "clerk", "受理"),
    "refuse": Move(_OPEN_FRONT, "refused", "03", "clerk", "不予受理"),
    "ask_correction": Move(_OPEN_FRONT, "correcting", "04", "clerk", "一次性告知补正"),
    "answer_correction": Move(("correcting",), "supplied", "05", "", "补正"),
    "return": Move(("correcting",), "returned", "14", "", "逾期没有补正，退件"),
    "begin_review": Move(("accepted",), "reviewing", "08", "reviewer", "开始审核"),
    "review": Move(("reviewing",), "reviewing", "", "reviewer", "审核"),
    "propose": Move(("reviewing",), "second", "", "reviewer", "提请第二人复核"),
    "send_back": Move(("second",), "reviewing", "", "approver", "退回上一环节"),
    "approve": Move(("reviewing", "second"), "approved", "09", "reviewer", "准予"),
    "deny": Move(("reviewing", "second"), "denied", "10", "reviewer", "不予"),
    "close": Move(("approved", "denied"), "closed", "11", "reviewer", "办结"),
    "instant": Move(_OPEN_FRONT, "closed", "11", "clerk", "即时办结"),
    "deliver": Move(("closed",), None, "16", "issuer", "送达"),
    "post": Move(("closed",), None, "", "issuer", "寄出"),
    "withdraw": Move(_BEFORE_DECISION, "withdrawn", "17", "", "撤回"),
    "void": Move(("accepted", "reviewing", "second"), "voided", "13", "approver", "作废"),
    "claim": Move((*_BEFORE_DECISION, "approved", "denied"), None, "", "", "领取"),
    "release": Move((*_BEFORE_DECISION, "approved", "denied"), None, "", "", "放回"),
    "hand_over": Move((*_BEFORE_DECISION, "approved", "denied"), None, "", "", "转交"),
    "judge_material": Move(_BEFORE_DECISION, None, "", "", "核对材料"),
    "explain_slow": Move(tuple(STATES), None, "", "", "说明超时原因"),
    "follow_up": Move(("closed",), None, "", "", "回访"),
    "recount": Move((*_BEFORE_DECISION, "approved", "denied"), None, "", "", "按新公布的放假安排重算期限"),
}


def move(verb: str, state: str) -> str:
    """The state after `verb`. Raises Conflict when the case is not where the verb may be used."""
    rule = MOVES[verb]
    if state not in rule.sources:
        raise Conflict(
            f"这件现在是“{STATES[state].label}”，不能{rule.label}",
            code="wrong_state",
            way_out="可能别人刚办过，请刷新看最新情况",
        )
    return rule.target or state


def exchange_code(verb: str) -> str:
    """The code reported to the national exchange when `verb` happens; "" for what is not reported."""
    return MOVES[verb].code
