"""A line break in a template is nothing on the page; a blank inside a line, or &#32; at its end, is a gap."""

import pytest
from django.template import Context, Engine, TemplateSyntaxError

from yichuang.sites.markup.joining import PageTemplate


def shown(source: str, **values) -> str:
    return PageTemplate(source, engine=Engine()).render(Context(values))


@pytest.mark.parametrize(
    "source, page",
    [
        (
            "<p>\n  今天是\n  <b>周一</b>\n  ，现在交。\n</p>\n",
            "<p>今天是<b>周一</b>，现在交。</p>",
        ),
        ("<p>\r\n\t甲\r\n\r\n\t乙</p>", "<p>甲乙</p>"),
        ("<p>打印 <kbd>F2</kbd></p>", "<p>打印 <kbd>F2</kbd></p>"),
        ("<p>\n  打印&#32;\n  <kbd>F2</kbd>\n</p>", "<p>打印&#32;<kbd>F2</kbd></p>"),
        ("<p>甲　乙\n　丙</p>", "<p>甲　乙　丙</p>"),
        ("{% if yes %}\n  甲\n{% else %}\n  乙\n{% endif %}\n丙", "甲丙"),
        ("<p>1 < 2\n而 3 > 2</p>", "<p>1 < 2而 3 > 2</p>"),
    ],
)
def test_a_line_break_between_texts_and_elements_is_nothing(source, page):
    assert shown(source, yes=True) == page


@pytest.mark.parametrize(
    "source, page",
    [
        ('<input\n  class="input"\n  disabled\n>', '<input class="input" disabled>'),
        ('<a\n  {% if yes %} id="a"{% endif %}\n  href="/"\n>去</a>', '<a id="a" href="/">去</a>'),
        ('<a\n  {% if no %} id="a"{% endif %}\n  href="/"\n>去</a>', '<a href="/">去</a>'),
        (
            '<li\n  {% if yes %}\n    class="now" id="a"\n  {% endif %}\n>',
            '<li class="now" id="a">',
        ),
        ('<i title="一\n二 > 三">\n甲</i>', '<i title="一\n二 > 三">甲</i>'),
        (
            "<i title=\"{{ yes }}\n\"\n  id='{{ yes }}'>\n甲</i>",
            "<i title=\"True\n\" id='True'>甲</i>",
        ),
    ],
)
def test_between_attributes_a_line_break_is_one_blank(source, page):
    assert shown(source, yes=True) == page


@pytest.mark.parametrize("name", ["textarea", "pre", "script", "style"])
def test_what_has_lines_of_its_own_keeps_them(name):
    source = f"<p>\n<{name} id='x'>\n 甲\n{{{{ yes }}}}\n 乙\n</{name}>\n</p>"
    assert shown(source, yes="是") == f"<p><{name} id='x'>\n 甲\n是\n 乙\n</{name}></p>"


def test_a_fault_names_the_line_it_stands_on():
    with pytest.raises(TemplateSyntaxError) as fault:
        PageTemplate("<p>\n甲\n</p>\n{% nothing_of_that_name %}", engine=Engine(debug=True))
    assert fault.value.template_debug["line"] == 4
