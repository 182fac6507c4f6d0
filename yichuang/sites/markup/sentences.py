"""What of a template is read as a sentence, and so shares a line with text; and where a long text is broken."""

import re
from collections.abc import Iterator

from yichuang.sites.markup.flattening import columns
from yichuang.sites.markup.nodes import Block, Element, Leaf, Node

# elements that stand in a sentence: one of them may share a line with the text around it
PHRASE = frozenset(
    "a abbr b bdi br cite code em i kbd mark q s small span strong sub sup time u var wbr".split()
)
_TEXTS = ("text", "var", "gap")
_SHORT_BLOCKS = ("if", "for", "with")
_ALONE = frozenset(("extends", "load", "include", "csrf_token"))
_CLAUSES = re.compile(r".+?(?:[。；！？]+[”」）》]*|$)", re.DOTALL)
_COMMAS = re.compile(r".+?(?:[，、：]+|$)", re.DOTALL)
_LAST_STOP = re.compile(r".*[，。；：！？、）·]")


def in_sentence(node: Node) -> bool:
    """Whether a node is read as text.

    Texts, values and gaps are, and short blocks that hold nothing else.
    """
    match node:
        case Leaf():
            return _is_text(node)
        case Block():
            return _is_short(node)
        case _:
            return False


def may_join(node: Node) -> bool:
    """Whether an element or a tag of Django may share a line with text."""
    match node:
        case Leaf(kind="tag"):
            return node.name not in _ALONE
        case Element() if node.opening.name in PHRASE:
            return one_line(node)
        case _:
            return False


def one_line(node: Node) -> bool:
    """Whether a node is short enough in kind for one line.

    That is, it holds texts and at most one thing among them; an element
    that holds one thing alone, and no text, is laid out in three lines.
    Whether the line is short enough in columns is not asked here.
    """
    match node:
        case Leaf():
            return True
        case Block():
            return all(map(in_sentence, node.children))
        case _:
            return _holds_one_thing_at_most(node)


def _holds_one_thing_at_most(element: Element) -> bool:
    """An element whose one thing may stand among its texts, or that has texts only."""
    things = [child for child in element.children if _is_thing(child)]
    if not things:
        return True
    if len(things) > 1:
        return False
    only = things[0]
    if not may_join(only):
        return False
    has_texts = len(element.children) > 1
    return has_texts or isinstance(only, Leaf)


def _is_thing(node: Node) -> bool:
    """What is neither text nor a slot for text."""
    if in_sentence(node):
        return False
    return not _is_slot(node)


def _is_slot(node: Node) -> bool:
    """`{% block title %}…{% endblock %}` with nothing but text."""
    if not isinstance(node, Block):
        return False
    return node.name == "block" and one_line(node)


def _is_short(block: Block) -> bool:
    """A condition or a loop of at most two branches, with texts and values only."""
    if block.name not in _SHORT_BLOCKS:
        return False
    if len(block.branches) > 2:
        return False
    return all(map(_is_text, block.children))


def _is_text(node: Node) -> bool:
    return isinstance(node, Leaf) and node.kind in _TEXTS


def pieces(text: str, most: int) -> Iterator[str]:
    """A text in pieces that each end at a stop.

    most: columns; a clause that has more is broken at its commas as well.
    """
    for clause in _CLAUSES.findall(text):
        if columns(clause) <= most:
            yield clause
        else:
            yield from _COMMAS.findall(clause)


def up_to_last_stop(text: str) -> str:
    """The text up to its last stop, "" where it has none."""
    stop = _LAST_STOP.match(text)
    return stop.group() if stop else ""
