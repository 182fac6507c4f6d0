"""What pages say of acting for a parent is what the forms can do: help, guide and first step agree for every item."""

import re

import pytest
from django.test import Client

from yichuang.catalog import queries as catalog
from yichuang.sites.portal.help import family

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="/items/(\d{12})/"')


def _asked_by(row) -> set[str]:
    """The keys of the questions in the item's form."""
    form = catalog.form_of(row.version_id)
    return set(form.fields)


def _said(page: str) -> str:
    return page.split('id="family"')[1].split("</section>")[0]


def test_help_names_exactly_the_items_whose_form_asks_for_whom(world):
    page = Client().get("/help/").content.decode()
    promised = set(LINK.findall(_said(page)))
    asking = {row.code for row in catalog.items() if "about_name" in _asked_by(row)}
    assert promised == asking
    assert len(asking) > 5


def test_every_guide_of_an_item_that_takes_agents_says_how_a_parent_is_helped(world):
    told = {}
    for row in catalog.items():
        questions = _asked_by(row)
        guide = catalog.guide(row.code)
        if "about_name" in questions:
            told[row.code] = family.on_guide(guide) == family.FOR_WHOM
        elif "agent_name" in questions:
            told[row.code] = family.on_guide(guide) == family.PRINCIPAL
        else:
            told[row.code] = family.on_guide(guide) == ""
    assert [code for code, right in told.items() if not right] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("990514205001", "申请人是他，不是您"),  # 城乡居民养老保险待遇申领
        ("992014203006", "申请人是他，不是您"),  # 权益记录
        ("992014203001", "申请人是他，不是您"),  # 转移接续
        ("992014202008", "“给谁办”选“家人”"),  # 资格认证
    ],
)
def test_the_page_of_a_guide_shows_it(world, code, words):
    page = Client().get(f"/items/{code}/").content.decode()
    assert words in _said(page)


def test_whoever_may_name_a_parent_is_not_sent_to_the_parents_account(world):
    certify = family.at_question(catalog.guide("992014202008"))
    pension = family.at_question(catalog.guide("990514205001"))
    assert "用他的账号" not in certify
    assert "给谁办" in certify
    assert "用他的账号" in pension
