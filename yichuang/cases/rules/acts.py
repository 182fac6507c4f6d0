"""What officers do to a case: in which states, by which roles, in whose hands. The table behind `rules.permission`."""

from dataclasses import dataclass

from yichuang.cases.rules.states import (
    ACCEPTED,
    ALL,
    BEFORE_DECISION,
    CLOSED,
    CORRECTING,
    DECIDED,
    FRONT,
    HANDED_OUT,
    IN_REVIEW,
    MOVES,
    OPEN,
    REVIEWING,
    SECOND,
    SUPPLIABLE,
)

# the role whose turn it is in the state where the case stands
TURN = ("turn",)
# who has the case in hand, else who may do its next step; and the heads of the unit that decides
ASKED = ("asked",)
NOBODY = "nobody"
FREE = "free"
OWN = "own"
ANY = "any"


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
    """A step of the clerk who takes the case in.

    instant: as of an Act.
    """
    move = MOVES[verb]
    return Act(move.label, move.sources, ("clerk",), qualified=True, instant=instant)


def _back(label: str, state: str, role: str) -> Act:
    """A step that another hand takes than the one that accepted.

    state: the one in which it is taken.
    """
    return Act(label, (state,), (role,), other_hand=True)


def _reviewed(verb: str, hold: str = FREE) -> Act:
    """A step of the reviewer that has the name of its move.

    hold: as of an Act.
    """
    move = MOVES[verb]
    return Act(move.label, move.sources, ("reviewer",), hold=hold, other_hand=True)


def _granted(verb: str) -> Act:
    """What a law leaves to the head of the unit.

    Whoever holds the case, but never who accepted it.
    """
    move = MOVES[verb]
    return Act(move.label, move.sources, ("head",), hold=ANY, other_hand=True)


def _promised(verb: str) -> Act:
    """What an applicant signs, or takes back, at a window."""
    move = MOVES[verb]
    return Act(move.label, move.sources, ("clerk",), hold=ANY)


def _looked_again(verb: str, role: str) -> Act:
    """A step on a case that has ended, which nobody holds.

    role: whose it is.
    """
    move = MOVES[verb]
    return Act(move.label, move.sources, (role,), hold=ANY)


ACTS = {
    "accept": _front("accept", instant=False),
    "instant": Act("当场办结", FRONT, ("clerk",), qualified=True, instant=True),
    "refuse": _front("refuse"),
    "ask_correction": _front("ask_correction"),
    "drop_notice": _front("drop_notice"),
    "supply": Act("收补正的材料", (CORRECTING,), ("clerk",), hold=ANY),
    "begin_review": _back("开始审核", ACCEPTED, "reviewer"),
    "review": _back("审核", REVIEWING, "reviewer"),
    "decide": _back("作决定", REVIEWING, "reviewer"),
    "propose": _back("提请第二人复核", REVIEWING, "reviewer"),
    "second": _back("复核", SECOND, "approver"),
    "defer_acceptance": _front("defer_acceptance", instant=False),
    "resume_acceptance": _front("resume_acceptance", instant=False),
    "begin_special": _reviewed("begin_special"),
    "end_special": _reviewed("end_special"),
    "ask_suspension": _reviewed("ask_suspension"),
    "suspend": _reviewed("suspend"),
    "grant_suspension": _granted("suspend"),
    "refuse_suspension": _granted("refuse_suspension"),
    "resume": _reviewed("resume"),
    "ask_extension": _reviewed("ask_extension"),
    "grant_extension": _granted("grant_extension"),
    "refuse_extension": _granted("refuse_extension"),
    "agree_longer": Act("双方同意延长", IN_REVIEW, ("clerk",), hold=ANY),
    "restart_term": _reviewed("restart_term"),
    "take_back_clear": _reviewed("take_back_clear"),
    "check_on_site": _reviewed("check_on_site"),
    "sign_check": _reviewed("sign_check", hold=ANY),
    "publicise": _reviewed("publicise"),
    "answer_objection": _reviewed("answer_objection", hold=ANY),
    "add_paper": Act("收补交的材料", SUPPLIABLE, ("clerk", "reviewer"), hold=ANY),
    "promise_paper": _promised("promise_paper"),
    "withdraw_promise": _promised("withdraw_promise"),
    "note_false": _reviewed("note_false"),
    "answer_look": _looked_again("answer_look", "reviewer"),
    "propose_revocation": _looked_again("propose_revocation", "reviewer"),
    "state_case": _looked_again("state_case", "clerk"),
    "decide_revocation": _looked_again("decide_revocation", "approver"),
    "close": Act("办结", DECIDED, ("reviewer",)),
    "deliver": Act("送达", HANDED_OUT, ("issuer",), hold=ANY),
    "post": Act("寄出", HANDED_OUT, ("issuer",), hold=ANY),
    "follow_up": Act("回访", (CLOSED,), ("clerk", "issuer"), hold=ANY),
    "void": Act("作废", MOVES["void"].sources, ("approver",), hold=ANY),
    "claim": Act("领取", OPEN, TURN, hold=NOBODY, other_hand=True, qualified=True),
    "take_over": Act("接手", OPEN, TURN, hold=ANY, other_hand=True, qualified=True),
    "release": Act("放回", OPEN, (), hold=OWN),
    "hand_over": Act("转交", OPEN, TURN),
    "judge_material": Act("核对材料", BEFORE_DECISION, TURN, other_hand=True, qualified=True),
    "explain_slow": Act("说明超时原因", ALL, ("clerk", "reviewer", "approver"), hold=ANY),
    "urge": Act("督办", OPEN, ("supervisor",), hold=ANY),
    "answer_urging": Act("答复督办", ALL, ASKED, hold=ANY),
    "end_urging": Act("结束督办", ALL, ("supervisor",), hold=ANY),
    "see_whole": Act("看完整号码", ALL, ("clerk", "reviewer", "approver", "issuer"), hold=ANY),
}
