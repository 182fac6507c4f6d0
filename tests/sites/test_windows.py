"""A window that a test is done with knows nothing of it afterwards."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def wishes(site):
    """As no other test has them."""
    return {"base_url": site, "viewport": {"width": 1111, "height": 777}}


def test_a_window_is_taken_again_without_a_past(windows, wishes):
    page = windows.take(**wishes)
    page.goto("/")
    page.evaluate("localStorage.setItem('left', 'behind')")
    page.context.add_cookies([{"name": "left", "value": "behind", "url": wishes["base_url"]}])
    page.context.new_page().goto("/about/privacy/")
    page.route("**/help/", lambda route: route.abort())
    page.set_viewport_size({"width": 375, "height": 500})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    windows.give_back(page)

    again = windows.take(**wishes)
    assert again == page
    assert again.url == "about:blank"
    assert again.context.cookies() == []
    assert len(again.context.pages) == 1
    assert again.goto("/help/").ok
    assert again.evaluate("[innerWidth, innerHeight, localStorage.length]") == [1111, 777, 0]
    for asked in ("(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"):
        assert not again.evaluate("words => matchMedia(words).matches", asked)
    windows.give_back(again)


def test_a_window_of_ones_own_is_nobody_elses(windows, wishes):
    page = windows.take(own=True, **wishes)
    windows.give_back(page)
    assert page.is_closed()
    another = windows.take(**wishes)
    assert another != page
    windows.give_back(another)
