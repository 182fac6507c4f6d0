"""What a page shows of a form is what the engine reads back, for every form that ships."""

import re
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import Field, Form, Section, parse
from yichuang.catalog.rules.forms.reading import READERS
from yichuang.core.errors import FieldProblem
from yichuang.sites.ui import conditions, fields, rows

PACKS = load_forms()


class Page(HTMLParser):
    """Ids, references and the values that a browser would post."""

    def __init__(self, html: str):
        super().__init__()
        self.posted: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.described: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict] = []
        self._template, self._select, self._area = 0, "", None
        self.feed(html)

    def handle_starttag(self, tag, found):
        at = dict(found)
        self._template += tag == "template"
        if self._template:
            return
        if "id" in at:
            self.ids.append(at["id"])
        self.described += at.get("aria-describedby", "").split()
        if tag == "label" and "for" in at:
            self.labelled.add(at["for"])
        if tag == "select":
            self._select = at.get("name", "")
            self.controls.append(at)
        if tag == "option" and "selected" in at and self._select:
            self.posted.append((self._select, at["value"]))
        if tag == "textarea":
            self._area = at["name"]
            self.controls.append(at)
        if tag == "input":
            self._input(at)

    def _input(self, at):
        kind = at.get("type", "text")
        if kind not in ("hidden", "radio", "checkbox"):
            self.controls.append(at)
        if (
            "disabled" in at
            or kind == "file"
            or (kind in ("radio", "checkbox") and "checked" not in at)
        ):
            return
        self.posted.append((at["name"], at.get("value", "")))

    def handle_data(self, data):
        if self._area:
            self.posted.append((self._area, data))
            self._area = None

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.handle_data("")
        self._template -= tag == "template"
        self._select = "" if tag == "select" else self._select

    def lists(self):
        lists: dict[str, list[str]] = {}
        for name, value in self.posted:
            lists.setdefault(name, []).append(value)
        return lists


def shown(form, values, problems=()):
    parts = [fields.section(section, form, values, problems, {}) for section in form.sections]
    return "".join(render_to_string("components/form_section.html", part) for part in parts)


