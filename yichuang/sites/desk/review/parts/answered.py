"""The answers of a form on the page of a case: each with its source, and with what was told of it at sending.

What a rule of the pack told the applicant stands beside the answer, and in a table beside the row, that it speaks of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.cases.rules.sources import Source
from yichuang.catalog.rules.forms import Told
from yichuang.catalog.rules.forms.presenting import KeyedLine, Line

Filled = Sequence[tuple[str, list[KeyedLine]]]


@dataclass(frozen=True)
class Shown:
    """How the answers of one case are shown.

    whence: by the key of the field;
    sent_on: the day of the application;
    in_full: numbers of people are not masked;
    notices: what was told of the answers.
    """

    whence: Mapping[str, Source]
    sent_on: date
    in_full: bool
    notices: Sequence[Told]

    def sections(self, filled: Filled) -> list[tuple[str, list[dict]]]:
        """The answers as the page draws them.

        [(label of the section, its lines)]; a line of a table is a row of it.
        """
        words_by_place = self._words_by_place()
        sections = []
        for label, keyed in filled:
            lines = []
            for key, place, line in _placed(keyed):
                words = words_by_place.get(key, [])
                words = words + words_by_place.get(place, [])
                shown = self._line(line, key, words)
                lines.append(shown)
            sections.append((label, lines))
        return sections

    def _line(self, line: Line, key: str, words: list[str]) -> dict:
        """One answer.

        on: the day of its source, None where that is the day of the application.
        told: sentences.
        """
        name, text, covered = line
        source = self.whence[key]
        on = source.on
        if on == self.sent_on:
            on = None
        if not self.in_full:
            text = covered
        return {"name": name, "text": text, "source": source.words, "on": on, "told": words}

    def _words_by_place(self) -> dict[str, list[str]]:
        """What is told of each field, by its key.

        Of each row of a table, by its key and number from 0: "employees.0".
        """
        places: dict[str, list[str]] = {}
        for notice in self.notices:
            steps = notice.field.split(".")
            place = ".".join(steps[:2])
            words = places.setdefault(place, [])
            words.append(notice.message)
        return places


def _placed(keyed: list[KeyedLine]) -> Iterator[tuple[str, str, Line]]:
    """Each line with the key of its field and its own place.

    The lines of a table follow each other: the first is its row 0.
    """
    rows: dict[str, int] = {}
    for key, line in keyed:
        row = rows.get(key, 0)
        rows[key] = row + 1
        yield key, f"{key}.{row}", line


def holds_covered(filled: Filled) -> bool:
    """Whether a mask hides something of the answers."""
    for _, lines in filled:
        for _, (_, text, covered) in lines:
            if text != covered:
                return True
    return False
