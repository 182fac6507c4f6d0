"""The source of a template as leaves, one after the other: tags, values, texts and gaps."""

import re
from collections.abc import Iterator

from yichuang.sites.markup.joining import BREAK, WHOLE
from yichuang.sites.markup.nodes import Leaf, Unreadable

GAP = "&#32;"
_BLOCKS_IN_TAGS = ("if", "for", "with", "block")

_DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_BLOCK_NAME = re.compile(r"\{%-?\s*(\w+)")
_CLOSE = re.compile(r"</([a-zA-Z][\w-]*)\s*>")
_OPEN = re.compile(r"<([a-zA-Z][\w-]*)")
_DECLARATION = re.compile(r"<!.*?>", re.DOTALL)
_TEXT_END = re.compile(r"\{[%{#]|</?[a-zA-Z]|<!")
_UNIT = re.compile(
    r"""
    (\{%.*?%\})  # a tag of Django
    | ([ \t\r\n]+)
    | (  # an attribute: name, value, quoted or not
        (?: \{\{.*?\}\} | [^ \t\r\n"'{] | \{(?![%{]) | "(?:\{[%{].*?[%}]\}|[^"])*" | '[^']*' )+
    )
    """,
    re.VERBOSE,
)


def leaves_of(source: str) -> Iterator[Leaf]:
    """All leaves of a template, in their order.

    Raises Unreadable for a tag or a block in it that is not closed.
    """
    at = 0
    while at < len(source):
        leaves, at = _leaves_at(source, at)
        yield from leaves


def _leaves_at(source: str, at: int) -> tuple[list[Leaf], int]:
    """(what begins at this place of the source, the place where it ends).

    A text goes as far as the next thing that is none.
    """
    django = _DJANGO.match(source, at)
    if django:
        leaf = _django_leaf(django.group())
        return [leaf], django.end()
    closing = _CLOSE.match(source, at)
    if closing:
        leaf = Leaf("close", closing.group(), closing[1].lower())
        return [leaf], closing.end()
    opening = _OPEN.match(source, at)
    if opening:
        return _opening_leaves(source, opening)
    declaration = _DECLARATION.match(source, at)
    if declaration:
        leaf = Leaf("declaration", declaration.group())
        return [leaf], declaration.end()
    next_thing = _TEXT_END.search(source, at + 1)
    end = next_thing.start() if next_thing else len(source)
    return _text_leaves(source[at:end]), end


def _django_leaf(text: str) -> Leaf:
    """A value, a tag, or a comment.

    A comment counts as a tag of the name "#".
    """
    if text.startswith("{{"):
        return Leaf("var", text)
    name = _BLOCK_NAME.match(text)
    return Leaf("tag", text, name[1] if name else "#")


def _opening_leaves(source: str, opening: re.Match[str]) -> tuple[list[Leaf], int]:
    """(the tag of an element with its content where that stays whole, the place where they end).

    opening: `<` and the name, as they stand in the source.
    """
    name = opening[1]
    start = opening.start()
    end = _end_of_tag(source, opening.end())
    inside = source[opening.end() : end - 1]
    attributes = split_attributes(inside)
    tag = Leaf("open", source[start:end], name, attributes)
    if name not in WHOLE:
        return [tag], end
    end_of_content = source.index(f"</{name}", end)
    content = Leaf("whole", source[end:end_of_content])
    return [tag, content], end_of_content


def _text_leaves(text: str) -> list[Leaf]:
    """A text without the blanks at its edges, which are gaps of their own.

    Blanks with a line break are nothing.
    """
    text = BREAK.sub("", text).replace(GAP, " ")
    words = text.strip(" ")
    leaves = []
    if text.startswith(" "):
        leaves.append(Leaf("gap", " "))
    if words:
        leaves.append(Leaf("text", words))
    if words and text.endswith(" "):
        leaves.append(Leaf("gap", " "))
    return leaves


def _end_of_tag(source: str, at: int) -> int:
    """The place behind the `>` that ends a tag.

    One inside a value, or inside what Django reads, does not end it.
    """
    quote = ""
    while at < len(source):
        django = _DJANGO.match(source, at)
        if django:
            at = django.end()
            continue
        letter = source[at]
        at += 1
        if letter == quote:
            quote = ""
        elif quote:
            continue
        elif letter in "\"'":
            quote = letter
        elif letter == ">":
            return at
    raise Unreadable(f"a tag is not closed: {source[-40:]}")


def split_attributes(source: str) -> list[str]:
    """The attributes of a tag, each a unit.

    What stands in a block is one unit together, its attributes each led by
    one blank. Raises Unreadable where a block does not end in the tag.

    source: what stands between the name of the tag and its `>`.
    """
    units = []
    depth = 0
    block = ""  # of the unit that is being read, as far as it goes
    bare_source = source.rstrip(" \n").removesuffix("/")
    for django, blanks, attribute in _UNIT.findall(bare_source):
        if blanks:
            continue
        name = _BLOCK_NAME.match(django)[1] if django else ""
        is_end = name.startswith("end")
        if name in _BLOCKS_IN_TAGS:
            depth += 1
        if is_end:
            depth -= 1
        piece = django or attribute
        if depth == 0 and not is_end:
            units.append(piece)
            continue
        if attribute:
            block += " "
        block += piece
        if depth == 0:
            units.append(block)
            block = ""
    if depth:
        raise Unreadable(f"a block inside a tag is not closed: {source}")
    return units
