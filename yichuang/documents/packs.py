"""Paper kinds: packs/papers/<kind>.yaml says what a paper needs, packs/papers/<template> how it looks."""

from dataclasses import dataclass, field
from functools import cache

from yichuang.core import packs
from yichuang.core.errors import NotFound

FOLDER = "papers"


@dataclass(frozen=True)
class Field:
    """One thing a kind prints. shape: text flag lines pairs materials table sections charts (rules.SHAPES)."""

    key: str
    label: str
    shape: str = "text"
    required: bool = False


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. word: its character in the number (收, 受, …); holder: the field that names the holder."""

    kind: str
    title: str
    template: str
    fields: tuple[Field, ...]
    sample: dict
    word: str = ""
    numbered: bool = True
    holder: str = "applicant"
    basis: str = ""
    remedy: str = ""
    closing: str = ""
    language: str = "zh-CN"
    wordings: dict = field(default_factory=dict)


@cache
def kinds() -> dict[str, PaperKind]:
    """Every kind by its key. Raises TypeError when a pack has an unknown or lacks a needed entry."""
    found = {}
    for path in packs.files(FOLDER):
        entries = dict(packs.read(path))
        entries["fields"] = tuple(Field(**each) for each in entries["fields"])
        found[path.stem] = PaperKind(kind=path.stem, **entries)
    return found


def kind(key: str) -> PaperKind:
    """The kind of this key. Raises NotFound."""
    try:
        return kinds()[key]
    except KeyError:
        raise NotFound(f"没有“{key}”这种文书", way_out="请从事项的文书清单里选一种") from None
