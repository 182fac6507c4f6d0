"""Background entry points; each calls one service."""

from uuid import UUID

from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.core.sweeping import KEEPERS
from yichuang.supervision import services
from yichuang.supervision.models import Sheet


@job("supervision.keep_computed", queue="clock", cron="30 1 * * *")
def keep_computed(timestamp: int) -> None:
    """Each night: the day's value of what the platform counts, for the trend."""
    services.keep_computed(now=clock.now())


@job("supervision.make_sheet", queue="sheets", retries=2)
def make_sheet(sheet: str) -> None:
    """A spreadsheet that somebody waits for."""
    services.make_sheet(uuid=sheet, now=clock.now())


@job("supervision.forget_sheets", cron="35 3 * * *")
def forget_sheets(timestamp: int) -> None:
    """Each night: spreadsheets that nobody fetches any more."""
    services.forget_sheets(now=clock.now())


@job("supervision.check_counters", queue="clock", cron="50 2 * * *", retries=1)
def check_counters(timestamp: int) -> None:
    """Each night: sums against the cases; a difference is mended, and stands among what failed."""
    services.check_counters()


@KEEPERS.register(services.SHEETS)
def known_paths(uuids: list[UUID]) -> set[str]:
    """Paths of the spreadsheets with these uuids."""
    rows = Sheet.objects.filter(uuid__in=uuids)
    return set(rows.values_list("path", flat=True))


@job("supervision.pass_on_overdue", queue="clock", cron="*/10 * * * *")
def pass_on_overdue(timestamp: int) -> None:
    """Every ten minutes: what lies is passed upward."""
    services.pass_on_overdue(now=clock.now())


@job("supervision.publish_seeds", queue="clock", cron="40 8 * * *")
def publish_seeds(timestamp: int) -> None:
    """Each morning: hashes of the seeds of places and lines in which cases ended this month."""
    services.publish_seeds(now=clock.now())


@job("supervision.draw_samples", queue="clock", cron="45 8 * * *")
def draw_samples(timestamp: int) -> None:
    """Each morning: samples of months that are over and not drawn."""
    services.draw_samples(now=clock.now())
