"""The key in the header X-Api-Key, as the operations ask for it."""

from django.http import HttpRequest
from ninja.security import APIKeyHeader

from yichuang.api import services
from yichuang.api.rules import Caller
from yichuang.core import clock

HEADER = "X-Api-Key"


class Key(APIKeyHeader):
    """auth=Key("cases:write"): the operation runs with `request.auth`, a Caller that holds this scope."""

    param_name = HEADER

    def __init__(self, scope: str):
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller:
        """Raises the Problem that says why not."""
        return services.admit(text=key or "", scope=self.scope, now=clock.now())


def optional(request: HttpRequest, scope: str) -> Caller | None:
    """The caller of a public operation, when a key was sent: then lists show what its channel may do."""
    text = request.headers.get(HEADER)
    if not text:
        return None
    return services.admit(text=text, scope=scope, now=clock.now())
