"""What keeps somebody out of a page that stands in a window: the serious and critical findings of axe.

Two thirds of axe's time goes into the contrast of texts, and most pages say what they say in the looks of others. A
text whose colour, size and weight, and all that is painted behind it, are those of one that was legible is so too: it
is not asked again in this run of the tests. Whatever is painted across texts must have a position of its own, which is
a part of the look."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe

CONTRAST = "color-contrast"
LEAST_RULES = 5  # that have something to say of any page
# A rule whose impact is slight finds nothing serious: it is not asked. Styles come from our own host, and what is
# framed is a paper: nothing is fetched a second time to be looked at.
_BARRIERS = """async contrast => {
    const slight = rule => ["minor", "moderate"].includes(rule.impact);
    const unasked = axe._audit.rules.filter(rule => slight(rule) || rule.id === contrast);
    const found = await axe.run(document, {
        rules: Object.fromEntries(unasked.map(rule => [rule.id, {enabled: false}])),
        resultTypes: ["violations"],
        preload: false,
        iframes: false,
    });
    const serious = found.violations.filter(rule => !slight(rule));
    return {
        asked: found.passes.length + found.violations.length,
        lines: serious.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)),
    };
}"""
_ILLEGIBLE = """async ([contrast, known]) => {
    const legible = new Set(known), behind = new Map([[null, ""]]), looks = new Map();
    const unpainted = ["rgba(0, 0, 0, 0)", "none", "1", "none", "normal", "static"];
    const painted = element => {
        if (!behind.has(element)) {
            const style = getComputedStyle(element);
            const all = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
                style.mixBlendMode, style.position];
            const own = all.filter((value, place) => value !== unpainted[place]).join();
            behind.set(element, painted(element.parentElement) + (own && ` on ${own}`));
        }
        return behind.get(element);
    };
    const speaks = element => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    for (const element of document.body.querySelectorAll("*")) {
        if (!speaks(element) || !element.checkVisibility({visibilityProperty: true})) continue;
        const style = getComputedStyle(element);
        const own = [style.color, style.fontSize, style.fontWeight, style.textShadow].join();
        const look = own + painted(element);
        if (!legible.has(look)) looks.set(element, look);
    }
    if (!looks.size) return {legible: [], lines: []};
    const found = await axe.run({include: [...looks.keys()]}, {
        runOnly: [contrast],
        elementRef: true,
        preload: false,
        iframes: false,
    });
    const nodes = rules => rules.flatMap(rule => rule.nodes);
    const seen = nodes(found.passes).map(node => looks.get(node.element)).filter(Boolean);
    const lines = nodes(found.violations).map(node => `${contrast}: ${node.html.slice(0, 160)}`);
    return {legible: [...new Set(seen)], lines};
}"""
_legible: set[str] = set()  # looks of texts that were legible in this run


@cache
def _script() -> str:
    return Axe().axe_script


def barriers(page, *, contrast_alone: bool = False) -> list[str]:
    """The serious findings of the page as text lines; [] is what we want. After a click wait for something that only
    the new page has: it cannot know which page is meant.

    contrast_alone: where nothing but colours has changed since the page was asked."""
    page.wait_for_load_state()
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_script())
    lines = _illegible(page)
    if contrast_alone:
        return lines
    answer = page.evaluate(_BARRIERS, CONTRAST)
    assert answer["asked"] >= LEAST_RULES, page.url
    return answer["lines"] + lines


def _illegible(page) -> list[str]:
    answer = page.evaluate(_ILLEGIBLE, [CONTRAST, sorted(_legible)])
    _legible.update(answer["legible"])
    return answer["lines"]
