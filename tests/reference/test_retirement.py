"""The table of statutory retirement, at its corners: 附表一至三 of the decision of 2024-09-13."""

from datetime import date

import pytest

from yichuang.reference.rules.retirement import earliest_month, legal_month


@pytest.mark.parametrize(
    ("category", "born", "age"),
    [
        ("male", "1964-12-31", (60, 0)),
        ("male", "1965-01-01", (60, 1)),
        ("male", "1965-04-30", (60, 1)),
        ("male", "1965-05-01", (60, 2)),
        ("male", "1970-05-15", (61, 5)),
        ("male", "1976-08-20", (62, 11)),
        ("male", "1976-09-01", (63, 0)),
        ("male", "1990-03-05", (63, 0)),
        ("female55", "1969-12-31", (55, 0)),
        ("female55", "1970-01-01", (55, 1)),
        ("female55", "1981-09-01", (58, 0)),
        ("female50", "1974-12-31", (50, 0)),
        ("female50", "1975-01-01", (50, 1)),
        ("female50", "1975-03-01", (50, 2)),
        ("female50", "1984-11-01", (55, 0)),
    ],
)
def test_the_statutory_age(category, born, age):
    birth = date.fromisoformat(born)
    year, month = legal_month(category, birth)
    assert divmod((year - birth.year) * 12 + month - birth.month, 12) == age


def test_nobody_retires_before_the_age_that_stood_before():
    assert earliest_month("female50", date(2001, 7, 1)) == (2051, 7)
    assert (
        earliest_month("soldier", date(2001, 7, 1)) is None
        and legal_month("soldier", date(2001, 7, 1)) is None
    )
