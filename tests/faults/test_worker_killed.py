"""The worker is killed between write and delivery: nothing is lost, nothing is doubled."""

import os
import signal
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cases.conftest import filled
from tests.looking import complete_instantly
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.core import clock
from yichuang.core.models import OutboxEvent
from yichuang.documents.models import Paper
from yichuang.notify.models import Message

INSTANT = "992014101002"
PAPERS = {"receipt", "acceptance", "completion", "result"}


def _cases(count):
    """Cases done on the spot, each with five events waiting; their uuids."""
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())
    clerk, now, made = Officer.objects.get(user__username="gy_clerk"), clock.now(), []
    for _ in range(count):
        wanted = filled(INSTANT, client_ref=f"kill:{uuid4()}", now=now)
        case = services.submit(application=wanted, now=now)
        later = now + timedelta(seconds=1)
        complete_instantly(case_id=case.uuid, officer=clerk, now=later, result="已登记")
        made.append(case.uuid)
    return made


@pytest.mark.parametrize(
    ("count", "kills"),
    [(12, (0.6,)), pytest.param(40, (0.9, 0.6, 0.3), marks=pytest.mark.long(kind="faults"))],
    ids=["once", "three_times"],
)
def test_no_event_is_lost_or_doubled_by_a_worker_that_is_killed(real_db, outside, count, kills):
    made = _cases(count)
    subjects = [f"case:{uuid}" for uuid in made]
    waiting = OutboxEvent.objects.filter(done_at__isnull=True)
    begun = waiting.count()
    assert begun >= 5 * count
    for part in kills:
        worker = outside.worker()
        outside.wait(lambda p=part: waiting.count() < begun * p, worker)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert waiting.exists()
    worker = outside.worker()
    outside.wait(lambda: not waiting.exists(), worker)

    papers = Counter(Paper.objects.filter(subject__in=subjects).values_list("subject", "kind"))
    assert set(papers.values()) == {1}
    assert {
        subject: {kind for s, kind in papers if s == subject} for subject in subjects
    } == dict.fromkeys(subjects, PAPERS)
    told = Counter(
        key.rpartition(":")[0]
        for key in Message.objects.values_list("key", flat=True)
        if key.startswith("case:")
    )
    assert {told[subject] for subject in subjects} == {3}
    mine = OutboxEvent.objects.filter(payload__case__in=[str(uuid) for uuid in made])
    assert not mine.filter(done_at=None).exists()
    assert set(mine.values_list("attempts", flat=True)) == {1}
