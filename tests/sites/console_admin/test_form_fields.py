"""A form and its elements are edited as fields: what is not touched stays, what is changed is checked as packs are."""

import pytest

from tests.sites.console_admin.writer import ROOT, Desk, fields_of, text_of
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ChangeOrder, ItemVersion
from yichuang.catalog.rules.forms import clean
from yichuang.catalog.rules.frozen import sample_of, thaw
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.sites.console.admin.catalogue.revising import texts
from yichuang.sites.console.admin.writing import Sheet, compiled

pytestmark = pytest.mark.django_db
ITEM = "990514102006"
PATH = f"items/{ITEM}/change/revised/"
WHY = {"reason": "依据新的办法第三条"}


@pytest.fixture
def keeper(desk) -> Desk:
    return desk("tm_catalogue")


def questions(page) -> dict[str, int]:
    """Code of each question on the page → the number of its row."""
    found = {}
    for name, values in fields_of(page).items():
        head, _, cell = name.rpartition("-")
        if name.startswith("questions-") and cell == "key":
            found[values[0]] = int(head.removeprefix("questions-"))
    return found


def form_of(number: int, **cells) -> dict[str, str]:
    """Cells of one row as they are posted."""
    return {f"questions-{number}-{cell}": text for cell, text in cells.items()}


def without(page, number: int) -> dict[str, None]:
    """The cells of one row left out, as its button does."""
    return {name: None for name in fields_of(page) if name.startswith(f"questions-{number}-")}


@pytest.mark.parametrize(
    ("table", "cell"),
    [("situations", "question"), ("discretion", "basis"), ("discretion", "range")],
)
def test_what_the_second_row_of_one_thing_says_otherwise_is_not_dropped(world, table, cell):
    for version in ItemVersion.objects.order_by("item__code"):
        values = texts.answers(version.definition, version.form)
        rows = values[table]
        if len(rows) > 1 and _is_one(table, rows):
            break
    rows[1][cell] = "另一种说法"
    definition = {
        key: value for key, value in version.definition.items() if key not in texts.COMPUTED
    }
    with pytest.raises(Invalid, match="另一种说法"):
        texts.definition_of(values, definition)
    rows[1][cell] = ""  # left to the first
    assert texts.definition_of(values, definition)[table] == definition[table]


def _is_one(table: str, rows: list[dict]) -> bool:
    """Whether the first two rows are of one thing."""
    name = {"situations": "key", "discretion": "matter"}[table]
    return rows[0][name] == rows[1][name]


def test_a_text_and_a_form_that_nobody_touched_come_back_as_they_were(world):
    looked = 0
    for version in ItemVersion.objects.order_by("item__code"):
        definition = {
            key: value for key, value in version.definition.items() if key not in texts.COMPUTED
        }
        shown = texts.answers(version.definition, version.form)
        given = {key: value for key, value in shown.items() if value not in (None, "", [], {})}
        raw = {key: given.pop(key) for key in texts.RAW}
        sheet = Sheet(title="", crumbs=[], back="", fields=texts.fields(version.form))
        cleaned = clean(
            compiled(sheet), given, as_of=clock.today(), region_exists=lambda code: True
        )
        assert cleaned.problems == (), version
        values = cleaned.values | raw
        assert texts.definition_of(values, definition) == definition
        assert texts.form_of(values, version.form) is None, version
        assert catalog.form_problems(version.form) == [], version
        looked += 1
    assert looked >= 190


def test_questions_are_worded_anew_added_ordered_and_taken_out_without_yaml(keeper):
    page = keeper.client.get(ROOT + PATH)
    rows = questions(page)
    kind, wage, new = rows["post_kind"], rows["post_wage"], len(rows)
    keeper.write(
        PATH,
        **WHY,
        **form_of(kind, label="岗位是哪一种", help="按批准文件填"),
        **form_of(
            new,
            order="1.5",
            label="哪一年批准的",
            type="choice",
            required="true",
            options="a=今年\nb=去年",
            asked="post_kind",
            test="in",
            answers="社区服务；治安协管",
            sample="去年",
        ),
        **without(page, wage),
    )
    order = ChangeOrder.objects.get()
    form = thaw(order.form_draft)
    asked = (
        form.sections[-2].fields if form.sections[-1].key != "details" else form.sections[-1].fields
    )
    assert [field.key for field in asked][:3] == ["post_kind", "question_1", "posts_total"]
    assert "post_wage" not in form.fields
    worded, added = form.fields["post_kind"], form.fields["question_1"]
    assert (worded.label, worded.help) == ("岗位是哪一种", "按批准文件填")
    assert worded.options == thaw(catalog.latest_version(ITEM).form).fields["post_kind"].options
    assert added.options == (("a", "今年"), ("b", "去年"))
    assert added.when == {"field": "post_kind", "in": ["service", "guard"]}
    assert (added.required, sample_of(order.form_draft)["question_1"]) == (True, "b")
    assert "post_wage" not in sample_of(order.form_draft)
    seen = keeper.see(f"changes/{order.pk}/")
    assert "发布前要改好" not in seen
    for words in ("问题“岗位是哪一种”", "问题“哪一年批准的”", "申请人看到的申请表", "按批准文件填"):
        assert words in seen


