"""What finds the barriers of our pages finds them, also where the same look was legible elsewhere."""

import pytest

from tests.sites.barriers import barriers

pytestmark = pytest.mark.browser
PAGE = """<html lang="zh"><head><title>一窗</title><style>
  p {{ color: #767676; font-size: 16px }} .dark {{ background: #ccc }}
</style></head><body><main><h1>标题</h1><ul><li><a href="#a">一</a></li></ul>{}</main>
<table><tr><th>数</th></tr><tr><td>1</td></tr></table><button>送出</button>
<svg role="img" aria-label="图"></svg></body></html>"""
LEGIBLE, ILLEGIBLE = "<p>看得清</p>", '<div class="dark"><p>看不清</p></div>'


@pytest.fixture
def shown(browser):
    """shown(content): a page that holds this."""
    page = browser()

    def show(content: str):
        page.set_content(PAGE.format(content))
        return page

    return show


@pytest.mark.parametrize("again", [False, True])
def test_a_text_is_illegible_whatever_was_legible_before(shown, again):
    assert barriers(shown(LEGIBLE)) == []
    page = shown(LEGIBLE + ILLEGIBLE)
    found = barriers(page)
    assert len(found) == 1
    assert found[0].startswith("color-contrast: <p>看不清")
    assert barriers(page, contrast_alone=again) == found


def test_a_smaller_text_of_a_legible_colour_is_asked_for_itself(shown):
    large = '<p style="color: #8f8f8f; font-size: 32px">大字</p>'
    small = '<p style="color: #8f8f8f; font-size: 14px">小字</p>'
    assert barriers(shown(large)) == []
    assert len(barriers(shown(large + small))) == 1


def test_what_has_nothing_to_do_with_colours_is_found_on_every_page(shown):
    unnamed = '<p>字</p><input type="text">'
    for _ in range(2):
        assert [line.split(":")[0] for line in barriers(shown(unnamed))] == ["label"]
