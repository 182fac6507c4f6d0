"""The record is kept by months: the ones to come are made ahead, and a month that nobody made stops nothing."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from yichuang.audit import queries, services
from yichuang.audit.models import Entry
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI

pytestmark = pytest.mark.django_db
WRITE = """
insert into audit_entry (at, actor, verb, subject, data) values (%s, 'officer:1', 'case.read', 'case:months', '')
"""
MONTHS = r"""
select relname from pg_class where relname ~ '^audit_entry_[0-9]{4}_[0-9]{2}$' and relkind = 'r'
"""
PARTS = "select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_entry'::regclass"


def told(statement: str, arguments=()) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return [row[0] for row in cursor.fetchall()]


def month_later(months: int) -> date:
    """The first day of the month so many months after this one."""
    first = clock.today().replace(day=1)
    whole = first.year * 12 + first.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def write(day: date) -> str:
    """Write an entry on the noon of a day; return the table that it lies in."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    with connection.cursor() as cursor:
        cursor.execute(f"{WRITE} returning tableoid::regclass::text", [moment])
        return cursor.fetchone()[0]


def test_twelve_months_stand_ready():
    names = set(told(MONTHS))
    assert {f"audit_entry_{month_later(n):%Y_%m}" for n in range(1, 13)} <= names


def test_an_entry_lies_in_the_table_of_its_month_to_the_last_moment():
    for months in (1, 5, 12):
        day = month_later(months)
        assert write(day) == f"audit_entry_{day:%Y_%m}"
        assert write(day - timedelta(1)) != f"audit_entry_{day:%Y_%m}"
    midnight = datetime.combine(month_later(3), datetime.min.time(), tzinfo=SHANGHAI)
    found = told(
        f"{WRITE} returning tableoid::regclass::text", [midnight - timedelta(microseconds=1)]
    )
    assert found == [f"audit_entry_{month_later(2):%Y_%m}"]


def test_the_thirteenth_month_stops_nothing_and_what_began_without_a_table_stays_there():
    late = month_later(13)
    assert write(late) == "audit_entry_rest"
    assert services.make_months(today=late) == 12
    assert write(late) == "audit_entry_rest"
    assert write(month_later(14)) == f"audit_entry_{month_later(14):%Y_%m}"
    assert queries.of_subject("case:months").count() == 3
    assert services.make_months(today=late) == 0


def test_entries_of_all_months_are_read_in_their_order():
    for months in (13, 0, 2):
        write(month_later(months))
    entries = list(queries.of_subject("case:months"))
    assert [entry.at.month for entry in entries] == [month_later(n).month for n in (13, 0, 2)]
    newest = queries.by_officer(["officer:1"]).first()
    assert newest == entries[-1]
    assert len({entry.pk for entry in Entry.objects.all()}) == Entry.objects.count()


def test_no_table_of_the_record_is_changed_by_any_door():
    for months in (0, 1, 13):
        write(month_later(months))
    for table in ["audit_entry", *told(PARTS)]:
        statements = [f"truncate {table}"]
        if told(f"select 1 from {table} limit 1"):
            statements += [f"delete from {table}", f"update {table} set actor = 'nobody'"]
        for statement in statements:
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    assert queries.of_subject("case:months").count() == 3
