"""The guide says what to bring here and now, on the page and on paper, and every outlet shows one revision."""

from copy import deepcopy
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.core import clock

pytestmark = pytest.mark.django_db
MONEY, REGISTER = "990514206001", "992014101002"


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(pdf) -> str:
    written = "".join(part.extract_text() for part in PdfReader(BytesIO(pdf.content)).pages)
    return written.replace("\n", "").replace(
        "\u200b", ""
    )  # a long number is broken at a place without a sign


def revise(code=MONEY, **changes):
    version = catalog.version_in_force(code)
    definition = deepcopy(version.definition) | changes
    return services.publish(
        definition=definition, form=version.form, effective_from=clock.today(), actor="officer:1"
    )


def test_answers_trim_the_papers(client, world):
    everything = page(client, f"/items/{MONEY}/")
    assert "另有1份看情况" in everything and "用不上" not in everything
    clear = page(client, f"/items/{MONEY}/?s-leave_reason=clear&s-by_agent=no")
    assert (
        "您一份也不用带" in clear
        and clear.count("照您说的情况，用不上") == 2
        and "2份您用不上" in clear
    )
    agent = page(client, f"/items/{MONEY}/?s-leave_reason=unclear&s-by_agent=yes")
    assert "要带1份" in agent and "1份签个承诺就行" in agent and "用不上" not in agent
    assert 'value="unclear" checked' in agent and "s-by_agent=yes" in agent


def test_an_answer_that_is_not_on_offer_drops_nothing(client, world):
    html = page(client, f"/items/{MONEY}/?s-leave_reason=x&s-nothing=1&s-by_agent=%3Cb%3E")
    assert "用不上" not in html and "checked" not in html and "<b>&gt;" not in html


def test_limits_are_compared_and_the_day_of_the_answer_is_counted(client, world):
    html = page(client, f"/items/{MONEY}/")
    assert "法律规定" in html and "10个工作日" in html and "1个工作日" in html
    g = catalog.guide(MONEY, region="510812000000")
    from yichuang.sites.portal.guide.giving import due_of

    assert f"{due_of(g, '510812000000', clock.now()).day}日" in html
    assert "当场办好" in page(client, f"/items/{REGISTER}/")


def test_the_words_of_the_place_are_shown(client, world):
    client.cookies["place"] = "510812000000"
    assert "3个工作日" in page(client, "/items/990714102001/")
    client.cookies["place"] = "510800000000"
    assert "4个工作日" in page(client, "/items/990714102001/")


def test_only_units_that_take_the_item_in_are_offered(client, world):
    client.cookies["place"] = "510812000000"
    html = page(client, f"/items/{MONEY}/")
    assert "朝天区政务服务中心" in html and "最近的窗口" in html


def test_a_cancelled_item_says_so_and_cannot_be_begun(client, world):
    client.get(f"/items/{MONEY}/")
    services.cancel_item(code=MONEY, on=clock.today(), reason="并入", actor="officer:1")
    html = page(client, f"/items/{MONEY}/")
    assert "不再办了" in html and "12333" in html and "开始办理" not in html


def test_an_item_that_is_off_online_sends_people_to_the_window(client, world):
    assert "开始办理" in page(client, f"/items/{MONEY}/")
    services.switch_channel(code=MONEY, channel="portal", enabled=False, actor="officer:1")
    html = page(client, f"/items/{MONEY}/")
    assert "网上暂时停办" in html and "开始办理" not in html and "朝天区政务服务中心" in html
    services.switch_channel(code=MONEY, channel="portal", enabled=True, actor="officer:1")
    assert "开始办理" in page(client, f"/items/{MONEY}/")


def test_an_old_version_is_there_to_read_and_not_to_begin_with(client, world):
    old = catalog.guide(MONEY).revision
    revise(conditions="改过的条件")
    now = page(client, f"/items/{MONEY}/")
    assert "改过的条件" in now and "第2版" in now and "?version=1" in now
    before = page(client, f"/items/{MONEY}/?version=1")
    assert old in before and "改过的条件" not in before
    assert "只供查看" in before and "开始办理" not in before
    assert "这是第1版，现在的是第2版" in before
    assert "这是第2版，现在的也是这一版" in page(client, f"/items/{MONEY}/?version=2")
    assert client.get(f"/items/{MONEY}/?version=9").status_code == 404


