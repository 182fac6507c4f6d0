"""Choices stand in the order of their pack, whatever the database does with the keys of what it keeps."""

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.rules.frozen import in_order, thaw

PACKS = load_forms()
pytestmark = pytest.mark.django_db


def choices(form):
    """(field or field.column) → codes in their order, for every question with choices."""
    orders = {}
    for field in form.fields.values():
        orders[field.key] = [code for code, _ in field.options]
        for column in field.columns:
            orders[f"{field.key}.{column.key}"] = [code for code, _ in column.options]
    return orders


def test_every_form_that_was_kept_in_the_database_asks_in_the_order_of_its_pack(world):
    scrambled = {}
    for code in PACKS.forms:
        version = ItemVersion.objects.filter(item__code=code).latest("number")
        kept, packed = choices(thaw(version.form)), choices(PACKS.compiled(code))
        wrong = [key for key, order in packed.items() if kept[key] != order]
        if wrong:
            scrambled[code] = wrong
    assert scrambled == {}


def test_the_ways_of_a_card_stand_as_they_were_written(world):
    """By hand: 即时制卡网点, 银行网点领取, 邮寄, 单位统一领取."""
    form = thaw(ItemVersion.objects.filter(item__code="992014301001").latest("number").form)
    labels = [label for _, label in form.fields["card_delivery"].options]
    assert labels == ["即时制卡网点", "银行网点领取", "邮寄", "单位统一领取"]


def test_a_form_that_somebody_wrote_with_a_mapping_is_kept_as_a_list():
    form = {
        "fields": [
            {"key": "way", "options": {"zz": "甲", "a": "乙"}, "columns": [{"options": {"b": "1"}}]}
        ]
    }
    way = in_order(form)["fields"][0]
    assert way["options"] == [{"code": "zz", "label": "甲"}, {"code": "a", "label": "乙"}]
    assert way["columns"][0]["options"] == [{"code": "b", "label": "1"}]
    assert in_order(in_order(form)) == in_order(form)
