"""Public numbers are answered at once, each with its days and its document; what is not known is not shown."""

from datetime import datetime

import pytest

from yichuang.core import clock, packs

pytestmark = pytest.mark.django_db
LONG_BEFORE = datetime(1991, 6, 1, 9)
MIDSUMMER, LONG_AFTER = datetime(2026, 6, 1, 9), datetime(2061, 1, 5, 9)


def page(client, **query) -> str:
    return client.get("/numbers/", query).content.decode()


@pytest.mark.parametrize(
    ("born", "who", "month", "age"),
    [
        ("196501", "male", "2025年2月", "60岁1个月"),
        ("1968年5月", "female55", "2023年5月", "55岁"),
        ("1970-1", "female55", "2025年2月", "55岁1个月"),
        ("197501", "female50", "2025年2月", "50岁1个月"),
        ("1990-12", "male", "2053年12月", "63岁"),
    ],
)
def test_the_month_of_retirement_is_told_at_once(client, world, born, who, month, age):
    html = page(client, born=born, who=who)
    assert f"{month}到法定退休年龄（{age}）" in html


def test_nobody_retires_before_the_earlier_age_and_the_years_to_pay_are_those_of_that_day(
    client, world
):
    assert "最早2025年1月" in page(client, born="196501", who="male")
    assert "要缴满20年" in page(client, born="1990-12", who="male")
    assert "要缴满15年" in page(client, born="196501", who="male")


@pytest.mark.parametrize("born", ["去年", "196513", "99999", "0", "1968年", "285001"])
def test_a_month_that_is_none_is_refused_in_words(client, world, born):
    html = page(client, born=born, who="male")
    assert "写出生的年和月，比如196805" in html and "到法定退休年龄（" not in html


def test_the_base_of_the_province_is_shown_with_its_document_and_whether_it_was_read(client, world):
    with clock.frozen(MIDSUMMER):
        html = page(client)
    assert "4699元" in html and "23493元" in html and "川人社办发〔2026〕50号" in html
    assert "还没有对照文件原文" in html


def test_a_figure_that_is_over_says_so(client, world):
    with clock.frozen(LONG_AFTER):
        html = page(client)
    assert "这是上一期的，新的还没有登记" in html


def test_a_place_without_a_figure_is_told_whom_to_ask(client, world):
    with clock.frozen(LONG_BEFORE):
        html = page(client)
    assert "这里的数还没有核对到文件，先不登" in html and "这里的数还没有登记" in html


def test_every_figure_has_days_and_a_document():
    for kind in ("bases", "wages"):
        for row in packs.read(f"numbers/{kind}.yaml")[kind]:
            assert row["from"] and row["document"] and row["read"] in (True, False)
            assert row["until"] is None or row["from"] < row["until"]
            assert all(
                value > 0 for key, value in row.items() if key in ("low", "high", "month", "hour")
            )


def test_a_search_for_a_number_or_an_address_leads_to_its_page_above_the_results(client, world):
    for query, address in (
        ("最低工资多少", "/numbers/"),
        ("几点上班", "/halls/"),
        ("人社局在哪儿", "/halls/"),
    ):
        html = client.get("/search/", {"q": query}).content.decode()
        assert f'href="{address}"' in html[: html.index("最像的排在前面")]


def test_results_stand_above_the_filters(client, world):
    html = client.get("/search/", {"q": "社保卡", "line": "社会保障卡"}).content.decode()
    assert html.index('href="/items/') < html.index("哪一类：")
    assert 'href="#narrow"' in html[: html.index('href="/items/')]
