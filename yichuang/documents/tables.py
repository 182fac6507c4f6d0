"""Paper kinds: packs/papers/<kind>.yaml says what a paper needs, packs/papers/<template> how it looks."""

from yichuang.core import packs
from yichuang.core.errors import NotFound
from yichuang.documents import designs
from yichuang.documents.rules import Field, PaperKind


@packs.kept()
def kinds() -> dict[str, PaperKind]:
    """Every kind by its key. Raises TypeError when a pack has an unknown or lacks a needed entry."""
    by_key = {}
    for path in packs.files(designs.FOLDER):
        entries = dict(packs.read(path))
        entries["fields"] = tuple(Field(**each) for each in entries["fields"])
        by_key[path.stem] = PaperKind(kind=path.stem, **entries)
    return by_key


def kind(key: str) -> PaperKind:
    """The kind of this key. Raises NotFound."""
    try:
        return kinds()[key]
    except KeyError:
        raise NotFound(f"没有“{key}”这种文书", way_out="请从事项的文书清单里选一种") from None
