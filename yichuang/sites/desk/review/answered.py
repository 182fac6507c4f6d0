"""The answers of a form on the page of a case: each with its source, and with what was told of it at sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.cases.rules.sources import Source
from yichuang.catalog.rules.forms import Told
from yichuang.catalog.rules.forms.presenting import KeyedLine, Line


@dataclass(frozen=True)
class Shown:
    """How the answers of one case are shown.

    whence: by the key of the field; sent_on: the day of the application; in_full: numbers of people in full; notices:
    what was told of the answers."""

    whence: Mapping[str, Source]
    sent_on: date
    in_full: bool
    notices: Sequence[Told]

    def sections(self, filled: Sequence[tuple[str, list[KeyedLine]]]) -> list[tuple[str, list]]:
        """[(label, lines)]; a line of a table is a row of it."""
        words_by_place = self._words_by_place()
        sections = []
        for label, keyed in filled:
            lines = []
            rows_before: dict[str, int] = {}
            for key, line in keyed:
                number = rows_before.get(key, 0)
                rows_before[key] = number + 1
                words = words_by_place.get(f"{key}.{number}", []) + words_by_place.get(
                    f"{key}.", []
                )
                lines.append(self._line(line, key, words))
            sections.append((label, lines))
        return sections

    def _line(self, line: Line, key: str, words: list[str]) -> dict:
        """An answer, with the day of its source where that is not the day of the application."""
        name, text, covered = line
        source = self.whence[key]
        return {
            "name": name,
            "text": text if self.in_full else covered,
            "source": source.words,
            "on": source.on if source.on != self.sent_on else None,
            "told": words,
        }

    def _words_by_place(self) -> dict[str, list[str]]:
        """What is told of each field, "key.", and of each row of a table, "key.0"."""
        places: dict[str, list[str]] = {}
        for notice in self.notices:
            key, _, cell = notice.field.partition(".")
            number = cell.partition(".")[0]
            words = places.setdefault(f"{key}.{number}", [])
            words.append(notice.message)
        return places


def holds_covered(filled: Sequence[tuple[str, list[KeyedLine]]]) -> bool:
    """Whether a mask hides something of the answers."""
    for _, lines in filled:
        for _, (_, text, covered) in lines:
            if text != covered:
                return True
    return False
