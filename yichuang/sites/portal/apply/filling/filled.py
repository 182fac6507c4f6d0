"""A form before anybody types: what is known already, and where it is known from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yichuang.cases.models import Draft
from yichuang.cases.queries import prefill
from yichuang.cases.queries.drafts import still_asked
from yichuang.cases.queries.versions import Version
from yichuang.catalog.rules.forms import Form, settled
from yichuang.catalog.rules.forms.presenting import Line
from yichuang.core import clock
from yichuang.identity.queries import Sight
from yichuang.registry.models import Employer, Person
from yichuang.sites.ui import answers, untyped

Answers = dict[str, Any]
SOURCES = {"own_last_case": "您上次办这件事时填的", "own_earlier": "您以前办事时填的"}


@dataclass(frozen=True)
class FilledForm:
    """A draft with its form.

    sight: how far its owner sees.
    filled: key → (value, source) of everything known before typing.
    """

    draft: Draft
    version: Version
    sight: Sight
    filled: Mapping[str, tuple[Any, str]]

    @property
    def subject(self) -> Person | Employer:
        """Whose application it is."""
        return self.sight.subject

    @property
    def form(self) -> Form:
        """The form of the item, as it was when the draft began."""
        return self.version.form

    @cached_property
    def locked(self) -> Answers:
        """Answers that cannot be typed here: the register's, and those of the first step."""
        fixed = {}
        for key, (value, source) in self.filled.items():
            if source in prefill.FIXED:
                fixed[key] = value
        of_first_step = self.version.situation_answers(self.draft.situation)
        return fixed | of_first_step

    @cached_property
    def answers(self) -> Answers:
        """Everything that the draft says, with the locked answers laid over it.

        What nobody is asked by now is left out.
        """
        return still_asked(self.draft, self.locked)

    @cached_property
    def settled(self) -> Answers:
        """Answers that follow from the number, and nobody types.

        They are shown; "" while another answer is lacking.
        """
        today = clock.today()
        return settled(self.form, self.answers, today)

    @cached_property
    def known_rows(self) -> list[dict[str, str]]:
        """The register's facts as rows of a summary, in the order of the form.

        Names stand as they are, identifiers masked.
        """
        lines = self._lines_of_locked()
        rows = []
        for key in self.form.fields:
            if key not in lines or key in self.draft.situation:
                continue
            label, text, masked = lines[key]
            value = masked
            if key.endswith("_name"):
                value = text
            _, source = self.filled[key]
            row = {"label": label, "value": value, "source": self.source_name(source)}
            rows.append(row)
        return rows

    def _lines_of_locked(self) -> dict[str, Line]:
        """Key → (label, text, masked text) of the locked answers that have words."""
        sections = answers.shown_by_key(self.form, self.locked)
        lines_by_key = {}
        for _, keyed_lines in sections:
            lines_by_key.update(keyed_lines)
        return lines_by_key

    @cached_property
    def sources(self) -> dict[str, str]:
        """Key → where the answer comes from, while it is still the filled one."""
        words = untyped.whence(self.settled)
        for key, (value, source) in self.filled.items():
            if key in self.settled or key in self.locked:
                continue
            answer = self.draft.answers.get(key)
            if answer == value:
                words[key] = self.source_name(source)
        return words

    def source_name(self, source: str) -> str:
        """The words for a source key.

        What the register vouches for of somebody whom the police have
        confirmed is the police's; anything else of a person is what
        they left with their account.
        """
        if source.startswith("registry.person"):
            is_of_police = getattr(self.subject, "source", "") == "police"
            if source in prefill.FIXED and is_of_police:
                return "公安人口库"
            return "您的账户"
        if source.startswith("registry.employer"):
            return "单位登记信息"
        return SOURCES.get(source, "已有的记录")
