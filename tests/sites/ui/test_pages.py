"""The frame of the pages: preferences without scripts, error pages with a way on, the page of all components."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError
from django.template import Context, Template
from django.test import RequestFactory

from yichuang.sites.ui.chrome import chrome
from yichuang.sites.ui.icons import ICONS

pytestmark = pytest.mark.urls("yichuang.sites.ui.urls")


def render(source, **context):
    return Template("{% load yi %}" + source).render(Context(context))


def test_the_page_of_all_components_opens_and_stays_light(client):
    page = client.get("/ui/")
    assert page.status_code == 200
    html = page.content.decode()
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert html.count("<h1") == 1
    assert "12333" in html


def test_the_stylesheet_and_scripts_stay_small():
    def size(name):
        with open(finders.find(f"yichuang/{name}"), "rb") as file:
            return len(file.read())

    assert size("yichuang.css") < 30_000
    assert size("yi.js") < 8_000
    css = open(finders.find("yichuang/yichuang.css"), encoding="utf8").read()
    assert not re.search(r"@layer|:has\(", css.split("*/", 1)[1])


def test_large_type_is_a_plain_link_that_sets_a_cookie(client):
    assert 'data-mode="elder"' not in client.get("/offline/").content.decode()
    answer = client.get("/prefs/?mode=elder&next=/ui/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/ui/?a=1")
    elder = client.get("/offline/").content.decode()
    assert 'lang="zh-CN" data-mode="elder"' in elder
    assert "常规字" in elder
    client.get("/prefs/?mode=normal&next=/")
    assert 'lang="zh-CN" data-mode' not in client.get("/offline/").content.decode()


def test_the_theme_is_kept_only_when_it_is_one_we_have(client):
    client.get("/prefs/?theme=dark")
    assert 'data-theme="dark"' in client.get("/offline/").content.decode().split("<body")[0]
    client.get('/prefs/?theme="><script>')
    assert "data-theme" not in client.get("/offline/").content.decode().split("<body")[0]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_preferences_never_lead_to_another_site(client, target):
    assert client.get("/prefs/", {"mode": "elder", "next": target})["Location"] == "/"


@pytest.mark.parametrize("code", [400, 403, 404, 429])
def test_an_error_page_has_its_status_one_heading_and_a_way_on(client, code):
    page = client.get(f"/ui/error/{code}/")
    html = page.content.decode()
    assert page.status_code == code
    assert html.count("<h1>") == 1
    assert html.count('class="btn') >= 2
    assert "tel:12333" in html


def test_the_failure_pages_need_no_database():
    class Gone:
        @property
        def is_authenticated(self):
            raise OperationalError("no server")

    request = RequestFactory().get("/my/")
    request.user = Gone()
    assert chrome(request).signed_in is False
    assert chrome(None).path == "/"


def test_every_icon_is_a_closed_drawing_and_hidden_from_readers_unless_named():
    for name in ICONS:
        html = render("{% icon name %}", name=name)
        assert 'aria-hidden="true"' in html and html.endswith("</svg>")
    assert 'aria-label="喇叭&lt;"' in render('{% icon "speaker" "喇叭<" %}')


def test_a_status_says_it_in_shape_word_and_tone():
    html = render('{% status "late" "逾期1天" box=True %}')
    assert "tag-box late" in html and "<svg" in html and "逾期1天" in html
    assert "还没开始" in render('{% status "no such state" %}')


def test_a_sorted_column_says_so_and_turns_around():
    columns = [{"key": "due", "label": "期限", "sortable": True}, {"key": "name", "label": "姓名"}]
    rows = [{"due": {"state": "soon", "text": "明天"}, "name": "<b>甲</b>", "href": "/c/1/"}]
    html = render(
        '{% data_table columns rows caption="件" sort="due" base="?q=1&" %}',
        columns=columns,
        rows=rows,
    )
    assert 'aria-sort="ascending"' in html and "sort=-due" in html
    assert "&lt;b&gt;甲" in html and "tag-box soon" in html


def test_letters_of_a_line_chart_do_not_stretch_and_no_two_names_meet():
    """Lines end at the same height: their names stand under the drawing, by their ink."""
    series = [("收到", [3, 5]), ("办结", [1, 5])]
    html = render(
        '{% line_chart series labels "每天" "件" %}', series=series, labels=["1日", "2日"]
    )
    (stretched,) = re.findall('<svg[^>]*preserveAspectRatio="none">(.*?)</svg>', html)
    assert "<text" not in stretched and stretched.count("<path") == 2
    assert re.findall("<text[^>]*>([^<]*)</text>", html) == ["1日", "2日"]
    named = re.sub(r"\s+", "", re.sub("<[^>]+>", "", html))
    assert "收到5件" in named and "办结5件" in named


def test_a_chart_has_a_sentence_and_a_table_behind_it():
    data = [("平桥县", "7.3"), ("<东岭>", "0.8")]
    html = render('{% bar_chart data "逾期率" "%" limit=2 %}', data=data)
    assert "最高平桥县7.3%" in html and "没达到要求的：平桥县" in html
    assert "&lt;东岭&gt;" in html and "<td" in html and "<东岭>" not in html
    empty = render(
        '{% line_chart series labels "逾期率" "%" %}', series=[("市", [None])], labels=["1月"]
    )
    assert "—" in empty


def test_bars_are_shares_of_the_width_and_carry_their_whole_name():
    long = "企业职工基本养老保险关系转移接续申请"
    html = render('{% bar_chart data "件" "件" %}', data=[(long, 4), ("失业登记", 1)])
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert long in drawing
    assert 'width="78.00%"' in drawing and 'width="19.50%"' in drawing
    html = render(
        '{% stacked_chart rows kinds "件" "件" %}', rows=[("市", [3, 1])], kinds=["按期", "逾期"]
    )
    assert 'x="58.50%"' in html and 'width="19.50%"' in html


def test_limits_are_drawn_on_one_scale():
    html = render("{% limits 10 1 %}")
    assert 'width="100%"' in html and 'width="10%"' in html
    assert "当场办好" in render("{% limits 10 0 %}")


def test_the_session_warning_is_there_only_for_those_signed_in(client):
    assert "data-session-seconds" not in client.get("/ui/").content.decode()
