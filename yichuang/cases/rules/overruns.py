"""Whether a decision came after the last day of the law, and whose doing that was. Pure."""

from datetime import date

from yichuang.cases.rules.flags import PAST_STATUTE, WAITED_PAST_STATUTE, noted


def flags_after(
    flags: list[str], statutory_due: date | None, decided_on: date, complete_on: date
) -> list[str]:
    """The flags of a case with that of a decision past its statute.

    statutory_due: None where no law names a term.
    complete_on: when the papers were complete. On the last day or after
    it, the wait for the applicant had used the term up, and the office is
    measured by its promise.
    """
    if statutory_due is None or decided_on <= statutory_due:
        return flags
    if complete_on >= statutory_due:
        return noted(flags, WAITED_PAST_STATUTE)
    return noted(flags, PAST_STATUTE)
