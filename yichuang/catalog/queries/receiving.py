"""How an applicant gets the result."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules import receiving
from yichuang.catalog.rules.receiving import Chosen


def chosen_way(answers: Mapping[str, Any]) -> Chosen:
    """How the applicant who gave these answers chose to get it."""
    table = tables.receiving()
    return receiving.chosen(answers, table)
