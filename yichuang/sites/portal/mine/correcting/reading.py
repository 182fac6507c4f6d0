"""What is posted as an answer to a notice, read with the files that came with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import amending, versions
from yichuang.cases.queries import files as stored
from yichuang.catalog.rules.forms import Form, parse
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.apply import files
from yichuang.sites.portal.mine.correcting.form import Answer, Paper
from yichuang.sites.portal.visitor.posted import Lists
from yichuang.sites.ui import regions, rows
from yichuang.sites.ui.sheets import answering


@dataclass(frozen=True)
class Reader:
    """Reads what somebody posts as an answer to a notice.

    actor: who answers; no file is read but their own.
    """

    case: Case
    notice: Correction
    actor: str

    @property
    def form(self) -> Form:
        """The form of the case."""
        return versions.of_case(self.case).form

    @cached_property
    def keys(self) -> list[str]:
        """Keys of the form's fields that the notice asks for."""
        keys = []
        for item in self.notice.items.all():
            if item.kind == "field":
                keys.append(item.code)
        return keys

    @cached_property
    def needed(self) -> list[Material]:
        """The papers that the notice still asks for."""
        items = amending.items_asked(self.case, self.notice)
        codes = {item.code for item in items}
        version = versions.of_case(self.case)
        needed = []
        for paper in version.askable_of(self.case.subject):
            if paper.code in codes:
                needed.append(paper)
        return needed

    def of_post(self, request: HttpRequest) -> tuple[Answer, list[FieldProblem]]:
        """The answer of this post; and what is wrong with its files.

        A file that nothing is wrong with is taken, whatever else is
        wrong.
        """
        added, wrong_files = files.take_for_fields(self.form, request, self.actor)
        texts = dict(request.POST.lists())
        posted = Lists(texts | added)
        in_texts = self.of_texts(posted)
        papers, wrong_papers = files.take_materials(
            self.needed, in_texts.papers, request, self.actor
        )
        answer = replace(in_texts, papers=papers, added=added)
        problems = [*wrong_files, *wrong_papers]
        return answer, problems

    def of_texts(self, posted: Lists) -> Answer:
        """The answer as the posted texts tell it: what was typed, and the papers of an earlier try.

        Raises NotFound for a file that is somebody else's, Problem for
        rows of a table that cannot be read.
        """
        typed = self._typed(posted)
        papers = self._papers_before(posted)
        return Answer(self.case, self.notice, typed, papers)

    def _typed(self, posted: Lists) -> dict[str, Any]:
        """What was typed for the fields that the notice asks for.

        Rows of a table that are out of sight are as in the case, or as
        the page carried them.
        """
        form = self.form
        stands = answering.standing(form, posted, self.case.form)
        after_buttons = rows.posted(posted)
        texts = regions.with_codes(form, after_buttons)
        parsed = parse(form, texts, standing=stands)
        typed = {}
        for key, value in parsed.items():
            if key in self.keys:
                typed[key] = value
        return typed

    def _papers_before(self, posted: Mapping[str, str]) -> dict[str, Paper]:
        """The papers of an earlier try, by code."""
        papers = {}
        for material in self.needed:
            paper = self._paper_before(material, posted)
            if paper:
                papers[material.code] = paper
        return papers

    def _paper_before(self, material: Material, posted: Mapping[str, str]) -> Paper | None:
        """A paper of an earlier try, as hidden inputs carry it.

        None where none was given, and for a promise where none may be
        given.
        """
        uuid = posted.get(f"kept-{material.code}")
        if uuid:
            file = stored.of_owner(uuid, self.actor)
            return {"source": "file", "file": str(file.uuid), "name": file.name, "size": file.size}
        promised = posted.get(f"promise-{material.code}")
        if promised and material.by_promise:
            return {"source": "promised"}
        return None
