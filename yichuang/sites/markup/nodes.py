"""What a template is made of: elements and blocks, and the leaves that they hold."""

import re
from dataclasses import dataclass, field

_MIDDLE = re.compile(r"\{%\s*(?:else|elif\s.*|empty)\s*%\}")


class Unreadable(Exception):
    """The markup cannot be laid out: an attribute or a block is not closed where it was opened."""


@dataclass
class Leaf:
    """One thing of the source as it stands: text, gap, var, tag (of Django), open, close, whole or declaration."""

    kind: str
    text: str
    name: str = ""
    attributes: list[str] = field(default_factory=list)

    @property
    def is_middle(self) -> bool:
        """Whether another branch of a block begins here."""
        return self.kind == "tag" and bool(_MIDDLE.fullmatch(self.text))


@dataclass
class Element:
    """An element that ends in the block where it began; the content of <textarea> and the like stays whole."""

    opening: Leaf
    children: list["Node"]

    @property
    def closing(self) -> str:
        """The tag that ends it."""
        return f"</{self.opening.name}>"

    @property
    def is_glued(self) -> bool:
        """Whether nothing may stand between its tags and its content: it is empty, or stays whole."""
        if not self.children:
            return True
        first = self.children[0]
        return isinstance(first, Leaf) and first.kind == "whole"


@dataclass
class Branch:
    """`{% if … %}`, `{% else %}` or `{% empty %}` with what it governs."""

    tag: Leaf
    children: list["Node"]


@dataclass
class Block:
    """A Django block with its branches and its end."""

    branches: list[Branch]
    end: Leaf

    @property
    def name(self) -> str:
        """Of the tag that begins it."""
        first = self.branches[0]
        return first.tag.name

    @property
    def children(self) -> list["Node"]:
        """What all its branches hold."""
        nodes = []
        for branch in self.branches:
            nodes += branch.children
        return nodes


Node = Leaf | Element | Block
