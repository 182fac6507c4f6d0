"""A tree of a template written out: one element a line, indented by nesting, at most 120 columns."""

import re
import unicodedata

from yichuang.sites.markup.reading import GAP, Block, Element, Leaf, read

WIDTH = 120
STEP = "  "
# elements that stand in a sentence: one of them may share a line with the text around it
PHRASE = frozenset(
    "a abbr b bdi br cite code em i kbd mark q s small span strong sub sup time u var wbr".split()
)
_ALONE = frozenset(("extends", "load", "include", "csrf_token"))
_CLAUSES = re.compile(r".+?(?:[。；！？]+[”」）》]*|$)", re.DOTALL)
_COMMAS = re.compile(r".+?(?:[，、：]+|$)", re.DOTALL)
_LAST_STOP = re.compile(r".*[，。；：！？、）·]")


def formatted(source: str) -> str:
    """The template laid out anew; what it shows stays the same. Raises reading.Unreadable."""
    return "\n".join(_Lines(0).of(read(source))) + "\n"


def columns(text: str) -> int:
    """How wide a line is: Chinese letters take two columns."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide


def flat(nodes: list) -> str:
    """The nodes on one line, whatever its length."""
    return "".join(_flat(node) for node in nodes)


def _flat(node):
    if isinstance(node, Leaf):
        return flat_tag(node) if node.kind == "open" else node.text
    if isinstance(node, Element):
        return flat_tag(node.opening) + flat(node.children) + f"</{node.opening.name}>"
    branches = [branch.tag.text + flat(branch.children) for branch in node.branches]
    return "".join(branches) + node.end.text


def flat_tag(opening: Leaf) -> str:
    """The tag that begins an element, on one line."""
    attributes = [unit if unit.startswith("{%") else f" {unit}" for unit in opening.attributes]
    return f"<{opening.name}{''.join(attributes)}>"


def _in_sentence(node) -> bool:
    """Text and what may be read as text: values and blocks that hold nothing else."""
    if isinstance(node, Leaf):
        return node.kind in ("text", "var", "gap")
    return isinstance(node, Block) and _short_block(node)


def _short_block(block: Block) -> bool:
    if block.branches[0].tag.name not in ("if", "for", "with"):
        return False
    if len(block.branches) > 2:
        return False
    for branch in block.branches:
        for node in branch.children:
            if not (isinstance(node, Leaf) and _in_sentence(node)):
                return False
    return True


def _is_slot(node) -> bool:
    """`{% block title %}…{% endblock %}` with nothing but text."""
    return isinstance(node, Block) and node.branches[0].tag.name == "block" and one_line(node)


def _may_join(node) -> bool:
    """An element or a tag of Django that may share a line with text."""
    if isinstance(node, Leaf):
        return node.kind == "tag" and node.name not in _ALONE
    return isinstance(node, Element) and node.opening.name in PHRASE and one_line(node)


def one_line(node) -> bool:
    """Whether an element is short enough in kind for one line: texts, and at most one thing among them."""
    if isinstance(node, Block):
        return all(_in_sentence(child) for branch in node.branches for child in branch.children)
    if isinstance(node, Leaf):
        return True
    others = [child for child in node.children if not _in_sentence(child) and not _is_slot(child)]
    if not others:
        return True
    only = others[0]
    alone = len(node.children) == 1
    return len(others) == 1 and _may_join(only) and (not alone or isinstance(only, Leaf))


class _Lines:
    """The lines of one list of siblings."""

    def __init__(self, depth: int):
        self.depth = depth
        self.indent = STEP * depth
        self.lines: list[str] = []
        self.line = ""  # the line being filled, without its indent
        self.last = ""  # what stands at its end: text, block, element; more may follow it
        self.element_end = 0  # where the one element of the line ends, 0 where it holds none
        self.gap = False  # a gap stands between its end and what comes

    def of(self, nodes: list) -> list[str]:
        for place, node in enumerate(nodes):
            self._add(node, nodes[place + 1 :])
        self._break()
        return self.lines

    def _add(self, node, following):
        if isinstance(node, Leaf) and node.kind == "gap":
            self.gap = True
        elif isinstance(node, Leaf) and node.kind == "text":
            self._add_text(node.text, any(_may_join(other) for other in following))
        elif isinstance(node, Block) and _in_sentence(node):
            self._add_block(node)
        elif _in_sentence(node):
            self._add_piece(_flat(node), "text")
        elif _may_join(node):
            self._add_element(node)
        else:
            self._break()
            self._break()
            self._add_alone(node)

    def _fits(self, text):
        return columns(self.indent + self.line + " " * self.gap + text) <= WIDTH

    def _break(self):
        """End the line; a gap before what follows is kept at its end, or where that is full, on the next line."""
        if self.gap and columns(self.indent + self.line + GAP) <= WIDTH:
            self.line += GAP
            self.gap = False
        if self.line:
            self.lines.append(self.indent + self.line)
        self.line = ""
        self.last = ""
        self.element_end = 0

    def _append(self, text, kind):
        blank = " " if self.line else GAP
        self.line += (blank if self.gap else "") + text
        self.last = kind
        self.gap = False

    def _add_piece(self, text, kind):
        """A value or a short block in a sentence; of two blocks each has its line."""
        if self.last == kind == "block" or not self._fits(text):
            self._break()
        self._append(text, kind)

    def _add_block(self, block):
        text = _flat(block)
        if columns(self.indent + text) <= WIDTH:
            self._add_piece(text, "block")
            return
        self._break()
        self._break()
        self._add_alone(block)

    def _add_text(self, text, goes_on):
        """Text goes on where the line stands; between two elements it is broken after its last stop."""
        if goes_on or not self._fits(text):
            stop = _LAST_STOP.match(text)
        else:
            stop = None
        after_element = self.element_end and not self.gap
        if after_element and stop and stop.end() < len(text) and self._fits(stop.group()):
            self._append(stop.group(), "text")
            self._break()
            text = text[stop.end() :]
        if self.line and not self._fits(text):
            self._break()
        pieces = [text] if self._fits(text) else _pieces(text)
        for piece in pieces:
            if self.line and not self._fits(piece):
                self._break()
            self._append(piece, "text")

    def _add_element(self, node):
        text = _flat(node)
        glued = self.line[self.element_end :]
        if self.element_end and self.gap and glued and not glued.startswith(" "):
            self.lines.append(self.indent + self.line[: self.element_end])
            self.line = glued
            self.element_end = 0
        if self.element_end or not self._fits(text):
            self._break()
        if not self._fits(text):
            self._add_alone(node)
            return
        self._append(text, "element")
        self.element_end = len(self.line)

    def _add_alone(self, node):
        if isinstance(node, Leaf) and node.kind != "open":
            self.lines.append(self.indent + node.text)
        elif one_line(node) and columns(self.indent + _flat(node)) <= WIDTH:
            self.lines.append(self.indent + _flat(node))
        elif isinstance(node, Leaf):
            self.lines += self._tag(node)
        elif isinstance(node, Element):
            self._add_tall(node)
        else:
            for branch in node.branches:
                self.lines.append(self.indent + branch.tag.text)
                self.lines += self._inner(branch.children)
            self.lines.append(self.indent + node.end.text)

    def _inner(self, nodes: list) -> list[str]:
        return _Lines(self.depth + 1).of(nodes)

    def _add_tall(self, element: Element):
        end = f"</{element.opening.name}>"
        first = element.children[0] if element.children else None
        if first is None or (isinstance(first, Leaf) and first.kind == "whole"):
            glued = flat(element.children) + end
            lines = self._tag(element.opening, glued.partition("\n")[0])
            lines[-1] += glued
            self.lines += lines
        else:
            self.lines += self._tag(element.opening)
            self.lines += self._inner(element.children)
            self.lines.append(self.indent + end)

    def _tag(self, opening: Leaf, glued: str = "") -> list[str]:
        """The tag that begins an element, on one line with what is glued to it, or with an attribute a line."""
        text = self.indent + flat_tag(opening)
        if columns(text + glued) <= WIDTH or not opening.attributes:
            return [text]
        lines = [f"{self.indent}<{opening.name}"]
        inner = self.indent + STEP
        for unit in opening.attributes:
            lines += _attribute_lines(unit, inner)
        return [*lines, f"{self.indent}>"]


_DJANGO_TAG = re.compile(r"(\{%.*?%\})")


def _attribute_lines(unit, indent):
    """One attribute; a block of attributes that is too long for a line is opened."""
    if not unit.startswith("{% if") or columns(indent + unit) <= WIDTH:
        return [indent + unit]
    lines = []
    inside = ""
    depth = 0
    for part in filter(None, _DJANGO_TAG.split(unit)):
        is_tag = part.startswith("{%")
        name = part.removeprefix("{%").split()[0]
        if is_tag and name == "if":
            depth += 1
        if is_tag and depth == 1:
            if inside:
                lines.append(indent + STEP + inside.strip())
            lines.append(indent + part)
            inside = ""
        else:
            inside += part
        if is_tag and name == "endif":
            depth -= 1
    return lines


def _pieces(text):
    """A text in pieces that each end at a stop."""
    for clause in _CLAUSES.findall(text):
        if columns(clause) <= WIDTH - 20:
            yield clause
        else:
            yield from _COMMAS.findall(clause)
