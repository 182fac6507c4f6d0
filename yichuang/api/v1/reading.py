"""JSON as operations read it: after the key was asked for, and never with what no column can hold."""

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from yichuang.api import problems
from yichuang.core.door import holds_unstorable_json


class Storable(Parser):
    """The parser of every operation that takes JSON. It is called when the key and its quotas let the caller in."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Text → data. Raises the Problem for a NUL or half a surrogate pair."""
        if holds_unstorable_json(request.body):
            raise problems.unstorable()
        return super().parse_body(request)
