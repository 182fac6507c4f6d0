"""Whatever is put into any element of an item: it is refused by name, or every page that shows the item still opens."""

import copy
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.sites.console_admin.writer import Desk
from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.rules import merging
from yichuang.catalog.services import versions
from yichuang.core import clock

pytestmark = pytest.mark.django_db
ITEMS = ("990514102006", "992014101002", "992014401001")
NONSENSE = ("火星", 7, 77777777, True, ["火星"], [7], {"火星": "x"}, [{"火星": "x"}], [])
PLACE = "510812000000"
# what only keepers of packs read: where a text comes from, its days for acceptance and delivery, silence
UNSHOWN = ("provenance",)


def _spots(value, path=()) -> Iterator[tuple]:
    """The way to every element, whole lists and maps before what they hold; of a list its first two, which are as the
    others."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in UNSHOWN:
                yield from _spots(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:2]):
            yield from _spots(inner, (*path, number))


def _put(definition: dict, path: tuple, value) -> None:
    holder = definition
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = value


def _spoilt(definition: dict, path: tuple, value) -> dict:
    bad = copy.deepcopy(definition)
    _put(bad, path, value)
    return bad


def _text_of(code: str) -> tuple[dict, dict]:
    version = catalog.latest_version(code)
    text = version.definition
    return {key: text[key] for key in text if key not in merging.COMPUTED}, version.form


@pytest.mark.parametrize("code", ITEMS)
@pytest.mark.parametrize("value", NONSENSE, ids=str)
def test_nonsense_is_refused_by_name_or_every_page_stands(world, code, value):
    """One bad value at a time is judged; what is taken is published together and looked at."""
    definition, form = _text_of(code)
    assert catalog.definition_problems(definition, form) == []
    taken = copy.deepcopy(definition)
    refused = 0
    for path in _spots(definition):
        if path[0] == "code":
            continue
        problems = catalog.text_problems(_spoilt(definition, path, value), form)
        if problems:
            refused += 1
            assert all(problem.field and problem.message for problem in problems)
            continue
        attempt = _spoilt_if_there(taken, path, value)
        if attempt and not catalog.text_problems(attempt, form):
            taken = attempt
    assert refused > 10
    services.publish(definition=taken, form=form, effective_from=clock.today(), actor="officer:1")
    _every_page_stands(code)


def _spoilt_if_there(definition: dict, path: tuple, value) -> dict | None:
    """The text with one more bad value; None where an earlier one took its place away."""
    try:
        return _spoilt(definition, path, value)
    except (KeyError, IndexError, TypeError):
        return None


def _every_page_stands(code: str) -> None:
    resident = Client()
    for page in (
        f"/items/{code}/",
        f"/items/{code}/print.pdf",
        "/items/",
        "/openness/",
        "/openness/items/",
    ):
        assert resident.get(page).status_code in (200, 302, 404), page
    supervisor, keeper = Desk("gy_supervisor"), Desk("tm_catalogue")
    supervisor.see("/console/catalogue/")
    supervisor.see(f"items/{code}/")
    keeper.see("delegation/")
    keeper.see(f"items/{code}/change/revised/")


SLIPS = {
    "levels": ["市、县"],
    "case_kind": "胡乱",
    "body_nature": "胡",
    "type": "火星许可",
    "fee": "收费100元",
    "cross_region": "银河通办",
    "result_kind": "石头",
    "online_depth": "VII",
    "channels": ["飞鸽"],
    "handling_forms": ["飞鸽"],
    "service_object": ["外星人"],
    "themes_person": ["火星"],
    "promised_unit": "光年",
    "process": ["申请", "睡觉"],
    "places": {"火星": "x"},
}


@pytest.mark.parametrize("element", SLIPS)
def test_a_word_outside_its_list_is_refused_before_anybody_asks(world, element):
    definition, _ = _text_of(ITEMS[0])
    fields = [each.field for each in catalog.nonsense(definition | {element: SLIPS[element]})]
    assert fields == [element]


@pytest.mark.parametrize(
    ("element", "value"), [("necessity", "必须"), ("source", "天上"), ("media", "石板")]
)
def test_a_paper_keeps_to_its_lists_too(world, element, value):
    definition, _ = _text_of(ITEMS[0])
    definition["materials"][0][element] = value
    assert [each.field for each in catalog.nonsense(definition)] == [f"materials.0.{element}"]


def test_two_papers_have_two_codes(world):
    code = next(
        each.item.code
        for each in ItemVersion.objects.select_related("item")
        if len(each.definition["materials"]) > 1
    )
    definition, _ = _text_of(code)
    definition["materials"][1]["code"] = definition["materials"][0]["code"]
    assert [each.field for each in catalog.nonsense(definition)] == ["materials.1.code"]


def test_a_bad_text_that_stands_already_takes_no_other_item_down(world, monkeypatch):
    """As one was published before words were judged."""
    definition, form = _text_of(ITEMS[0])
    before = catalog.finishable_counts(PLACE)
    bad = definition | {"levels": ["市、县"]}
    monkeypatch.setattr(versions, "text_problems", lambda *given: [])
    services.publish(definition=bad, form=form, effective_from=clock.today(), actor="officer:1")
    _every_page_stands(ITEMS[0])
    after = catalog.finishable_counts(PLACE)
    assert sum(after.values()) < sum(before.values())
    assert after["县"] >= before["县"] - 1


def _form_of(code: str) -> dict:
    return copy.deepcopy(catalog.latest_version(code).form)


def test_a_form_without_a_signature_is_refused_by_name(world):
    base = catalog.latest_version(ITEMS[1])
    form = copy.deepcopy(base.form)
    groups = form["definition"]["groups"]
    form["definition"]["groups"] = [each for each in groups if each != "commitment_text"]
    told = [
        each for each in catalog.draft_refusals(base, None, form) if each.violates == "unsigned"
    ]
    assert len(told) == 1
    assert "承诺与签名" in told[0].message


def test_a_question_that_waits_for_an_answer_nobody_can_give_is_refused_by_name(world):
    form = _form_of(ITEMS[1])
    asker = form["definition"]["fields"][-1]
    asker["when"] = {"field": "person_id_type", "equals": "foo"}
    told = [each for each in catalog.form_problems(form) if each.violates == "answer"]
    assert told and asker["label"] in told[0].message and "foo" in told[0].message
