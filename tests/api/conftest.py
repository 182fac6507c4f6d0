"""A caller with the demo key, and applications that are right."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.paper_files import PDF
from yichuang.api import services
from yichuang.api.models import ApiKey
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.registry import queries as registry

KEY = "yc-demo-key-try-it"
REGION = "510812000000"
ZHANG = {"kind": "person", "name": "张三", "id_number": "510812198805129916"}
ITEM = "990514102006"
SEVERAL = "991014503001"  # 劳动保障监察举报投诉: one person may have several open ones


def said(subject):
    """What the register would know of a person who is told by name and number; None for an employer."""
    if subject["kind"] != "person":
        return None
    number, id_type = subject["id_number"], subject.get("id_type", "01")
    return registry.facts_said(name=subject["name"], id_number=number, id_type=id_type)


class Caller(Client):
    """Django's client with a key and JSON bodies."""

    def send(self, path, body=None, *, key=None, **headers):
        """POST JSON to a path below /api/v1/."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        extra = {"X-Api-Key": key} if key else {}
        return self.post(
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={**named, **extra},
        )

    def look(self, path, **query):
        """GET JSON below /api/v1/."""
        return self.get(f"/api/v1/{path}", query)

    def upload(self, content=PDF, name="paper.pdf"):
        """One file; returns its uuid."""
        response = self.post("/api/v1/files", {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 201, response.content
        return response.json()["file"]

    def application(self, code=ITEM, region=REGION, **changes):
        """A whole application that is accepted: the sample answers of the form, every paper as a file."""
        guide = catalog.guide(code, region=region)
        answers = catalog.sample(
            guide.version_id, clock.today(), said(changes.get("subject", ZHANG))
        )
        situation = {q.key: answers.get(q.key, q.options[0].value) for q in guide.situations}
        wanted = [m for m in guide.materials_for(situation) if not m.is_form and not m.exempt]
        file = self.upload() if wanted else None
        materials = [{"code": m.code, "file": file} for m in wanted]
        whole = {
            "item_code": code,
            "region": region,
            "subject": ZHANG,
            "situation": situation,
            "answers": answers,
        }
        return whole | {"materials": materials} | changes

    def apply(self, body=None, ref=None, **options):
        """POST /cases with a new idempotency key unless one is given."""
        return self.send(
            "cases",
            self.application() if body is None else body,
            Idempotency_Key=ref or str(uuid.uuid4()),
            **options,
        )


def _caller(key):
    return Caller(headers={"X-Api-Key": key} if key else {})


@pytest.fixture
def caller(world):
    """A caller with the demo key that may do everything."""
    return _caller(KEY)


@pytest.fixture
def stranger(world):
    """A caller without a key."""
    return _caller("")


@pytest.fixture
def make_key(world):
    """make_key(scopes=…, channel=…, source=…, …) → (key row, caller that uses it)."""

    def make(scopes=("cases:write", "cases:read", "materials:write", "catalogue:read"), **options):
        facts = {
            "name": "test",
            "channel": 2,
            "source": f"t-{uuid.uuid4().hex[:12]}",
            "actor": "test",
        } | options
        key, text = services.issue_key(scopes=list(scopes), **facts)
        return ApiKey.objects.get(pk=key.pk), _caller(text)

    return make
