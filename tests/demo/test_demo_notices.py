"""The demo's 公示: a list that stands, with an objection that is answered and one that waits."""

from datetime import datetime

import pytest

from yichuang.cases.models import Case, Notice
from yichuang.cases.queries import cases, notices
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI
from yichuang.demo.parts import notices as demo

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=SHANGHAI)
LONG_HOLIDAY = datetime(2026, 10, 9, 12, 0, tzinfo=SHANGHAI)


def test_the_list_stands_with_two_objections_and_is_made_once(world):
    with clock.frozen(FRIDAY):
        assert demo.load() == 1
        assert demo.load() == 0
    notice = Notice.objects.get()
    page = notices.page(notice.uuid, FRIDAY.date())
    assert [line.name for line in page.lines] == ["王**", "孙**", "李**"]
    assert [one.upheld for one in page.objections] == [False, None]
    assert not page.is_over
    assert list(cases.broken_chains()) == []


def test_what_is_not_in_review_yet_is_not_put_up(world):
    with clock.frozen(LONG_HOLIDAY):
        demo.load()
    waiting = Case.objects.exclude(state="reviewing").filter(source="demo")
    assert Notice.objects.exists() != waiting.exists()
