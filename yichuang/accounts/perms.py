"""Predicates that pages ask."""

from yichuang.core.access import roles_by

from . import queries


@roles_by
def holds_any(user, roles) -> bool:
    """True when the account is an active officer with any of the roles today; no roles named: any officer."""
    officer = queries.on_duty(user)
    if officer is None:
        return False
    return not roles or bool(queries.scopes(officer).roles & set(roles))
