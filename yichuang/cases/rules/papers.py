"""The papers of a case: which verb of the trail brings which. The one table behind issuing, the desk and the portal."""

from dataclasses import dataclass

from yichuang.cases.rules.deliveries import HANDING


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper that a case may have.

    title: as the desk names it.
    after: verbs of rules/states.py that bring it.
    public: what the applicant's trail calls it, "" where it is not linked.
    """

    title: str
    after: tuple[str, ...]
    public: str = ""


REFUSAL = "refusal"
KINDS = {
    "receipt": PaperKind("收件凭证", ("submit", "answer_correction"), "收件凭证"),
    "acceptance": PaperKind("受理通知书", ("accept",), "受理通知书"),
    "deemed": PaperKind("视为受理告知书", ("deem_accepted",), "视为受理告知书"),
    "correction": PaperKind("一次性补正告知书", ("ask_correction",), "补正告知书"),
    REFUSAL: PaperKind("不予受理通知书", ("refuse",), "不予受理通知书"),
    "special": PaperKind("停止计时告知书", ("begin_special", "defer_acceptance"), "停止计时告知书"),
    "suspension": PaperKind("中止告知书", ("suspend",), "中止告知书"),
    "extension": PaperKind("延长期限告知书", ("grant_extension", "agree_longer"), "延长期限告知书"),
    "restart": PaperKind(
        "期限重新计算告知书", ("restart_term", "take_back_clear"), "期限重新计算告知书"
    ),
    "right": PaperKind("权利告知书", ("note_right",), "权利告知书"),
    "check_record": PaperKind("现场核查记录", ("sign_check",)),
    "decision": PaperKind(
        "决定书", ("approve", "deny", "decide_by_silence", "decide_by_rule"), "决定书"
    ),
    "completion": PaperKind("办结通知", ("close",)),
    "result": PaperKind("结果文书", ("close",), "结果文书"),
    "delivery_receipt": PaperKind("送达回证", HANDING),
}


# what says what happened on a day, which stays true whatever becomes of the case
LASTING = frozenset({"receipt"})


def brought_by(verb: str) -> list[str]:
    """Codes of the papers that this step brings."""
    return [code for code, kind in KINDS.items() if verb in kind.after]


def called_for(kind: str, *, granted: bool, of_its_own: bool) -> bool:
    """Whether a case that came to the step has this paper.

    of_its_own: its item gives a paper of its own, which then stands for
    the decision that grants it.
    """
    own = granted and of_its_own
    if kind == "decision":
        return not own
    if kind == "result":
        return own
    return True
