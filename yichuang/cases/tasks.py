"""Background entry points; each calls one service."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

import structlog

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.queries import cases as queries
from yichuang.cases.queries import files, named, nightly, notices, of_no_effect, owed, owning
from yichuang.cases.services import (
    alarms,
    asking,
    days,
    listed,
    papers,
    police,
    recounting,
    supplying,
)
from yichuang.cases.services.desk import let_go_of_all
from yichuang.core import clock
from yichuang.core.jobs import defer, each, job
from yichuang.core.ports import Unavailable
from yichuang.core.sweeping import KEEPERS

log = structlog.get_logger("cases")
KEEPERS.register("materials")(files.known_paths)


@job("cases.alarms", queue="clock", cron="*/5 * * * *")
def raise_alarms(timestamp: int) -> None:
    """Every five minutes: yellow, red, overdue."""
    while alarms.raise_alarms(now=clock.now()):
        continue


@job("cases.return_unanswered", queue="clock", cron="15 0 * * *")
def return_unanswered(timestamp: int) -> None:
    """Each night: corrections whose last day has passed."""
    now = clock.now()

    def give_back(case: UUID) -> None:
        services.return_unanswered(case_id=case, now=now)

    unanswered = queries.unanswered(clock.today())
    each("cases.return_unanswered", unanswered, give_back)


@job("cases.end_questions", cron="5 2 * * *")
def end_questions(timestamp: int) -> None:
    """Each night: nobody is asked any more for a case that has ended."""
    asking.end_questions(now=clock.now())


@job("cases.deem_accepted", queue="clock", cron="10 0 * * *")
def deem_accepted(timestamp: int) -> None:
    """Each night, the first.

    What nobody answered by its last day counts as accepted.
    """
    unheard = nightly.unheard(clock.today())
    _with_each("cases.deem_accepted", unheard, services.deem_accepted)


@job("cases.note_rights", queue="clock", cron="12 0 * * *")
def note_rights(timestamp: int) -> None:
    """Each night.

    Who may go another way is told of it, because a time has passed.
    """
    waiting = nightly.with_rights()
    _with_each("cases.note_rights", waiting, services.note_right)


@job("cases.decide_by_silence", queue="clock", cron="16 0 * * *")
def decide_by_silence(timestamp: int) -> None:
    """Each night, after acceptances and returns.

    What the law says of a term that ended without a decision is written.
    """
    silent = nightly.silent(clock.today())
    _with_each("cases.decide_by_silence", silent, services.decide_by_silence)


@job("cases.await_papers", queue="clock", cron="18 0 * * *")
def await_papers(timestamp: int) -> None:
    """Each night: papers that were to follow and did not come are waited for, and waits that are over end."""
    today = clock.today()
    _with_each("cases.await_papers", owed.waited_out(today), supplying.give_up_waiting)
    _with_each("cases.await_papers", owed.overdue(today), supplying.begin_awaiting)


@job("cases.remind_of_papers", queue="clock", cron="30 8 * * *")
def remind_of_papers(timestamp: int) -> None:
    """Each morning: who is to supply a paper soon is told."""
    _with_each("cases.remind_of_papers", owed.to_come(clock.today()), supplying.remind)


def _with_each(name: str, cases: Iterable[UUID], verb: Callable[..., bool]) -> None:
    """Do the same with each of the cases, in a transaction of its own.

    name: of the job.
    verb: it looks at the case again, once it holds it.
    """
    now = clock.now()

    def do(case: UUID) -> None:
        verb(case_id=case, now=now)

    each(name, cases, do)


@job("cases.end_notices", queue="clock", cron="14 0 * * *")
def end_notices(timestamp: int) -> None:
    """Each night: lists of 公示 whose last day has passed.

    Their page shows nobody any more since midnight.
    """
    now = clock.now()

    def take_down(notice: UUID) -> None:
        services.end_notice(notice_id=notice, now=now)

    over = notices.overdue(clock.today())
    each("cases.end_notices", over, take_down)


@job("cases.let_go_of_ended", queue="clock", cron="5 0 * * *")
def let_go_of_ended(timestamp: int) -> None:
    """Each night: what is held by officers whose role had its last day in the week before."""
    now = clock.now()
    yesterday = clock.today() - timedelta(days=1)
    week_ago = yesterday - timedelta(days=6)
    ended = accounts.ended_on((week_ago, yesterday))

    def let_go(officer: Officer) -> None:
        let_go_of_all(holder=officer, now=now)
        services.move_enquiries_of(officer=officer, now=now)

    each("cases.let_go_of_ended", ended, let_go)


@job("cases.return_enquiries", queue="clock", cron="*/10 * * * *")
def return_enquiries(timestamp: int) -> None:
    """Every ten minutes: questions that were handed over and nobody has accepted."""
    now = clock.now()

    def give_back(enquiry: UUID) -> None:
        services.return_enquiry(enquiry_id=enquiry, now=now)

    overdue = owning.overdue(now)
    each("cases.return_enquiries", overdue, give_back)


@job("cases.move_enquiries", queue="clock", cron="5,35 * * * *")
def move_enquiries(timestamp: int) -> None:
    """Every half hour: open questions of officers who work here no more, for whom nobody was there when they left."""
    now = clock.now()

    def move(officer: Officer) -> None:
        services.move_enquiries_of(officer=officer, now=now)

    gone = owning.gone()
    each("cases.move_enquiries", gone, move)


@job("cases.recount", queue="clock", cron="45 0 * * *")
def recount(timestamp: int) -> None:
    """Each night: dates that rested on a year not yet announced."""
    recounting.sweep(now=clock.now())


@job("cases.recount_year", queue="clock", retries=8)
def recount_year(year: int) -> None:
    """The calendar of a year was loaded: what it moves, and who is told of it."""
    recounting.recount_year(year=year, now=clock.now())


@job("cases.void_left", cron="35 2 * * *")
def void_left(timestamp: int) -> None:
    """Each night: papers that still hold of cases that came to nothing before papers ended with their case."""
    ended = of_no_effect.with_standing_papers()
    each("cases.void_left", ended, papers.void_left)


@job("cases.forget_unclaimed", cron="25 3 * * *")
def forget_unclaimed(timestamp: int) -> None:
    """Each night: uploads that no case and no draft has come to need."""
    services.forget_unclaimed(now=clock.now())


@job("cases.post_parcels", queue="outside", cron="* * * * *")
def post_parcels(timestamp: int) -> None:
    """Every minute: parcels for which the courier has not answered."""
    awaited = queries.awaited_parcels(clock.now())
    each("cases.post_parcels", awaited, post_parcel)


@job("cases.post_parcel", queue="outside")
def post_parcel(case: str | UUID) -> None:
    """Give one parcel to the courier; one that does not answer is asked again at the next round."""
    case_id = UUID(str(case))
    try:
        services.hand_to_courier(case_id=case_id, now=clock.now())
    except Unavailable:
        log.warning("courier unavailable", case=str(case))


@job("cases.ask_police_again", queue="outside", cron="*/10 * * * *")
def ask_police_again(timestamp: int) -> None:
    """Every ten minutes: names of open cases that the police register has not answered."""
    unanswered = named.unanswered()
    each("cases.ask_police_again", unanswered, ask_police)


@job("cases.ask_police", queue="outside")
def ask_police(case: str | UUID) -> None:
    """Ask for the names in one case.

    A register that does not answer is asked again at the next round.
    """
    text = str(case)
    case_id = UUID(text)
    now = clock.now()
    try:
        more_wait = police.ask(case_id=case_id, now=now)
    except Unavailable:
        log.warning("police register unavailable", case=str(case))
        return
    if more_wait:
        defer("cases.ask_police", case=text)


@job("cases.take_in_listed")
def take_in_listed(case: str, start: int) -> None:
    """The next people of the lists of one case.

    start: how many were taken in hand before."""
    listed.take_in(case_id=UUID(case), start=start, now=clock.now())


@job("cases.sum_days", queue="clock", cron="20 * * * *")
def sum_days(timestamp: int) -> None:
    """Every hour: days and weeks that are over and not summed, and what was open and late when a month began."""
    today = clock.today()
    days.sum_days(today=today)
    days.sum_weeks(today=today)
    now = clock.now()
    days.keep_open(now=now)
    days.keep_late(now=now)


@job("cases.track_posts", queue="outside", cron="*/10 * * * *")
def track_posts(timestamp: int) -> None:
    """Every ten minutes: where the parcels are."""
    on_the_way = queries.on_the_way()
    each("cases.track_posts", on_the_way, track_post)


@job("cases.track_post", queue="outside")
def track_post(case: str | UUID) -> None:
    """Ask for one parcel; a courier that does not answer is asked again at the next round."""
    case_id = UUID(str(case))
    try:
        services.track_post(case_id=case_id, now=clock.now())
    except Unavailable:
        log.warning("courier unavailable", case=str(case))
