"""Whom a form names beside its applicant, as the officer is told of them on the page of the case."""

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import named
from yichuang.cases.queries.named import Verdict
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import application
from yichuang.core.clock import local
from yichuang.sites.ui.wording import cnday

POLICE_SAYS_OTHER = "公安人口库说姓名和号码不一致，请对证件原件"
WE_HAVE_OTHER = "公安人口库还没有回话；和人员库登记的姓名不一致，请对证件原件"
NOT_ASKED = "公安人口库查不到这种证件，或这里没有接通，请看证件原件"
NO_ANSWER = "公安人口库还没有回话，接通后自动再问"
AGENT_ONLINE = "网上填的代办人没有登录核对，请对授权委托书和两人的证件"


def rows(case: Case, version: Version) -> list[dict[str, str]]:
    """Each name with its label, the state of the kit, the verdict in a word, and what to do about it."""
    shown = []
    for verdict in named.verdicts(version, case):
        state, word, advice = _in_words(verdict)
        row = {
            "label": verdict.label,
            "state": state,
            "word": word,
            "advice": advice,
            "agent": _of_agent(case, verdict),
        }
        shown.append(row)
    return shown


def _in_words(verdict: Verdict) -> tuple[str, str, str]:
    if verdict.outcome == NameCheck.SAME:
        answered_on = local(verdict.asked_at).date()
        day = cnday(answered_on)
        return "done", "已核对", f"公安人口库，{day}"
    if verdict.outcome == NameCheck.OTHER:
        return "late", "不一致", POLICE_SAYS_OTHER
    if verdict.person.is_misnamed:
        return "late", "不一致", WE_HAVE_OTHER
    if verdict.outcome == NameCheck.UNASKED:
        return "todo", "没核对", NOT_ASKED
    return "todo", "没核对", NO_ANSWER


def _of_agent(case: Case, verdict: Verdict) -> str:
    if verdict.person.role != "agent":
        return ""
    if case.channel in application.ON_SITE:
        return ""
    return AGENT_ONLINE
