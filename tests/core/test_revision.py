"""What processes keep in memory is forgotten when the tables behind it change, in every process."""

import shutil
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.architecture.conftest import CODE
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.queries import scope
from yichuang.core import packs, revision, schema, watching
from yichuang.ratings import tables
from yichuang.reference.models import Region


def numbers(statements) -> list[int]:
    seen = [revision.exact()[0]]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            seen.append(revision.exact()[0])
    return seen


def test_every_change_of_such_a_table_gives_a_new_number(world):
    seen = numbers(
        [
            "update accounts_organisation set active = active where id = (select min(id) from accounts_organisation)",
            "update reference_region set name = name where code = '510812000000'",
            "update catalog_item set status = status where code = '992014301006'",
            "delete from accounts_servicearea where id = (select min(id) from accounts_servicearea)",
        ]
    )
    assert seen == sorted(set(seen)) and len(seen) == 5


def test_a_number_that_was_rolled_back_never_comes_again(world):
    change = "update reference_region set name = name where code = '510812000000'"
    with transaction.atomic():
        undone = numbers([change])[-1]
        transaction.set_rollback(True)
    assert numbers([change])[-1] > undone


def test_kept_values_follow_the_tables(world):
    city = [Grant(role="clerk", line="", region="510800000000")]
    before = scope.counties_of(city)
    Region.objects.create(
        code="510899000000",
        level=3,
        parent_id="510800000000",
        name="新区",
        full_name="广元市新区",
        province="510000000000",
        city="510800000000",
        county="510899000000",
    )
    assert set(scope.counties_of(city)) - set(before) == {"510899"}


@pytest.fixture
def other_packs(tmp_path, monkeypatch, world):
    """A copy of the packs that can be changed; everything read of it is forgotten at the end."""
    copy = Path(shutil.copytree(packs.ROOT, tmp_path / "packs"))
    before = packs.in_use()
    monkeypatch.setattr(packs, "ROOT", copy)
    monkeypatch.setattr(watching, "warm", lambda: None)
    yield copy / "ratings" / "reasons.yaml"
    monkeypatch.undo()
    assert packs.take_up(before)


def test_a_running_process_takes_up_new_packs_and_is_not_ready_meanwhile(other_packs):
    days = tables.days_to_rate()
    revision.loaded(packs.in_use())
    assert Client().get("/readyz").status_code == 200
    text = other_packs.read_text(encoding="utf-8")
    other_packs.write_text(
        text.replace(f"days_to_rate: {days}", f"days_to_rate: {days + 1}"), encoding="utf-8"
    )
    assert (tables.days_to_rate(), Client().get("/readyz").status_code) == (days, 200), (
        "not loaded yet"
    )
    revision.loaded(packs.digest())
    refused = Client().get("/readyz")
    assert refused.status_code == 503 and "packs" in refused.json()["behind"][0]
    assert Client().get("/track/").status_code == 200, "it goes on serving"
    watching.look()
    assert (tables.days_to_rate(), Client().get("/readyz").status_code) == (days + 1, 200)


def test_packs_that_are_not_on_this_host_are_not_taken_up(other_packs):
    before = packs.in_use()
    revision.loaded("0" * 64)
    watching.look()
    assert packs.in_use() == before and Client().get("/readyz").status_code == 503


def test_it_looks_more_than_once_a_second():
    assert watching.PAUSE + 0.1 < 1


def test_on_a_schema_that_lacks_something_nothing_is_served(db, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'notify'")
    assert schema.lacking() == sorted(
        f"notify.{path.stem}" for path in (CODE / "notify" / "migrations").glob("0*.py")
    )
    monkeypatch.setattr(watching, "_seen_schema", ())
    monkeypatch.setattr(watching, "_lacking", [])
    watching.look()
    answers = {
        path: Client().get(path).status_code
        for path in ("/healthz", "/readyz", "/track/", "/api/v1/items")
    }
    assert answers == {"/healthz": 200, "/readyz": 503, "/track/": 503, "/api/v1/items": 503}


def test_a_later_schema_is_served_because_its_migrations_spare_the_servers_before(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('cases', '9999_later', core_now())"
        )
    assert schema.lacking() == []
