"""What each paper of a case says: read from the case and its trail, never typed again."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from yichuang.cases.models import Case, Material
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import application, decisions, states
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules import limits, results
from yichuang.catalog.rules.forms import said
from yichuang.catalog.rules.results import Result
from yichuang.catalog.rules.situations import Material as Paper
from yichuang.core import masking
from yichuang.core.clock import local
from yichuang.documents import rules
from yichuang.reference import queries as reference
from yichuang.reference.rules.documents import CITIZEN
from yichuang.registry.models import Person

_WEEKDAYS = "一二三四五六日"
TOLD_BY_PROMISE = {"days": 5, "unit": "工作日", "silence": None}
CHECKED = "申请的信息和材料齐全，符合办理条件"
DECIDED_AGAINST = {"counter": "窗口领取", "mail": "邮寄送达", "electronic": "网上查看和下载"}
_GIVEN = {
    "file": "电子件",
    "seen": "原件核验",
    "shared": "部门共享，免交",
    "promised": "书面承诺代替",
}


def given_by(version: Version) -> Result:
    """What the item of this version gives: a paper of its own, or a sentence about the thing."""
    return catalog.result_of(version.guide)


def chinese(day: date, *, weekday: bool = False) -> str:
    """2026年11月27日, with （周五） when asked."""
    text = f"{day.year}年{day.month}月{day.day}日"
    return f"{text}（周{_WEEKDAYS[day.weekday()]}）" if weekday else text


def _moment(at: datetime) -> str:
    at = local(at)
    return f"{chinese(at.date())}{at.hour}时{at.minute:02d}分"


def _materials(case: Case, version: Version) -> list[dict]:
    return _handed_in(version, list(case.materials.order_by("id")))


def _handed_in(version: Version, rows: list[Material]) -> list[dict]:
    """The application itself, and what came with it."""
    names = [m.name for m in version.all_materials if m.is_form] or ["申请信息"]
    listed = [{"name": name, "form": "填报", "copies": 1} for name in names]
    papers = {paper.code: paper for paper in version.all_materials}
    for row in rows:
        if row.round > 0:
            continue
        paper = papers.get(row.code)
        line = {"name": row.name, "form": _GIVEN[row.source], "copies": _copies(row, paper)}
        if _goes_back(row, paper):
            line["note"] = "当场退还"
        listed.append(line)
    return listed


def _copies(row: Material, paper: Paper | None) -> int:
    """How many sheets the office keeps: of an original that was only looked at the copies that the item asks for, of
    what is shared between departments none."""
    if row.source == "shared":
        return 0
    if row.source == "seen" and paper:
        return paper.duplicates if _goes_back(row, paper) else paper.originals + paper.duplicates
    return 1


def _goes_back(row: Material, paper: Paper | None) -> bool:
    """Whether an original was looked at and handed back: the item asks to see it (核验), not to keep it."""
    return row.source == "seen" and (paper is None or "核验" in paper.form or not paper.originals)


def _not_yet(case: Case, version: Version, rows: list[Material]) -> list[dict]:
    codes = {row.code for row in rows}
    papers = version.materials_of(case.situation, case.subject)
    lacking = application.missing(papers, codes)
    return [{"name": paper.name, "form": "还没有交", "copies": 0} for paper in lacking]


def _applied(case: Case, version: Version) -> dict:
    return {"item": version.guide.name, "applied_on": chinese(local(case.received_at).date())}


def _receipt(case: Case, version: Version, step) -> dict:
    unit = case.received_at_org or case.organisation
    rows = list(case.materials.order_by("id"))
    handed_in = _handed_in(version, rows)
    return {
        "item": version.guide.name,
        "received_at": _moment(case.received_at),
        "place": unit.name,
        "receiver": case.received_by.name if case.received_by else "网上自动收件",
        "materials": [*handed_in, *_not_yet(case, version, rows)],
        "counted": str(len(handed_in)),
        "agent": case.form.get("agent_name", ""),
        **_told_in_time(version),
    }


def _told_in_time(version: Version) -> dict:
    """Within what time everything that is missing is told, and what follows when it is not: by the item's own law,
    else the platform's five working days, which have no such effect (行政许可法 32 is for licences)."""
    accept = version.guide.acceptance or TOLD_BY_PROMISE
    within = limits.spoken(accept["days"], accept["unit"])
    return {"told_within": within, "silence": accept["silence"] or ""}


