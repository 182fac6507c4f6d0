"""States of a case, the moves between them, and the code of the national exchange that each reports.

The only place where the names of states are written: everything else uses the constants, and a table keyed by states
goes through `total`, so that a new state is forgotten nowhere.

Source: GB/T 39554 exchange codes as kept in the facts (01 收件 … 17 撤回); 行政许可法 32, 42."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from yichuang.core.errors import Conflict

RECEIVED = "received"
CORRECTING = "correcting"
SUPPLIED = "supplied"
ACCEPTED = "accepted"
REVIEWING = "reviewing"
SECOND = "second"
SPECIAL = "special"
SUSPENDED = "suspended"
AWAITING = "awaiting"
APPROVED = "approved"
DENIED = "denied"
CLOSED = "closed"
REFUSED = "refused"
RETURNED = "returned"
WITHDRAWN = "withdrawn"
VOIDED = "voided"
REVOKED = "revoked"  # an outcome, and no state: what was granted and is taken back stays closed
ENDS_OF_WAITING = ("end_awaiting", "end_awaiting_in_review")
REVOKES = "decide_revocation"  # the one step that reaches it, where it is not dropped


@dataclass(frozen=True)
class State:
    """label for officers, words for residents, the exchange code it maps to; turn: the role of the officer who has the
    next step ("" at the end); waits: something is awaited from the applicant, and the clock stands (unless the notice
    was a breach), of AWAITING our promise alone."""

    label: str
    plain: str
    code: str
    turn: str = ""
    waits: bool = False

    @property
    def final(self) -> bool:
        """Whether the case has come to its end: nobody has a next step."""
        return not self.turn


STATES = {
    RECEIVED: State("收件", "已收到", "01", "clerk"),
    CORRECTING: State("待补正", "等您补材料", "04", "clerk", waits=True),
    SUPPLIED: State("已补正", "补的材料已收到", "05", "clerk"),
    ACCEPTED: State("已受理", "已受理", "02", "reviewer"),
    REVIEWING: State("审核中", "正在审核", "08", "reviewer"),
    SPECIAL: State("特别程序中", "正在走特别程序", "06", "reviewer"),
    SUSPENDED: State("中止", "停着", "08", "reviewer"),
    AWAITING: State("先办后补，等补", "等您补材料", "08", "reviewer", waits=True),
    SECOND: State("待第二人复核", "正在审核", "08", "approver"),
    APPROVED: State("准予，待办结", "已同意，正在办结", "09", "reviewer"),
    DENIED: State("不予，待办结", "没有同意，正在办结", "10", "reviewer"),
    CLOSED: State("已办结", "已办结", "11"),
    REFUSED: State("不予受理", "没有受理", "03"),
    RETURNED: State("已退件", "已退回", "14"),
    WITHDRAWN: State("已撤回", "您已撤回", "17"),
    VOIDED: State("已作废", "已作废", "13"),
}

ALL = tuple(STATES)
OPEN = tuple(name for name, state in STATES.items() if not state.final)
FINAL = tuple(name for name, state in STATES.items() if state.final)
WAITING = tuple(name for name, state in STATES.items() if state.waits)
FRONT = (RECEIVED, SUPPLIED)
IN_REVIEW = (ACCEPTED, REVIEWING, SPECIAL, SUSPENDED, AWAITING, SECOND)
STANDING = (SPECIAL, SUSPENDED, AWAITING)  # a clock of its review stands
# somebody works on it, and nothing stands
IN_TURN = (RECEIVED, SUPPLIED, ACCEPTED, REVIEWING)
SUPPLIABLE = (*IN_TURN, AWAITING)  # a paper that is owed may come
BEFORE_DECISION = (RECEIVED, CORRECTING, SUPPLIED, *IN_REVIEW)
DECIDED = (APPROVED, DENIED)
OVER = (CLOSED,)
HANDED_OUT = (CLOSED, REFUSED)  # whose paper goes to the applicant, who has a term from its receipt
OF_NO_EFFECT = (VOIDED, WITHDRAWN)  # whatever was issued of such a case holds no more


def total(table: dict[str, Any], over: Collection[str] = ALL) -> dict[str, Any]:
    """The table itself, when it has a value for each of these states and for nothing else. Raises ValueError otherwise,
    as soon as its module is imported."""
    odd = set(table) ^ set(over)
    if odd:
        raise ValueError(
            f"a table keyed by states lacks or has too many of: {', '.join(sorted(odd))}"
        )
    return table


@dataclass(frozen=True)
class Move:
    """One verb of the trail: the states it starts from, the state it ends in (None: stays), the code reported. Who may
    do it stands in rules/permission.py."""

    sources: tuple[str, ...]
    target: str | None
    code: str
    label: str


MOVES = {
    "submit": Move((), RECEIVED, "01", "提交申请"),
    "accept": Move(FRONT, ACCEPTED, "02", "受理"),
    "refuse": Move(FRONT, REFUSED, "03", "不予受理"),
    "ask_correction": Move(FRONT, CORRECTING, "04", "一次性告知补正"),
    "answer_correction": Move((CORRECTING,), SUPPLIED, "05", "补正"),
    "drop_notice": Move((CORRECTING,), RECEIVED, "05", "收回补正告知"),
    "return": Move((CORRECTING,), RETURNED, "14", "逾期没有补正，退件"),
    "defer_acceptance": Move(FRONT, None, "", "暂缓受理"),
    "resume_acceptance": Move(FRONT, None, "", "不再暂缓受理"),
    "deem_accepted": Move(FRONT, ACCEPTED, "02", "视为受理"),
    "note_right": Move(OPEN, None, "", "告知可以另走的路"),
    "begin_review": Move((ACCEPTED,), REVIEWING, "08", "开始审核"),
    "review": Move((REVIEWING,), REVIEWING, "", "审核"),
    "begin_special": Move((REVIEWING,), SPECIAL, "06", "开始特别程序"),
    "end_special": Move((SPECIAL,), REVIEWING, "07", "特别程序结束"),
    "ask_suspension": Move((REVIEWING,), None, "", "提请中止"),
    "refuse_suspension": Move((REVIEWING,), None, "", "不批准中止"),
    "suspend": Move((REVIEWING,), SUSPENDED, "", "中止"),
    "resume": Move((SUSPENDED,), REVIEWING, "", "恢复办理"),
    "ask_extension": Move(IN_REVIEW, None, "", "提请延期"),
    "grant_extension": Move(IN_REVIEW, None, "", "批准延期"),
    "refuse_extension": Move(IN_REVIEW, None, "", "不批准延期"),
    "agree_longer": Move(IN_REVIEW, None, "", "双方同意延长"),
    "restart_term": Move((REVIEWING,), None, "", "期限重新起算"),
    "take_back_clear": Move((ACCEPTED, REVIEWING), None, "", "收回“事实清楚”"),
    "check_on_site": Move((ACCEPTED, REVIEWING), None, "", "现场核查"),
    "sign_check": Move(IN_REVIEW, None, "", "现场核查的另一人签字"),
    "publicise": Move((REVIEWING,), None, "06", "公示"),
    "answer_objection": Move(IN_REVIEW, None, "", "答复公示的异议"),
    "end_notice": Move(IN_REVIEW, None, "07", "公示结束"),
    "propose": Move((REVIEWING,), SECOND, "", "提请第二人复核"),
    "send_back": Move((SECOND,), REVIEWING, "", "退回上一环节"),
    "approve": Move((REVIEWING, SECOND), APPROVED, "09", "准予"),
    "deny": Move((REVIEWING, SECOND), DENIED, "10", "不予"),
    "decide_by_silence": Move(BEFORE_DECISION, APPROVED, "09", "期满没有决定，依法视为同意"),
    "note_answers": Move(OPEN, None, "", "查到的材料"),
    "add_paper": Move(SUPPLIABLE, None, "", "补交材料"),
    "promise_paper": Move(SUPPLIABLE, None, "", "用承诺代替材料"),
    "withdraw_promise": Move(SUPPLIABLE, None, "", "收回承诺"),
    "remind": Move(IN_TURN, None, "", "提醒补材料"),
    "begin_awaiting": Move((ACCEPTED, REVIEWING), AWAITING, "", "先办后补，等补"),
    "end_awaiting": Move((AWAITING,), ACCEPTED, "", "等补结束"),
    "end_awaiting_in_review": Move((AWAITING,), REVIEWING, "", "等补结束，接着审核"),
    "note_false": Move((ACCEPTED, REVIEWING), None, "", "承诺查出不实"),
    "accept_by_rule": Move(FRONT, ACCEPTED, "02", "由规则受理"),
    "decide_by_rule": Move((ACCEPTED,), APPROVED, "09", "由规则准予"),
    "close": Move(DECIDED, CLOSED, "11", "办结"),
    "deliver": Move(OVER, None, "16", "送达"),
    "serve": Move((REFUSED,), None, "", "送达不予受理通知书"),
    "post": Move(HANDED_OUT, None, "", "寄出"),
    "withdraw": Move(BEFORE_DECISION, WITHDRAWN, "17", "撤回"),
    "void": Move(IN_REVIEW, VOIDED, "13", "作废"),
    "ask_person": Move(OVER, None, "", "请人来看"),
    "answer_look": Move(OVER, None, "", "答复请人来看"),
    "revise_decision": Move(OVER, None, "", "改正决定"),
    "propose_revocation": Move(OVER, None, "", "提请撤销"),
    "state_case": Move(OVER, None, "", "陈述申辩"),
    REVOKES: Move(OVER, None, "", "撤销的决定"),
    "claim": Move(OPEN, None, "", "领取"),
    "release": Move(OPEN, None, "", "放回"),
    "hand_over": Move(OPEN, None, "", "转交"),
    "judge_material": Move(BEFORE_DECISION, None, "", "核对材料"),
    "explain_slow": Move(ALL, None, "", "说明超时原因"),
    "follow_up": Move(OVER, None, "", "回访"),
    "urge": Move(OPEN, None, "", "督办"),
    "answer_urging": Move(ALL, None, "", "答复督办"),
    "end_urging": Move(ALL, None, "", "结束督办"),
    "let_go": Move(OPEN, None, "", "经手人不再经办，放回"),
    "recount": Move(OPEN, None, "", "重算期限"),
}


def move(verb: str, state: str) -> str:
    """The state after `verb`. Raises Conflict when the case is not where the verb may be used."""
    rule = MOVES[verb]
    if state not in rule.sources:
        raise misplaced(rule.label, state)
    return rule.target or state


def misplaced(doing: str, state: str) -> Conflict:
    """What is said when a step is tried in a state that does not have it. doing: the label of the step."""
    return Conflict(
        f"这件现在是“{STATES[state].label}”，不能{doing}",
        code="wrong_state",
        way_out="可能别人刚办过，请刷新看最新情况",
    )


def is_unheard(state: str) -> bool:
    """Whether nobody said yet if the application is accepted. While something is to be supplied nobody did either: the
    clock says whether that was asked for lawfully."""
    return state in (*FRONT, CORRECTING)


def passes_on(before: str, after: str) -> bool:
    """Whether the next step is another role's after the move (or nobody's): then nobody holds the case."""
    return STATES[before].turn != STATES[after].turn


def exchange_code(verb: str) -> str:
    """The code reported to the national exchange when `verb` happens; "" for what is not reported."""
    return MOVES[verb].code
