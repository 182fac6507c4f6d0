"""Writes of supervision."""

from yichuang.supervision.services.counters import (
    Differing,
    check_counters,
    differing_counters,
    rebuild_counters,
)
from yichuang.supervision.services.escalation import pass_on_overdue
from yichuang.supervision.services.figures import (
    SHEETS,
    ask_sheet,
    enter_actual,
    forget_sheets,
    keep_computed,
    load_targets,
    make_bulletin,
    make_sheet,
    name_owner,
)
from yichuang.supervision.services.following import follow
from yichuang.supervision.services.leaves import begin_leave, end_leave
from yichuang.supervision.services.quality import draw_samples, judge, publish_seeds
from yichuang.supervision.services.urging import answer_urging, close_urging, urge, withdraw_urging

__all__ = [
    "SHEETS",
    "Differing",
    "answer_urging",
    "ask_sheet",
    "begin_leave",
    "check_counters",
    "close_urging",
    "differing_counters",
    "draw_samples",
    "end_leave",
    "enter_actual",
    "follow",
    "forget_sheets",
    "judge",
    "keep_computed",
    "load_targets",
    "make_bulletin",
    "make_sheet",
    "name_owner",
    "pass_on_overdue",
    "publish_seeds",
    "rebuild_counters",
    "urge",
    "withdraw_urging",
]
