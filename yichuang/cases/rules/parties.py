"""Roles that a person or an employer may have in a case beside the applicant's, and what each of them may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

BROUGHT_BY = "brought_by"  # in the trail: the person who brought something to a window for a unit
RESULT, PROGRESS, NOTHING = "result", "progress", ""
SUPPLIES, RECEIVES = "supplement", "receive"  # 补正材料, 领取结果


@dataclass(frozen=True)
class Role:
    """label: for officers and on papers; sees: RESULT: that the case exists and how it ended; PROGRESS: how far it is
    and what waits, while the mandate stands; NOTHING: it is not told of here."""

    label: str
    sees: str


# a respondent learns of the case by service of the papers, an heir and an employer by a case of their own;
# whom the matter is about may know what is done with their data (个人信息保护法 44, 45)
ROLES = {
    "about": Role("事项所涉的人", RESULT),
    "agent": Role("代办人", PROGRESS),
    "heir": Role("继承人", NOTHING),
    "employer": Role("用人单位", NOTHING),
    "respondent": Role("被申请人", NOTHING),
}


@dataclass(frozen=True)
class Matter:
    """What is looked at of a case: whether it is open, and whether its result is still to be delivered."""

    open: bool
    to_be_delivered: bool

    @property
    def over(self) -> bool:
        """Nothing is left that an agent could do."""
        return not self.open and not self.to_be_delivered


def sees(role: str, until: date | None, matter: Matter, today: date) -> str:
    """What a party sees of the case today: the predicate that `queries.concerned` says again as a filter.

    A mandate ends on its last day, when the principal takes it back, and with the matter (民法典 173): until its day
    the agent still sees how the matter ended."""
    allowed = ROLES[role].sees
    if allowed != PROGRESS:
        return allowed
    if until is not None and until < today:
        return NOTHING
    return RESULT if matter.over else PROGRESS


@dataclass(frozen=True)
class Mandated:
    """Whom the answers of a form name as agent, the last day of the mandate, and what it is for: codes of the form's
    `agent_scope`, as SUPPLIES and RECEIVES.

    kind: of their document (reference.rules.documents), "" where the number itself tells it."""

    name: str
    number: str
    until: date | None
    scope: tuple[str, ...] = ()
    kind: str = ""


FOR_OTHERS = {"family": "家人", "other": "他人"}  # values of for_whom (group `about_person`)


def for_others(answers: Mapping[str, Any]) -> str:
    """家人 or 他人, where one person applies for another; "" for who applies for themselves, and where no form asks."""
    return FOR_OTHERS.get(str(answers.get("for_whom", "")), "")


def about_whom(answers: Mapping[str, Any]) -> str:
    """The name of the person for whom the applicant applies; "" for who applies for themselves."""
    if for_others(answers):
        return answers.get("about_name", "")
    return ""


def mandated(answers: Mapping[str, Any]) -> Mandated | None:
    """The agent whom the form names (group `agent` of packs/forms); None for an applicant who comes themselves."""
    if answers.get("by_agent") != "yes" or not answers.get("agent_id_number"):
        return None
    last_day = answers.get("agent_until")
    return Mandated(
        answers.get("agent_name", ""),
        answers["agent_id_number"],
        date.fromisoformat(str(last_day)) if last_day else None,
        tuple(answers.get("agent_scope") or ()),
        answers.get("agent_id_type") or "",
    )
