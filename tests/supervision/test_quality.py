"""抽查: the hash of the seed before the list of cases closes, a draw that anybody repeats, and the share of the faulty
(SYS-103)."""

import math
from datetime import datetime, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts.models import Todo
from yichuang.audit.queries import of_subject
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound
from yichuang.core.jobs import Unfinished
from yichuang.core.sampling import drawn, seed_hash
from yichuang.supervision import rules, services
from yichuang.supervision.models import QualityCheck, Sample
from yichuang.supervision.queries import quality as queries
from yichuang.supervision.services import quality

pytestmark = pytest.mark.django_db


def next_month(moment: datetime) -> datetime:
    """Some time on the first day of the month after."""
    first = moment.replace(day=1, hour=10)
    later = first + timedelta(days=32)
    return later.replace(day=1)


@pytest.fixture
def ended(world) -> list[Case]:
    """Six cases that somebody decided this month, and the hash of their seed published."""
    cases = [lives.finished() for _ in range(6)]
    assert services.publish_seeds(now=clock.now()) == 1
    return cases


def drawn_sample() -> Sample:
    moment = next_month(clock.now())
    with clock.frozen(moment):
        assert services.draw_samples(now=moment) == 1
    return Sample.objects.get()


def test_the_hash_stands_while_the_month_lasts_and_the_seed_comes_with_the_draw(ended):
    published = Sample.objects.get()
    assert (published.seed, published.drawn_at) == (None, None)
    assert published.month == clock.today().replace(day=1)
    assert services.publish_seeds(now=clock.now()) == 0
    assert services.draw_samples(now=clock.now()) == 0
    sample = drawn_sample()
    assert sample.seed_hash == published.seed_hash == seed_hash(sample.seed)
    assert sample.published_at < sample.drawn_at
    assert sample.population == len(ended)


def test_anybody_repeats_the_draw(ended):
    sample = drawn_sample()
    number = min(len(ended), max(5, math.floor(len(ended) * 0.05)))
    keys = [str(case.uuid) for case in ended]
    checks = QualityCheck.objects.filter(sample=sample)
    assert {str(check.case.uuid) for check in checks} == set(drawn(keys, sample.seed, number))
    moment = next_month(clock.now()) + timedelta(days=1)
    with clock.frozen(moment):
        assert services.draw_samples(now=moment) == 0
    assert checks.count() == number


def test_each_is_given_to_who_supervises_and_is_never_hurried(ended):
    sample = drawn_sample()
    check = QualityCheck.objects.filter(sample=sample).first()
    assert check.officer == lives.officer("gy_clerk")
    todo = Todo.objects.get(kind=quality.QUALITY_TODO, subject=check.ref)
    assert (todo.role, todo.region_id, todo.line) == ("supervisor", sample.place_id, sample.line)
    assert (todo.task, todo.next_at) == (Todo.CAREFUL, None)
    assert todo.due_at is not None


def test_the_share_of_the_faulty(ended):
    sample = drawn_sample()
    checks = list(QualityCheck.objects.filter(sample=sample).order_by("pk"))
    supervisor = lives.officer("gy_supervisor")
    now = next_month(clock.now())
    said = {"officer": supervisor, "now": now}
    services.judge(check_id=checks[0].uuid, finding="faulty", why="没有核对原件", **said)
    services.judge(check_id=checks[1].uuid, finding="good", why="", **said)
    (outcome,) = queries.outcomes([sample])
    assert (outcome.number, outcome.done, outcome.faulty) == (len(checks), 2, 1)
    assert outcome.share == 50
    assert outcome.rate == rules.share(len(checks), len(ended))
    checks[0].refresh_from_db()
    assert checks[0].assigned_to == supervisor
    assert not Todo.objects.filter(subject=checks[0].ref, done_at=None).exists()
    assert Todo.objects.filter(subject=checks[2].ref, done_at=None).exists()
    assert "quality.judge" in {entry.verb for entry in of_subject(checks[0].case.ref)}


def test_what_may_not_be_said(ended):
    check = QualityCheck.objects.filter(sample=drawn_sample()).first()
    supervisor = lives.officer("gy_supervisor")
    said = {"check_id": check.uuid, "now": clock.now()}
    with pytest.raises(Invalid):
        services.judge(finding="", why="", officer=supervisor, **said)
    with pytest.raises(Invalid):
        services.judge(finding="faulty", why=" ", officer=supervisor, **said)
    with pytest.raises(Forbidden):
        services.judge(finding="good", why="", officer=check.officer, **said)
    services.judge(finding="good", why="", officer=supervisor, **said)
    with pytest.raises(Conflict):
        services.judge(finding="faulty", why="晚了", officer=supervisor, **said)
    with pytest.raises(NotFound):
        services.judge(
            check_id=check.case.uuid, finding="good", why="", officer=supervisor, now=clock.now()
        )


def test_a_seed_that_is_not_the_published_one_draws_nothing(ended):
    Sample.objects.update(seed_hash=seed_hash("another"))
    moment = next_month(clock.now())
    with clock.frozen(moment), pytest.raises(Unfinished):
        services.draw_samples(now=moment)
    assert not QualityCheck.objects.exists()
    assert Sample.objects.get().seed is None


def test_who_supervises_elsewhere_sees_none(ended):
    sample = drawn_sample()
    check = QualityCheck.objects.filter(sample=sample).first()
    own, other = lives.officer("gy_supervisor"), lives.officer("qd_supervisor")
    assert queries.check_for(own, check.uuid) == check
    assert not queries.samples_of(other).exists()
    with pytest.raises(NotFound):
        queries.check_for(other, check.uuid)


def test_the_pages(ended):
    sample = drawn_sample()
    check = QualityCheck.objects.filter(sample=sample).first()
    client = lives.signed_in("gy_supervisor")
    listed = lives.words(client.get("/console/quality/"))
    assert sample.seed in listed
    assert sample.seed_hash in listed
    assert check.case.version.item.name in lives.words(client.get(f"/console/quality/{sample.pk}/"))
    page = f"/console/quality/{check.uuid}/"
    assert "办得对不对" in lives.words(client.get(page))
    refused = client.post(page, {"finding": "faulty", "why": ""})
    assert refused.status_code == 422
    assert "请写明哪里不对" in lives.words(refused)
    judged = client.post(page, {"finding": "faulty", "why": "没有核对原件"}, follow=True)
    assert "没有核对原件" in lives.words(judged)
    again = client.post(page, {"finding": "good", "why": "第二次写的"})
    assert again.status_code == 409
    assert "第二次写的" in lives.words(again)
    assert lives.signed_in("qd_supervisor").get(page).status_code == 404
    assert lives.signed_in("gy_clerk").get(page).status_code == 403


def test_before_the_draw_the_page_shows_the_hash_only(ended):
    sample = Sample.objects.get()
    shown = lives.words(lives.signed_in("gy_supervisor").get("/console/quality/"))
    assert sample.seed_hash in shown
    assert "还没公布" in shown
    assert quality._seed(queries.Stratum(sample.place_id, sample.line), sample.month) not in shown
