"""Components that stand around other markup."""

import pytest
from django.template import Context, Engine

ENGINE = Engine(libraries={"yi": "yichuang.sites.templatetags.yi"})


def shown(source: str, **values) -> str:
    return ENGINE.from_string("{% load yi %}" + source).render(Context(values))


def test_a_fault_stands_beside_its_field_and_nothing_stands_there_without_one():
    page = shown('{% fault text "phone" %}', text="手机号<11位>")
    assert page.startswith('<p class="bad" id="f-phone-error"><svg ')
    assert page.endswith("<span>手机号&lt;11位&gt;</span></p>")
    assert shown('{% fault text "phone" %}', text="") == ""
    assert shown("{% fault nothing_of_that_name %}") == ""
    assert "id=" not in shown("{% fault text %}", text="甲")


@pytest.mark.parametrize(
    "tag, opening",
    [
        ('fold "法律依据"', '<details class="fold"><summary>法律依据<svg '),
        (
            'fold "办理的%s步" steps css="fold-in"',
            '<details class="fold fold-in"><summary>办理的3步<svg ',
        ),
        ("fold text", '<details class="fold"><summary>甲&lt;乙<svg '),
        ('fold "占50%"', '<details class="fold"><summary>占50%<svg '),
        (
            'fold "补正" id="more" opened=verb',
            '<details class="fold" id="more" open><summary>补正<svg ',
        ),
        ('fold "补正" id="void" opened=verb', '<details class="fold" id="void"><summary>补正<svg '),
        ('fold "补正" opened=none', '<details class="fold"><summary>补正<svg '),
        ('fold "补正" opened=True', '<details class="fold" open><summary>补正<svg '),
        (
            'fold "补正" key="F4"',
            '<details class="fold"><summary data-key="F4" aria-keyshortcuts="F4">补正 <kbd>F4</kbd><svg ',
        ),
    ],
)
def test_a_fold_has_its_title_and_opens_by_a_press_or_by_itself(tag, opening):
    page = shown(
        f"{{% {tag} %}}<p>{{{{ text }}}}</p>{{% endfold %}}", steps=3, verb="more", text="甲<乙"
    )
    assert page.startswith(opening)
    assert page.endswith("</svg></summary><p>甲&lt;乙</p></details>")


def test_a_wide_table_has_a_name_that_is_seen_or_heard():
    rows = "<tbody></tbody>{% endwide_table %}"
    heard = shown('{% wide_table "角色" css="table-mid" %}' + rows)
    assert heard == (
        '<div class="scroll" tabindex="0" role="region" aria-label="角色"><table class="table table-mid stacks">'
        '<caption class="vh">角色</caption><tbody></tbody></table></div>'
    )
    seen = shown('{% wide_table "办件的数" caption="按"|add:by %}' + rows, by="地区")
    assert '<table class="table stacks"><caption>按地区</caption><tbody>' in seen
    assert 'data-rows="a"' in shown('{% wide_table "人员" data_rows="a" %}' + rows)


def test_each_cell_of_a_table_says_its_column_unless_it_stays_a_table():
    table = (
        '<thead><tr><th scope="col">事项</th><th scope="col" class="num">几件<span>"</span></th></tr></thead>'
        '<tbody><tr><th scope="row">甲</th><td class="num">3</td></tr><tr><td>乙</td><td>4</td></tr></tbody>'
    )
    cards = shown('{% wide_table "数" %}' + table + "{% endwide_table %}")
    assert cards.count('data-label="事项"') == 1
    assert '<td class="num" data-label="几件 &quot;">3</td>' in cards
    assert cards.count("data-label") == 3
    stays = shown('{% wide_table "数" stacks=False %}' + table + "{% endwide_table %}")
    assert "data-label" not in stays
    assert "stacks" not in stays
