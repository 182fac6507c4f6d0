"""All papers that the catalogue calls shared: each is asked of somebody, about somebody whom the form names."""

from types import SimpleNamespace

from yichuang.cases.queries import held
from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.situations import Material, materials_for, situations_of
from yichuang.core import packs
from yichuang.registry.services import Named, NamedEmployer

PERSON = Named("张三", "510812198805129916")
UNIT = NamedEmployer("示例甲食品有限公司（虚构）", "91510812MA99999021")


def shared_in(definition: dict, sample: dict) -> list[Material]:
    """The papers of the item's own sample that others hold."""
    situation = {}
    for question in situations_of(definition):
        situation[question.key] = str(sample.get(question.key) or question.options[0].value)
    papers = materials_for(definition, situation)
    return [paper for paper in papers if paper.exempt and not paper.is_form]


def test_every_paper_that_is_shared_is_asked_of_somebody_about_somebody():
    forms = load_forms()
    papers = 0
    unasked = {}
    for code, form in forms.forms.items():
        definition = packs.read(f"items/{code}.yaml")
        version = SimpleNamespace(form=forms.compiled(code), item_code=code)
        subject = PERSON if "个人" in definition["service_object"] else UNIT
        shared = shared_in(definition, form["sample"])
        asked = held.held(version, subject, form["sample"], shared)
        papers += len(shared)
        if len(asked) != len(shared):
            unasked[code] = [paper.name for paper in shared]
    assert papers > 200
    assert unasked == {}
