"""What officers do to a case: in which states, by which roles, in whose hands. The table behind `rules.permission`."""

from dataclasses import dataclass

from yichuang.cases.rules import states

# the role whose turn it is in the state where the case stands
TURN = ("turn",)
# who has the case in hand, else who may do its next step; and the heads of the unit that decides
ASKED = ("asked",)
NOBODY, FREE, OWN, ANY = "nobody", "free", "own", "any"


@dataclass(frozen=True)
class Act:
    """One thing that an officer does to a case.

    sources: states in which it is done.
    roles: any of these is needed, () for none.
    hold: NOBODY: only while nobody holds it, FREE: not while somebody
    else does, OWN: only by its holder, ANY: whoever holds it.
    other_hand: never by the one who accepted the case.
    qualified: a clerk needs the qualification for the item.
    instant: only for (True) or never for (False) items that are finished
    on the spot.
    """

    label: str
    sources: tuple[str, ...]
    roles: tuple[str, ...]
    hold: str = FREE
    other_hand: bool = False
    qualified: bool = False
    instant: bool | None = None


def _front(verb: str, instant: bool | None = None) -> Act:
    """A step of the clerk who takes the case in."""
    move = states.MOVES[verb]
    return Act(move.label, move.sources, ("clerk",), qualified=True, instant=instant)


def _back(label: str, state: str, role: str) -> Act:
    """A step that another hand takes than the one that accepted."""
    return Act(label, (state,), (role,), other_hand=True)


def _reviewed(verb: str, hold: str = FREE) -> Act:
    """A step of the reviewer that has the name of its move."""
    move = states.MOVES[verb]
    return Act(move.label, move.sources, ("reviewer",), hold=hold, other_hand=True)


def _granted(verb: str) -> Act:
    """What a law leaves to the head of the unit, whoever holds the case."""
    move = states.MOVES[verb]
    return Act(move.label, move.sources, ("head",), hold=ANY, other_hand=True)


ACTS = {
    "accept": _front("accept", instant=False),
    "instant": Act("当场办结", states.FRONT, ("clerk",), qualified=True, instant=True),
    "refuse": _front("refuse"),
    "ask_correction": _front("ask_correction"),
    "supply": Act("收补正的材料", (states.CORRECTING,), ("clerk",), hold=ANY),
    "begin_review": _back("开始审核", states.ACCEPTED, "reviewer"),
    "review": _back("审核", states.REVIEWING, "reviewer"),
    "decide": _back("作决定", states.REVIEWING, "reviewer"),
    "propose": _back("提请第二人复核", states.REVIEWING, "reviewer"),
    "second": _back("复核", states.SECOND, "approver"),
    "defer_acceptance": _front("defer_acceptance", instant=False),
    "resume_acceptance": _front("resume_acceptance", instant=False),
    "begin_special": _reviewed("begin_special"),
    "end_special": _reviewed("end_special"),
    "ask_suspension": _reviewed("ask_suspension"),
    "suspend": _reviewed("suspend"),
    "grant_suspension": _granted("suspend"),
    "resume": _reviewed("resume"),
    "ask_extension": _reviewed("ask_extension"),
    "grant_extension": _granted("grant_extension"),
    "refuse_extension": _granted("refuse_extension"),
    "agree_longer": Act("双方同意延长", states.IN_REVIEW, ("clerk",), hold=ANY),
    "restart_term": _reviewed("restart_term"),
    "check_on_site": _reviewed("check_on_site"),
    "sign_check": _reviewed("sign_check", hold=ANY),
    "publicise": _reviewed("publicise"),
    "answer_objection": _reviewed("answer_objection", hold=ANY),
    "close": Act("办结", states.DECIDED, ("reviewer",)),
    "deliver": Act("送达", states.HANDED_OUT, ("issuer",), hold=ANY),
    "post": Act("寄出", states.HANDED_OUT, ("issuer",), hold=ANY),
    "follow_up": Act("回访", (states.CLOSED,), ("clerk", "issuer"), hold=ANY),
    "void": Act("作废", states.MOVES["void"].sources, ("approver",), hold=ANY),
    "claim": Act("领取", states.OPEN, TURN, hold=NOBODY, other_hand=True, qualified=True),
    "take_over": Act("接手", states.OPEN, TURN, hold=ANY, other_hand=True, qualified=True),
    "release": Act("放回", states.OPEN, (), hold=OWN),
    "hand_over": Act("转交", states.OPEN, TURN),
    "judge_material": Act(
        "核对材料", states.BEFORE_DECISION, TURN, other_hand=True, qualified=True
    ),
    "explain_slow": Act("说明超时原因", states.ALL, ("clerk", "reviewer", "approver"), hold=ANY),
    "urge": Act("督办", states.OPEN, ("supervisor",), hold=ANY),
    "answer_urging": Act("答复督办", states.ALL, ASKED, hold=ANY),
    "end_urging": Act("结束督办", states.ALL, ("supervisor",), hold=ANY),
    "see_whole": Act(
        "看完整号码", states.ALL, ("clerk", "reviewer", "approver", "issuer"), hold=ANY
    ),
}


_DUE = states.total(
    {
        states.RECEIVED: "accept",
        states.CORRECTING: "supply",
        states.SUPPLIED: "accept",
        states.ACCEPTED: "begin_review",
        states.REVIEWING: "decide",
        states.SPECIAL: "end_special",
        states.SUSPENDED: "resume",
        states.SECOND: "second",
        states.APPROVED: "close",
        states.DENIED: "close",
    },
    states.OPEN,
)


def due_act(state: str, instant: bool) -> str | None:
    """The act that a case in this state waits for; None at the end.

    instant: whether its item is finished on the spot.
    """
    act = _DUE.get(state)
    if instant and act == "accept":
        return "instant"
    return act
