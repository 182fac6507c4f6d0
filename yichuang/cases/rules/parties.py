"""Roles that a person or an employer may have in a case beside the applicant's, and who of them is shown the case."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """label: for officers and on papers; shown: whether the case stands in this party's own list."""

    label: str
    shown: bool


# a respondent learns of the case by service of the papers, an agent and an heir through their own mandate
ROLES = {
    "about": Role("事项所涉的人", shown=True),
    "agent": Role("代办人", shown=False),
    "heir": Role("继承人", shown=False),
    "employer": Role("用人单位", shown=False),
    "respondent": Role("被申请人", shown=False),
}
SHOWN = tuple(code for code, role in ROLES.items() if role.shown)
