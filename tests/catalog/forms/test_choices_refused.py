"""Nobody is asked to choose what is always refused; who sends it all the same reads the words of its rule."""

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms.schema import json_schema
from yichuang.sites.ui.fields import view
from yichuang.sites.ui.sheets.writing import labels_of

PACKS = load_forms()
# (item, question, answer) → why it is offered and refused: who would choose it reads what the law allows instead
EXPLAINED = {("992014301009", "for_whom", "other"): "替他人签发电子社保卡：告诉他只能给谁签发"}


def rules_of(code):
    """Every rule of a form as its pack says it: those of its groups, and its own."""
    definition = PACKS.forms[code]
    for entry in definition["groups"]:
        key = entry if isinstance(entry, str) else entry["group"]
        yield from PACKS.groups[key].get("rules", ())
    yield from definition.get("rules", ())


def refused_alone(code):
    """(question, answer) for each choice that a rule refuses whatever else is answered."""
    questions = PACKS.compiled(code).fields
    for rule in rules_of(code):
        condition = rule["when"]
        question = questions.get(condition.get("field", ""))
        if rule["kind"] != "stop" or question is None or not question.options:
            continue
        for answer in condition.get("in", [condition.get("equals")]):
            if answer in question.labels:
                yield question.key, answer


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_a_choice_is_left_out_exactly_where_a_rule_always_refuses_it(code):
    form = PACKS.compiled(code)
    left_out = set()
    for question in form.fields.values():
        for answer in question.unoffered:
            left_out.add((question.key, answer))
    refused = set()
    for key, answer in refused_alone(code):
        if (code, key, answer) not in EXPLAINED:
            refused.add((key, answer))
    assert left_out == refused


def test_what_is_explained_is_still_refused():
    for code, key, answer in EXPLAINED:
        assert (key, answer) in set(refused_alone(code))


def test_page_sheet_and_schema_of_an_agent_offer_everybody_but_oneself():
    """By hand, GB/T 4761 as it is grouped in the pack, without 本人."""
    others = [
        "配偶",
        "子",
        "女",
        "孙子女、外孙子女",
        "父母",
        "祖父母、外祖父母",
        "兄弟姐妹",
        "监护人",
        "单位经办人",
        "其他亲属",
        "非亲属",
    ]
    form = PACKS.compiled("990514102003")
    agent = form.fields["agent_relation"]
    on_the_page = [option["label"] for option in view(agent)["options"]]
    schema = json_schema(form)["properties"]["agent_relation"]
    in_the_schema = [option["title"] for option in schema["oneOf"]]
    assert on_the_page == others
    assert labels_of(agent) == others
    assert in_the_schema == others
