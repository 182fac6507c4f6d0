"""Operands of how somebody is reached."""

from yichuang.reference.rules import identifiers

from .scopes import Scope, Value


def mobile(key: str) -> Value:
    """Whether a phone takes short messages; a landline takes none."""

    def value(scope: Scope) -> bool | None:
        number = scope.get(key)
        if number is None:
            return None
        return identifiers.is_mobile(number)

    return value
