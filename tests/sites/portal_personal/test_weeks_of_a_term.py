"""A term as a calendar: every day of a short one, of a long one what differs; days by hand, of the worked examples."""

from datetime import date

from yichuang.cases.queries.stands import Stand
from yichuang.reference.rules.deadlines import count
from yichuang.reference.tables import calendar
from yichuang.sites.portal.clock.weeks import caption, rows_of
from yichuang.sites.ui.calendar import weeks_html

LONG_AGO = date(2025, 1, 1)


def term(start: date, days: int, unit: str, *stops):
    return count(start, days, unit, stops, calendar())


def cells(rows) -> dict[str, tuple[str, str]]:
    """Day as it is written → kind and note, of the weeks that are shown."""
    shown = {}
    for week in rows:
        if not isinstance(week, str):
            for cell in week:
                shown[cell["day"]] = (cell["kind"], cell["note"])
    return shown


def test_a_short_term_shows_every_week_and_marks_the_days_of_a_list():
    """Example 31: fifteen working days from 13 November, 26 November to 4 December in public, due on 15 December."""
    stood = Stand("publicity", "公示", "", "某办法", date(2026, 11, 26), None, date(2026, 12, 4))
    stops = (date(2026, 11, 26), date(2026, 12, 4))
    fifteen = term(date(2026, 11, 13), 15, "工作日", stops)
    assert fifteen.due == date(2026, 12, 15)
    rows = rows_of(fifteen, date(2026, 12, 1), [stood], law=date(2026, 12, 17))
    assert len(rows) == 6 and not any(isinstance(row, str) for row in rows)
    days = cells(rows)
    assert days["25"] == ("n", "第8天")
    assert days["26"] == ("stop", "公示") and days["4"] == ("stop", "公示")
    assert days["7"] == ("n", "第9天") and days["14"] == ("n", "第14")
    assert days["15"] == ("due", "第15")
    assert days["17"] == ("law", "法定")
    assert "12/1" in days
    assert caption(fifteen, date(2026, 12, 1)) == "2026年11月9日到12月20日，粗框是今天"
    assert caption(fifteen, LONG_AGO) == "2026年11月9日到12月20日"


def test_a_long_term_leaves_out_weeks_in_which_nothing_happens():
    """Example 25: ninety days from 4 August 2025; the ninetieth is Sunday, 2 November, so Monday."""
    ninety = term(date(2025, 8, 4), 90, "自然日")
    assert ninety.due == date(2025, 11, 3)
    rows = rows_of(ninety, LONG_AGO)
    # the first week holds the start, the last the end; of a term in days holidays are counted as all others
    assert [row for row in rows if isinstance(row, str)] == ["8月11日到10月26日，11周，每天都算"]
    html = weeks_html(rows)
    assert '<tr class="gap"><td colspan="7">8月11日到10月26日，11周，每天都算</td></tr>' in html


def test_today_and_the_day_of_the_law_are_never_left_out():
    ninety = term(date(2025, 8, 4), 90, "自然日")
    rows = rows_of(ninety, date(2025, 9, 17), law=date(2025, 10, 9))
    lines = [row for row in rows if isinstance(row, str)]
    assert lines == ["8月11日到9月14日，5周，每天都算"]
    weeks = [row for row in rows if not isinstance(row, str)]
    marked = [cell["day"] for week in weeks for cell in week if cell["kind"] == "law"]
    assert marked == ["9"]


def test_a_holiday_of_a_term_in_working_days_is_shown():
    """Fifty working days from 1 September 2025: the weeks of 国庆 stay, and those with a worked Sunday or Saturday."""
    fifty = term(date(2025, 9, 1), 50, "工作日")
    lines = [row for row in rows_of(fifty, LONG_AGO) if isinstance(row, str)]
    assert lines == ["10月13日到11月9日，4周，工作日都算"]


def test_a_month_without_the_day_ends_on_its_last():
    """Example 8: three months from 31 August 2026."""
    three = term(date(2026, 8, 31), 3, "月")
    assert three.due == date(2026, 11, 30)
    assert cells(rows_of(three, LONG_AGO))["30"][0] == "due"
