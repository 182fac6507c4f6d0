"""Every write of accounts: one function per verb."""

from .lookups import count_lookup, note_refusal
from .officers import create_officer, deactivate_officer, grant_role, qualify, revoke_role
from .organisations import rename_organisation, set_service_area
from .staff import Staff, enter_staff
from .todos import close_todos, escalate_todo, finish_todo, open_todo
from .users import create_user, deactivate_user, rename_user, set_password

__all__ = [
    "Staff",
    "close_todos",
    "count_lookup",
    "create_officer",
    "create_user",
    "deactivate_officer",
    "deactivate_user",
    "enter_staff",
    "escalate_todo",
    "finish_todo",
    "grant_role",
    "note_refusal",
    "open_todo",
    "qualify",
    "rename_organisation",
    "rename_user",
    "revoke_role",
    "set_password",
    "set_service_area",
]
