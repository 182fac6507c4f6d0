"""What the papers of the end say: that it is done, where the result waits, and who has taken it."""

from datetime import date

from yichuang.cases.models import Case
from yichuang.cases.queries import burdens, collecting, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import counting, endings, parties, states
from yichuang.cases.rules.collecting import AGENT, MANDATE
from yichuang.cases.rules.flags import IN_PART
from yichuang.cases.services.contexts.wording import (
    Context,
    addressed,
    chinese,
    chinese_moment,
    day_of,
    given_by,
    matter,
    sentence,
)
from yichuang.core import masking

DECIDED_AGAINST = {"counter": "窗口领取", "mail": "邮寄送达", "electronic": "网上查看和下载"}
AT_A_BRANCH = "到申请时选的地方领取"
DELIVERED = {"counter": "窗口直接送达", "mail": "邮寄送达", "electronic": "电子送达"}
DECISION = "《决定书》"
REFUSAL = f"《{counting.REFUSAL}》"


def completion(case: Case, version: Version, step) -> Context:
    """办结通知书.

    Of what was refused, the whole or a part, with why and what may be done against it.
    """
    delivery = case.delivery
    result = given_by(version, case)
    context: Context = {
        "item": matter(case, version),
        "completed_on": day_of(case.closed_at),
        "result": _handed(case, version),
        "place": "",
        "hours": "",
        "bring": "",
        "tracking": delivery.waybill,
        "phone": case.organisation.phone,
    }
    if case.outcome == states.APPROVED:
        thing = addressed(result.given, case)
        context["outcome"] = result.grant
        context["given"] = sentence(thing)
        context["delivery"] = result.words[delivery.way]
    else:
        context["outcome"] = result.deny
        context["given"] = ""
        context["delivery"] = DECIDED_AGAINST[delivery.way]
    burden = burdens.of_case(case, version)
    if burden:
        context["refused"] = sentence(burden.reason)
        context["against"] = addressed(burden.remedy, case)
        if burden.halves:
            context["outcome"] = f"{endings.LABELS[IN_PART]}：{burden.halves}"
    if delivery.place:
        context["delivery"] = AT_A_BRANCH
    if delivery.way == "counter":
        context["place"] = delivery.given_at
        if not delivery.place:
            context["hours"] = case.organisation.open_hours
        context["bring"] = collecting.to_bring(case, version)
    return context


def delivery_receipt(case: Case, version: Version, step) -> Context:
    """送达回证."""
    delivery = case.delivery
    place = ""
    if delivery.way == "counter":
        place = delivery.given_at
    deliverer = ""
    if delivery.handed_by:
        deliverer = delivery.handed_by.name
    delivered_at = chinese_moment(delivery.delivered_at)
    return {
        "papers": [_of_whom(case, _handed(case, version))],
        "method": DELIVERED[delivery.way],
        "place": place,
        "delivered_at": delivered_at,
        "signed_by": delivery.signed_by or delivery.recipient,
        "document": _covered_document(delivery.signer_document or ""),
        "relation": delivery.signer_relation or "",
        "signed_at": delivered_at,
        "deliverer": deliverer,
        "note": _by_what(case),
    }


def _by_what(case: Case) -> str:
    """By what somebody else than the applicant took it.

    As the trail tells: of a result, or of the notice that the case was
    not taken on. "" for the applicant.
    """
    verb = "deliver"
    if case.state == states.REFUSED:
        verb = "serve"
    step = versions.last_told(case, verb).told
    by = step.get("by")
    if by == AGENT:
        return "签收人是申请时写明的代办人，授权事项有“领取结果”，委托没有到期。"
    if by != MANDATE:
        return ""
    signed_on = chinese(date.fromisoformat(step["signed_on"]))
    if "until" not in step:
        return f"签收人出示了受送达人{signed_on}签的授权委托书。"
    until = chinese(date.fromisoformat(step["until"]))
    return f"签收人出示了受送达人{signed_on}签的授权委托书，委托到{until}。"


def _covered_document(document: str) -> str:
    """居民身份证 510812********9916: the kind in full, of the number no more than tells it from others."""
    kind, _, number = document.partition(" ")
    if not number:
        return ""
    covered = masking.id_number(number)
    return f"{kind} {covered}"


def _of_whom(case: Case, title: str) -> str:
    somebody = parties.about_whom(case.form)
    if somebody:
        return f"{title}（{somebody}的）"
    return title


def _handed(case: Case, version: Version) -> str:
    if case.state == states.REFUSED:
        return REFUSAL
    if case.outcome != states.APPROVED:
        return DECISION
    title = given_by(version, case).title
    return f"《{title}》"
