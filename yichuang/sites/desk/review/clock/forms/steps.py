"""The next step while a clock stands, or something waits for the head: to end it, to go on, to grant or to refuse."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Pause
from yichuang.cases.queries import versions, waiting
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.queries.pauses import label_of
from yichuang.cases.rules import states
from yichuang.cases.rules.terms import Span
from yichuang.cases.services import pauses
from yichuang.core.clock import local
from yichuang.sites.desk.review.clock.forms import boxes
from yichuang.sites.desk.review.clock.forms.boxes import Box, Form
from yichuang.sites.desk.review.clock.panel import in_words
from yichuang.sites.ui.wording import cnday

ENDING, GOING_ON, REFUSAL = "ending", "going_on", "refusal"
WAITS_FOR_ANSWER = "correction"
# a stop may begin while a suspension waits for the head, who answers once it is over
ASKED_IN = (states.REVIEWING, states.SPECIAL)


@dataclass(frozen=True)
class Request:
    """What somebody asks the head for.

    verb_of_yes, verb_of_no: the last parts of the two addresses.
    length: by how much, "" where the end is not ours to name.
    """

    title: str
    officer: Officer
    at: datetime
    reason: str
    until: date
    basis: str
    verb_of_yes: str
    verb_of_no: str
    length: str = ""

    @property
    def refusing(self) -> Form:
        """The form by which it is refused."""
        parts = (Box("reason", "为什么不批准，提请的人会看到", boxes.AREA),)
        return Form(self.verb_of_no, REFUSAL, "不批准", "不批准", parts)


def lasting(case: Case, clocks: Clocks) -> dict[str, Any] | None:
    """What stands now: its name, since when, until when it is planned, and the article; None while the clock runs.

    The wait for an answer of the applicant is shown by its notice.
    """
    if case.paused_since is None:
        return None
    pause = pauses.lasting(case)
    if pause is None or pause.kind == WAITS_FOR_ANSWER:
        return None
    return {
        "label": label_of(pause, clocks.terms),
        "pause": pause,
        "planned": _planned(case, pause),
        "is_of_acceptance": case.state in states.FRONT,
    }


def ending(pause: dict[str, Any] | None, may: frozenset[str]) -> Form | None:
    """The form that lets the clock run again; None where this officer has none."""
    if pause is None:
        return None
    label = pause["label"]
    if "end_special" in may:
        result = Box("result", "结果怎样，申请人会看到", boxes.AREA)
        return Form("end-special", ENDING, f"{label}的结果", f"结束{label}，接着审核", (result,))
    why = Box("why", "等到了什么，申请人会看到", boxes.AREA)
    if "resume" in may:
        return Form("resume", GOING_ON, "恢复办理", "恢复办理", (why,))
    if "resume_acceptance" in may:
        why = Box("why", "为什么不再等，申请人会看到", boxes.AREA)
        return Form("resume-acceptance", GOING_ON, "不再暂缓受理", "接着受理", (why,))
    return None


def requested(
    case: Case, clocks: Clocks, officer: Officer, may: frozenset[str]
) -> tuple[Request | None, str]:
    """(what waits for the head, and for this officer to answer; else None, why another has to answer it)."""
    request = _request(case, clocks)
    if request is None:
        return None, ""
    is_of_head = request.verb_of_no.replace("-", "_") in may
    if is_of_head and request.officer.pk != officer.pk:
        return request, ""
    return (
        None,
        f"{request.title}：{request.officer.name}提的，到{cnday(request.until)}，等负责人批",
    )


def _request(case: Case, clocks: Clocks) -> Request | None:
    """The extension or the suspension that waits for its grant."""
    extension = waiting.extension(case)
    if extension:
        return Request(
            "提请延期",
            extension.asked_by,
            local(extension.asked_at),
            extension.reason,
            extension.until,
            extension.basis,
            "grant-extension",
            "refuse-extension",
            in_words(Span(extension.days, extension.unit)),
        )
    if clocks.terms.suspended_by is None or case.state not in ASKED_IN:
        return None
    step = waiting.suspension(case)
    if step is None:
        return None
    facts = versions.told_at(case, step.seq)
    return Request(
        f"提请中止，{facts['label']}",
        step.officer,
        local(step.at),
        facts["reason"],
        date.fromisoformat(facts["until"]),
        facts["basis"],
        "grant-suspension",
        "refuse-suspension",
    )


def _planned(case: Case, pause: Pause) -> str:
    """Until when it was told to last, in words."""
    if pause.planned_until is None:
        return ""
    if case.state == states.SUSPENDED:
        return f"估计等到{cnday(pause.planned_until)}"
    return f"停到{cnday(pause.planned_until)}"
