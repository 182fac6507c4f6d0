"""Rows by COPY: persons, uploaded files, and cases with the skew of a province (few counties have most of them)."""

import hashlib
from collections.abc import Iterator

import psycopg

COUNTIES = """
  select distinct on (region_id) region_id, id from accounts_organisation
  where left(region_id, 4) in ('5108', '4306', '3702') and right(region_id, 6) = '000000'
    and substr(region_id, 5, 2) > '00'
  order by region_id, id
"""
# six cases in a hundred are open
_STATE = """case when r < 0.025 then 'received' when r < 0.032 then 'correcting' when r < 0.045 then 'accepted'
  when r < 0.058 then 'reviewing' when r < 0.060 then 'second' when r < 0.950 then 'closed' else 'withdrawn' end"""
# one in five at once, some of them slowly; three in a hundred too late; a few with a visit or a notice too many
_CASES = f"""
insert into cases_case (uuid, number, version_id, item_code, line, region_id, organisation_id, channel, source,
  client_ref, body_hash, person_id, situation, form, password_hash, state, open, received_at, clock_from, due_at,
  yellow_on, red_on, paused_since, closed_at, instant, minutes, slow_reason, late, visits, flags, head)
with county as ({COUNTIES}),
     place as (select array_agg(region_id order by region_id) regions, array_agg(id order by region_id) units
               from county),
     item as (select array_agg(v.id order by v.id) ids, array_agg(i.code order by v.id) codes,
                     array_agg(i.line order by v.id) lines
              from catalog_itemversion v join catalog_item i on i.id = v.item_id where v.effective_to is null),
     drawn as (select n, power(random(), 2.2) x, power(random(), 1.5) y, random() r, random() t, random() u
               from generate_series(1, {{count}}) n),
     picked as (select n, t, u, 1 + floor(x * cardinality(regions))::int place_no,
                       1 + floor(y * cardinality(ids))::int item_no, {_STATE} state from drawn, place, item),
     begun as (select *, state in ('closed', 'withdrawn') done, n % 5 = 0 instant, n % 33 = 0 late,
                 date_trunc('hour', core_now()) - interval '1 day'
                   * (case when state in ('closed', 'withdrawn') then 1 + t * 700 else t * 22 end) received
               from picked),
     dated as (select *, least(core_now() - interval '1 minute', received
                 + case when instant then interval '20 minutes' when late then interval '25 days'
                        else interval '9 days' end) closed
               from begun)
select filled.uuid,
  left(regions[place_no], 6) || to_char(received, 'YYMMDD') || '2' || lpad(n::text, 7, '0') || '0',
  ids[item_no], codes[item_no], lines[item_no], regions[place_no], units[place_no],
  (array[1, 2, 2, 3, 3, 6])[1 + floor(u * 6)::int], 'bench', n,
  sha256(n::text::bytea), {{first}} + n % {{people}}, '{{{{}}}}', filled.form, sha256(n::text::bytea), state,
  not done, received, received, received + interval '20 days', (received + interval '14 days')::date,
  (received + interval '18 days')::date, case when state = 'correcting' then received::date end,
  case when done then closed end, instant, case when instant and done then 10 + floor(u * 22)::int end,
  case when instant and u > 0.95 then '系统慢' else '' end, done and late, (u > 0.3)::int + (n % 90 = 0)::int,
  case when n % 400 = 0 then '["second_correction"]'::jsonb else '[]'::jsonb end, sha256(n::text::bytea)
from dated join bench_filled filled using (n), place, item
"""
_FILLED = "create temp table bench_filled (n int primary key, uuid uuid, form bytea)"
_PERSONS = """copy registry_person
  (uuid, name, name_blind, id_type, id_number, id_blind, identity_blind, sex, source, needs,
   created_at, updated_at) from stdin"""
_FILES = """copy cases_storedfile (uuid, owner, name, media_type, size, sha256, path, created_at) from stdin"""


def counties(on: psycopg.Connection) -> list[tuple[str, int]]:
    """(region, unit) of every county of the three cities."""
    return on.execute(COUNTIES).fetchall()


