"""The SQL function that writes a case leaves the rows that a slow, obvious way would leave."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, Material, NumberCounter, StoredFile
from yichuang.cases.queries import versions
from yichuang.cases.rules import chain
from yichuang.cases.rules.application import Given
from yichuang.cases.rules.new_case import BESIDE_THE_COLUMNS, NewCase
from yichuang.cases.rules.numbers import case_number
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.models import OutboxEvent
from yichuang.registry import queries as register
from yichuang.registry.models import Person

ITEM, REGIONS = "990514102006", ("510812000000", "430602000000", "370202000000")


def _values(row, without=()):
    skipped = {"id", *without}
    return {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in skipped
    }


def _plain(values):
    return {k: bytes(v) if isinstance(v, memoryview) else v for k, v in values.items()}


def _slowly(case: Case, materials: list[Material], event: CaseEvent) -> Case:
    """The same case again by ORM, with its own keys: what the function should have written."""
    generated = {"id", "county", "open"}
    facts = {
        f.attname: getattr(case, f.attname)
        for f in Case._meta.concrete_fields
        if f.attname not in generated
    }
    fixed = {
        "state": "received",
        "step": 0,
        "alarm": "green",
        "late": False,
        "flags": [],
        "slow_reason": "",
        "outcome": "",
        "seq": 1,
        "clock_from": facts["received_at"],
    }
    serial = NumberCounter.objects.get(
        region=case.region_id[:6], day=clock.today(), channel=case.channel
    ).last
    number = case_number(case.region_id, clock.today(), case.channel, serial)
    other = {"uuid": uuid4(), "client_ref": uuid4().hex, "number": number[:-1] + "x"}
    twin = Case.objects.create(**facts | fixed | other)
    assert case.number == number
    for each in materials:
        Material.objects.create(**_values(each, ("case_id", "created_at")) | {"case": twin})
    linked = {
        "case": twin,
        "previous": chain.GENESIS,
        "hash": chain.link(chain.GENESIS, event.data),
    }
    CaseEvent.objects.create(**_values(event, ("case_id",)) | linked)
    return Case.objects.get(pk=twin.pk)


def test_a_new_case_tells_every_column_that_has_no_default():
    """A column without one would break servers of before; the list of the function's keys stands in one place."""
    told = {field.name for field in dataclasses.fields(NewCase)} - set(BESIDE_THE_COLUMNS)
    columns = {f.attname: f for f in Case._meta.concrete_fields}
    needed = {
        name
        for name, f in columns.items()
        if not (
            f.null
            or f.primary_key
            or f.generated
            or f.has_db_default()
            or name in ("number", "form")
        )
    }
    assert needed - {"clock_from"} <= told <= set(columns)  # the clock starts with the receipt


@pytest.mark.django_db
def test_function_and_orm_leave_equal_rows(world):
    person, now = Person.objects.order_by("id").first(), clock.now()

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(REGIONS), st.sampled_from([1, 2, 6]), st.integers(0, 5000))
    def check(region, channel, seconds):
        version = versions.for_application(ITEM, region, channel, now.date())
        wanted = [m for m in version.materials({}) if not m.is_form and not m.exempt]
        file = StoredFile.objects.create(
            owner="t",
            name="a.pdf",
            media_type="application/pdf",
            size=1,
            sha256=b"0" * 32,
            path="x",
        )
        told = services.submit(
            application=services.Application(
                item_code=ITEM,
                region=region,
                channel=channel,
                subject=person,
                answers=catalog.sample(version.id, now.date(), register.facts(person)),
                source="t",
                client_ref=uuid4().hex,
                actor="t",
                materials=tuple(Given(m.code, "file", str(file.uuid)) for m in wanted),
                file_owner="t",
            ),
            now=now - timedelta(milliseconds=seconds),
        )
        case = Case.objects.get(uuid=told.uuid)
        materials, event = list(case.materials.order_by("id")), case.events.get()
        twin = _slowly(case, materials, event)
        own = ("uuid", "client_ref", "number")
        assert _plain(_values(case, own)) == _plain(_values(twin, own))
        again = list(twin.materials.order_by("id"))
        mine = ("case_id", "created_at")
        assert [_values(m, mine) for m in materials] == [_values(m, mine) for m in again]
        assert _plain(_values(event, ("case_id",))) == _plain(
            _values(twin.events.get(), ("case_id",))
        )
        assert chain.faults(str(case.uuid), bytes(case.head), case.seq, case.state, [event]) == []
        assert (
            OutboxEvent.objects.filter(
                topic="cases.CaseSubmitted", payload__case=str(case.uuid)
            ).count()
            == 1
        )
        assert Entry.objects.filter(subject=case.ref, verb="case.submit").count() == 1

    check()
