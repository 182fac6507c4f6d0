"""The revision that the API shows of an item, as the check of one revision asks for it."""

from datetime import date

from yichuang.api import queries
from yichuang.catalog.outlets import PROBES
from yichuang.core import clock, revision
from yichuang.core.errors import NotFound

ROOM = 1000  # items


@PROBES.register("api")
def shows(code: str) -> str:
    """The revision in GET /items/{code}, "" when it shows none."""
    return _shown(code, clock.today())


@revision.kept(ROOM)
def _shown(code: str, day: date) -> str:
    try:
        return queries.guide(code, "", 0, None).revision
    except NotFound:
        return ""
