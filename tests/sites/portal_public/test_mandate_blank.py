"""A mandate can be printed: of a person and of a unit, from the help and from every guide that may ask for one."""

import pytest

from tests.sites.desk.lives import words
from yichuang.catalog import queries as catalog
from yichuang.sites.portal.help import mandate

ASKED = {
    "person": ("委托人姓名", "代办人姓名", "办理事项", "授权范围", "委托期限", "委托人（签名）"),
    "unit": ("单位名称", "代办人姓名", "办理事项", "授权范围", "委托期限", "单位（盖章）"),
}
PERSON, UNIT = "/help/mandate/person/", "/help/mandate/unit/"


@pytest.mark.parametrize("whose", ["person", "unit"])
def test_the_sheet_has_what_a_mandate_must_say(world, client, whose):
    page = client.get(f"/help/mandate/{whose}/")
    text = words(page)
    assert [line for line in (*ASKED[whose], "第一百六十五条") if line not in text] == []
    assert "data-print" in page.content.decode()


def test_there_is_no_third_sheet(world, client):
    assert client.get("/help/mandate/nobody/").status_code == 404


def test_the_help_leads_to_both(world, client):
    page = client.get("/help/").content.decode()
    assert PERSON in page and UNIT in page and 'id="family"' in page and 'id="documents"' in page


def test_every_guide_that_may_ask_for_one_leads_to_it(world):
    left_out = set()
    for row in catalog.items():
        guide = catalog.guide(row.code)
        names = " ".join(material.name for material in guide.materials)
        sheets = {sheet["href"] for sheet in mandate.blanks_for(guide)}
        if "委托书" in names and not sheets:
            left_out.add(row.code)
        if "单位" in guide.service_objects and UNIT not in sheets:
            left_out.add(row.code)
        if "个人" in guide.service_objects and guide.knows_agents and PERSON not in sheets:
            left_out.add(row.code)
    assert left_out == set()


def test_a_guide_shows_the_link(world, client):
    page = client.get("/items/990514206001/").content.decode()
    assert PERSON in page and UNIT not in page
