"""现场核查: two officers, each signs in an account of their own; the clock runs on (行政许可法 34)."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, MONDAY, TWO_OFFICERS, days_of, on
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from tests.paper_files import PDF
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.models import OnSitePhoto
from yichuang.cases.queries import cases
from yichuang.cases.services.tasks_of_clock import SIGN_TODO
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound


@pytest.fixture
def world_of(monkeypatch, reviewing):
    """world_of(**rule) → a case in review."""

    def make(**rule):
        frozen(monkeypatch, branch(**LICENCE, **rule), promise=(10, "工作日"))
        return reviewing(PROMISED, now=MONDAY)

    return make


def checked(case, officer, second="gy_reviewer_jy", **more):
    usual = {
        "on_day": date(2026, 11, 24),
        "place_of": "申请书所写的经营场所",
        "findings": "有办公桌椅和专职人员三名",
        "now": on(11, 25),
    }
    other = officer(second) if second else None
    return services.check_on_site(
        case_id=case.uuid, officer=officer("gy_reviewer"), second=other, **usual | more
    )


def test_both_sign_and_then_there_is_a_record(world_of, officer):
    case = world_of(on_site=TWO_OFFICERS)
    reviewer = officer("gy_reviewer")
    photo = services.store_file(owner=reviewer.actor, name="门头.pdf", content=PDF, now=on(11, 25))
    check = checked(case, officer, photos=[str(photo.uuid)])
    assert Todo.objects.get(kind=SIGN_TODO, done_at=None).owner == officer("gy_reviewer_jy")
    assert OnSitePhoto.objects.get(on_site_check=check).file == photo
    photo.refresh_from_db()
    assert photo.unclaimed_until is None
    for other in ("gy_reviewer", "gy_head"):
        with pytest.raises(Forbidden):
            services.sign_check(check=check.uuid, officer=officer(other), now=on(11, 25, 11))
    services.sign_check(check=check.uuid, officer=officer("gy_reviewer_jy"), now=on(11, 25, 11))
    with pytest.raises(Conflict, match="已经签过"):
        services.sign_check(check=check.uuid, officer=officer("gy_reviewer_jy"), now=on(11, 26))
    words = worded(case, on(11, 25, 11), only="check_record")["check_record"]
    assert "专职人员三名" in words and "2026年11月25日11时00分" in words
    assert reviewer.name in words and officer("gy_reviewer_jy").name in words
    assert not Todo.objects.filter(kind=SIGN_TODO, done_at=None).exists()
    assert days_of(case) == (date(2026, 12, 7), date(2026, 12, 21))
    assert "专职" not in str([step.told for step in cases.trail(case)])
    assert list(cases.broken_chains()) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"second": ""}, "second"),
        ({"second": "gy_reviewer"}, "second"),
        ({"second": "gy_clerk"}, "second"),  # took it in, and reviews nothing
        ({"second": "gy_reviewer_sb"}, "second"),  # of another line
        ({"on_day": None}, "on_day"),
        ({"on_day": date(2026, 11, 26)}, "on_day"),
        ({"on_day": date(2026, 11, 20)}, "on_day"),
        ({"place_of": " "}, "place_of"),
        ({"findings": ""}, "findings"),
    ],
)
def test_a_check_has_two_officers_a_day_a_place_and_what_was_seen(world_of, officer, more, field):
    case = world_of(on_site=TWO_OFFICERS)
    with pytest.raises(Invalid) as refused:
        checked(case, officer, **more)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_where_no_law_has_it_checked_nobody_goes(world_of, officer):
    with pytest.raises(Conflict, match="没有现场核查的依据"):
        checked(world_of(), officer)


def test_pictures_of_somebody_else_are_none(world_of, officer):
    case = world_of(on_site=TWO_OFFICERS)
    photo = services.store_file(owner="person:x", name="门头.pdf", content=PDF, now=on(11, 25))
    with pytest.raises(NotFound):
        checked(case, officer, photos=[str(photo.uuid)])
