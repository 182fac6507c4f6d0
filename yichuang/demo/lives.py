"""A made-up case, lived: its application, then every step that its row of packs/demo/cases.yaml writes down.

The clock is held back to the moment of the step.
"""

import re
from datetime import date, datetime, time, timedelta
from uuid import UUID

from yichuang.core import clock
from yichuang.demo import applicants
from yichuang.demo.acts import WINDOW, Acts
from yichuang.reference import queries as reference

STEP = re.compile(
    r"(?P<verb>[a-z]+)@(?P<day>\d+)\.(?P<hour>\d\d)(?P<minute>\d\d)(?:=(?P<more>\S+))?"
)


class Life:
    """One row of the pack: applicant, item, channel, how many days ago, hour, steps.

    city: prefix of the accounts of its officers.
    region: code of the place where it is applied for.
    items: code by name.
    now: up to when it is lived.

    Once it is lived, its case has a uuid; day: on which it was received;
    known_by: what it has in common with the other lives of the same
    applicant and item.
    """

    def __init__(self, city: str, region: str, items: dict[str, str], row: list, now: datetime):
        who, item, self.channel, days_ago, hour, self.steps = row
        self.now = now
        self.calendar = reference.calendar(region)
        self.known_by = f"{city}-{who}-{item}"
        today = clock.local(now).date()
        self.day = self._open_day(today - timedelta(days=days_ago))
        self.received_at = self._moment(0, *hour.split(":"))
        self.acts = Acts(
            applicant=applicants.named(who),
            item=item,
            code=items[item],
            channel=self.channel,
            city=city,
            region=region,
            day=self.day,
            known_as=f"{self.known_by}-{self.day}",
        )

    @property
    def uuid(self) -> UUID | None:
        """Of the case, None before it is lived."""
        return self.acts.uuid

    def live(self) -> None:
        """Apply, and do every step up to now.

        The steps that lie ahead are not done.
        """
        moment = self.received_at
        with clock.frozen(moment):
            self.acts.submit(moment)
        for step in STEP.finditer(self.steps):
            at = self._moment(int(step["day"]), step["hour"], step["minute"])
            if at >= self.now:
                return
            a_minute_later = moment + timedelta(minutes=1)
            moment = max(at, a_minute_later)
            act = getattr(self.acts, step["verb"])
            with clock.frozen(moment):
                act(moment, step["more"] or "")
                self.acts.invite(moment)

    def _open_day(self, day: date) -> date:
        """This day, or at a window the last working day up to it."""
        if self.channel != WINDOW:
            return day
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def _moment(self, days: int, hour: str, minute: str) -> datetime:
        """So many days after receipt, at this hour.

        An officer's step waits for a working day.
        """
        day = self.day + timedelta(days=days)
        while days and not self.calendar.is_working(day):
            day += timedelta(days=1)
        of_day = time(int(hour), int(minute))
        return datetime.combine(day, of_day, tzinfo=clock.SHANGHAI)
