"""The dates of a case, found one day at a time, as a clerk with a calendar on the wall would; nothing of it is the
platform's but the question whether a day is worked."""

from datetime import timedelta

DAY = timedelta(1)


class Wall:
    """A calendar and a time at which business ends."""

    def __init__(self, calendar):
        self.is_worked = calendar.is_working
        self.closing = calendar.closing

    def next_worked(self, day):
        while not self.is_worked(day):
            day += DAY
        return day

    def receipt(self, moment):
        """The day that counts as the one of receipt."""
        day = moment.date()
        if moment.time() > self.closing or not self.is_worked(day):
            day += DAY if self.is_worked(day) else timedelta(0)
            day = self.next_worked(day)
        return day

    def last(self, start, length, stops):
        """The last day of a term. length: Span; stops: (first, last), days that it does not count."""
        days, unit = length.days, length.unit
        day = start
        if unit in ("月", "年"):
            return self.next_worked(_months_later(start, days * (12 if unit == "年" else 1), stops))
        while days:
            day += DAY
            if _is_stopped(day, stops) or (unit == "工作日" and not self.is_worked(day)):
                continue
            days -= 1
        return self.next_worked(day)


def _is_stopped(day, stops):
    return any(first <= day <= last for first, last in stops)


def _months_later(start, months, stops):
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = start.day
    while True:
        try:
            end = start.replace(year=year, month=month, day=number)
            break
        except ValueError:
            number -= 1
    day = start
    while day < end:
        day += DAY
        if _is_stopped(day, stops):
            end += DAY
    return end


def found(facts, terms, calendar):
    """(accept, promise, statute, due) of a case, day by day."""
    wall = Wall(calendar)
    complete = wall.receipt(facts.complete_at)
    accept = wall.last(complete, terms.accept, _of(facts, "accept"))
    accepted = accept
    if facts.accepted_at:
        accepted = facts.accepted_at.date()
    statute = None
    if terms.statute:
        start = {
            "受理": accepted,
            "收齐材料": complete,
            "收到申请": wall.receipt(facts.received_at),
        }[terms.statute.start]
        if terms.statute.start == "收到申请" and "statute" in terms.correction.restarts:
            start = complete
        length = terms.statute.span
        if facts.extension:
            length = type(length)(length.days + facts.extension.days, length.unit)
        statute = wall.last(facts.restarted_on or start, length, _of(facts, "statute"))
    begin = complete
    if terms.statute and terms.statute.start == "受理" and terms.statute.span == terms.promise:
        begin = accepted
    promise = wall.last(facts.restarted_on or begin, terms.promise, _of(facts, "promise"))
    if facts.extension and statute:
        promise = statute
    due = promise
    outwaited = facts.complete_at > facts.received_at and statute and statute <= complete
    if statute and not outwaited:
        due = min(promise, statute)
    return accept, promise, statute, due


def _of(facts, clock):
    return [(stop.first, stop.last) for stop in facts.stops if clock in stop.clocks]
