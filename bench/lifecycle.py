"""Whole lives of one reviewed item over HTTP: submit, accept, review, decide, deliver, rate, with the worker running.

Ours: the highest rate of lives offered for a minute, at a million cases, at whose end no undone event is older than
5 s. Limit: the same at ten thousand. A county receives and hands out, its city decides, by the desk's pages; the
resident comes by the API and by the link to rate."""

import itertools
import json
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

import django
import psycopg
from django.db import connections

from bench import submit
from bench.apparatus import databases, outcome, processes, rows, server, steady

WANTED = 25.0
PLACE = "510812000000"
ITEM = "990714202004"  # 特殊工种提前退休审批: a life ends before the next of its person begins
# who does what: the demo's officers of the county, and of the city that decides on this item
OFFICERS = {"clerk": "gy_clerk", "reviewer": "gy_city_reviewer", "issuer": "gy_issuer"}
# the clerk has opened each paper: the files of a bench are rows without content, so no page could show them
_LOOKED_AT = """
insert into cases_materialopening (material_id, officer_id, at)
select m.id, o.id, now() from cases_material m join cases_case c on c.id = m.case_id, accounts_officer o
join accounts_user u on u.id = o.user_id where c.uuid = %s and u.username = %s
"""
# nobody has an open case of the item before their first life: a second application is refused while one is open
_ENDED = """
update cases_case set state = 'closed', open = false, closed_at = received_at + interval '1 hour', paused_since = null
where item_code = %s and open
"""
INVITED = 20.0  # seconds until the invitation to rate must have come
_OFFICERS = (
    "import django; django.setup(); from yichuang.demo.parts import officers; officers.load()"
)


def filled(count: int) -> str:
    """The URL of a database with `count` cases, their events and what was audited of them, and the demo's officers."""
    name = f"bench_lifecycle_{count}"

    def fill(into: psycopg.Connection) -> None:
        began = time.perf_counter()
        rows.cases(into, count)
        into.execute(_ENDED, (ITEM,))
        rows.trails(into)
        submit.keys(into)
        officers(name)
        outcome.say(f"{count} cases with their trails in {time.perf_counter() - began:.0f} s")

    return databases.kept(name, fill, count, ITEM, submit.KEYS, submit.FILES, submit.PEOPLE)


def officers(database: str) -> None:
    """Load the demo's officers into a database."""
    processes.run(_OFFICERS, database)


def signed_in(port: int, username: str) -> dict[str, str]:
    """The cookies of an officer's session."""
    from yichuang.core import packs
    from yichuang.demo.parts import officers

    visitor = steady.Visitor(port)
    visitor.get("/accounts/login/")
    password = packs.read(officers.PACK)["password"]
    visitor.post("/accounts/login/", {"username": username, "password": password})
    return visitor.cookies


def at_the_counter(document: str) -> dict[str, str]:
    """What is typed when the applicant collects, who is invited to rate: nobody else is.

    document: their number.
    """
    return {"document": document}


class Lives:
    """What lives one life after another: `Lives(…)(n)` is client n."""

    def __init__(
        self, port: int, into: psycopg.Connection, made: list[str], findings: dict[str, str]
    ) -> None:
        self._port, self._into, self._findings = port, into, findings
        self._made = made
        self._run, self._keys = uuid4().hex, itertools.count()
        self._cookies = {role: signed_in(port, name) for role, name in OFFICERS.items()}

    def __call__(self, _: int) -> Callable[[int], None]:
        resident = steady.Visitor(self._port)
        officers = {
            role: steady.Visitor(self._port, cookies) for role, cookies in self._cookies.items()
        }
        into = self._into

        def one(number: int) -> None:
            sent = self._made[number % len(self._made)]
            case = _opened(into, self._submitted(resident, sent))
            collector = at_the_counter(_applicant_of(sent))
            page = f"/desk/cases/{case}/"
            officers["clerk"].get(page)
            _looked_at(into, case)
            officers["clerk"].post(f"{page}accept/", {"looked": "good"})
            officers["reviewer"].get(page)
            officers["reviewer"].post(f"{page}begin/", {})
            officers["reviewer"].get(page)
            officers["reviewer"].post(f"{page}decide/", self._findings)
            officers["issuer"].get("/desk/issue/")
            officers["issuer"].post(f"/desk/issue/{case}/deliver/", collector)
            link = f"/rate/{_invitation(into, case)}/"
            resident.get(link)
            resident.get(f"{link}?grade=5")
            resident.post(link, {"grade": "5"}, status=200)

        return one

    def _submitted(self, resident: steady.Visitor, sent: str) -> str:
        method, path, heads, body = sent.split("\t")
        headers = dict(part.split(": ", 1) for part in heads.split("|"))
        headers["Idempotency-Key"] = f"{self._run}-{next(self._keys)}"
        status, content = resident.send(method, path, headers, body.encode())
        if status != 201:
            raise steady.Unexpected(f"{status} {content[:200]!r}")
        return json.loads(content)["number"]


