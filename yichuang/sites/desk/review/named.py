"""Whom a form names beside its applicant, as the officer is told of them on the page of the case."""

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import named
from yichuang.cases.queries.named import Verdict
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import application
from yichuang.core.clock import local
from yichuang.sites.ui.wording import cnday

POLICE_SAYS_OTHER = "公安人口库：姓名和号码不一致"
WE_HAVE_OTHER = "没核对：公安人口库还没有回话；和人员库登记的姓名不一致"
NOT_ASKED = "没核对：公安人口库查不到这种证件，或这里没有接通，请看证件原件"
NO_ANSWER = "没核对：公安人口库还没有回话，接通后自动再问"
AGENT_ONLINE = "网上填的代办人没有登录核对，请对授权委托书和两人的证件"


def rows(case: Case, version: Version) -> list[dict[str, str]]:
    """Each name with its label, the state of the kit, and the verdict in words."""
    shown = []
    for verdict in named.verdicts(version, case):
        state, words = _in_words(verdict)
        row = {
            "label": verdict.label,
            "state": state,
            "words": words,
            "more": _of_agent(case, verdict),
        }
        shown.append(row)
    return shown


def _in_words(verdict: Verdict) -> tuple[str, str]:
    if verdict.outcome == NameCheck.SAME:
        day = cnday(local(verdict.asked_at).date())
        return "done", f"公安人口库已核对，{day}"
    if verdict.outcome == NameCheck.OTHER:
        return "late", POLICE_SAYS_OTHER
    if verdict.person.is_misnamed:
        return "late", WE_HAVE_OTHER
    if verdict.outcome == NameCheck.UNASKED:
        return "todo", NOT_ASKED
    return "todo", NO_ANSWER


def _of_agent(case: Case, verdict: Verdict) -> str:
    if verdict.person.role != "agent" or case.channel in application.ON_SITE:
        return ""
    return AGENT_ONLINE
