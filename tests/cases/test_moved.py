"""What a step brings: papers, messages, invitations, made from one reading of the case."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.catalog.models import Item
from yichuang.core import clock, outbox, shelf
from yichuang.core.models import OutboxEvent
from yichuang.documents.models import Paper
from yichuang.notify.models import Message

pytestmark = pytest.mark.django_db
# statements for all that one submission brings, with the savepoints of its handlers and of the test; the known phone of
# somebody in whose name an account that is not proved has filed comes with the case
ENOUGH = 13
LITTLE = 6  # for a step that brings nothing; one asks whether a 督办 or a colour goes with the case


def delivered_statements() -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert outbox.deliver() == 1
    return [each["sql"] for each in asked.captured_queries]


def test_the_events_of_a_submission_read_the_case_once_and_ask_little(submitted, morning):
    with clock.frozen(morning):
        submitted()
        while outbox.deliver():
            continue
        case = submitted()
        asked = delivered_statements()
    assert Paper.objects.filter(subject=case.ref, kind="receipt").count() == 1
    assert Message.objects.filter(key=f"{case.ref}:1").count() == 1
    reading = [sql for sql in asked if "cases_case" in sql and "SELECT" in sql]
    assert (
        len([sql for sql in reading if 'JOIN "cases_case"' in sql or 'FROM "cases_case"' in sql])
        == 1
    )
    assert len(asked) <= ENOUGH, "\n".join(sql[:100] for sql in asked)


def test_a_step_that_brings_nothing_reads_nothing_of_its_case(accepted, officer, morning):
    with clock.frozen(morning):
        case = accepted()
        while outbox.deliver():
            continue
        services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=morning)
        asked = delivered_statements()
    reading = [sql for sql in asked if "cases_" in sql and "supervision_urging" not in sql]
    assert not reading
    assert len(asked) <= LITTLE, "\n".join(sql[:100] for sql in asked)


def test_a_move_that_an_older_server_wrote_is_asked_whether_it_was_at_a_counter(
    accepted, officer, morning
):
    with clock.frozen(morning):
        case = accepted()
        while outbox.deliver():
            continue
        services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=morning)
        event = OutboxEvent.objects.get(done_at__isnull=True)
        assert event.payload.pop("on_site") is False
        event.save()
        asked = delivered_statements()
    assert [sql for sql in asked if "cases_caseevent" in sql]


def test_inside_transactions_versions_are_kept_as_long_as_the_catalogue_stays(submitted):
    case = submitted()
    with transaction.atomic():
        version = versions.of_case(case)
        assert versions.of_case(case) is version
        Item.objects.filter(pk=case.version.item_id).update(line=case.line)
        assert versions.of_case(case) is not version


def test_what_was_read_for_one_event_is_forgotten_with_it(submitted):
    case = submitted()
    told = []
    assert shelf.read_once("a", lambda: told.append(1) or Case.objects.get(pk=case.pk)) == case
    assert shelf.read_once("a", lambda: told.append(2) or None) is None
    assert told == [1, 2]
