"""A day whose year has five digits: no box lets it through, and every door names the box that it was typed into."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from tests.sites.desk import lives
from yichuang.cases.models import Delivery
from yichuang.catalog.rules.forms import clean, compile_form
from yichuang.sites.ui import fields

BOX = re.compile(r"<input[^>]*type=\"(?:date|month|datetime-local)\"[^>]*>", re.DOTALL)
LONG = "20261-11-20"
SENTENCE = "要写成2026-11-20这样的日子，年份在1900到2100之间"
KINDS = [
    ("date", LONG, "2100-12-31"),
    ("month", "20261-11", "2100-12"),
    ("datetime", f"{LONG}T09:30", "2100-12-31T23:59"),
]


def test_every_box_that_a_page_writes_itself_has_a_last_day():
    boxes = 0
    for path in sorted(Path("yichuang/sites/templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for box in BOX.findall(text):
            boxes += 1
            assert 'max="{% latest "' in box, path
    assert boxes == 8  # and the one of every form


@pytest.mark.parametrize(("kind", "typed", "last"), KINDS)
def test_every_box_of_a_form_has_a_last_day_and_its_answer_is_refused_by_name(kind, typed, last):
    field = {"key": "moment", "label": "哪天", "type": kind, "required": True}
    box = render_to_string("components/control.html", {"f": fields.view(field)})
    assert f'max="{last}"' in box
    form = compile_form({"code": "x", "name": "样", "groups": [], "fields": [field]}, {}, {})
    answers = {"moment": typed}
    told = clean(form, answers, as_of=date(2026, 11, 20), region_exists=lambda code: True)
    (problem,) = told.problems
    assert problem.message == "“哪天”的年份要在1900到2100之间，请核对"


def test_a_box_of_words_has_no_last_day():
    field = {"key": "name", "label": "姓名", "type": "text"}
    assert "max=" not in render_to_string("components/control.html", {"f": fields.view(field)})


def test_the_day_of_an_answer_that_is_urged(world):
    case = lives.reviewing()
    typed = {"urging": "请抓紧", "answer_by": LONG, "_seq": case.seq}
    supervisor = lives.signed_in("gy_supervisor")
    page = supervisor.post(f"/desk/cases/{case.uuid}/urge/", typed)
    assert page.status_code == 422 and "哪天以前答复，写成2026-11-20这样" in lives.words(page)


@pytest.mark.parametrize(
    ("field", "label"), [("signed_on", "委托书签的日期"), ("until", "委托到哪天")]
)
def test_the_days_of_a_mandate_by_which_a_result_is_collected(world, field, label):
    case = lives.decided("992014401001", channel=1)
    typed = {"by": "mandate", "document": lives.LISI, "signer": "李四", field: LONG}
    page = lives.signed_in("gy_issuer").post(f"/desk/issue/{case.uuid}/deliver/", typed)
    assert page.status_code == 422 and f"“{label}”{SENTENCE}" in lives.words(page)
    assert Delivery.objects.get(case=case).state == "waiting"


def test_the_day_of_a_figure(world):
    typed = {"value": "3", "as_of": LONG, "evidence": ""}
    page = lives.signed_in("gy_supervisor").post("/console/targets/TGT-004/", typed)
    assert page.status_code == 422 and "哪一天的，写成2026-11-20这样" in lives.words(page)


def test_the_days_of_a_record(world):
    auditor = lives.signed_in("gy_auditor")
    case = lives.reviewing()
    address = f"/console/audit/cases/{case.uuid}/?from={LONG}&to=2026-11-30"
    page = auditor.get(address)
    assert f"“从哪天”{SENTENCE}" in lives.words(page)
    assert 'value="2026-11-30"' in page.content.decode()
