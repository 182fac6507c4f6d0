"""Each verb of a case as one POST: what the page sent, the one service it means, the sentence said afterwards."""

from collections.abc import Callable

from django.db import transaction
from django.http import QueryDict

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.rules import refusing, repeating
from yichuang.cases.services import heard
from yichuang.cases.services.review import Decision
from yichuang.core.clock import now
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.core.spelling import whole
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.desk.review import asking, urging
from yichuang.sites.desk.review.by_rule import looking
from yichuang.sites.desk.review.clock.posts import verbs as clock_verbs
from yichuang.sites.desk.review.publicity import posts as publicity

Verb = Callable[[Case, Officer, QueryDict], str]


LOOKED, ALL_GOOD = "looked", "good"  # 全部看过，都符合, said in the step that decides
CLEAR = "_clear"  # the condition of the shorter statute holds
NOT_MET = "not_met"  # 仍然受理, though a paper was found wrong


@transaction.atomic
def accept(case: Case, officer: Officer, post: QueryDict) -> str:
    _look(case, officer, post)
    services.accept(
        case_id=case.uuid,
        officer=officer,
        now=now(),
        though_not_met=NOT_MET in post,
        clear=CLEAR in post,
    )
    return "已受理"


@transaction.atomic
def instant(case: Case, officer: Officer, post: QueryDict) -> str:
    _look(case, officer, post)
    services.complete_instantly(
        case_id=case.uuid,
        officer=officer,
        now=now(),
        result=post.get("result", "").strip() or "准予",
        slow_reason=post.get("slow_reason", ""),
        once_more=post.get(repeating.FIELD, ""),
        number_proof=post.get("number_proof", ""),
    )
    return "已当场办结"


def refuse(case: Case, officer: Officer, post: QueryDict) -> str:
    """Not taken on.

    The basis is one of the item's, one that was written, or both. The
    tick beside what was written counts for these very words.
    """
    chosen = post.get("basis", "")
    written = post.get("other_basis", "")
    read = post.get("law_read", "")
    services.refuse(
        case_id=case.uuid,
        officer=officer,
        reason=post.get("reason", ""),
        basis=refusing.together(chosen=chosen, written=written),
        now=now(),
        is_read=bool(read) and read == written,
    )
    return "已不予受理，通知书可以打印"


def correct(case: Case, officer: Officer, post: QueryDict) -> str:
    asking.require_ticked(post)
    items = asking.items(post)
    notice = services.ask_correction(case_id=case.uuid, officer=officer, items=items, now=now())
    if not notice.breach:
        return "已一次性告知，时限停下等补"
    if heard.is_late(case, notice.asked_at):
        return "已告知。受理的最后一天已经过了，按规定记为告知晚了，时限照走"
    return "已告知。这一次要的东西上次就看得到，按规定记为违反一次性告知，时限照走"


def drop_notice(case: Case, officer: Officer, post: QueryDict) -> str:
    services.drop_notice(case_id=case.uuid, officer=officer, now=now())
    return "告知已收回，申请人不用再补；接着看受不受理"


def claim(case: Case, officer: Officer, post: QueryDict) -> str:
    services.claim(case_id=case.uuid, officer=officer, now=now())
    return "已领到您手里"


def release(case: Case, officer: Officer, post: QueryDict) -> str:
    services.release(case_id=case.uuid, officer=officer, now=now())
    return "已放回"


def hand_over(case: Case, officer: Officer, post: QueryDict) -> str:
    if not post.get("to"):
        raise Invalid([FieldProblem("to", "请选转给谁", "required")])
    to = accounts.officer(post["to"])
    services.hand_over(
        case_id=case.uuid, officer=officer, to=to, reason=post.get("handing", ""), now=now()
    )
    return f"已转给{to.name}"


def begin(case: Case, officer: Officer, post: QueryDict) -> str:
    services.begin_review(case_id=case.uuid, officer=officer, now=now())
    return "开始审核，这件在您手里"


def review(case: Case, officer: Officer, post: QueryDict) -> str:
    _note_review(case, officer, post)
    return "审查情况已记下"


@transaction.atomic
def decide(case: Case, officer: Officer, post: QueryDict) -> str:
    _look(case, officer, post)
    if _findings(post):
        _note_review(case, officer, post)
    decision = _decision(post)
    if decision.outside:  # the table has no row for it: a second person looks
        return _proposed(case, officer, decision)
    services.decide(case_id=case.uuid, officer=officer, decision=decision, now=now())
    return "决定已作出，已办结" if decision.outcome == "approve" else "已作出不予的决定"