def citizens(count: int) -> Iterator[tuple[str, str]]:
    """(name, ID number that exists in form) of made-up people."""
    from yichuang.reference.rules.identifiers import id_number_problem

    weights, marks = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
    for n in range(count):
        body = f"510812{1950 + n % 50}{1 + n // 50 % 12:02d}{1 + n // 600 % 28:02d}{900 + n // 16_800:03d}"
        number = body + marks[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
        assert id_number_problem(number) is None, number
        yield f"测试{n}", number


def persons(into: psycopg.Connection, count: int) -> int:
    """Made-up people, their names and numbers encrypted as the register does; returns the id of the first."""
    from yichuang.core import crypto
    from yichuang.core.ids import uuid7
    from yichuang.registry.models import Person
    from yichuang.registry.rules import name_blind
    from yichuang.registry.services import Named

    sealed_name, sealed_number = (
        Person._meta.get_field("name").sealed,
        Person._meta.get_field("id_number").sealed,
    )
    with into.cursor().copy(_PERSONS) as copy:
        for name, number in citizens(count):
            uuid, known = uuid7(), Named(name, number).identity
            named = (sealed_name(name, uuid), name_blind(name))
            numbered = ("01", sealed_number(number, uuid), crypto.blind(number), known)
            copy.write_row((uuid, *named, *numbered, "1", "self", "", "now", "now"))
    return into.execute("select max(id) - %s + 1 from registry_person", (count,)).fetchone()[0]


def files(into: psycopg.Connection, owner: str, count: int) -> list[str]:
    """`count` uploaded files of one owner; returns their uuids. Only their rows: no bench opens one."""
    from yichuang.core.ids import uuid7

    uuids = [uuid7() for _ in range(count)]
    with into.cursor().copy(_FILES) as copy:
        for uuid in uuids:
            digest = hashlib.sha256(uuid.bytes).digest()
            copy.write_row(
                (
                    uuid,
                    owner,
                    "材料.pdf",
                    "application/pdf",
                    120_000,
                    digest,
                    f"materials/{uuid}",
                    "now",
                )
            )
    return [str(uuid) for uuid in uuids]


def _forms(into: psycopg.Connection, count: int) -> None:
    """Names of the cases to come, each with an empty form that is sealed for it."""
    from yichuang.cases.models import Case
    from yichuang.core.ids import uuid7

    into.execute(_FILLED)
    sealed = Case._meta.get_field("form").sealed
    with into.cursor().copy("copy bench_filled (n, uuid, form) from stdin") as copy:
        for n in range(1, count + 1):
            uuid = uuid7()
            copy.write_row((n, uuid, sealed({}, uuid)))


def cases(into: psycopg.Connection, count: int, people: int = 2000) -> None:
    """`count` cases of `people` persons, in one statement."""
    facts = {"count": count, "people": people, "first": persons(into, people)}
    _forms(into, count)
    into.execute(
        "set session_replication_role = replica"
    )  # the rows are right by construction: no key is looked up
    into.execute("select setseed(0.42)")
    into.execute(_CASES.format(**facts))
    into.execute("drop table bench_filled")
    into.execute("set session_replication_role = origin")


_EVENTS = """
insert into cases_caseevent (case_id, seq, kind, actor, at, state, code, on_site, data, previous, hash)
select c.id, step.seq, step.kind, 'bench', c.received_at + step.seq * interval '1 hour', step.state, '', false, '{}',
  sha256(c.id::text::bytea), sha256((c.id * 10 + step.seq)::text::bytea)
from cases_case c,
  (values (1, 'submit', 'received'), (2, 'accept', 'accepted'), (3, 'begin', 'reviewing')) step(seq, kind, state)
where c.source = 'bench'
"""
_ENTRIES = """
insert into audit_entry (at, actor, verb, subject, data)
select c.received_at + n * interval '1 hour', 'officer:' || md5((c.id % 500)::text)::uuid, 'case.read',
  'case:' || c.uuid, ''
from cases_case c, generate_series(1, 4) n
where c.source = 'bench'
"""


def trails(into: psycopg.Connection) -> None:
    """Three events and four entries of the audit for each case that `cases` drew; no chain of them holds."""
    into.execute("set session_replication_role = replica")
    into.execute(_EVENTS)
    into.execute(_ENTRIES)
    into.execute("set session_replication_role = origin")