def _applicant_of(sent: str) -> str:
    """The number of whose application a line of requests is."""
    *_, body = sent.split("\t")
    return json.loads(body)["subject"]["id_number"]


def _opened(into: psycopg.Connection, number: str) -> str:
    """The address of a case at the desk, which the clerk's list holds."""
    return into.execute("select uuid from cases_case where number = %s", (number,)).fetchone()[0]


def _looked_at(into: psycopg.Connection, case: str) -> None:
    into.execute(_LOOKED_AT, (case, OFFICERS["clerk"]))


def _invitation(into: psycopg.Connection, case: str) -> str:
    """What the message about the service brought."""
    until = time.monotonic() + INVITED
    query = (
        "select i.token from ratings_invitation i join cases_case c on c.id = i.case_id"
        " where c.uuid = %s and i.used_at is null order by i.id desc limit 1"
    )
    while time.monotonic() < until:
        if row := into.execute(query, (case,)).fetchone():
            return row[0]
        time.sleep(0.1)
    raise steady.Unexpected(f"nobody was invited to rate {case}")


def _decision() -> dict[str, str]:
    """What a reviewer ticks and types."""
    from yichuang.cases.queries import versions
    from yichuang.core import clock

    version = versions.for_application(ITEM, PLACE, 2, clock.today())
    table = version.discretion_on(clock.today())
    row = table[0].code if table else ""
    verdicts = {f"found-{point.code}": "good" for point in version.review_points}
    first = version.review_points[0].code
    return verdicts | {"outcome": "approve", "reason": "符合条件", "points": first, "row": row}


def measured(url: str, first: float, options) -> tuple[float, dict]:
    """(the highest rate that was borne, what was seen)."""
    with psycopg.connect(url, autocommit=True) as into:
        made = submit.requests(into, (PLACE,), ITEM)
        findings = _decision()
        connections.close_all()  # the next database is a copy of theirs, which nobody may hold open
        database = urlsplit(url).path.lstrip("/")
        demo = {"YICHUANG_DEMO": "1"}
        with server.serving(url, **demo) as (port, web), server.working(url, **demo) as worker:
            lives = Lives(port, into, made, findings)

            def tried(rate: float) -> steady.Offered:
                offered = steady.offer(into, lives, rate, options.seconds)
                steady.drained(into)
                return offered

            steady.offer(into, lives, 2, 5)  # every process has met every page
            before = (
                server.cpu_of_group(web),
                server.cpu_of_group(worker),
                server.cpu_of_database(database),
            )
            rate, rounds = steady.highest(tried, first, options.rounds)
            after = (
                server.cpu_of_group(web),
                server.cpu_of_group(worker),
                server.cpu_of_database(database),
            )
    best = max((each for each in rounds if each.borne), key=lambda each: each.rate, default=None)
    lived = sum(each.begun for each in rounds)
    named = zip(("web", "worker", "postgres"), after, before, strict=True)
    return rate, {
        "rounds": [
            [round(each.rate, 1), each.borne, round(each.oldest, 1), round(each.late, 1)]
            for each in rounds
        ],
        "faults": [fault for each in rounds for fault in each.faults][:3],
        "delay_p95_ms": round(best.delay * 1000) if best else None,
        "events a second": round(best.events / best.seconds, 1) if best else None,
        "cpu_ms_per_life": {
            name: round((late - early) / lived * 1000, 1) for name, late, early in named
        },
    }


def main() -> None:
    options = outcome.arguments(
        seconds=60, rounds=6, first=WANTED / 2, small=10_000, large=1_000_000
    )
    django.setup()
    measures = {}
    for size in (options.small, options.large):
        measures[size] = measured(filled(size), options.first, options)
    limit, ours = measures[options.small][0], measures[options.large][0]
    detail = {str(size): seen for size, (_, seen) in measures.items()} | {"wanted": [WANTED, 0.9]}
    outcome.end(
        name="lifecycle",
        ours=ours,
        limit=limit,
        unit="lives/s",
        detail=detail,
        json_only=options.json,
    )


if __name__ == "__main__":
    main()
