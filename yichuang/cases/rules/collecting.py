"""Who may take a person's result away at a counter, and by what. Pure.

The applicant; the agent whom the form names, where the mandate holds 领取结果 and has not ended (民法典 161, 173); an
adult of the same household, for papers that are served and no thing that is handed out (民事诉讼法 88); anybody else
by a mandate that the applicant signed (民法典 165)."""

from dataclasses import dataclass
from datetime import date

from yichuang.core import spelling
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules import identifiers

APPLICANT, AGENT, FAMILY, MANDATE = "applicant", "agent", "family", "mandate"
ADULT = 18
RELATIONS = (
    "配偶",
    "父母",
    "子女",
    "祖父母、外祖父母",
    "孙子女、外孙子女",
    "兄弟姐妹",
    "其他同住亲属",
)
CALLED = {
    APPLICANT: "本人",
    AGENT: "代办人",
    FAMILY: "同住的成年家属",
    MANDATE: "带着授权委托书的人",
}
NO_DOCUMENT = "请看领的人的证件，照证件填号码"
NOT_THE_APPLICANT = "不是申请人登记的号码；来的不是申请人的，照来的人选"
NOT_TOGETHER = "姓名和证件号码对不上，请照证件再核对"
NO_AGENT = "申请里没有写代办人；带了委托书的，选“带着授权委托书的人”"
OTHER_AGENT = "和申请里写的代办人不是同一个人，请核对证件"
NOT_IN_SCOPE = "委托里没有写“领取结果”，不能交给代办人；另带了委托书的，选“带着授权委托书的人”"
ENDED = "委托到期了，或申请人已不让他代办，不能交给代办人"
NO_SUPPLY = "委托里没有写“补正材料”，不能由代办人补，请申请人自己补，或另带委托书"
NO_SUPPLY_NOW = "委托到期了，或申请人已不让他代办，不能由他补"
NOT_SERVED = "这样结果只交给申请人本人、代办人或带着委托书的人，不能由家属代领"
NO_RELATION = "请选他是申请人的什么人"
NOT_ADULT = "不满18周岁，或从号码看不出满了18周岁，不能由他签收"
NO_DAY = "请照委托书填签的日期"
NOT_YET = "委托书上的日期还没有到"
OVER = "这份委托书已经过期，请申请人重新写一份"
ENDS_BEFORE = "到期的日子在签的日子之前，请照委托书核对"


@dataclass(frozen=True)
class NamedAgent:
    """Whom the form names as agent. receives, supplies: the mandate holds 领取结果, 补正材料; until: its last day, None
    without one; stopped: the applicant has taken it back; kind: of the document (reference.rules.documents), "" where
    the number itself tells it."""

    name: str
    number: str
    receives: bool
    until: date | None = None
    stopped: bool = False
    supplies: bool = False
    kind: str = ""

    def fault(self, today: date) -> str:
        """Why the result is not given to them today, or ""."""
        if not self.receives:
            return NOT_IN_SCOPE
        if self._is_over(today):
            return ENDED
        return ""

    def supply_fault(self, today: date) -> str:
        """Why they may not hand in a correction today, or ""."""
        if not self.supplies:
            return NO_SUPPLY
        if self._is_over(today):
            return NO_SUPPLY_NOW
        return ""

    def _is_over(self, today: date) -> bool:
        return self.stopped or (self.until is not None and self.until < today)


@dataclass(frozen=True)
class Shown:
    """A mandate that was shown at the counter: the day on which it was signed, and its last day where it has one."""

    signed_on: date | None = None
    until: date | None = None


def agent_problems(
    agent: NamedAgent | None, name: str, number: str, today: date
) -> list[FieldProblem]:
    """Why the result is not given to who came as the agent."""
    if agent is None:
        return [FieldProblem("by", NO_AGENT, "mandate")]
    fault = agent.fault(today)
    if fault:
        return [FieldProblem("by", fault, "mandate")]
    is_same_name = not name or spelling.is_same_name(name, agent.name)
    if is_same_name and number == spelling.code(agent.number):
        return []
    return [FieldProblem("document", OTHER_AGENT, "mandate")]


def family_problems(is_served: bool, relation: str, number: str, today: date) -> list[FieldProblem]:
    """Why the result is not given to who came as family. is_served: it is a paper that is served, and no thing."""
    if not is_served:
        return [FieldProblem("by", NOT_SERVED, "mandate")]
    problems = []
    if relation not in RELATIONS:
        problems.append(FieldProblem("relation", NO_RELATION, "required"))
    if not _is_adult(number, today):
        problems.append(FieldProblem("document", NOT_ADULT, "age"))
    return problems


def _is_adult(number: str, today: date) -> bool:
    born = identifiers.birth_date_of(number)
    if born is None:
        return False
    age = identifiers.age_on(born, today)
    return age >= ADULT


def mandate_problems(paper: Shown, today: date) -> list[FieldProblem]:
    """What is wrong with a mandate that was shown."""
    if paper.signed_on is None:
        return [FieldProblem("signed_on", NO_DAY, "required")]
    if paper.signed_on > today:
        return [FieldProblem("signed_on", NOT_YET, "mandate")]
    if paper.until is None:
        return []
    if paper.until < paper.signed_on:
        return [FieldProblem("until", ENDS_BEFORE, "mandate")]
    if paper.until < today:
        return [FieldProblem("until", OVER, "mandate")]
    return []
