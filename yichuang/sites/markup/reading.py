"""The source of a template as a tree of elements, blocks, texts and gaps."""

import re
from dataclasses import dataclass, field

from yichuang.sites.markup.joining import BREAK, WHOLE

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_MIDDLE = re.compile(r"\{%\s*(?:else|elif\s.*|empty)\s*%\}")
GAP = "&#32;"

_DJANGO = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_BLOCK_NAME = re.compile(r"\{%-?\s*(\w+)")
_CLOSE = re.compile(r"</([a-zA-Z][\w-]*)\s*>")
_OPEN = re.compile(r"<([a-zA-Z][\w-]*)")
_DECLARATION = re.compile(r"<!.*?>", re.DOTALL)
_TEXT_END = re.compile(r"\{[%{#]|</?[a-zA-Z]|<!")


class Unreadable(Exception):
    """The markup cannot be laid out: an attribute or a block is not closed where it was opened."""


@dataclass
class Leaf:
    """One thing of the source as it stands: text, var, tag (of Django), open, close, whole or declaration."""

    kind: str
    text: str
    name: str = ""
    attributes: list[str] = field(default_factory=list)


@dataclass
class Element:
    """An element that ends in the block where it began; the content of <textarea> and the like stays whole."""

    opening: Leaf
    children: list


@dataclass
class Branch:
    """`{% if … %}`, `{% else %}` or `{% empty %}` with what it governs."""

    tag: Leaf
    children: list


@dataclass
class Block:
    """A Django block with its branches and its end."""

    branches: list[Branch]
    end: Leaf


def read(source: str) -> list:
    """The tree of a whole template. Raises Unreadable."""
    leaves = list(_leaves(source))
    return _tree(leaves, _partners(leaves))


def _leaves(source):
    at = 0
    while at < len(source):
        django = _DJANGO.match(source, at)
        if django:
            yield _django_leaf(django.group())
            at = django.end()
        elif close := _CLOSE.match(source, at):
            yield Leaf("close", close.group(), close[1].lower())
            at = close.end()
        elif open_ := _OPEN.match(source, at):
            end = _end_of_tag(source, open_.end())
            attributes = split_attributes(source[open_.end() : end - 1])
            opening = Leaf("open", source[at:end], open_[1], attributes)
            yield opening
            at = end
            if opening.name in WHOLE:
                end = source.index(f"</{opening.name}", at)
                yield Leaf("whole", source[at:end])
                at = end
        elif declaration := _DECLARATION.match(source, at):
            yield Leaf("declaration", declaration.group())
            at = declaration.end()
        else:
            end = _TEXT_END.search(source, at + 1)
            end = end.start() if end else len(source)
            yield from _text_leaves(source[at:end])
            at = end


def _django_leaf(text):
    if text.startswith("{{"):
        return Leaf("var", text)
    name = _BLOCK_NAME.match(text)
    return Leaf("tag", text, name[1] if name else "#")


def _text_leaves(text):
    """Blanks at the edge of a text are gaps of their own; blanks with a line break are nothing."""
    text = BREAK.sub("", text).replace(GAP, " ")
    bare = text.strip(" ")
    if text.startswith(" "):
        yield Leaf("gap", " ")
    if bare:
        yield Leaf("text", bare)
        if text.endswith(" "):
            yield Leaf("gap", " ")


def _end_of_tag(source, at):
    quote = ""
    while at < len(source):
        django = _DJANGO.match(source, at)
        if django:
            at = django.end()
            continue
        letter = source[at]
        at += 1
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == ">":
            return at
    raise Unreadable(f"a tag is not closed: {source[-40:]}")


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


def split_attributes(source: str) -> list[str]:
    """The attributes of a tag; what stands in a block is one unit, its attributes each led by one blank."""
    units = []
    depth = 0
    block = ""
    for django, blanks, attribute in _UNIT.findall(source.rstrip(" \n").removesuffix("/")):
        if blanks:
            continue
        name = _BLOCK_NAME.match(django)[1] if django else ""
        ends = name.startswith("end")
        opens = name in ("if", "for", "with", "block")
        depth += opens - ends
        piece = django or (f" {attribute}" if block else attribute)
        if depth or ends:
            block += piece
        else:
            units.append(piece)
        if ends and not depth:
            units.append(block)
            block = ""
    if depth:
        raise Unreadable(f"a block inside a tag is not closed: {source}")
    return units


def _partners(leaves):
    """Index of beginning → index of end, for elements and blocks that end where they began."""
    ended = {leaf.name[3:] for leaf in leaves if leaf.kind == "tag" and leaf.name.startswith("end")}
    partners = {}
    stack = []
    for at, leaf in enumerate(leaves):
        if leaf.kind == "open" and leaf.name not in VOID:
            stack.append(at)
        elif leaf.kind == "close":
            _close_element(leaves, stack, at, partners)
        elif leaf.kind == "tag" and _MIDDLE.fullmatch(leaf.text):
            _drop_loose(leaves, stack)
        elif leaf.kind == "tag" and leaf.name in ended:
            stack.append(at)
        elif leaf.kind == "tag" and leaf.name.startswith("end"):
            _drop_loose(leaves, stack)
            if not stack:
                raise Unreadable(f"{leaf.text} ends nothing")
            partners[stack.pop()] = at
    return partners


def _drop_loose(leaves, stack):
    while stack and leaves[stack[-1]].kind == "open":
        stack.pop()


def _close_element(leaves, stack, at, partners):
    for depth in range(len(stack) - 1, -1, -1):
        begun = leaves[stack[depth]]
        if begun.kind == "tag":
            return
        if begun.name == leaves[at].name:
            partners[stack[depth]] = at
            del stack[depth:]
            return


def _tree(leaves, partners, start=0, stop=None):
    nodes = []
    at = start
    stop = len(leaves) if stop is None else stop
    while at < stop:
        leaf = leaves[at]
        end = partners.get(at)
        if end is None:
            nodes.append(leaf)
            at += 1
            continue
        if leaf.kind == "open":
            nodes.append(Element(leaf, _tree(leaves, partners, at + 1, end)))
        else:
            nodes.append(_block(leaves, partners, at, end))
        at = end + 1
    return nodes


def _block(leaves, partners, start, end):
    marks = [start]
    at = start + 1
    while at < end:
        if at in partners:
            at = partners[at]
        elif leaves[at].kind == "tag" and _MIDDLE.fullmatch(leaves[at].text):
            marks.append(at)
        at += 1
    bounds = [*marks, end]
    branches = [
        Branch(leaves[mark], _tree(leaves, partners, mark + 1, following))
        for mark, following in zip(marks, bounds[1:], strict=True)
    ]
    return Block(branches, leaves[end])
