"""A guide tells how its time is counted: from when, what stops it, who may make it longer, what silence means."""

from dataclasses import replace

import pytest

from tests.sites.desk import lives
from yichuang.catalog import queries as catalog
from yichuang.sites.portal import term_lines, terms

pytestmark = pytest.mark.usefixtures("world")
LICENCE, INJURY, ARBITRATION = "990114501006", "990714207001", "990914502002"
RENEWAL, PUBLICISED, TRANSFER, TEXT = (
    "990114105002",
    "990514103004",
    "992014203001",
    "991014501004",
)
MOST = 80_000  # bytes of a page


def lines(code: str, **answers: str) -> dict[str, str]:
    """The only part of an item, by its labels."""
    (part,) = terms.parts_of(catalog.guide(code), answers)
    return {line.label: line.text for line in part.lines}


def test_a_licence_is_accepted_by_silence_stops_for_what_the_law_names_and_is_lengthened_once():
    told = lines(LICENCE)
    assert "5个工作日内告诉您受不受理" in told["受理"] and "就算受理了" in told["受理"]
    assert "行政许可法第32条" in told["受理"]
    assert "法律规定的20个工作日，从受理的第二天算" in told["从哪天算"]
    assert "听证的日子不算，最长20个工作日" in told["会不会停"]
    assert "可以延10个工作日，只一次" in told["会不会延"]
    assert "行政机关负责人批准" in told["会不会延"]
    assert "来2个人，照常算时间" in told["到现场看"]
    assert "准予以后10个工作日内" in told["送到手上"]


def test_an_injury_is_never_lengthened_and_waits_only_for_a_conclusion():
    told = lines(INJURY)
    assert "15日内告诉您受不受理" in told["受理"] and "就算受理了" not in told["受理"]
    assert "事实清楚、权利义务明确的，15日" in told["从哪天算"]
    assert told["会不会延"] == term_lines.NEVER_LONGER
    assert "可以中止：等司法机关或者有关行政主管部门的结论" in told["会不会停"]
    assert "受理时就看得出来的，不能中止" in told["会不会停"]
    assert "决定以后20日内" in told["送到手上"]


def test_arbitration_opens_the_way_to_court_and_begins_anew():
    told = lines(ARBITRATION)
    assert "您可以向法院起诉" in told["受理"]
    assert "仲裁委员会主任或者其委托的仲裁院负责人批准" in told["会不会停"]
    assert "追加当事人或者第三人，从决定追加之日算" in told["重新算"]
    assert "可以就这项请求向法院起诉" in told["还能怎么办"]
    assert "时间全部重新算" in told["要补材料"]


def test_each_situation_has_its_own_terms_until_one_is_chosen():
    guide = catalog.guide(RENEWAL)
    headings = [part.heading for part in terms.parts_of(guide, {})]
    assert len(headings) == 3 and headings[0] == "一般的"
    renewed = lines(RENEWAL, action="renew")
    assert "许可到期30日以前交的" in renewed["到期没决定"]
    assert "视为准予延续" in renewed["到期没决定"]
    assert lines(RENEWAL, action="change") == {"受理": term_lines.ONLY_REPORTED}


def test_what_is_shown_in_public_what_has_stages_and_what_silence_lets_hold():
    shown = lines(PUBLICISED)["公示"]
    assert "公示5个工作日，照常算时间" in shown and "没有答复完，不作决定" in shown
    assert "转出地办理15个工作日" in lines(TRANSFER)["分几段"]
    assert "收到文本后15日没有决定，即行生效" in lines(TEXT)["到期没决定"]


def test_a_version_of_before_says_nothing_of_it():
    guide = catalog.guide(LICENCE)
    elements = {key: guide.definition[key] for key in guide.definition if key != "terms"}
    assert terms.parts_of(replace(guide, definition=elements), {}) == []


def test_every_item_tells_its_terms_in_whole_sentences():
    odd = []
    for row in catalog.items():
        for part in terms.parts_of(catalog.guide(row.code), {}):
            for line in part.lines:
                words = line.text
                if (
                    "None" in words
                    or "（）" in words
                    or "（事项的" in words
                    or not words.endswith("。")
                ):
                    odd.append((row.code, line.label, words))
    assert odd == []


@pytest.mark.parametrize("code", [LICENCE, ARBITRATION, RENEWAL, PUBLICISED])
def test_the_page_holds_them_behind_one_press(client, code):
    answer = client.get(f"/items/{code}/")
    page = lives.words(answer)
    assert "时间怎么算，什么时候会停、会延" in page
    assert "告诉您受不受理" in page
    assert len(answer.content) < MOST
