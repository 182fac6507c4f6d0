"""A tree of a template written out: one element a line, indented by nesting, at most 120 columns."""

import re
from collections.abc import Iterator

from yichuang.sites.markup.flattening import columns, flat, flat_of, flat_tag
from yichuang.sites.markup.leaves import GAP
from yichuang.sites.markup.nodes import Block, Element, Leaf, Node
from yichuang.sites.markup.reading import read
from yichuang.sites.markup.sentences import in_sentence, may_join, one_line, pieces, up_to_last_stop

WIDTH = 120
STEP = "  "
MARGIN = 20  # columns by which a clause must be shorter than a line to stay in one piece
_DJANGO_TAG = re.compile(r"(\{%.*?%\})")
_TAG_NAME = re.compile(r"\{%\s*(\S+)")


def formatted(source: str) -> str:
    """The template laid out anew; what it shows stays the same.

    Raises nodes.Unreadable.
    """
    nodes = read(source)
    lines = _Lines(0).of(nodes)
    return "\n".join(lines) + "\n"


def _fits_a_line(text: str) -> bool:
    """Whether a line with its indent is no wider than a template may be."""
    return columns(text) <= WIDTH


class _Lines:
    """The lines of one list of siblings.

    Texts and what may stand among them are put on one line till it is full;
    all else has a line of its own, or several.
    """

    def __init__(self, depth: int):
        self.depth = depth
        self.indent = STEP * depth
        self.lines: list[str] = []
        self.line = ""  # the line being filled, without its indent
        self.last = ""  # what stands at its end: text, block, element; more may follow it
        self.element_end = 0  # where the one element of the line ends, 0 where it holds none
        self.gap = False  # a gap stands between its end and what comes

    def of(self, nodes: list[Node]) -> list[str]:
        """The lines of these nodes; asked once."""
        for place, node in enumerate(nodes):
            following = nodes[place + 1 :]
            self._add(node, following)
        self._break()
        return self.lines

    def _add(self, node, following):
        """One more node, with the siblings after it."""
        match node:
            case Leaf(kind="gap"):
                self.gap = True
            case Leaf(kind="text"):
                goes_on = any(map(may_join, following))
                self._add_text(node.text, goes_on)
            case Leaf(kind="var"):
                self._add_piece(node.text, "text")
            case Block() if in_sentence(node):
                self._add_block(node)
            case _ if may_join(node):
                self._add_element(node)
            case _:
                self._end_sentence()
                self._add_alone(node)

    def _fits(self, text):
        """Whether this may still stand on the line that is being filled.

        The gap before it is counted.
        """
        blank = " " if self.gap else ""
        return _fits_a_line(self.indent + self.line + blank + text)

    def _break(self):
        """End the line.

        A gap before what follows is kept at its end, or where the line is
        full, at the beginning of the next.
        """
        with_gap = self.line + GAP
        if self.gap and _fits_a_line(self.indent + with_gap):
            self.line = with_gap
            self.gap = False
        if self.line:
            self.lines.append(self.indent + self.line)
        self.line = ""
        self.last = ""
        self.element_end = 0

    def _end_sentence(self):
        """End the line, and write a gap that it had no room for on a line of its own."""
        self._break()
        self._break()

    def _append(self, text, kind):
        """Put a text on the line, after the gap that stands before it.

        kind: text, block or element.
        """
        if self.gap and self.line:
            self.line += " "
        elif self.gap:
            self.line = GAP
        self.line += text
        self.last = kind
        self.gap = False

    def _add_piece(self, text, kind):
        """A value or a short block in a sentence.

        Of two blocks each has its line.
        """
        is_second_block = self.last == kind == "block"
        if is_second_block or not self._fits(text):
            self._break()
        self._append(text, kind)

    def _add_block(self, block):
        """A short block in a sentence.

        Where it is too long for a line, it is laid out as any other block.
        """
        text = flat_of(block)
        if _fits_a_line(self.indent + text):
            self._add_piece(text, "block")
            return
        self._end_sentence()
        self._add_alone(block)

    def _add_text(self, text, goes_on):
        """Text goes on where the line stands.

        Between two elements it is broken after its last stop, so that the
        second stands beside the words that lead to it.

        goes_on: among what follows is something that may share its line.
        """
        after_element = self.element_end and not self.gap
        if after_element and (goes_on or not self._fits(text)):
            text = self._end_at_stop(text)
        if self.line and not self._fits(text):
            self._break()
        for piece in self._pieces(text):
            if self.line and not self._fits(piece):
                self._break()
            self._append(piece, "text")

    def _pieces(self, text):
        """The text itself where the line has room for it, else its sentences and their parts."""
        if self._fits(text):
            return [text]
        return pieces(text, WIDTH - MARGIN)

    def _end_at_stop(self, text):
        """End the line with the last stop of a text, where there is room.

        Returns what then is still to be written of the text.
        """
        sentence = up_to_last_stop(text)
        if sentence in ("", text) or not self._fits(sentence):
            return text
        self._append(sentence, "text")
        self._break()
        return text.removeprefix(sentence)

    def _add_element(self, node):
        """An element or a tag in a sentence.

        A line has one of them; one that is too long for a line stands alone.
        """
        text = flat_of(node)
        self._take_leading_text_along()
        if self.element_end or not self._fits(text):
            self._break()
        if not self._fits(text):
            self._end_sentence()
            self._add_alone(node)
            return
        self._append(text, "element")
        self.element_end = len(self.line)

    def _take_leading_text_along(self):
        """Begin the line of an element with the text that leads to it.

        That is a text with a gap behind it, but none between it and the
        element before, which then has its line without the text.
        """
        if not self.element_end:
            return
        text = self.line[self.element_end :]
        leads_on = text and self.gap
        if not leads_on or text.startswith(" "):
            return
        line_before = self.line.removesuffix(text)
        self.lines.append(self.indent + line_before)
        self.line = text
        self.element_end = 0

    def _add_alone(self, node):
        """A node on a line of its own, or on as many as it needs."""
        match node:
            case Leaf() if node.kind != "open":
                self.lines.append(self.indent + node.text)
            case _ if self._is_one_line(node):
                self.lines.append(self.indent + flat_of(node))
            case Leaf():
                self.lines += self._tag(node)
            case Element():
                self._add_tall(node)
            case Block():
                self._add_branches(node)

    def _is_one_line(self, node):
        """Whether a node is short enough for one line, in kind and in columns."""
        if not one_line(node):
            return False
        return _fits_a_line(self.indent + flat_of(node))

    def _add_branches(self, block):
        """Each branch of a block under its tag, one step in; then its end."""
        for branch in block.branches:
            self.lines.append(self.indent + branch.tag.text)
            self.lines += self._inner(branch.children)
        self.lines.append(self.indent + block.end.text)

    def _inner(self, nodes: list[Node]) -> list[str]:
        """The lines of nodes that stand one step further in."""
        inner = _Lines(self.depth + 1)
        return inner.of(nodes)

    def _add_tall(self, element: Element):
        """An element of several lines, its content one step in."""
        if element.is_glued:
            self._add_glued(element)
            return
        self.lines += self._tag(element.opening)
        self.lines += self._inner(element.children)
        self.lines.append(self.indent + element.closing)

    def _add_glued(self, element: Element):
        """An element that is empty, or whose content stays whole.

        Between that and its tags no line may be broken.
        """
        glued = flat(element.children) + element.closing
        first_line, _, _ = glued.partition("\n")
        lines = self._tag(element.opening, first_line)
        lines[-1] += glued
        self.lines += lines

    def _tag(self, opening: Leaf, glued: str = "") -> list[str]:
        """The tag that begins an element, on one line or with an attribute a line.

        glued: what must stand behind it on its last line.
        """
        text = self.indent + flat_tag(opening)
        if _fits_a_line(text + glued) or not opening.attributes:
            return [text]
        lines = [f"{self.indent}<{opening.name}"]
        inner = self.indent + STEP
        for unit in opening.attributes:
            lines += _attribute_lines(unit, inner)
        lines.append(f"{self.indent}>")
        return lines


def _attribute_lines(unit, indent):
    """The lines of one attribute, or of a block of attributes.

    A block that is too long for one line is opened.
    """
    line = indent + unit
    if _fits_a_line(line) or not unit.startswith("{% if"):
        return [line]
    return [indent + part for part in _opened(unit)]


def _opened(block: str) -> Iterator[str]:
    """The tags of a condition, and between two of them what they govern, one step in.

    A condition inside it stays on the line where it stands.
    """
    depth = 0
    governed = ""
    for part in _DJANGO_TAG.split(block):
        tag = _TAG_NAME.match(part)
        name = tag[1] if tag else ""
        if name == "if":
            depth += 1
        if name and depth == 1:
            if governed:
                yield STEP + governed.strip()
            yield part
            governed = ""
        else:
            governed += part
        if name == "endif":
            depth -= 1
