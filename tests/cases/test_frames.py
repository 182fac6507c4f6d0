"""Months of a benefit lie where it can be: not before its fact, not far beyond the acceptance, of every item that is
paid by month."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from tests.sites.desk import lives
from yichuang.cases.queries import frames
from yichuang.cases.rules import framing, granting
from yichuang.cases.rules.framing import Frame
from yichuang.cases.rules.granting import Terms
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core import clock, packs
from yichuang.core.clock import SHANGHAI
from yichuang.demo.granting import paid

ACCEPTED = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
LONG_AGO = datetime(2019, 11, 23, 9, 0, tzinfo=SHANGHAI)
PACK = packs.read("numbers/frames.yaml")
BY_MONTH = ("months", "life", "both")


def _monthly() -> dict[str, str]:
    rows = tables.results()["items"]
    return {code: row["pay"] for code, row in rows.items() if row.get("pay") in BY_MONTH}


def _form(code):
    (item,) = [row for row in catalog.items() if row.code == code]
    return catalog.form_of(item.version_id), catalog.sample(item.version_id, ACCEPTED.date())


def _frame(code, answers, at=ACCEPTED) -> Frame:
    case = SimpleNamespace(item_code=code, form=answers, received_at=at, accepted_at=at)
    return frames.frame_of(case)


def _fields(pay: str, since: str, until: str, frame: Frame) -> list[str]:
    decision = Decision(
        "approve", "符合", (), amount="100", monthly="100", standard="按标准", since=since
    )
    if pay == "months":
        decision = Decision(**{**vars(decision), "until": until})
    terms = Terms(pay, frame=frame)
    return [problem.field for problem in granting.problems(decision, terms)]


def test_every_item_that_is_paid_by_month_says_where_its_months_lie(world):
    assert set(PACK["frames"]) == set(_monthly())
    for code, row in PACK["frames"].items():
        form, _ = _form(code)
        keys = [*row["from"], *filter(None, [row.get("to")])]
        assert keys, code
        assert {form.fields[key].type for key in keys} <= {"date", "month"}, code
        assert len(row["why"]) > 6


def test_in_every_one_a_mistyped_year_is_refused(world):
    for code, pay in _monthly().items():
        _, sample = _form(code)
        frame = _frame(code, sample)
        assert "since" in _fields(pay, "1000-01", "1000-01", frame), code
        assert "since" in _fields(pay, "2999-06", "2999-06", frame), code
        assert _fields(pay, frame.first, frame.first, frame) == [], code
        before = framing.moved(frame.first, -1)
        assert "since" in _fields(pay, before, frame.first, frame), code
        if pay == "months":
            assert "until" in _fields(pay, frame.first, "2999-06", frame), code


@pytest.mark.parametrize(
    ("code", "answers", "first", "last"),
    [
        (
            "990514102003",
            {"subsidy_from": "2019-07", "subsidy_to": "2019-09"},
            "2019-07",
            "2019-09",
        ),
        ("990514206001", {"termination_date": "2019-10-31"}, "2019-10", "2025-11"),
        ("990514204002", {}, "2017-11", "2025-11"),
        ("990514205001", {"reached_60_on": "2020-03-02"}, "2020-03", "2026-03"),
    ],
)
def test_the_bounds_follow_from_the_answers_and_the_acceptance(code, answers, first, last):
    """Accepted in November 2019: a claimed period is the bound itself, else a year and five more."""
    frame = _frame(code, answers, LONG_AGO)
    assert (frame.first, frame.last) == (first, last)


def test_months_are_counted_over_the_end_of_a_year():
    assert framing.moved("2025-12", 1) == "2026-01"
    assert framing.moved("2026-01", -1) == "2025-12"
    assert framing.moved("2026-11", -24) == "2024-11"


def test_who_decides_reads_the_bounds_and_is_refused_beside_the_month(world):
    case = lives.reviewing(lives.BENEFIT)
    reviewer = lives.signed_in("gy_reviewer")
    assert "失业以后才有失业保险金" in lives.words(reviewer.get(f"/desk/cases/{case.uuid}/"))
    lives.opened(case, "gy_reviewer")
    money = paid(case, "1200", clock.today()) | {"since": "1000-01", "until": "1000-06"}
    page = reviewer.post(f"/desk/cases/{case.uuid}/decide/", lives.deciding(case, **money))
    assert "不能早于" in lives.words(page)
    assert lives.again(case).state == "reviewing"
