"""Components that stand around other markup: `{% fold "法律依据" %} … {% endfold %}`."""

from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from . import stacking, wording
from .icons import ICONS
from .states import STATES

NOTHING = mark_safe("")
# state of a number → its class, the tone of its note, the sign beside it
FIGURES = {
    "late": ("figure-bad", "late", "late"),
    "low": ("figure-low", "soon", "clock"),
    "met": ("", "done", "check-circle"),
}


def drawing(name: str) -> SafeString:
    """A decorative icon."""
    inner = mark_safe(ICONS[name])  # noqa: S308 - own drawings
    return format_html('<svg class="i " viewBox="0 0 24 24" aria-hidden="true">{}</svg>', inner)


def attributes(**values: str) -> SafeString:
    """The attributes that have a value, each led by a blank; a name's underline is a dash."""
    pairs = ((name.rstrip("_").replace("_", "-"), value) for name, value in values.items() if value)
    return format_html_join("", ' {}="{}"', pairs)


def fault(text: str, field: str = "") -> SafeString:
    """What is wrong with an answer; nothing where nothing is. field: the name of the input that it describes."""
    if not text:
        return NOTHING
    about = attributes(id=field and f"f-{field}-error")
    return format_html('<p class="bad"{}>{}<span>{}</span></p>', about, drawing("alert"), text)


def tick(
    key: str, label: str, name: str = "", on: bool = False, error: str = "", **more: str
) -> dict[str, object]:
    """A box to tick, which the error summary finds by `key`. It posts true under its key, or its key under `name`.

    more: help; about and was: the answer that it speaks of."""
    return {
        "key": key,
        "label": label,
        "name": name or key,
        "value": key if name else "true",
        "on": on,
        "error": error,
        **more,
    }


def status(state, text="", box=False, until=None) -> SafeString:
    """`{% status "doing" %}`, `{% status "late" "逾期1天" box=True %}`. States: see `STATES` in ui/states.py; until: a
    date."""
    tone, glyph, word = STATES.get(str(state), STATES["todo"])
    words = conditional_escape(text or word)
    if until:
        words = format_html('{}·<span class="nw">{}前</span>', words, wording.cnday(until))
    return _tag(tone, glyph, bool(box), words)


@lru_cache(maxsize=1024)
def _tag(tone: str, glyph: str, box: bool, words: SafeString) -> SafeString:
    """Some thirty to a page, and few kinds. words: safe already, so that equal texts are one."""
    css = f"tag-box {tone}" if box else tone
    return mark_safe(f'<span class="tag {css}">{drawing(glyph)}<span>{words}</span></span>')  # noqa: S308 - escaped


def fold(
    content: str, title: str, *values, css: str = "", id: str = "", opened=False, key: str = ""
) -> SafeString:
    """More to read, opened by a press. values: what stands in the title in place of each %s.

    css: `fold-in` inside a list or a card. opened: True, or the `id` of the fold that is to stand open.
    """
    title = title % values if values else title
    stands_open = opened is True or (id and opened == id)
    return format_html(
        '<details class="fold{}"{}{}><summary{}>{}{}{}</summary>{}</details>',
        css and f" {css}",
        attributes(id=id),
        mark_safe(" open") if stands_open else NOTHING,
        attributes(data_key=key, aria_keyshortcuts=key),
        title,
        format_html(" <kbd>{}</kbd>", key) if key else NOTHING,
        drawing("chevron-down"),
        content,
    )


def sideways(content: str, label: str) -> SafeString:
    """What is wider than a phone and moves sideways by itself. label: what it is, for those who listen."""
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content
    )


def wide_table(
    content: str, label: str, css: str = "", caption: str = "", stacks: bool = True, **more: str
) -> SafeString:
    """A table whose rows are cards on a phone; its head and its rows are the content.

    label: what it holds; also its caption for those who listen, unless a `caption` is shown. stacks: False for one that
    stays a table and scrolls by itself. more: further attributes.
    """
    heading = format_html("<caption>{}</caption>", caption) if caption else NOTHING
    if stacks:
        css = f"{css} stacks".strip()
        content = stacking.with_labels(content)
    table = format_html(
        '<table class="table{}"{}>{}{}</table>',
        css and f" {css}",
        attributes(**more),
        heading or format_html('<caption class="vh">{}</caption>', label),
        content,
    )
    return sideways(table, label)
