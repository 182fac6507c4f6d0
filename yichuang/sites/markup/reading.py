"""The source of a template as a tree of elements, blocks, texts and gaps."""

from collections.abc import Iterator

from yichuang.sites.markup.leaves import leaves_of
from yichuang.sites.markup.nodes import Block, Branch, Element, Leaf, Node, Unreadable

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def read(source: str) -> list[Node]:
    """The tree of a whole template.

    Raises Unreadable where something is not closed where it was opened.
    """
    leaves = list(leaves_of(source))
    pairs = _Pairs(leaves)
    pairs.find()
    tree = _Tree(leaves, pairs.ends)
    return tree.nodes(0, len(leaves))


class _Pairs:
    """Which end belongs to which beginning.

    Of the elements and blocks that end where they began; an element that
    ends in another branch of its block, or not at all, has no pair. Places
    are those of the list of leaves.
    """

    def __init__(self, leaves: list[Leaf]):
        self.leaves = leaves
        self.block_names = _names_of_blocks(leaves)
        self.begun: list[int] = []  # places of what has not ended yet, the innermost last
        self.ends: dict[int, int] = {}  # place of a beginning → place of its end

    def find(self) -> None:
        """Go through the leaves once.

        Raises Unreadable for the end of a block that never began.
        """
        for place, leaf in enumerate(self.leaves):
            if leaf.kind == "open" and leaf.name not in VOID:
                self.begun.append(place)
            elif leaf.kind == "close":
                self._end_element(place)
            elif leaf.kind == "tag":
                self._read_tag(place)

    def _read_tag(self, place: int) -> None:
        """A tag of Django: it begins a branch or a block, or ends one.

        Others are nothing here.
        """
        tag = self.leaves[place]
        if tag.is_middle:
            self._drop_open_elements()
        elif tag.name in self.block_names:
            self.begun.append(place)
        elif tag.name.startswith("end"):
            self._end_block(place)

    def _end_block(self, place: int) -> None:
        """The innermost block ends here, whatever its name."""
        self._drop_open_elements()
        if not self.begun:
            tag = self.leaves[place]
            raise Unreadable(f"{tag.text} ends nothing")
        beginning = self.begun.pop()
        self.ends[beginning] = place

    def _drop_open_elements(self) -> None:
        """Give up the elements that began in the branch that ends here.

        Such an element was not closed in it, and stands as a tag alone.
        """
        while self.begun:
            innermost = self.begun[-1]
            if self.leaves[innermost].kind != "open":
                return
            self.begun.pop()

    def _end_element(self, place: int) -> None:
        """The innermost element of that name ends here.

        Only one of the same branch can; that there is none is no fault.
        """
        name = self.leaves[place].name
        innermost_first = reversed(list(enumerate(self.begun)))
        for depth, beginning in innermost_first:
            leaf = self.leaves[beginning]
            if leaf.kind == "tag":
                return
            if leaf.name == name:
                self.ends[beginning] = place
                del self.begun[depth:]
                return


def _names_of_blocks(leaves: list[Leaf]) -> set[str]:
    """Names of the tags of Django that this template ends somewhere.

    Whether a tag begins a block cannot be seen from the tag itself.
    """
    names = set()
    for leaf in leaves:
        if leaf.kind == "tag" and leaf.name.startswith("end"):
            name = leaf.name.removeprefix("end")
            names.add(name)
    return names


class _Tree:
    """The nodes that leaves make, once it is known where each ends.

    ends: place of a beginning → place of its end.
    """

    def __init__(self, leaves: list[Leaf], ends: dict[int, int]):
        self.leaves = leaves
        self.ends = ends

    def nodes(self, start: int, stop: int) -> list[Node]:
        """Those from one place up to another, each with what is in it."""
        nodes = []
        place = start
        while place < stop:
            end = self._end_of(place)
            node = self._node(place, end)
            nodes.append(node)
            place = end + 1
        return nodes

    def _end_of(self, place: int) -> int:
        """Where the node that begins at this place ends, a leaf in its own place."""
        return self.ends.get(place, place)

    def _node(self, place: int, end: int) -> Node:
        """What begins and ends at these places.

        It is a leaf where both are one.
        """
        leaf = self.leaves[place]
        if place == end:
            return leaf
        if leaf.kind == "tag":
            return self._block(place, end)
        children = self.nodes(place + 1, end)
        return Element(leaf, children)

    def _block(self, start: int, end: int) -> Block:
        """A block of Django with its branches.

        Each reaches from its tag to that of the next one, the last to the end.
        """
        branches = []
        beginning = start
        for next_tag in [*self._middles(start, end), end]:
            tag = self.leaves[beginning]
            children = self.nodes(beginning + 1, next_tag)
            branches.append(Branch(tag, children))
            beginning = next_tag
        return Block(branches, self.leaves[end])

    def _middles(self, start: int, end: int) -> Iterator[int]:
        """Places of the `{% else %}` and the like of this block.

        Those of the blocks inside it are passed over.
        """
        place = start + 1
        while place < end:
            if self.leaves[place].is_middle:
                yield place
            place = self._end_of(place) + 1
