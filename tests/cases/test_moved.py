"""What a step brings: papers, messages, invitations, made from one reading of the case."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.cases.models import Case
from yichuang.core import clock, outbox
from yichuang.documents.models import Paper
from yichuang.notify.models import Message

pytestmark = pytest.mark.django_db
ENOUGH = 20  # statements for all that one submission brings, with the savepoints of its handlers and of the test


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


def test_what_was_read_for_one_event_is_forgotten_with_it(submitted):
    case = submitted()
    told = []
    assert outbox.read_once("a", lambda: told.append(1) or Case.objects.get(pk=case.pk)) == case
    assert outbox.read_once("a", lambda: told.append(2) or None) is None
    assert told == [1, 2]
