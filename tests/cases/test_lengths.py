"""What is paid by month has a bound of months, or a reason why no provision gives one: one person grants the usual
months, a second one agrees to more, and nobody grants more than the law lets it."""

import pytest

from tests.lives import FRIDAY
from tests.sites.desk import lives
from yichuang.cases.queries import lengths, versions
from yichuang.cases.rules import decisions, granting
from yichuang.cases.rules.decisions import Grounds
from yichuang.cases.rules.granting import BOTH, LIFE, MONTHS, Terms
from yichuang.cases.services.review import Decision
from yichuang.catalog import law_packs, tables
from yichuang.catalog import queries as catalog
from yichuang.core import packs

BENEFIT, FLEXIBLE = "990514206001", "990514102003"
PACK = packs.read("numbers/lengths.yaml")


def test_every_item_that_is_paid_by_month_has_a_bound_or_a_reason():
    monthly = {code for code, row in tables.results()["items"].items() if row.get("pay") == MONTHS}
    assert len(monthly) > 5
    assert set(PACK["lengths"]) | set(PACK["unsaid"]) == monthly
    assert not set(PACK["lengths"]) & set(PACK["unsaid"])
    assert all(len(reason) > 10 for reason in PACK["unsaid"].values())


@pytest.mark.parametrize("pay", [LIFE, BOTH])
def test_what_has_no_end_grants_no_months(pay):
    decision = Decision("approve", "符合", (), amount="100", monthly="100", since="2026-01")
    assert granting.granted(decision, Terms(pay)).months == 0


def test_every_bound_names_its_source_and_grows_to_the_most():
    for code, row in PACK["lengths"].items():
        assert row["basis"], code
        steps = [step["months"] for step in row["usual"]]
        assert steps == sorted(steps), code
        assert "when" not in row["usual"][-1], code
        assert all(step["says"] for step in row["usual"]), code
        assert steps[-1] <= row.get("most", steps[-1]), code


def test_what_was_not_read_is_listed():
    listed = {row.where.split()[-1] for row in law_packs.unverified() if "lengths" in row.where}
    assert listed == {code for code, row in PACK["lengths"].items() if row.get("read") is False}


def _form(code):
    (item,) = [row for row in catalog.items() if row.code == code]
    return catalog.form_of(item.version_id), catalog.sample(item.version_id, FRIDAY.date())


@pytest.mark.parametrize(
    ("code", "answers", "usual", "most"),
    [
        (BENEFIT, {"contribution_months": 12}, 12, 24),
        (BENEFIT, {"contribution_months": 59}, 12, 24),
        (BENEFIT, {"contribution_months": 60}, 18, 24),
        (BENEFIT, {"contribution_months": 120}, 24, 24),
        (BENEFIT, {"contribution_months": 12, "unused_months": 5}, 17, 24),
        (BENEFIT, {"contribution_months": 60, "unused_months": 20}, 24, 24),
        (FLEXIBLE, {"person_kind": "graduate"}, 24, 60),
        (FLEXIBLE, {"person_kind": "hard_to_employ"}, 36, 60),
    ],
)
def test_the_usual_months_follow_from_the_answers(world, code, answers, usual, most):
    """社会保险法 46: 12, 18 or 24 months, with what was left of the time before."""
    form, sample = _form(code)
    length = lengths.length_of(code, form, sample | answers)
    assert (length.usual, length.most) == (usual, most)


@pytest.mark.parametrize(
    ("until", "alone", "possible"),
    [("2024-12", True, True), ("2025-01", False, True), ("2025-12", False, True)]
    + [("2026-01", False, False)],
)
def test_more_than_the_usual_months_take_a_second_person(world, until, alone, possible):
    form, sample = _form(BENEFIT)
    length = lengths.length_of(BENEFIT, form, sample | {"contribution_months": 24})
    terms = Terms(MONTHS, length=length)
    decision = Decision(
        "approve", "符合", (), amount="1200", since="2024-01", until=until, standard="每月1200元"
    )
    grounds = Grounds((), {}, (), terms=terms)
    assert (granting.problems(decision, terms) == []) is possible
    needed = [problem.message for problem in decisions.second_needed(decision, grounds)]
    assert (needed == []) is alone
    if not alone:
        assert "超过12个月（累计缴费不满5年）" in needed[0]


def test_who_decides_reads_the_bound_beside_the_months(world):
    case = lives.reviewing(BENEFIT)
    length = versions.of_case(case).terms_for(case.form).length
    page = lives.words(lives.signed_in("gy_reviewer").get(f"/desk/cases/{case.uuid}/"))
    assert "18个月以内：累计缴费满5年不满10年，依据：社会保险法第46条" in page
    assert "最多24个月" in page
    assert length.usual == 18
