"""In a row of a roster what only some are asked for stands there for them alone, in the row that they stand in."""

import pytest
from django.test import Client

from yichuang.accounts.models import User
from yichuang.cases.models import Draft
from yichuang.catalog import queries as catalog

pytestmark = pytest.mark.browser
ADDED = "992014201003"  # 职工参保登记（增员）
UNIT = "shilijia"
BIRTH = "[name=employees-{}-birth_date]"


def begun() -> Draft:
    """The unit's application after its first step."""
    owner = User.objects.get(username=UNIT)
    Draft.objects.filter(owner=owner, case_number="").delete()
    client = Client()
    client.force_login(owner)
    chosen = {}
    for question in catalog.guide(ADDED).situations:
        chosen[question.key] = question.options[0].value
    client.post(f"/apply/{ADDED}/?region=510812000000", chosen)
    return Draft.objects.get(owner=owner, case_number="")


def test_the_birth_is_asked_of_a_passport_and_in_its_own_row(browser, sign_in):
    page = sign_in(browser(width=375), UNIT)
    draft = begun()
    page.goto(f"/drafts/{draft.uuid}/form/")
    first = page.locator(BIRTH.format(0))
    assert first.is_hidden()
    page.select_option("[name=employees-0-id_type]", "06")
    first.wait_for(state="visible")
    page.locator("button[name=_add][value=employees]").click()
    second = page.locator(BIRTH.format(1))
    second.wait_for(state="hidden")
    assert first.is_visible()
    page.select_option("[name=employees-0-id_type]", "01")
    first.wait_for(state="hidden")
    assert first.is_disabled()