def test_who_agrees_sees_the_form_as_the_resident_will_and_it_is_published(keeper, desk):
    page = keeper.client.get(ROOT + PATH)
    number = questions(page)["posts_total"]
    keeper.write(PATH, **WHY, **form_of(number, label="批下来几个岗位"))
    order = ChangeOrder.objects.get()
    body = desk("tm_legal").client.get(f"{ROOT}changes/{order.pk}/").content.decode()
    preview = body.split("申请人看到的申请表")[1]
    assert "disabled" in preview
    assert "批下来几个岗位" in preview
    desk("tm_legal").write(f"changes/{order.pk}/approve/", note="依据充分")
    keeper.post(f"changes/{order.pk}/publish/")
    assert thaw(catalog.latest_version(ITEM).form).fields["posts_total"].label == "批下来几个岗位"


def test_what_the_check_of_the_packs_refuses_is_told_in_words_and_not_asked_for(keeper):
    page = keeper.client.get(ROOT + PATH)
    rows = questions(page)
    refused = keeper.fill(
        PATH,
        **WHY,
        **without(page, rows["posts_total"]),
        **form_of(len(rows), label="没有选项的一问", type="choice", required="true"),
    )
    told = text_of(refused)
    assert refused.status_code == 422
    assert "“没有选项的一问”要人选，却没有选项" in told
    assert "“在岗人数”的检查要和另一问比，可表单里没有那一问" in told
    assert not ChangeOrder.objects.exists()


def test_a_sample_that_the_new_form_refuses_is_told(keeper):
    page = keeper.client.get(ROOT + PATH)
    new = len(questions(page))
    cells = form_of(new, label="还要写什么", type="text", required="true")
    assert "示例答案过不了检查" in text_of(keeper.fill(PATH, **WHY, **cells))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"key": "Post Kind"}, "只能用小写字母、数字和下划线"),
        ({"key": "posts_total"}, "用了两次"),
        ({"options": "今年"}, "要写成“代号=文字”"),
        ({"asked": "posts_total", "test": "equals", "answers": ""}, "什么时候问没有写全"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_what_was_typed_stays(keeper, cells, words):
    page = keeper.client.get(ROOT + PATH)
    new = len(questions(page))
    typed = {"label": "新的一问", "type": "choice", "options": "a=甲"} | cells
    answer = keeper.fill(PATH, **WHY, **form_of(new, **typed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert fields_of(answer)[f"questions-{new}-label"] == ["新的一问"]


def test_parts_are_added_and_taken_out_with_what_they_need(keeper):
    parts = [
        entry if isinstance(entry, str) else entry["group"]
        for entry in catalog.latest_version(ITEM).form["definition"]["groups"]
    ]
    chosen = [part for part in parts if part != "subsidy_period"] + ["person_profile"]
    keeper.write(PATH, **WHY, parts=chosen)
    form = ChangeOrder.objects.get().form_draft
    assert "subsidy_period" not in form["groups"]
    assert "education" in form["code_lists"]
    assert thaw(form).fields["education"].options


def test_the_experts_view_is_folded_and_may_not_contradict_the_fields(keeper):
    body = keeper.client.get(ROOT + PATH).content.decode()
    folded = body.split("专家视图（YAML）")[1].split("</details>")[0]
    assert 'name="form"' in folded
    assert 'name="rest"' in folded
    page = keeper.client.get(ROOT + PATH)
    yaml = fields_of(page)["form"][0].replace("批准岗位数", "岗位数")
    both = keeper.fill(PATH, **WHY, form=yaml, **form_of(0, label="岗位是哪一种"))
    assert both.status_code == 422
    assert "请只改一处" in text_of(both)
    keeper.write(PATH, **WHY, form=yaml)
    assert thaw(ChangeOrder.objects.get().form_draft).fields["posts_total"].label == "岗位数"


def test_elements_are_fields_and_say_what_differs(keeper):
    asked = keeper.fill(
        PATH,
        **WHY,
        **{
            "element-consult": "12333转2",
            "element-places": "市: 市政务大厅\n县：县政务大厅",
            "element-result_sample-title": "补贴通知书",
        },
    )
    assert "12333转2" in text_of(asked)
    keeper.confirm(PATH, asked)
    draft = ChangeOrder.objects.get().draft
    base = catalog.latest_version(ITEM).definition
    assert draft["consult"] == "12333转2"
    assert draft["places"] == {"市": "市政务大厅", "县": "县政务大厅"}
    assert draft["result_sample"] == {**base["result_sample"], "title": "补贴通知书"}
    assert draft["levels"] == base["levels"]
    wrong = keeper.fill(PATH, **WHY, **{"element-places": "市政务大厅"})
    assert "要写成“县: 地点”" in text_of(wrong)
