"""The papers of a case: what each kind says is read from the case and its trail, never typed again."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from yichuang.cases.models import Case
from yichuang.cases.queries import completeness, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import papers, states
from yichuang.catalog.rules import limits
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.documents import services as documents
from yichuang.documents.models import Paper
from yichuang.registry.models import Person

_WEEKDAYS = "一二三四五六日"
TOLD_BY_PROMISE = {"days": 5, "unit": "工作日", "silence": None}
_GIVEN = {"file": "电子件", "seen": "原件核验", "shared": "部门共享，免交", "promised": "书面承诺代替"}


def issue_paper(*, case_id: UUID, kind: str, now: datetime, seq: int | None = None) -> Paper:
    """The paper of this kind for the latest step that calls for it, or for step `seq`; issuing twice gives the same
    paper.

    kind: receipt, acceptance, correction, refusal, decision, completion, delivery_receipt. Raises NotFound when the
    case has not come to that step. 行政许可法 32, 38, 44."""
    case = (
        Case.objects.select_related("person", "employer", "organisation", "received_by", "received_at_org")
        .filter(uuid=case_id)
        .first()
    )
    this = {"kind__in": papers.KINDS[kind].after} | ({"seq": seq} if seq else {})
    step = case and case.events.filter(**this).order_by("-seq").first()
    if step is None:
        raise NotFound("这件还没有到出这份文书的一步", way_out="请刷新看最新情况")
    version = versions.of_case(case)
    context = {
        "case_number": case.number,
        "applicant": case.subject.name,
        **_CONTEXT[kind](case, version, step),
    }
    unit = case.received_at_org if kind == "receipt" and case.received_at_org else case.organisation
    return documents.issue(
        kind=kind,
        subject=case.ref,
        occasion=str(step.seq),
        context={k: v for k, v in context.items() if v not in ("", None)},
        issuer_name=unit.name,
        issuer_code=unit.code,
        year=local(step.at).year,
        now=step.at,
        chain_head=bytes(step.hash).hex()[:16],
        employer=not isinstance(case.subject, Person),
    )


def chinese(day: date, *, weekday: bool = False) -> str:
    """2026年11月27日, with （周五） when asked."""
    text = f"{day.year}年{day.month}月{day.day}日"
    return f"{text}（周{_WEEKDAYS[day.weekday()]}）" if weekday else text


def _moment(at: datetime) -> str:
    at = local(at)
    return f"{chinese(at.date())}{at.hour}时{at.minute:02d}分"


def _materials(case: Case, version: Version) -> list[dict]:
    names = [m.name for m in version.all_materials if m.is_form] or ["申请信息"]
    form = [{"name": name, "form": "填报", "copies": 1} for name in names]
    rows = case.materials.filter(round=0).order_by("id")
    return form + [{"name": m.name, "form": _GIVEN[m.source], "copies": 1} for m in rows]


def _not_yet(case: Case) -> list[dict]:
    return [{"name": m.name, "form": "还没有交", "copies": 0} for m in completeness.missing(case)]


def _applied(case: Case, version: Version) -> dict:
    return {"item": version.guide.name, "applied_on": chinese(local(case.received_at).date())}


def _receipt(case: Case, version: Version, step) -> dict:
    unit = case.received_at_org or case.organisation
    return {
        "item": version.guide.name,
        "received_at": _moment(case.received_at),
        "place": unit.name,
        "receiver": case.received_by.name if case.received_by else "网上自动收件",
        "materials": [*_materials(case, version), *_not_yet(case)],
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
        "basis": list(version.guide.legal_basis),
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
    return [acceptance["article"]] if acceptance else []


def _refusal(case: Case, version: Version, step) -> dict:
    told = versions.last_told(case, "refuse").told
    return _applied(case, version) | {
        "reason": told["reason"],
        "basis": [told["basis"]],
        "way_out": "补齐条件后可以重新申请；不清楚请拨打12333",
    }


def _decision(case: Case, version: Version, step) -> dict:
    told = versions.last_told(case, step.kind).told
    points = {p.code: p.text for p in version.review_points}
    rows = {r.code: r for r in version.discretion_on(local(case.accepted_at).date())}
    cited = [[f"审查要点{code[1:]}", points[code]] for code in told.get("points", []) if code in points]
    if row := rows.get(told.get("row", "")):
        cited.append([row.matter, f"{row.case}：{row.result}"])
    return _applied(case, version) | {
        "accepted_on": chinese(local(case.accepted_at).date()),
        "granted": case.outcome == states.APPROVED,
        "finding": told.get("reason") or told.get("result", ""),
        "basis": list(version.guide.legal_basis),
        "facts": cited,
    }


def _completion(case: Case, version: Version, step) -> dict:
    delivery = case.delivery
    ways = {"counter": "窗口领取", "mail": "邮寄送达", "electronic": "网上查看和下载"}
    at_counter = delivery.way == "counter"
    return {
        "item": version.guide.name,
        "completed_on": chinese(local(case.closed_at).date()),
        "outcome": "准予" if case.outcome == states.APPROVED else "不予",
        "result": version.guide.result,
        "delivery": ways[delivery.way],
        "place": case.organisation.name if at_counter else "",
        "hours": case.organisation.open_hours if at_counter else "",
        "bring": "身份证或社会保障卡" if at_counter else "",
        "tracking": delivery.waybill,
        "phone": case.organisation.phone,
    }


def _delivery_receipt(case: Case, version: Version, step) -> dict:
    delivery = case.delivery
    ways = {"counter": "窗口直接送达", "mail": "邮寄送达", "electronic": "电子送达"}
    return {
        "papers": [version.guide.result],
        "method": ways[delivery.way],
        "place": case.organisation.name if delivery.way == "counter" else "",
        "delivered_at": _moment(delivery.delivered_at),
        "signed_by": delivery.recipient,
        "deliverer": delivery.handed_by.name if delivery.handed_by else "",
    }


_CONTEXT: dict[str, Callable[[Case, Version, object], dict]] = {
    "receipt": _receipt,
    "acceptance": _acceptance,
    "correction": _correction,
    "refusal": _refusal,
    "decision": _decision,
    "completion": _completion,
    "delivery_receipt": _delivery_receipt,
}

def issue_for(*, case_id: UUID, verb: str, seq: int, now: datetime) -> None:
    """Issue whatever papers the step `verb` at `seq` calls for, however late that is."""
    for kind in papers.brought_by(verb):
        issue_paper(case_id=case_id, kind=kind, now=now, seq=seq)