def as_posted(value):
    """A stored answer as `parse` gives it: numbers as text, blanks left out, choices in one order."""
    if isinstance(value, dict):
        return {key: as_posted(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        texts = [as_posted(each) for each in value]
        return sorted(texts) if all(isinstance(each, str) for each in texts) else texts
    return value if isinstance(value, bool) else str(value)


def sizes_as_numbers(form, answers):
    for key, field in form.fields.items():
        if field.type == "file" and key in answers:
            answers[key]["size"] = int(answers[key]["size"])
    return answers


def test_every_type_of_the_engine_has_a_widget():
    assert set(READERS) <= set(fields.WIDGETS)


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_a_filled_form_posts_what_it_shows(code):
    form, sample = PACKS.compiled(code), PACKS.forms[code]["sample"]
    page = Page(shown(form, sample))
    found = sizes_as_numbers(form, as_posted(parse(form, page.lists())))
    expected = sizes_as_numbers(form, as_posted(sample))
    signatures = {key for key, field in form.fields.items() if field.type == "signature"}
    assert {k: v for k, v in found.items() if k not in signatures} == {
        k: v for k, v in expected.items() if k not in signatures
    }
    for key in signatures & set(sample):
        assert {part: found[key][part] for part in ("signer", "method", "signed_on")} == {
            part: expected[key][part] for part in ("signer", "method", "signed_on")
        }
    assert len(page.ids) == len(set(page.ids))


def test_every_control_has_a_name_to_be_called_by_and_every_reference_a_target():
    for code in sorted(PACKS.forms)[::9]:
        form = PACKS.compiled(code)
        problems = [FieldProblem(key, f"{key}不对") for key in form.fields]
        page = Page(shown(form, {}, problems))
        assert set(page.described) <= set(page.ids)
        nameless = [
            c for c in page.controls if c.get("id") not in page.labelled and not c.get("aria-label")
        ]
        assert [
            c["id"] for c in nameless if not c["id"].startswith("f-") or c.get("type") != "file"
        ] == []
        assert {f"f-{key}" for key in form.fields} <= set(page.ids)


def test_a_choice_that_may_stay_open_is_emptied_again_and_one_that_is_asked_for_is_not():
    looked = 0
    for code in sorted(PACKS.forms):
        form = PACKS.compiled(code)
        page = shown(form, {})
        for key, field in form.fields.items():
            if fields.view(field)["widget"] != "radios":
                continue
            way_out = re.search(rf'type="radio"\s+name="{key}"\s+value=""', page)
            assert (way_out is None) == field.required, (code, key)
            if way_out:
                assert parse(form, {key: [""]}).get(key) is None, (code, key)
                looked += 1
    assert looked > 10


def test_what_people_type_cannot_become_markup():
    field = Field("name", "姓名", "text", True)
    form = Form("x", "x", (Section("s", "谁", (field,)),))
    html = shown(form, {"name": '"><script>alert(1)</script>'})
    assert "<script" not in html


def test_yes_and_no_are_never_chosen_beforehand():
    seen = fields.view(Field("agree", "同意", "boolean", True))
    assert [(o["code"], o["on"]) for o in seen["options"]] == [("true", False), ("false", False)]
    assert [
        o["on"] for o in fields.view(Field("agree", "同意", "boolean", True), False)["options"]
    ] == [False, True]


def test_a_problem_of_a_cell_is_shown_at_its_cell_and_linked_from_the_summary():
    table = Field(
        "history", "经历", "table", True, columns=(Field("school", "院校", "text", True),)
    )
    problem = FieldProblem("history.0.school", "第1行：请写上院校")
    seen = fields.view(table, [{"school": ""}], errors=fields.by_field([problem]))
    assert seen["table_rows"][0]["cells"][0]["error"] == problem.message
    summary = render_to_string(
        "components/error_summary.html", {"problems": [fields.problem(problem)], "heading": "h2"}
    )
    assert f'href="#{seen["table_rows"][0]["cells"][0]["id"]}"' in summary


def test_a_condition_is_told_in_words_for_those_without_scripts():
    cause = Field(
        "cause", "受伤原因", "choice", True, options=(("traffic", "交通事故"), ("work", "工作中"))
    )
    paid = Field("paid", "是否赔过", "boolean", True, when={"field": "cause", "equals": "traffic"})
    form = Form("x", "x", (Section("s", "经过", (cause, paid)),))
    assert conditions.in_words(paid.when, form) == "“受伤原因”是交通事故"
    both = {"all": [paid.when, {"field": "paid", "equals": True}]}
    assert conditions.in_words(both, form) == "“受伤原因”是交通事故，而且“是否赔过”是“是”"
    assert "“受伤原因”是交通事故时才填" in shown(form, {})


def test_an_answer_given_before_the_form_is_shown_and_kept_but_not_asked_again():
    options = tuple((str(n), f"第{n}种") for n in range(8))
    field = Field("kind", "种类", "choice", True, options=options, from_situation=True)
    form = Form("x", "x", (Section("s", "种类", (field,)),))
    html = shown(form, {"kind": "3"})
    assert "disabled" in html
    assert parse(form, Page(html).lists()) == {"kind": "3"}


def test_row_buttons_work_without_scripts():
    table = Field("rows", "人员", "table", True, columns=(Field("name", "姓名", "text", True),))
    form = Form("x", "x", (Section("s", "人员", (table,)),))
    post = QueryDict("rows-0-name=甲&rows-1-name=乙&_remove=rows-0")
    assert rows.asks_for_rows(post)
    assert parse(form, rows.posted(post)) == {"rows": [{"name": "乙"}]}
    more = QueryDict("rows-0-name=甲&_add=rows")
    answers = rows.with_blank_row(more, parse(form, rows.posted(more)))
    assert answers == {"rows": [{"name": "甲"}, {}]}
    assert not rows.asks_for_rows(QueryDict("rows-0-name=甲"))