def test_an_old_version_speaks_with_the_words_of_the_asked_place_on_the_asked_day(client, world):
    tomorrow = clock.today() + timedelta(1)
    told = {
        "differences": {"hours": "周六也开门 9:00—12:00"},
        "effective_from": tomorrow,
        "actor": "officer:1",
    }
    services.set_implementation(code=MONEY, region="370200000000", **told)
    there = f"/items/{MONEY}/?version=1&in=370211000000&day="
    assert "周六也开门" in page(client, f"{there}{tomorrow}")
    assert "周六也开门" not in page(client, f"{there}{clock.today()}")
    assert "周六也开门" not in page(
        client, f"/items/{MONEY}/?version=1&in=510812000000&day={tomorrow}"
    )
    assert client.get(f"/items/{MONEY}/?version=1&in=99&day=morgen").status_code == 200


def test_a_page_kept_by_a_browser_is_made_anew_after_publishing(client, world):
    tag = client.get(f"/items/{MONEY}/")["ETag"]
    revise(conditions="改过的条件")
    fresh = client.get(f"/items/{MONEY}/", headers={"If-None-Match": tag})
    assert fresh.status_code == 200 and "改过的条件" in fresh.content.decode()


def test_the_printed_guide_carries_the_revision_and_the_trimmed_papers(client, world):
    sheet = client.get(f"/items/{MONEY}/print.pdf?s-leave_reason=clear&s-by_agent=no")
    assert sheet["Content-Type"] == "application/pdf"
    text = text_of(sheet)
    assert catalog.guide(MONEY).revision in text
    assert "失业保险金申领" in text and "朝天区政务服务中心" in text
    assert "代办人身份证" not in text
    assert "代办人身份证" in text_of(client.get(f"/items/{MONEY}/print.pdf"))


def test_the_form_is_there_as_a_filled_sample_and_as_a_blank(client, world):
    sample = text_of(client.get(f"/items/{REGISTER}/sample.pdf"))
    blank = text_of(client.get(f"/items/{REGISTER}/form.pdf"))
    form = catalog.form_of(catalog.guide(REGISTER).version_id)
    given = catalog.guide(REGISTER).form["definition"]["sample"]
    first = next(f for _, f in form.pairs() if f.type == "text" and given.get(f.key))
    assert first.label in sample and str(given[first.key]) in sample
    assert first.label in blank and str(given[first.key]) not in blank


@pytest.mark.parametrize("kind", ["print", "sample", "form"])
def test_nothing_is_printed_of_an_unknown_item(client, world, kind):
    assert client.get(f"/items/000000000000/{kind}.pdf").status_code == 404


def test_every_kind_of_item_prints_all_its_sheets(client, world):
    one_of_each = {row.case_kind + row.sub_line: row.code for row in catalog.items()}
    for code in list(one_of_each.values())[::4]:
        for kind in ("print", "sample", "form"):
            sheet = client.get(f"/items/{code}/{kind}.pdf")
            assert text_of(sheet), (code, kind)


def test_all_outlets_show_the_new_revision_once_it_is_published(client, world):
    ours = {"portal", "mobile", "print"}
    assert not [lag for lag in catalog.outlets_lagging([MONEY]) if lag.outlet in ours]
    new = revise(conditions="改过的条件").revision
    assert not [lag for lag in catalog.outlets_lagging([MONEY]) if lag.outlet in ours]
    from yichuang.catalog.outlets import PROBES

    assert {PROBES.get(outlet)(MONEY) for outlet in ours} == {new}
    assert f'data-revision="{new}"' in page(client, f"/items/{MONEY}/")


def test_an_outlet_without_the_item_shows_nothing(world):
    from yichuang.catalog.outlets import PROBES

    assert [PROBES.get(outlet)("000000000000") for outlet in ("portal", "print")] == ["", ""]


def test_a_version_of_tomorrow_is_not_shown_today(client, world):
    version = catalog.version_in_force(MONEY)
    services.publish(
        definition=deepcopy(version.definition) | {"conditions": "明天的条件"},
        form=version.form,
        effective_from=clock.today() + timedelta(1),
        actor="officer:1",
    )
    assert "明天的条件" not in page(client, f"/items/{MONEY}/")
    with clock.frozen(clock.now() + timedelta(1)):
        assert "明天的条件" in page(client, f"/items/{MONEY}/")
