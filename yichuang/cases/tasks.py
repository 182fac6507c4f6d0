"""Background entry points; each calls one service."""

from uuid import UUID

import structlog

from yichuang.cases import services
from yichuang.cases.queries import cases as queries
from yichuang.cases.queries import files
from yichuang.cases.services import alarms, dates
from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.core.ports import Unavailable
from yichuang.core.sweeping import KEEPERS

log = structlog.get_logger("cases")
KEEPERS.register("materials")(files.kept)


@job("cases.alarms", queue="clock", cron="*/5 * * * *")
def raise_alarms(timestamp: int) -> None:
    """Every five minutes: yellow, red, overdue."""
    while alarms.raise_alarms(now=clock.now()):
        continue


@job("cases.return_unanswered", queue="clock", cron="15 0 * * *")
def return_unanswered(timestamp: int) -> None:
    """Each night: corrections whose last day has passed."""
    for case in queries.unanswered(clock.today()):
        services.return_unanswered(case_id=case, now=clock.now())


@job("cases.recount", queue="clock", cron="45 0 * * *")
def recount(timestamp: int) -> None:
    """Each night: dates that rested on a year not yet announced."""
    for case in dates.provisional():
        dates.recount(case_id=case, now=clock.now())


@job("cases.track_posts", queue="clock", cron="*/10 * * * *")
def track_posts(timestamp: int) -> None:
    """Every ten minutes: where the parcels are."""
    for case in queries.on_the_way():
        track_post(str(case))


@job("cases.track_post", queue="clock")
def track_post(case: str) -> None:
    """Ask for one parcel; a courier that does not answer is asked again at the next round."""
    try:
        services.track_post(case_id=UUID(case), now=clock.now())
    except Unavailable:
        log.warning("courier unavailable", case=case)
