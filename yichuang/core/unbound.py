"""Until when a table may hold cipher texts of before places were bound: until `bind_secrets` has marked it."""

from yichuang.core import db

_TABLE_OF_MARKS = "select to_regclass('core_binding') is not null"
_MARKED = "select 1 from core_binding where table_name = %s and finished_at is not null"


def accepted(table: str) -> bool:
    """Whether unbound values of this table still open: asked only when one is met."""
    marks_exist = db.call(_TABLE_OF_MARKS)[0]
    return not marks_exist or db.call(_MARKED, [table]) is None
