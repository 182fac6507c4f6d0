"""What hangs on the cases of `rows`: trails, ratings and the record, each in one statement over all of them."""

import psycopg

# a submission; then, of what is done, mostly its end
_EVENTS = """
insert into cases_caseevent (case_id, seq, kind, actor, at, state, code, on_site, data, previous, hash)
select c.id, step.seq, step.kind, 'bench', step.at, step.state, step.code, step.seq = 1 and c.visits > 0, '{}',
  c.head, c.head
from cases_case c
cross join lateral (values
  (1, 'submit', c.received_at, 'received', '01'),
  (2, 'close', c.closed_at, 'closed', '11')) step(seq, kind, at, state, code)
where c.source = 'bench' and (step.seq = 1 or (c.state = 'closed' and c.id % 10 < 9))
"""
# one in twenty waited for papers, most of them were answered
_NOTICES = """
insert into cases_correction (case_id, seq, asked_by_id, asked_at, answer_by, answered_at, breach, stops_clock)
select c.id, 1, (select min(id) from accounts_officer), c.received_at + interval '1 day',
  (c.received_at + interval '16 days')::date,
  case when c.state <> 'correcting' then least(core_now(), c.received_at + interval '3 days') end, false, true
from cases_case c
where c.source = 'bench' and (c.state = 'correcting' or c.id % 20 = 0)
"""
# two in five of what is done are asked, half of those answer, five in a hundred badly; by the number of the case and
# not by its id, so that a test has the same ones whatever ran before it
_INVITATIONS = """
insert into ratings_invitation (uuid, token, case_id, kind, step, organisation_id, "window", created_at, expires_on,
  used_at, county, region_id, line, item_code, grade)
select gen_random_uuid(), md5('bench' || c.id), c.id, 'online', 'matter', c.organisation_id, '', c.closed_at,
  (c.closed_at + interval '30 days')::date,
  case when n % 2 = 0 then least(c.closed_at + interval '1 hour', core_now()) end,
  c.county, c.region_id, c.line, c.item_code,
  case when n % 100 = 0 then 2 when n % 2 = 0 then 3 + n / 10 % 3 end
from cases_case c cross join lateral (select c.client_ref::int) numbered(n)
where c.source = 'bench' and c.state = 'closed' and n % 10 < 4
"""
_RATINGS = """
insert into ratings_rating (invitation_id, grade, reasons, reasons_version, channel, real_name, at)
select i.id, i.grade, '[]'::jsonb, 'bench', 2, false, i.used_at
from ratings_invitation i join cases_case c on c.id = i.case_id
where c.source = 'bench' and i.used_at is not null
"""
_RECORD = """
insert into audit_entry (at, actor, verb, subject, data)
select c.received_at + interval '1 hour' * n, case n when 1 then 'channel:bench' else 'officer:' || u.uuid end,
  case n when 1 then 'case.submit' else 'case.read' end, 'case:' || c.uuid, ''
from generate_series(1, 3) n
cross join cases_case c
cross join lateral (select uuid from bench_officer where id = c.id % 100) u
where c.source = 'bench'
"""
_OFFICERS = """
create temporary table bench_officer as
select n id, gen_random_uuid() uuid from generate_series(0, 99) n
"""


def trails(into: psycopg.Connection) -> None:
    """Nearly two entries a case; no chain, no bench follows one."""
    into.execute("set session_replication_role = replica")
    into.execute(_EVENTS)
    into.execute(_NOTICES)
    into.execute("set session_replication_role = origin")


def ratings(into: psycopg.Connection) -> None:
    """Invitations of what was closed, and the ratings that answered them."""
    into.execute("set session_replication_role = replica")
    into.execute(_INVITATIONS)
    into.execute(_RATINGS)
    into.execute("set session_replication_role = origin")


def record(into: psycopg.Connection) -> None:
    """Three entries a case, by a hundred officers."""
    into.execute(_OFFICERS)
    into.execute(_RECORD)
    into.execute("drop table bench_officer")
