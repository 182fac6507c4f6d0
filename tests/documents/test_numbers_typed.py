"""A genuine number is found however its brackets were typed."""

import pytest

from yichuang.core import spelling
from yichuang.documents import queries, services
from yichuang.documents.models import Paper


@pytest.mark.parametrize(
    "typed",
    [
        "〔2026〕第318号",
        "[2026]第318号",
        "［2026］第318号",
        "（2026）第318号",
        "(2026)第318号",
        "【2026】第318号",
        "〔２０２６〕第３１８号",
        " 〔2026〕 第 318 号 ",
        "【2026】318",
        "﹝2026﹞第318号",
    ],
)
def test_a_number_has_one_spelling(typed):
    assert spelling.number_of_paper(typed) == "〔2026〕318号"


def test_the_name_of_the_issuer_before_the_number_stays():
    assert spelling.number_of_paper("东人社受[2026]第12号") == "东人社受〔2026〕12号"


@pytest.mark.django_db
@pytest.mark.parametrize("brackets", ["[]", "［］", "（）", "()", "【】", "〔〕"])
def test_a_genuine_paper_is_found_by_its_number_in_any_brackets(order, brackets):
    paper = services.issue(**order())
    typed = paper.number_text.replace("〔", brackets[0]).replace("〕", brackets[1])
    assert queries.verify_number(typed, paper.verify_code[-8:]).valid
    assert not queries.verify_number(typed, "00000000").found


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["受〔2026〕第12号", "受[2026]12号"])
def test_a_paper_that_was_numbered_in_the_earlier_way_keeps_its_number_and_is_found(order, typed):
    paper = services.issue(**order())
    Paper.objects.filter(pk=paper.pk).update(number_text="受〔2026〕第12号")
    seen = queries.verify_number(typed, paper.verify_code[-8:])
    assert seen.number == "受〔2026〕第12号"
