"""For how long an answer may be used, and when one that did not come is
asked for again.

Pure.
"""

from datetime import date, datetime, time, timedelta

from yichuang.core.clock import SHANGHAI, local

# after the first three tries; a person may look at the page meanwhile
AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=60))
AT_NIGHT = time(2, 10)


def valid_until(answered_at: datetime, fresh_for: int) -> date | None:
    """The last day on which another application may use an answer.

    So many natural days after its day, which is not counted.
    None for a source that is asked each time (0).
    """
    if fresh_for == 0:
        return None
    moment = local(answered_at)
    length = timedelta(days=fresh_for)
    return moment.date() + length


def is_fresh(until: date | None, today: date) -> bool:
    """Whether an answer that is valid until a day may be used today."""
    if until is None:
        return False
    return today <= until


def again_at(attempts: int, now: datetime) -> datetime:
    """When somebody who did not answer is asked again.

    After one, ten and sixty minutes, then each night.

    attempts: how often was tried.
    """
    if attempts <= len(AFTER):
        wait = AFTER[attempts - 1]
        return now + wait
    moment = local(now)
    today = moment.date()
    night = datetime.combine(today, AT_NIGHT, tzinfo=SHANGHAI)
    if night <= moment:
        night += timedelta(days=1)
    return night


def is_at_leisure(attempts: int) -> bool:
    """Whether the next try, after so many, is one of the night.

    Nobody waits for that.
    """
    return attempts > len(AFTER)
