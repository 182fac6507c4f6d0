"""Reads of the catalogue."""

from yichuang.catalog.queries.changes import (
    change,
    changes,
    definition_problems,
    delegation_overrides,
    draft_problems,
    implementations,
    item,
    latest_version,
    version,
)
from yichuang.catalog.queries.delegation import (
    Route,
    delegation_matrix,
    finishable_counts,
    route,
    sunk_items,
)
from yichuang.catalog.queries.finding import (
    Found,
    answered_at_once,
    done_elsewhere,
    mark,
    search,
    suggest,
)
from yichuang.catalog.queries.guides import (
    done_on,
    form_of,
    guide,
    guide_of_version,
    require_open,
    sample,
    version_in_force,
)
from yichuang.catalog.queries.history import PastVersion, versions
from yichuang.catalog.queries.keeping import may_keep, owners, require_keeper
from yichuang.catalog.queries.lists import ItemRow, items, life_events, lines
from yichuang.catalog.queries.outlets import channel_open, outlets_lagging, switches
from yichuang.catalog.queries.reports import (
    common_handling_list,
    common_handling_report,
    completeness_report,
    consistency_report,
    online_basis,
    speedup_list,
    visit_flags,
)
from yichuang.catalog.queries.results import bases_of, may_have_many, refusal_remedy, result_of

__all__ = [
    "Found",
    "ItemRow",
    "PastVersion",
    "Route",
    "answered_at_once",
    "bases_of",
    "change",
    "changes",
    "channel_open",
    "common_handling_list",
    "common_handling_report",
    "completeness_report",
    "consistency_report",
    "definition_problems",
    "delegation_matrix",
    "done_elsewhere",
    "done_on",
    "delegation_overrides",
    "draft_problems",
    "finishable_counts",
    "form_of",
    "guide",
    "guide_of_version",
    "implementations",
    "item",
    "items",
    "latest_version",
    "life_events",
    "lines",
    "mark",
    "may_have_many",
    "may_keep",
    "online_basis",
    "outlets_lagging",
    "owners",
    "refusal_remedy",
    "require_keeper",
    "require_open",
    "result_of",
    "route",
    "sample",
    "search",
    "speedup_list",
    "suggest",
    "sunk_items",
    "switches",
    "version",
    "version_in_force",
    "versions",
    "visit_flags",
]
