"""The way from a case to the guide that it was handed in under."""

from urllib.parse import urlencode

from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.core.clock import local


def address_of(case: Case) -> str:
    """Address of the guide as it stood for this case: its version, its place, the words of the place on that day."""
    query = {
        "version": versions.of_case(case).number,
        "in": case.region_id.ljust(12, "0"),
        "day": local(case.received_at).date().isoformat(),
    }
    return f"/items/{case.item_code}/?{urlencode(query)}"
