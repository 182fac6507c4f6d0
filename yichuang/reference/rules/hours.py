"""Moments of business.

When so many minutes of it have passed, and when it opens and closes: in
the evening, at midday and on rest days no minute passes (民法典 203). All
moments are told and answered with their zone, Beijing's. Pure.
"""

from datetime import date, datetime, time, timedelta

from .workdays import Calendar

Spell = tuple[datetime, datetime]
DAY = timedelta(1)


def spells_of(day: date, zone, calendar: Calendar) -> list[Spell]:
    """The spells of business of a day, the first first.

    None on a rest day, two where it rests at midday.
    zone: of the moments.
    """
    if not calendar.is_working(day):
        return []
    opens = _moment(day, calendar.opening, zone)
    closes = _moment(day, calendar.closing, zone)
    if calendar.noon is None:
        return [(opens, closes)]
    rests, goes_on = calendar.noon
    morning = (opens, _moment(day, rests, zone))
    afternoon = (_moment(day, goes_on, zone), closes)
    return [morning, afternoon]


def after_minutes(begun: datetime, minutes: int, calendar: Calendar) -> datetime:
    """The moment at which so many minutes of business have passed.

    Night, noon and rest days pass without one; what begins there begins
    with the business that comes next.
    begun: with its zone, which the answer has too.
    minutes: more than none.
    """
    left = timedelta(minutes=minutes)
    day = begun.date()
    while True:
        for opens, closes in spells_of(day, begun.tzinfo, calendar):
            since = max(opens, begun)
            if since >= closes:
                continue
            if since + left <= closes:
                return since + left
            left -= closes - since
        day += DAY


def opening_after(day: date, days: int, zone, calendar: Calendar) -> datetime:
    """When business opens on a later working day.

    days: on the how manieth one after `day`, which itself may be a rest
    day.
    """
    for _ in range(days):
        day = calendar.next_working(day + DAY)
    return _moment(day, calendar.opening, zone)


def next_closing(moment: datetime, calendar: Calendar) -> datetime:
    """When the business that runs closes, or that which begins next.

    Midday closes nothing.
    """
    day = calendar.next_working(moment.date())
    closes = _moment(day, calendar.closing, moment.tzinfo)
    if closes > moment:
        return closes
    day = calendar.next_working(day + DAY)
    return _moment(day, calendar.closing, moment.tzinfo)


def closing_on(day: date, zone, calendar: Calendar) -> datetime:
    """The hour at which business closes on a day.

    A rest day has it too: a term that ends there ends then.
    """
    return _moment(day, calendar.closing, zone)


def _moment(day: date, hour: time, zone) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone)
