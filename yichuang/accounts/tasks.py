"""Background entry points; each calls one service."""

from datetime import timedelta

from yichuang.accounts import queries, services
from yichuang.accounts.models import Officer
from yichuang.core import clock
from yichuang.core.jobs import each, job


@job("accounts.pass_on_of_ended", queue="clock", cron="20 0 * * *")
def pass_on_of_ended(timestamp: int) -> None:
    """Each night: what officers had to do by a role that had its last day in the week before, and whether somebody else
    holds it."""
    yesterday = clock.today() - timedelta(days=1)
    week_ago = yesterday - timedelta(days=6)
    days = (week_ago, yesterday)
    ended = queries.ended_on(days)

    def pass_on(officer: Officer) -> None:
        services.pass_on_todos_of_ended(owner=officer, days=days)
        services.tell_of_run_out(owner=officer, days=days)

    each("accounts.pass_on_of_ended", ended, pass_on)
