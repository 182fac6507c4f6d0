"""手机上能办的热门事项: each is applied for on a phone, from its first question to its number."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import seen_by
from yichuang.accounts.models import User
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import versions
from yichuang.catalog import queries as catalog
from yichuang.core import clock, packs
from yichuang.identity.models import RealName
from yichuang.registry.models import Employer, Person

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone) Mobile"


def hot() -> list[str]:
    """Codes of the items that make up most of a city's volume and are offered on a phone."""
    rows = [packs.read(path) for path in packs.files("items")]
    return sorted(
        row["code"] for row in rows if "高频" in row.get("tags", ()) and "掌上办" in row["channels"]
    )


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def signing(username: str) -> dict[str, str]:
    """A unit's account signs in the name of who handles it; a sample is signed by the representative."""
    account = RealName.objects.get(user__username=username)
    if account.handler is None:
        return {}
    return {"signature-signer": account.handler.name}


def applicant_of(version) -> tuple[str, Person | Employer]:
    """Account and subject that the item is for: the older one where the sample tells of a working life."""
    by_unit = catalog.sampled_by_unit(version.id)
    if by_unit or "个人" not in version.guide.service_objects:
        return "shilijia", lives.employer()
    if lives.sample_of(version, clock.now()).get("person_id_number") == lives.LISI:
        return "lisi", lives.person(lives.LISI)
    return "zhangsan", lives.person()


@pytest.mark.parametrize("code", hot())
def test_sys_043_a_hot_item_is_finished_on_a_phone(code):
    version = versions.for_application(code, lives.CHAOTIAN, 3, clock.today())
    username, subject = applicant_of(version)
    phone = Client(headers={"user-agent": PHONE})
    phone.force_login(
        User.objects.get(username=username), backend="yichuang.accounts.backends.Backend"
    )
    assert phone.get(f"/items/{code}/").status_code == 200
    sample = lives.sample_of(version, clock.now(), subject)
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    begun = phone.post(f"/apply/{code}/?region={lives.CHAOTIAN}", situation)
    assert begun.status_code == 302, lives.words(begun)[:400]
    draft = Draft.objects.get(owner__username=username, case_number="")
    typed = lives.flat(version.form, sample)
    for m in version.materials(situation):
        if not m.is_form and not m.exempt:
            typed[f"materials-{m.code}"] = SimpleUploadedFile(
                "材料.pdf", lives.PDF, "application/pdf"
            )
    sent = phone.post(f"/drafts/{draft.uuid}/form/", typed)
    assert sent.status_code == 302, re.findall(r'href="#f-[^<]*', sent.content.decode())
    signature = lives.flat(version.form, sample) | seen_by(phone, draft) | signing(username)
    signed = phone.post(sent["Location"], signature)
    assert signed.status_code == 302, re.findall(r'href="#f-[^<]*', signed.content.decode())
    page = lives.words(phone.get(signed["Location"]))
    draft.refresh_from_db()
    case = Case.objects.get(number=draft.case_number)
    assert case.number in page
    assert version.guide.name in lives.words(phone.get("/my/"))
    assert case.item_code == code