def _acceptance(case: Case, version: Version, step) -> dict:
    return _applied(case, version) | {
        "complete_on": chinese(local(case.clock_from).date()),
        "materials": [{"name": row["name"]} for row in _materials(case, version)],
        "promised": version.guide.limits.promised_text,
        "due_on": f"{chinese(local(case.due_at).date(), weekday=True)}前",
        "fee": version.guide.fee,
        "enquiry": "扫描二维码，或在网上“查进度”输入编号和查询密码，或拨打12333",
        "overdue": f"逾期没有办的，可以向我们投诉，{catalog.when_overdue(version.guide)}。",
        "basis": catalog.bases_of(version.guide),
    }


def _correction(case: Case, version: Version, step) -> dict:
    notice = case.corrections.get(seq=versions.told_at(case, step.seq)["seq"])
    return _applied(case, version) | {
        "corrections": [[item.name, item.reason] for item in notice.items.order_by("id")],
        "due_on": chinese(notice.answer_by),
        "how": "网上“我的事”里点“去补”，或者到任一人社服务窗口提交",
        "contact": notice.asked_by.name,
        "phone": case.organisation.phone,
        "basis": _article_of_telling(version),
    }


def _article_of_telling(version: Version) -> list[str]:
    acceptance = version.guide.acceptance
    return [results.reference(acceptance["article"])] if acceptance else []


def _refusal(case: Case, version: Version, step) -> dict:
    refusal = versions.last_told(case, "refuse").told
    return _applied(case, version) | {
        "reason": _sentence(refusal["reason"]),
        "basis": [refusal["basis"]],
        "way_out": "条件具备以后可以重新申请；不归我们办的，或者不清楚的，请拨打12333问。",
        **_remedies(case, version, answer="refusals"),
    }


def _remedies(case: Case, version: Version, *, answer: str = "") -> dict:
    """What may be done against a paper, and to whom: 行政复议法 20, 23, 24. answer: refusals or denials, which may open
    another way than the item does."""
    first, instead = results.own_remedy(version.guide.remedy)
    own = ""
    if answer:
        own = catalog.remedy_instead(case.item_code, answer)
    said = own or instead
    office = case.organisation
    review = reference.reviewing_government(office.region_id)
    if not said:
        return {"first": first, "remedy": "", "review_body": review}
    words = said.format(review=review)
    return {"first": first, "remedy": _spoken(words, case), "review_body": ""}


def _decision(case: Case, version: Version, step) -> dict:
    decision = versions.last_told(case, step.kind).told
    result = given_by(version)
    granted = case.outcome == states.APPROVED
    remedied = result.remedied or not granted
    remedies = {}
    if remedied:
        answer = "" if granted else "denials"
        remedies = _remedies(case, version, answer=answer)
    return _applied(case, version) | {
        "accepted_on": chinese(local(case.accepted_at).date()),
        "granted": granted,
        "finding": _sentence(decision.get("reason") or CHECKED),
        "basis": catalog.bases_of(version.guide),
        "decided": result.grant if granted else result.deny,
        "facts": _grounds(case, version, decision),
        "remedied": remedied,
        **remedies,
    }


def _grounds(case: Case, version: Version, decision: dict) -> list[list[str]]:
    """What a decision was measured by: the points cited, the row of the discretion table, the amount."""
    facts = [["审查内容", "；".join(_looked_at(case, version, decision))]]
    if row := decision.get("row_text") or _row_text(case, version, decision.get("row", "")):
        facts.append(["裁量标准", row])
    if amount := decision.get("amount"):
        facts.append(["核定金额", f"人民币{Decimal(amount):,.2f}元"])
        facts.append(["怎么算的", "没有另列标准、月数、起止和算法，可以请本机关说明"])
    if answer := decision.get("result"):
        facts.append(["办理结果", answer])
    return facts


def _looked_at(case: Case, version: Version, decision: dict) -> list[str]:
    """The points that a decision cites and what the review found of each, in words that need no code of ours to be
    understood: 缴费满1年，符合. A decision of before every point had to be judged may lack what was found."""
    findings = versions.findings(case)
    looked_at = []
    for point in version.review_points:
        if point.code in decision.get("points", ()):
            finding = decisions.FINDINGS.get(findings.get(point.code, ""), "")
            looked_at.append("，".join(filter(None, (point.text, finding))))
    return looked_at


