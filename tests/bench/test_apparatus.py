"""The parts of the benches that could lie: the rows they make, the line they print."""

import json
from importlib import import_module

import psycopg
import pytest
from django.db import connection

from bench.apparatus import load, outcome, pgbench, phases, rows
from yichuang.cases.models import Case
from yichuang.cases.rules.states import FINAL
from yichuang.reference.rules.identifiers import id_number_problem


def test_the_last_line_is_the_promised_json(capsys):
    outcome.end(name="x", ours=5, limit=20, unit="s", detail={"a": 1}, json_only=True)
    told = capsys.readouterr()
    assert json.loads(told.out) == {
        "name": "x",
        "ours": 5,
        "limit": 20,
        "ratio": 0.25,
        "unit": "s",
        "detail": {"a": 1},
    }
    assert told.err == ""


def test_made_up_people_have_numbers_that_can_exist_and_differ():
    people = list(rows.citizens(3000))
    assert len({number for _, number in people}) == 3000
    assert not any(id_number_problem(number) for _, number in people[::100])


def test_a_line_of_requests_holds_no_tab_in_its_parts():
    told = load.line("POST", "/x", {"A": "1", "B": "2"}, '{"k": "v"}')
    assert told.split("\t") == ["POST", "/x", "A: 1|B: 2", '{"k": "v"}']


@pytest.mark.parametrize(("module", "name", "label"), phases.PARTS)
def test_what_is_timed_of_an_application_stands_where_the_bench_looks_for_it(module, name, label):
    assert callable(getattr(import_module(module), name)), label


def test_pgbench_is_found():
    assert pgbench.program().endswith("pgbench")


def test_copied_cases_are_skewed_six_in_a_hundred_open_and_readable(real_db):
    facts = connection.get_connection_params()
    wanted = {k: facts[k] for k in ("host", "port", "user", "password", "dbname") if facts.get(k)}
    with psycopg.connect(**wanted, autocommit=True) as into:
        try:
            rows.cases(into, 3000, people=50)
            made = Case.objects.filter(source="bench")
            assert made.count() == 3000
            assert 0.04 < made.filter(open=True).count() / 3000 < 0.08
            assert (
                made.filter(open=True).exclude(state__in=FINAL).count()
                == made.filter(open=True).count()
            )
            first = made.select_related("person", "region", "version").first()
            assert first.person.name.startswith("测试") and first.form == {}
            assert made.values("county").distinct().count() > 10
        finally:
            into.execute("delete from cases_case where source = 'bench'")
            into.execute(
                "delete from registry_person where id not in (select coalesce(person_id, 0) from cases_case)"
                " and source = 'self' and phone is null and created_at > core_now() - interval '5 minutes'"
            )


@pytest.mark.parametrize("name", ["submit", "browse", "worklist", "console", "start"])
def test_every_promised_bench_can_be_started(name):
    assert callable(__import__(f"bench.{name}", fromlist=["main"]).main)
