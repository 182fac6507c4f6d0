"""The guide for partners, walked in its order with a key that was just given: no step is refused."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.paper_files import PDF
from yichuang.api import rules, services
from yichuang.cases.queries import cases as reads
from yichuang.core import clock
from yichuang.ratings.models import Invitation

PLACE = "510812000000"
GUIDE = Path(settings.BASE_DIR) / "docs" / "guides" / "integrate-a-partner.md"


@pytest.fixture
def partner(world):
    """A client with a new key for everything a partner may do."""
    _, text = services.issue_key(
        name="合作方",
        channel=2,
        source=f"partner-{uuid4().hex[:8]}",
        scopes=[*rules.SCOPES],
        actor="test",
    )
    return Client(headers={"X-Api-Key": text})


def answered(response, status: int = 200):
    assert response.status_code == status, response.content.decode()
    return response.json()


def submitted(partner, code: str) -> dict:
    """The receipt of the item's sample with every paper that belongs to it."""
    sample = answered(partner.get(f"/api/v1/items/{code}/sample", {"region": PLACE}))
    body = sample["application"]
    for paper in sample["papers"]:
        file = SimpleUploadedFile("paper.pdf", PDF)
        stored = answered(partner.post("/api/v1/files", {"file": file}), 201)
        body["materials"].append({"code": paper["code"], "source": "file", "file": stored["file"]})
    headers = {"Idempotency-Key": str(uuid4())}
    sent = partner.post(
        "/api/v1/cases", json.dumps(body), content_type="application/json", headers=headers
    )
    return answered(sent, 201)


def test_the_guide_leads_from_nothing_to_a_rated_case_without_a_refusal(partner):
    items = answered(partner.get("/api/v1/items", {"q": "失业登记", "region": PLACE}))["items"]
    code = items[0]["code"]
    guide = answered(partner.get(f"/api/v1/items/{code}", {"region": PLACE}))
    assert all("asked_when" in material for material in guide["materials"])
    assert answered(partner.get(f"/api/v1/items/{code}/form"))["required"]
    receipt = submitted(partner, code)
    assert receipt["missing"] == [] and receipt["password"]
    case = answered(partner.get(f"/api/v1/cases/{receipt['number']}"))
    assert case["state"] == "received" and case["correction"] is None
    row = reads.by_number(receipt["number"])
    Invitation.objects.create(
        case=row,
        kind="online",
        step="close",
        organisation=row.organisation,
        created_at=clock.now(),
        expires_on=clock.today(),
    )
    rated = partner.post(
        f"/api/v1/cases/{receipt['number']}/rating",
        json.dumps({"grade": 5}),
        content_type="application/json",
    )
    assert answered(rated, 201)["grade"] == 5


@pytest.mark.parametrize(
    "code", ["992014101002", "990514206001", "990514102003", "990514102006", "990714207001"]
)
def test_the_sample_of_a_rich_form_passes(partner, code):
    assert submitted(partner, code)["missing"] == []


def test_every_address_that_the_guide_names_is_in_the_description():
    text = GUIDE.read_text(encoding="utf-8")
    described = json.loads(
        (Path(settings.BASE_DIR) / "docs" / "reference" / "openapi.json").read_text("utf-8")
    )
    named = {
        word.strip("`,;:.").partition("?")[0]
        for word in text.split()
        if word.strip("`").startswith("/api/v1/")
    }
    paths = {path.rstrip("/") for path in described["paths"]} | {"/api/v1/docs"}
    assert named and named <= paths
