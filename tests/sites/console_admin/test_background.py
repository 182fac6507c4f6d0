"""What the workers could not do is seen on a page, tried again or closed by an administrator who says why."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection

from tests.sites.console_admin.writer import text_of
from tests.sites.desk import lives
from yichuang.accounts.models import Assignment
from yichuang.audit.models import Entry
from yichuang.core import clock, jobs, outbox
from yichuang.core.apps import load_edges
from yichuang.core.models import OutboxEvent
from yichuang.sites.console import background_words

pytestmark = pytest.mark.django_db
READERS = ["gy_supervisor", "gy_catalogue", "gy_legal"]


@dataclass(frozen=True)
class Broken:
    topic: ClassVar[str] = "cases.CaseMoved"
    what: str
    case: str = ""


@pytest.fixture
def failing(world, monkeypatch):
    """failing(error) → the pk of an event that its only handler could not take; `mended` makes the handler well."""
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())
    monkeypatch.setattr(outbox, "_handlers", outbox.defaultdict(list))
    monkeypatch.setattr(outbox, "_types", {})
    mended = []

    case = lives.submitted()
    OutboxEvent.objects.filter(done_at__isnull=True).update(done_at=clock.now())

    def fail(error: Exception) -> int:
        def tell(event):
            if not mended:
                raise error

        tell.__module__ = "yichuang.cases.handlers"
        outbox.on(Broken)(tell)
        outbox.publish(Broken("a", str(case.uuid)))
        outbox.deliver()
        return outbox.failed().get().pk

    fail.mended = mended
    return fail


def _given_up(case: int) -> None:
    jobs.defer("cases.track_post", case=case)
    with connection.cursor() as cursor:
        for state in ("doing", "failed"):
            cursor.execute(
                "update procrastinate_jobs set status = %s::procrastinate_job_status where args->>'case' = %s",
                [state, str(case)],
            )


def _reasons(verb: str) -> list[str]:
    return list(Entry.objects.filter(verb=verb).values_list("data", flat=True))


def test_an_event_that_failed_is_listed_and_tried_again_with_a_reason_that_is_recorded(
    desk, failing
):
    pk = failing(ValueError("no paper\nDETAIL: Failing row contains (secret)"))
    officer = desk("gy_channel")
    listed = officer.see("background/")
    assert (
        "后台有1件事没有做成" in listed
        and "告诉申请人这一步" in listed
        and "试了1次，还会再试" in listed
    )
    path = f"background/events/{pk}/"
    shown = officer.see(path)
    assert "ValueError no paper" in shown and "secret" not in shown
    unsaid = officer.fill(path, way="again", reason="")
    assert unsaid.status_code == 422 and outbox.failed().get().attempts == 1
    failing.mended.append(True)
    officer.write(path, way="again", reason="模板补上了")
    assert "模板补上了" in _reasons("event.again")[0]
    with clock.frozen(clock.now() + timedelta(seconds=3)):
        outbox.deliver()
    assert "件事没有做成" not in officer.see("background/")


def test_an_event_that_was_settled_otherwise_is_closed_once(desk, failing):
    path = f"background/events/{failing(KeyError('x'))}/"
    officer = desk("gy_org")
    asked = officer.fill(path, way="close", reason="已经打电话告诉本人")
    assert "请先确认已经另外处理好" in text_of(asked)
    officer.confirm(path, asked)
    assert not outbox.failed() and "已经打电话告诉本人" in _reasons("event.close")[0]
    assert "有人处理过了" in officer.see(path, status=404)


def test_jobs_that_were_given_up_are_put_back_or_closed(desk, failing):
    officer, path = desk("tm_channel"), "background/jobs/cases.track_post/"
    _given_up(-21)
    assert "问一件快递到哪了" in officer.see("background/")
    officer.write(path, way="again", reason="快递公司恢复了")
    assert jobs.failed() == [] and "快递公司恢复了" in _reasons("job.again")[0]
    _given_up(-22)
    officer.write(path, way="close", reason="已经打电话问到")
    assert jobs.failed() == [] and "已经打电话问到" in _reasons("job.close")[0]
    assert "有人处理过了" in officer.see(path, status=404)


@pytest.mark.parametrize("username", READERS)
def test_others_of_the_console_read_and_change_nothing(desk, failing, username):
    pk = failing(ValueError("x"))
    officer = desk(username)
    assert "告诉申请人这一步" in officer.see("background/")
    assert f"events/{pk}/" not in officer.client.get("/console/admin/background/").content.decode()
    officer.see(f"background/events/{pk}/", status=403)
    officer.see("background/jobs/cases.track_post/", status=403)


def test_what_was_not_done_is_seen_and_settled_in_its_own_place(desk, failing):
    pk = failing(ValueError("x"))
    for elsewhere in ("yy_channel", "qd_org", "yy_supervisor"):
        officer = desk(elsewhere)
        page = officer.see("background/")
        assert "告诉申请人这一步" not in page, elsewhere
        assert "件事没有做成" not in page, elsewhere
        officer.see(f"background/events/{pk}/", status=403)
    refused = desk("yy_channel").client.post(
        f"/console/admin/background/events/{pk}/",
        {"way": "close", "reason": "不归我", "_confirm": "yes"},
    )
    assert refused.status_code == 403
    assert outbox.failed().filter(pk=pk).exists()
    for theirs in ("gy_org", "gy_channel", "tm_channel"):
        page = desk(theirs).client.get("/console/admin/background/").content.decode()
        assert f"events/{pk}/" in page, theirs


@pytest.mark.parametrize("username", ["gy_channel", "gy_org", "yy_channel"])
def test_rounds_that_belong_to_no_place_are_for_the_uppermost(desk, failing, username):
    _given_up(-23)
    officer = desk(username)
    page = officer.see("background/")
    assert "没有做成的任务" not in page, "nothing is said of what is not theirs to know"
    assert "件事没有做成" not in page
    officer.see("background/jobs/cases.track_post/", status=403)
    assert (
        "background/jobs/cases.track_post/"
        in desk("tm_channel").client.get("/console/admin/background/").content.decode()
    )


def test_where_nobody_stands_above_the_city_has_them(desk, failing):
    Assignment.objects.filter(region_id="510000000000").delete()
    _given_up(-24)
    assert "问一件快递到哪了" in desk("gy_channel").see("background/")
    assert "问一件快递到哪了" not in desk("yy_channel").see("background/")


def test_a_worker_that_does_not_keep_up_is_said(desk, failing):
    OutboxEvent.objects.update(done_at=clock.now())
    outbox.publish(Broken("late"))
    OutboxEvent.objects.filter(done_at=None).update(created_at=clock.now() - timedelta(seconds=90))
    page = desk("gy_supervisor").see("background/")
    assert "后台没有跟上" in page
    assert "后台的事都做成了" not in page


def test_whatever_may_fail_has_its_words():
    load_edges()
    topics = {
        topic
        for topic, handlers in outbox._handlers.items()
        if handlers and not topic.startswith("tests.")
    }
    handlers = {
        f"{handler.__module__}.{handler.__name__}".removeprefix("yichuang.")
        for topic in topics
        for handler in outbox._handlers[topic]
    }
    names = {name for name, task in jobs.app.tasks.items() if task.queue != "builtin"}
    assert topics - set(background_words.TOPICS) == set()
    assert {name for name in handlers if not name.startswith("tests.")} - set(
        background_words.HANDLERS
    ) == set()
    assert {name for name in names if not name.startswith("tests.")} == set(background_words.JOBS)
