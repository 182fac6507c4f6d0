"""期限重算: what a calendar moved, to those whose places it concerns."""

from datetime import date

import pytest

from tests.sites.desk import lives
from yichuang.cases.models import Recount, Recounted
from yichuang.core import clock

pytestmark = pytest.mark.django_db
PAGE = "/console/admin/recounts/"


@pytest.fixture
def run(world) -> Recount:
    """One run that moved one case of 朝天."""
    case = lives.submitted()
    run = Recount.objects.create(
        year=2026, digest="a", begun_at=clock.now(), ended_at=clock.now(), looked=7, moved=1
    )
    Recounted.objects.create(
        run=run,
        case=case,
        clock="promise",
        from_on=date(2026, 10, 8),
        to_on=date(2026, 10, 9),
    )
    return run


def test_the_runs_and_what_each_moved(run):
    client = lives.signed_in("gy_supervisor")
    listed = client.get(PAGE)
    assert "期限重算1次" in lives.words(listed)
    assert "2026年" in lives.words(listed)
    assert f"{PAGE}{run.pk}/" in listed.content.decode()
    one = lives.words(client.get(f"{PAGE}{run.pk}/"))
    assert "2026年10月8日（周四）" in one
    assert "2026年10月9日（周五）" in one


def test_who_looks_after_other_places_sees_none_of_its_cases(run):
    one = lives.words(lives.signed_in("qd_org").get(f"{PAGE}{run.pk}/"))
    assert "没有日子变了的办件" in one
    assert "2026年10月9日" not in one


def test_who_looks_after_none_opens_no_page(run):
    assert lives.signed_in("gy_clerk").get(PAGE).status_code == 403


def test_no_run_has_no_page(world):
    assert lives.signed_in("gy_supervisor").get(f"{PAGE}999/").status_code == 404
