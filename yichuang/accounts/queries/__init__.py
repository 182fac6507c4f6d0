"""Reads of units, officers and what they may do."""

from yichuang.accounts.queries.leaves import (
    is_away,
    leaves_of,
    running_leaves,
    standing_in,
    stands_in_for,
)
from yichuang.accounts.queries.naming import (
    NamingViolation,
    name_asked,
    naming_violations,
    numbered_by,
    short_name,
)
from yichuang.accounts.queries.officers import (
    account,
    names_of,
    officer,
    officer_of,
    officers_of,
    on_duty,
    user,
)
from yichuang.accounts.queries.qualifications import (
    qualified,
    qualified_among,
    qualified_counts,
    qualified_items,
)
from yichuang.accounts.queries.roles import (
    ended_on,
    has_role,
    in_force,
    officers_with,
    scopes,
    scopes_among,
)
from yichuang.accounts.queries.service_areas import (
    outlets,
    serving,
    serving_each,
    villages_of,
    villages_served,
)
from yichuang.accounts.queries.todos import going_up, open_about, stuck, todo_counts, todos_of
from yichuang.accounts.queries.units import (
    bureau_of,
    children,
    offices_of,
    organisation,
    organisations_in,
    units_below,
)

__all__ = [
    "NamingViolation",
    "account",
    "bureau_of",
    "children",
    "ended_on",
    "going_up",
    "has_role",
    "in_force",
    "is_away",
    "leaves_of",
    "name_asked",
    "names_of",
    "naming_violations",
    "numbered_by",
    "officer",
    "officer_of",
    "officers_of",
    "officers_with",
    "offices_of",
    "on_duty",
    "open_about",
    "organisation",
    "organisations_in",
    "outlets",
    "qualified",
    "qualified_among",
    "qualified_counts",
    "qualified_items",
    "running_leaves",
    "scopes",
    "scopes_among",
    "serving",
    "serving_each",
    "short_name",
    "standing_in",
    "stands_in_for",
    "stuck",
    "todo_counts",
    "todos_of",
    "units_below",
    "user",
    "villages_of",
    "villages_served",
]
