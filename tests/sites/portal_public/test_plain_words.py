"""What a guide says reads one way only: of papers, of numbers, of conditions, of what is kept without the network."""

import re
from pathlib import Path

import pytest

from yichuang.cases.rules import application
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.situations import BROUGHT
from yichuang.core import packs
from yichuang.sites import markup
from yichuang.sites.portal.guide.guiding import papers_of

SITES = Path(markup.__file__).parent.parent
WAGES_OWED = "992014503002"
# "5年3个月" is one length of time, whatever was meant by it
RUN_TOGETHER = re.compile(r"(?<!\d)\d{1,3}(年|个月|天|岁)\d+(年|个月|天|元|倍|%)")


def guides_of_everywhere() -> list[Guide]:
    return [catalog.guide(row.code) for row in catalog.items() if row.place is None]


@pytest.mark.django_db
def test_a_paper_that_some_answer_asks_for_says_which_answer(world):
    untold = []
    for guide in guides_of_everywhere():
        for paper in papers_of(guide, {}):
            labels = [
                option.label
                for question in guide.situations
                for option in question.options
                if paper.name in option.keep
            ]
            if paper.way == "maybe" and not all(label in paper.note for label in labels):
                untold.append((guide.code, paper.name))
    assert untold == []


@pytest.mark.django_db
def test_a_paper_of_some_cases_is_not_called_a_paper_one_may_happen_to_have(client, world):
    page = client.get("/items/990514206001/").content.decode()
    assert "选“他人代办”的要交" in page
    assert "用得上才交" in page and "有才交" not in page.replace("用得上才交", "")


@pytest.mark.django_db
def test_conditions_are_parted_outside_brackets_only(world):
    torn = []
    for guide in guides_of_everywhere():
        for line in guide.condition_lines:
            if line.count("（") != line.count("）"):
                torn.append((guide.code, line))
    assert torn == []


@pytest.mark.django_db
def test_what_a_clue_says_is_filled_in_and_no_copy_of_it_is_lacking(world):
    copies = [
        (guide.code, paper.name)
        for guide in guides_of_everywhere()
        for paper in guide.materials
        if paper.name.endswith("信息")
        and not paper.exempt
        and not paper.is_form
        and paper.source == BROUGHT
    ]
    assert copies == []
    guide = catalog.guide(WAGES_OWED)
    assert [paper.way for paper in papers_of(guide, {})] == ["fill"]
    assert application.missing(guide.materials, set()) == ()


def test_no_two_lengths_of_time_run_together():
    found = []
    for folder in ("items", "forms", "numbers", "messages"):
        for path in (packs.ROOT / folder).rglob("*.yaml"):
            for match in RUN_TOGETHER.finditer(path.read_text(encoding="utf-8")):
                found.append((path.name, match[0]))
    assert found == []


def test_what_is_kept_without_the_network_is_never_said_to_be_handed_in():
    told = [
        path.name
        for folder in ("static/yichuang", "templates")
        for path in (SITES / folder).rglob("*.*")
        if path.suffix in (".js", ".html") and "自动交" in path.read_text(encoding="utf-8")
    ]
    assert told == []


@pytest.mark.django_db
def test_who_has_no_chinese_identity_number_is_told_where_to_go(client, world):
    page = client.get("/accounts/register/").content.decode()
    assert "护照" in page and 'href="/halls/"' in page
