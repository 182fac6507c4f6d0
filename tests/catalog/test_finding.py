"""Search over what is in force, with the facets of the lists."""

from datetime import timedelta

import pytest

from yichuang.catalog import queries, services
from yichuang.core.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def codes(text, **facets):
    return [found.item.code for found in queries.search(text, **facets)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("社保卡丢了", "992014301006"),
        ("失业金", "990514206001"),
        ("失业登记", "992014101002"),
        ("shiyedengji", "992014101002"),
    ],
)
def test_the_words_of_people_find_the_item_among_the_first_three(words, code):
    assert code in codes(words)[:3]


def test_facets_narrow_what_is_found():
    assert {found.item.line for found in queries.search("补贴", line="就业创业")} == {"就业创业"}
    assert all(
        "单位" in found.item.service_objects for found in queries.search("登记", subject="单位")
    )
    event = next(e for e in queries.life_events() if e["key"] == "injury")
    assert set(codes("", life_event="injury", limit=50)) <= set(event["items"])


def test_a_new_name_is_found_from_its_day_on():
    day = today() + timedelta(5)
    version = queries.version_in_force("992014104003")
    renamed = version.definition | {"name": "职业生涯陪跑"}
    services.publish(definition=renamed, form=version.form, effective_from=day, actor="officer:1")
    assert "992014104003" not in codes("生涯陪跑")[:1]
    assert codes("生涯陪跑", on=day)[0] == "992014104003"


def test_a_cancelled_item_and_one_off_for_the_channel_are_not_found():
    services.cancel_item(code="992014101002", on=today(), reason="取消", actor="officer:1")
    services.switch_channel(code="990514206001", channel="kiosk", enabled=False, actor="officer:1")
    assert "992014101002" not in codes("失业登记")
    assert "990514206001" in codes("失业保险金")
    assert "990514206001" not in codes("失业保险金", channel="kiosk")


def test_a_local_item_is_found_in_its_place_only():
    assert "992014109001" in codes("零工驿站", region="510812000000")
    assert "992014109001" not in codes("零工驿站", region="430600000000")
    assert "992014109001" not in codes("零工驿站")


def test_typing_is_completed():
    assert any(s.code == "990514206001" for s in queries.suggest("失业保"))


def test_the_mark_changes_with_any_change_of_the_catalogue():
    before = queries.mark()
    assert queries.mark() == before
    services.switch_channel(code="990514206001", channel="kiosk", enabled=False, actor="officer:1")
    switched = queries.mark()
    assert switched != before
    version = queries.version_in_force("992014104003")
    services.publish(
        definition=version.definition | {"conditions": "新条件"},
        form=version.form,
        effective_from=today(),
        actor="a",
    )
    assert queries.mark() not in (before, switched)
    assert queries.mark(today() + timedelta(1)) != queries.mark()