@transaction.atomic
def propose(case: Case, officer: Officer, post: QueryDict) -> str:
    _look(case, officer, post)
    if _findings(post):
        _note_review(case, officer, post)
    return _proposed(case, officer, _decision(post))


@transaction.atomic
def second(case: Case, officer: Officer, post: QueryDict) -> str:
    _look(case, officer, post)
    if post.get("agree") not in ("yes", "no"):
        raise Invalid([FieldProblem("agree", "请选同意或退回", "required")])
    agree = post["agree"] == "yes"
    services.second(
        case_id=case.uuid,
        officer=officer,
        agree=agree,
        reason=post.get("reason", ""),
        now=now(),
        once_more=post.get(repeating.FIELD, ""),
    )
    return "已同意，决定已作出" if agree else "已退回审核"


def judge(case: Case, officer: Officer, post: QueryDict) -> str:
    key = post.get("material", "")
    row = services.judge_material(
        case_id=case.uuid,
        officer=officer,
        material=whole(key) or 0,
        verdict=post.get("verdict", ""),
        remark=post.get("remark", ""),
        now=now(),
    )
    return f"“{row.name}”已记为{'符合' if row.verdict == 'good' else '不符合'}"


def read_mandate(case: Case, officer: Officer, post: QueryDict) -> str:
    paper = by_what.read(post, "", "")
    services.read_mandate(case_id=case.uuid, officer=officer, paper=paper, now=now())
    return "委托书核对过了，他可以替单位办"


def void(case: Case, officer: Officer, post: QueryDict) -> str:
    services.void(
        case_id=case.uuid,
        officer=officer,
        why=post.get("void_why", ""),
        remark=post.get("voiding", ""),
        now=now(),
    )
    return "已作废"


def explain(case: Case, officer: Officer, post: QueryDict) -> str:
    services.explain_slow(
        case_id=case.uuid, officer=officer, reason=post.get("explaining", ""), now=now()
    )
    return "超时原因已记下"


def _look(case: Case, officer: Officer, post: QueryDict) -> None:
    """The papers that nobody judged, called met by one press."""
    if post.get(LOOKED) != ALL_GOOD:
        return
    services.judge_all_good(case_id=case.uuid, officer=officer, now=now())


def _proposed(case: Case, officer: Officer, decision: Decision) -> str:
    services.propose(case_id=case.uuid, officer=officer, decision=decision, now=now())
    return "已提请第二人复核"


def _decision(post: QueryDict) -> Decision:
    outside = post.get("row") == "outside"
    return Decision(
        outcome=post.get("outcome", ""),
        reason=post.get("reason", ""),
        points=tuple(post.getlist("points")),
        row="" if outside else post.get("row", ""),
        outside=outside,
        amount=post.get("amount", ""),
        monthly=post.get("monthly", ""),
        since=post.get("since", "").strip(),
        until=post.get("until", "").strip(),
        standard=post.get("standard", ""),
        cut=post.get("cut", ""),
        once_more=post.get(repeating.FIELD, ""),
    )


def _note_review(case: Case, officer: Officer, post: QueryDict) -> None:
    services.review(
        case_id=case.uuid, officer=officer, findings=_findings(post), facts=_facts(post), now=now()
    )


def _findings(post: QueryDict) -> dict[str, str]:
    return {name.removeprefix("found-"): post[name] for name in post if name.startswith("found-")}


def _facts(post: QueryDict) -> dict[str, str]:
    """What was typed of each point, by its code."""
    facts = {}
    for name, text in post.items():
        words = text.strip()
        if name.startswith("fact-") and words:
            code = name.removeprefix("fact-")
            facts[code] = words
    return facts


VERBS: dict[str, Verb] = {
    "accept": accept,
    "instant": instant,
    "refuse": refuse,
    "correct": correct,
    "drop-notice": drop_notice,
    "claim": claim,
    "release": release,
    "hand-over": hand_over,
    "begin": begin,
    "review": review,
    "decide": decide,
    "propose": propose,
    "second": second,
    "judge": judge,
    "read-mandate": read_mandate,
    "void": void,
    "explain": explain,
    **clock_verbs.VERBS,
    "publicise": publicity.publicise,
    "answer-objection": publicity.answer,
    "answer-look": looking.answer,
    "urge": urging.urge,
    "answer-urging": urging.answer,
    "close-urging": urging.close,
    "withdraw-urging": urging.withdraw,
}
