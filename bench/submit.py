"""One application over HTTP beside the rows alone: POST /api/v1/cases against pgbench on the same server and tables.

Ours: key check, quota, idempotency, form validation, deadline, case with three materials that are uploaded files,
event in the hash chain, outbox, audit, number; eight keep-alive clients, granian with 2 workers of 2 threads.
Limit: the rows of case, three materials, event, outbox and number, one statement at a time in one transaction.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django
import psycopg

from bench.apparatus import databases, load, outcome, pgbench, rows, server

DATABASE, KEYS, FILES, PEOPLE = "bench_submit", 8, 300, 2000
ITEM = "990514102011"  # 职业技能评价补贴: of few items may one person have several open cases


def fill(into: psycopg.Connection) -> None:
    """Eight keys of eight systems, their uploaded files, and people who are known."""
    rows.persons(into, PEOPLE)
    keys(into)


def keys(into: psycopg.Connection) -> None:
    """Eight keys of eight systems, and their uploaded files."""
    from yichuang.api.rules import key_hash

    for n in range(KEYS):
        into.execute(
            "insert into api_apikey (name, key_hash, channel, source, scopes, daily_quota, minute_quota, active,"
            " created_at) values (%s, %s, %s, %s, %s, 100000000, 10000000, true, now())",
            (f"bench {n}", key_hash(key_of(n)), 2, f"bench-{n}", ["cases:read", "cases:write"]),
        )
        rows.files(into, f"api:bench-{n}", FILES)


def key_of(n: int) -> str:
    """The text of a key."""
    return f"yc-bench-key-{n}"


def source_of(n: int) -> str:
    """The source under which a key's cases stand."""
    return f"api:bench-{n}"


def requests(
    into: psycopg.Connection, regions: tuple[str, ...] = (), item: str = ITEM
) -> list[str]:
    """A thousand different applications, a tenth of them with each key, over these regions or all counties.

    item: one of which a person may have several open cases, unless each is ended before the next of its person."""
    from yichuang.catalog import queries as catalog
    from yichuang.core import clock

    guide = catalog.guide(item)
    papers = [m for m in guide.materials_for({}) if not m.is_form]
    codes = [m.code for m in sorted(papers, key=lambda paper: paper.exempt)][:3]
    assert len(codes) == 3, papers
    places = regions or tuple(region for region, _ in rows.counties(into))
    people, made = list(rows.citizens(PEOPLE)), []
    owned = {
        n: [
            str(r[0])
            for r in into.execute(
                "select uuid from cases_storedfile where owner = %s", (f"api:bench-{n}",)
            )
        ]
        for n in range(KEYS)
    }
    for n in range(1000):
        name, number = people[n * 2]
        key, files = n % KEYS, owned[n % KEYS]
        body = {
            "item_code": item,
            "region": places[n % len(places)],
            "subject": {"kind": "person", "name": name, "id_number": number},
            "situation": {},
            "answers": catalog.sample(guide.version_id, clock.today(), _said(name, number)),
            "materials": [
                {"code": code, "file": files[(n * 3 + i) % FILES]} for i, code in enumerate(codes)
            ],
        }
        heads = {
            "X-Api-Key": key_of(key),
            "Idempotency-Key": "{n}",
            "Content-Type": "application/json",
        }
        made.append(load.line("POST", "/api/v1/cases", heads, json.dumps(body, ensure_ascii=False)))
    return made


def _said(name: str, number: str) -> dict[str, str]:
    from yichuang.registry import queries as registry

    return registry.facts_said(name=name, id_number=number, id_type="01")


def statements(into: psycopg.Connection) -> str:
    """The pgbench script, with values as large as those of the newest real case."""
    case = into.execute(
        "select c.id, version_id, line, length(form), length(e.data), situation::text, due_at - received_at,"
        " (select jsonb_build_object('case', uuid, 'item_code', item_code, 'at', received_at)::text)"
        " from cases_case c join cases_caseevent e on e.case_id = c.id order by c.id desc limit 1"
    ).fetchone()
    places = rows.counties(into)
    people = into.execute(
        "select min(id), max(id) from registry_person where source = 'self'"
    ).fetchone()
    stored = into.execute("select min(id), max(id) from cases_storedfile").fetchone()
    names = [
        r[0] for r in into.execute("select name from cases_material where case_id = %s", (case[0],))
    ]
    codes = [
        r[0] for r in into.execute("select code from cases_material where case_id = %s", (case[0],))
    ]
    regions = "(array[" + ",".join(f"'{region}'" for region, _ in places) + "])[:place]"
    units = "(array[" + ",".join(str(unit) for _, unit in places) + "])[:place]"
    material = "".join(
        "insert into cases_material (case_id, code, name, source, file_id, round, verdict, note, created_at)"
        f" values (:case_id, '{code}', '{name}', 'file', :file{i}, 0, '', '', now());\n"
        for i, (code, name) in enumerate(zip(codes, names, strict=True))
    )
    return f"""\\set place random(1, {len(places)})
\\set person random({people[0]}, {people[1]})
\\set file0 random({stored[0]}, {stored[1]})
\\set file1 random({stored[0]}, {stored[1]})
\\set file2 random({stored[0]}, {stored[1]})
begin;
insert into cases_numbercounter as c (region, day, channel, last) values (left({regions}, 6), current_date, 2, 1)
  on conflict (region, day, channel) do update set last = c.last + 1 returning last \\gset
insert into cases_case (uuid, number, version_id, item_code, line, region_id, organisation_id, channel, source,
  client_ref, body_hash, person_id, situation, form, password_hash, received_at, clock_from, due_at, yellow_on,
  red_on, head)
  values (gen_random_uuid(), left({regions}, 6) || to_char(now(), 'YYMMDD') || '2' || lpad(:last::text, 7, '0') || 'p',
  {case[1]}, '{ITEM}', '{case[2]}', {regions}, {units}, 2, 'pgbench', gen_random_uuid()::text, sha256('x'), :person,
  '{case[5]}', convert_to(repeat('x', {case[3]}), 'UTF8'), sha256('y'), now(), now(),
  now() + interval '20 days', current_date + 14, current_date + 18, sha256('z')) returning id \\gset case_
{material}insert into cases_caseevent (case_id, seq, kind, actor, at, state, code, on_site, data, previous, hash)
  values (:case_id, 1, 'submit', 'pgbench', now(), 'received', '01', false, repeat('x', {case[4]}),
    sha256('0'), sha256('1'));
insert into core_outboxevent (uuid, topic, payload, created_at, attempts, last_error)
  values (gen_random_uuid(), 'cases.CaseSubmitted', '{case[7]}', now(), 0, '');
commit;
"""


