"""Nodes of a template on one line, whatever its length; what is wider than a page is broken elsewhere."""

import unicodedata

from yichuang.sites.markup.nodes import Block, Element, Leaf, Node


def columns(text: str) -> int:
    """How wide a line is: Chinese letters take two columns."""
    wide = 0
    for letter in text:
        if unicodedata.east_asian_width(letter) in "WF":
            wide += 1
    return len(text) + wide


def flat(nodes: list[Node]) -> str:
    """The nodes on one line, in their order."""
    return "".join(map(flat_of, nodes))


def flat_of(node: Node) -> str:
    """One node on one line, with all that it holds."""
    match node:
        case Leaf(kind="open"):
            return flat_tag(node)
        case Leaf():
            return node.text
        case Element():
            opening = flat_tag(node.opening)
            return opening + flat(node.children) + node.closing
        case Block():
            return _flat_block(node)


def flat_tag(opening: Leaf) -> str:
    """The tag that begins an element.

    Its attributes are each led by a blank; a block of attributes has the
    blanks inside.
    """
    text = f"<{opening.name}"
    for unit in opening.attributes:
        if not unit.startswith("{%"):
            text += " "
        text += unit
    return text + ">"


def _flat_block(block: Block) -> str:
    """A block of Django, each of its branches behind its tag."""
    text = ""
    for branch in block.branches:
        text += branch.tag.text
        text += flat(branch.children)
    return text + block.end.text
