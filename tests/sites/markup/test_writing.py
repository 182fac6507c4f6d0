"""The formatter of the templates: what a template shows stays the same, and its lines can be read."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer

from yichuang.sites import markup
from yichuang.sites.markup import writing
from yichuang.sites.markup.joining import joined
from yichuang.sites.markup.nodes import Unreadable

TEMPLATES = sorted((Path(markup.__file__).parents[1] / "templates").rglob("*.html"))


def meant(source: str) -> str:
    """What a template says once the line breaks of its layout are gone, a gap in its one spelling."""
    pieces = joined(Lexer(source.replace("&#32;", " \ufeff")).tokenize())
    text = "".join(
        f"{{{{{p.contents}}}}}" if p.token_type.name != "TEXT" else p.contents for p in pieces
    )
    return re.sub(" ?\ufeff", " ", text)


@pytest.mark.parametrize("width", [40, 80, 120, 1000])
def test_no_template_says_anything_else_after_it_was_laid_out(width, monkeypatch):
    monkeypatch.setattr(writing, "WIDTH", width)
    sources = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES}
    changed = [
        name
        for name, source in sources.items()
        if meant(writing.formatted(source)) != meant(source)
    ]
    assert len(sources) > 100
    assert changed == []


def test_what_was_laid_out_stays_as_it_is():
    sources = [path.read_text(encoding="utf-8") for path in TEMPLATES]
    assert [
        s for s in sources if writing.formatted(writing.formatted(s)) != writing.formatted(s)
    ] == []


@pytest.mark.parametrize(
    "source, lines",
    [
        ("<ul><li>甲</li><li>乙</li></ul>", ["<ul>", "  <li>甲</li>", "  <li>乙</li>", "</ul>"]),
        ("<p>到<b>周一</b>为止。</p>", ["<p>到<b>周一</b>为止。</p>"]),
        ("<p><b>周一</b></p>", ["<p>", "  <b>周一</b>", "</p>"]),
        ("<p>甲 <b>乙</b> <b>丙</b></p>", ["<p>", "  甲 <b>乙</b>&#32;", "  <b>丙</b>", "</p>"]),
        ("{% if a %}<p>甲</p>{% endif %}", ["{% if a %}", "  <p>甲</p>", "{% endif %}"]),
        (
            "<td{% if a %} class='b'{% endif %}>甲</td>",
            ["<td{% if a %} class='b'{% endif %}>甲</td>"],
        ),
        (
            "{% for x in y %}<i></i>{% empty %}<b></b>{% endfor %}",
            ["{% for x in y %}", "  <i></i>", "{% empty %}", "  <b></b>", "{% endfor %}"],
        ),
        (
            "{% if a %}<a href='/'>{% else %}<b>{% endif %}甲",
            ["{% if a %}", "  <a href='/'>", "{% else %}", "  <b>", "{% endif %}", "甲"],
        ),
        ("<pre>\n 甲\n</pre>", ["<pre>", " 甲", "</pre>"]),
    ],
)
def test_one_element_a_line_indented_by_nesting(source, lines):
    assert writing.formatted(source) == "\n".join(lines) + "\n"


def test_a_long_tag_has_an_attribute_a_line_and_a_long_text_is_broken_after_its_stops():
    attributes = ['class="input"', f'placeholder="{"字" * 50}"', "required"]
    assert writing.formatted(f"<input {' '.join(attributes)}>") == "\n".join(
        ["<input", *(f"  {attribute}" for attribute in attributes), ">", ""]
    )
    sentences = [f"{'字' * 30}。", f"{'词' * 40}。"]
    assert writing.formatted("".join(sentences)) == "\n".join([*sentences, ""])


@pytest.mark.parametrize(
    "source", ["<a href='x", "<a {% if a %} href='x'>甲</a>{% endif %}", "甲{% endif %}"]
)
def test_what_is_not_closed_where_it_was_opened_is_refused(source):
    with pytest.raises(Unreadable):
        writing.formatted(source)
