"""JSON as people can read it in a log: Chinese as it is."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder


class Readable(BaseRenderer):
    """The renderer of every operation that returns data."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """Data → text."""
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


def as_json(data: Any, status: int = 200) -> HttpResponse:
    """A finished answer, for the operations that must be fast: its shape is theirs to keep, and a test's to compare."""
    text = json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
