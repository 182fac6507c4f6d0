"""What the papers of the first steps say: receipt, acceptance, what is to be corrected, refusal."""

from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import brought, mandates, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import terms_before
from yichuang.cases.rules.clocks import STATUTE
from yichuang.cases.rules.terms import GIVEN_UP, Terms
from yichuang.cases.rules.terms_before import ACCEPTANCE, PAPERS
from yichuang.cases.services import issuers
from yichuang.cases.services.contexts import handed_in
from yichuang.cases.services.contexts.remedies import remedies
from yichuang.cases.services.contexts.wording import (
    Context,
    applied,
    chinese,
    chinese_moment,
    day_of,
    matter,
    sentence,
)
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules import citing, limits

SUPPLIED = "answer_correction"
GOES_ON = "时间照常"  # a word that correction.typ knows
RUNS_ON = "照常计算"  # another one
BY_ITSELF = "网上自动收件"
ENQUIRY = "扫描二维码，或在网上“查进度”输入编号和查询密码，或拨打12333"
OVERDUE = "逾期没有办的，可以向我们投诉，{}。"
WHERE_TO_SUPPLY = "网上“我的事”里点“去补”，或者到任一人社服务窗口提交"
AFTER_REFUSAL = "条件具备以后可以重新申请；不归我们办的，或者不清楚的，请拨打12333问。"


def receipt(case: Case, version: Version, step) -> Context:
    """收件凭证: of the application, or of that and of everything supplied up to this step."""
    supplied = _supplied(case, version, step)
    notice = supplied.get("notice", 0)
    every = handed_in.rows_of(case)
    rows = handed_in.up_to(every, notice)
    lines = handed_in.listed(version, rows)
    if supplied.get("changed"):
        lines[0]["note"] = f"第{notice}次改填：{supplied['changed']}"
    lacking = handed_in.not_yet(case, rows)
    lines += lacking
    counted = handed_in.counted(version, rows)
    if lacking:
        counted = f"{len(lines)}项，收到{counted}项，还差{len(lacking)}"
    receiver = BY_ITSELF
    if case.received_by:
        receiver = case.received_by.name
    return {
        "item": matter(case, version),
        "received_at": chinese_moment(case.received_at),
        "place": issuers.door_of(case, version),
        "receiver": receiver,
        "materials": lines,
        "counted": counted,
        "agent": _agent(case),
        "supplied_at": supplied.get("at", ""),
        "supplied_to": supplied.get("to", ""),
        **_told_in_time(version),
    }


def _supplied(case: Case, version: Version, step) -> Context:
    """Which notice the step answers, when it did, who took it and what it changed; {} of the application itself."""
    if step is None or step.kind != SUPPLIED:
        return {}
    answered = versions.told_at(case, step.seq)
    receiver = BY_ITSELF
    if step.officer_id:
        receiver = step.officer.name
    return {
        "notice": answered["seq"],
        "at": chinese_moment(step.at),
        "to": receiver,
        "changed": brought.changed_answers(version, answered),
    }


def _agent(case: Case) -> str:
    """Who came in the applicant's stead.

    For a unit whoever brought it, and by what."""
    party = mandates.agent_at_the_window(case)
    if party is None:
        return case.form.get("agent_name", "")
    name = party.name
    if party.owes_mandate:
        return f"{name}，授权委托书还没有交"
    if party.mandate is None:
        return name
    mandate = party.mandate
    signed_on = chinese(mandate.signed_on)
    return f"{name}，凭{mandate.signed_by}{signed_on}签的授权委托书"


def _told_in_time(version: Version) -> Context:
    """Within what time everything that is missing is told, and what follows when it is not: by the item's own law,
    else the platform's five working days, which have no such effect (行政许可法 32 is for licences)."""
    accept = terms_before.accepting(version.definition)
    within = limits.spoken(accept["days"], accept["unit"])
    silence = accept["silence"] or ""
    return {"told_within": within, "silence": silence}


def acceptance(case: Case, version: Version, step) -> Context:
    """受理通知书."""
    guide = version.guide
    every = handed_in.rows_of(case)
    rows = handed_in.latest(every)
    lines = handed_in.listed(version, rows)
    names = [{"name": line["name"]} for line in lines]
    due_on = day_of(case.due_at, weekday=True)
    by_then = f"{due_on}前"
    if day_of(case.due_at) == day_of(case.clock_from):
        by_then = f"{due_on}当天"
    way_out = catalog.when_overdue(guide)
    return {
        **applied(case, version),
        "complete_on": day_of(case.clock_from),
        "materials": names,
        "promised": guide.limits.promised_text,
        "due_on": by_then,
        "fee": guide.fee,
        "enquiry": ENQUIRY,
        "overdue": OVERDUE.format(way_out),
        "basis": catalog.bases_of(guide),
    }


def correction(case: Case, version: Version, step) -> Context:
    """补正告知书."""
    telling = versions.told_at(case, step.seq)
    notice = case.corrections.get(seq=telling["seq"])
    lines = []
    for item in notice.items.order_by("id"):
        line = [item.name, item.reason]
        lines.append(line)
    return {
        **applied(case, version),
        "corrections": lines,
        "due_on": chinese(notice.answer_by),
        "how": WHERE_TO_SUPPLY,
        "contact": notice.asked_by.name,
        "phone": case.organisation.phone,
        "basis": _article_of_telling(version),
        "unanswered": _unanswered(case, version, notice),
        "statute": _statute(version.terms_in(case.situation)),
    }


def _unanswered(case: Case, version: Version, notice: Correction) -> str:
    """What becomes of the application when nobody answers: a word of the paper, "" where it is sent back.

    A notice that stops no clock takes nothing away.
    """
    if not notice.stops_clock:
        return GOES_ON
    terms = version.terms_in(case.situation)
    if terms.correction.unanswered == GIVEN_UP:
        return GIVEN_UP
    return ""


def _statute(terms: Terms) -> str:
    """A word of the paper where the term of the law runs from the receipt and no correction begins it anew.

    社会保险经办条例 18, 24 and others; "" for every other case.
    """
    statute = terms.statute
    if statute is None or STATUTE in terms.correction.restarts:
        return ""
    if statute.start in (*ACCEPTANCE, PAPERS):
        return ""
    return RUNS_ON


def _article_of_telling(version: Version) -> list[str]:
    rule = version.guide.acceptance
    if not rule:
        return []
    article = citing.reference(rule["article"])
    return [article]


def refusal(case: Case, version: Version, step) -> Context:
    """不予受理通知书."""
    ruling = versions.last_told(case, "refuse").told
    return {
        **applied(case, version),
        "reason": sentence(ruling["reason"]),
        "basis": [ruling["basis"]],
        "way_out": AFTER_REFUSAL,
        **remedies(case, version, answer="refusals"),
    }
