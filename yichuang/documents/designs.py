"""How papers look: templates, fonts and setter under one digest. A paper is set from the design of its day."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

import typst

from yichuang.core import packs
from yichuang.documents import fonts

FOLDER = "papers"


@dataclass(frozen=True)
class Design:
    """templates: (path below packs/papers, text) in the order of their paths; fonts: digest of the font files; setter:
    the version of typst."""

    templates: tuple[tuple[str, str], ...]
    fonts: str
    setter: str

    @cached_property
    def digest(self) -> str:
        """sha256 over everything that a design is."""
        parts = [self.templates, self.fonts, self.setter]
        text = json.dumps(parts, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@packs.kept()
def of_today() -> Design:
    """The design of the packs that this process reads, and of the fonts that are installed."""
    folder = packs.ROOT / FOLDER
    templates = []
    for path in sorted(folder.rglob("*.typ")):
        name = path.relative_to(folder).as_posix()
        templates.append((name, path.read_text(encoding="utf-8")))
    return Design(templates=tuple(templates), fonts=fonts.digest(), setter=typst.__version__)