def _row_text(case: Case, version: Version, code: str) -> str:
    """The row as the table of the day says it, for a decision that was written before its words were kept."""
    rows = {row.code: row for row in version.discretion_on(local(case.accepted_at).date())}
    row = rows.get(code)
    return f"{row.matter}：{row.case}，{row.result}" if row else ""


def _sentence(text: str) -> str:
    """The text with one full stop at its end, and without the words that the paper itself begins with."""
    return (
        text.strip().removeprefix("经审查，").removeprefix("经核对，").rstrip("。．.；;，, ") + "。"
    )


def _result(case: Case, version: Version, step) -> dict:
    approval = versions.last_told(case, "approve").told
    result = given_by(version)
    remedies = {}
    if result.remedied:
        remedies = _remedies(case, version)
    answer = approval.get("result") or approval.get("reason", "")
    spoken = "" if answer in (version.guide.result, result.title) else answer
    return {
        "item": version.guide.name,
        "identity": _identity(case),
        "applied_on": chinese(local(case.received_at).date()),
        "completed_on": chinese(local(case.closed_at).date()),
        "granted": result.grant,
        "facts": said(version.form, case.form, result.shows),
        "answer": _sentence(spoken) if spoken and result.answers else "",
        "basis": catalog.bases_of(version.guide),
        "remedied": result.remedied,
        **remedies,
    }


def _identity(case: Case) -> str:
    subject = case.subject
    return (
        masking.id_number(subject.id_number) if isinstance(subject, Person) else subject.credit_code
    )


def _completion(case: Case, version: Version, step) -> dict:
    delivery = case.delivery
    result = given_by(version)
    granted = case.outcome == states.APPROVED
    at_counter = delivery.way == "counter"
    way = result.words[delivery.way] if granted else DECIDED_AGAINST[delivery.way]
    return {
        "item": version.guide.name,
        "completed_on": chinese(local(case.closed_at).date()),
        "outcome": result.grant if granted else result.deny,
        "result": f"《{result.title}》" if granted else "《决定书》",
        "given": _sentence(_spoken(result.given, case)) if granted else "",
        "delivery": way,
        "place": case.organisation.name if at_counter else "",
        "hours": case.organisation.open_hours if at_counter else "",
        "bring": _to_bring(case, result) if at_counter else "",
        "tracking": delivery.waybill,
        "phone": case.organisation.phone,
    }


def _to_bring(case: Case, result: Result) -> str:
    if not isinstance(case.subject, Person):
        return "经办人身份证和单位的授权委托书"
    if case.subject.id_type != CITIZEN or "社会保障卡" in result.title:
        return "本人有效身份证件"
    return "身份证或社会保障卡"


def _spoken(text: str, case: Case) -> str:
    """A sentence of a pack as it is said to whose case it is."""
    employer = not isinstance(case.subject, Person)
    return rules.addressed(text, rules.address(employer=employer))


def _delivery_receipt(case: Case, version: Version, step) -> dict:
    delivery = case.delivery
    ways = {"counter": "窗口直接送达", "mail": "邮寄送达", "electronic": "电子送达"}
    return {
        "papers": [_handed(case, version)],
        "method": ways[delivery.way],
        "place": case.organisation.name if delivery.way == "counter" else "",
        "delivered_at": _moment(delivery.delivered_at),
        "signed_by": delivery.signed_by or delivery.recipient,
        "document": _covered_document(delivery.signer_document or ""),
        "relation": delivery.signer_relation or "",
        "signed_at": _moment(delivery.delivered_at),
        "deliverer": delivery.handed_by.name if delivery.handed_by else "",
    }


def _covered_document(document: str) -> str:
    """居民身份证 510812********9916: the kind in full, of the number no more than tells it from others."""
    kind, _, number = document.partition(" ")
    if not number:
        return ""
    covered = masking.id_number(number)
    return f"{kind} {covered}"


def _handed(case: Case, version: Version) -> str:
    granted = case.outcome == states.APPROVED
    return f"《{given_by(version).title}》" if granted else "《决定书》"


CONTEXT: dict[str, Callable[[Case, Version, object], dict]] = {
    "receipt": _receipt,
    "acceptance": _acceptance,
    "correction": _correction,
    "refusal": _refusal,
    "decision": _decision,
    "completion": _completion,
    "result": _result,
    "delivery_receipt": _delivery_receipt,
}
