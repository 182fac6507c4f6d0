"""The revision that the API shows of an item, as the check of one revision asks for it."""

from yichuang.api import queries
from yichuang.catalog.outlets import PROBES
from yichuang.core.errors import NotFound


@PROBES.register("api")
def shows(code: str) -> str:
    """The revision in GET /items/{code}, "" when it shows none."""
    try:
        return queries.guide(code, "", 0, None).revision
    except NotFound:
        return ""