def _cases(into: psycopg.Connection) -> int:
    return into.execute("select count(*) from cases_case where source <> 'pgbench'").fetchone()[0]


def phases(url: str, made: list[str]) -> dict[str, float]:
    """Milliseconds of each part of one application, alone on the machine, in one process."""
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.write("\n".join(made[:100]))
        file.flush()
        done = subprocess.run(
            [sys.executable, "-m", "bench.apparatus.phases", file.name],
            env={**os.environ, "YICHUANG_DATABASE_URL": url, "YICHUANG_LOG_LEVEL": "INFO"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    options = outcome.arguments(runs=5, seconds=8)
    django.setup()
    url = databases.kept(DATABASE, fill, ITEM, KEYS, FILES, PEOPLE)
    with psycopg.connect(url, autocommit=True) as into, tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder) / "requests", Path(folder) / "rows.sql"
        made = requests(into)
        file.write_text("\n".join(made) + "\n", encoding="utf-8")
        # the machine that measures must wait for the disk: the rows of a case that was acknowledged are never lost
        waits = dict(
            into.execute(
                "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit')"
            )
        )
        with server.serving(url) as (port, leader):
            load.fire(port, file, 6)  # every worker has met every county
            # what autovacuum does within the first minute: without it sessions keep plans made for empty tables
            into.execute("analyze")
            script.write_text(statements(into), encoding="utf-8")
            limits, loads, used = [], [], []
            for run in range(options.runs):
                limits.append(pgbench.rate(DATABASE, script, options.seconds))
                before = server.cpu_of_group(leader), server.cpu_of_database(DATABASE)
                had = _cases(into)
                loads.append(load.fire(port, file, options.seconds))
                made_cases = _cases(into) - had
                if loads[-1].refused or loads[-1].broken or made_cases < loads[-1].requests:
                    raise SystemExit(
                        f"not every answer was a new case: {loads[-1]}, {made_cases} cases"
                    )
                used.append(
                    (
                        server.cpu_of_group(leader) - before[0],
                        server.cpu_of_database(DATABASE) - before[1],
                    )
                )
                outcome.say(f"run {run + 1}: limit {limits[-1]:.0f}/s, ours {loads[-1].rate:.0f}/s")
        parts = phases(url, made)
        into.execute("truncate cases_case, cases_numbercounter, core_outboxevent cascade")
    sent = sum(each.requests for each in loads)
    pairs = sorted(
        ((each.rate, limit) for each, limit in zip(loads, limits, strict=True)),
        key=lambda p: p[0] / p[1],
    )
    ours, limit = pairs[
        len(pairs) // 2
    ]  # the two of a pair ran one after the other: the machine was the same for both
    detail = {
        "runs": [[round(a.rate), round(b)] for a, b in zip(loads, limits, strict=True)],
        "waits": waits,
        "answers": f"{sent}, all 201 and each a case of its own",
        "p50_ms": round(statistics.median(each.p50 for each in loads), 1),
        "p99_ms": round(statistics.median(each.p99 for each in loads), 1),
        "cpu_us_per_request": {
            "python": round(sum(a for a, _ in used) / sent * 1e6),
            "postgres": round(sum(b for _, b in used) / sent * 1e6),
            "client": round(sum(each.client_cpu for each in loads) / sent * 1e6),
        },
        "client": loads[0].tool,
        "phases_ms_alone": parts,
    }
    outcome.end(
        name="submit",
        ours=ours,
        limit=limit,
        unit="applications/s",
        detail=detail,
        json_only=options.json,
    )


if __name__ == "__main__":
    main()
