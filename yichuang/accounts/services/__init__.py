"""Every write of accounts: one function per verb."""

from .handing_on import pass_on_todos_of_ended
from .leaves import begin_leave, end_leave
from .lookups import count_lookup, note_refusal
from .officers import (
    Entitled,
    create_officer,
    deactivate_officer,
    grant_role,
    move_officer,
    qualify,
    qualify_many,
    revoke_role,
)
from .organisations import rename_organisation, set_service_area
from .partings import ANOTHER, AS_ONE, part_by_two, takes_two, who_has_asked
from .returning import reactivate_officer
from .staff import Staff, enter_staff
from .todos import close_todos, escalate_todo, finish_todo, open_todo, put_off_todo
from .users import create_user, deactivate_user, rename_user, set_password
from .vacancies import tell_of_run_out

__all__ = [
    "ANOTHER",
    "AS_ONE",
    "Entitled",
    "Staff",
    "begin_leave",
    "close_todos",
    "count_lookup",
    "create_officer",
    "create_user",
    "deactivate_officer",
    "deactivate_user",
    "end_leave",
    "enter_staff",
    "escalate_todo",
    "finish_todo",
    "grant_role",
    "move_officer",
    "note_refusal",
    "open_todo",
    "part_by_two",
    "pass_on_todos_of_ended",
    "put_off_todo",
    "qualify",
    "qualify_many",
    "reactivate_officer",
    "rename_organisation",
    "rename_user",
    "revoke_role",
    "set_password",
    "set_service_area",
    "takes_two",
    "tell_of_run_out",
    "who_has_asked",
]
