"""Files that a clerk uploads at a window.

Each is kept as the officer's, to be named by an answer or a paper, or
there is a problem at the field where it was chosen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import StoredFile
from yichuang.catalog.rules.forms import Form
from yichuang.catalog.rules.situations import Material
from yichuang.core.clock import now
from yichuang.core.errors import FieldProblem, Problem

Outcome = tuple[StoredFile | None, FieldProblem | None]  # the file, or why it could not be taken


def store(
    upload: UploadedFile,
    key: str,
    officer: Officer,
    accept: tuple[str, ...] = (),
    photo: Mapping[str, int] | None = None,
) -> Outcome:
    """One upload of the officer, kept.

    key: the field at which a problem is told.
    accept: the kinds of file that may stand there; any where none is
    named.
    photo: the bounds of a photograph of a person, for such a field.
    """
    try:
        file = services.store_file(
            owner=officer.actor,
            name=upload.name,
            content=upload.read(),
            now=now(),
            accept=accept,
            photo=photo,
        )
    except Problem as problem:
        return None, _at(key, problem)
    return file, None


def store_together(
    uploads: Sequence[UploadedFile], material: Material, officer: Officer
) -> Outcome:
    """The photographs or pages of one paper, kept as one document in the order they were chosen.

    The first one that cannot be taken is told, and nothing is joined.
    """
    key = f"materials.{material.code}"
    uuids = []
    for upload in uploads:
        page, problem = store(upload, key, officer)
        if page is None:
            return None, problem
        uuids.append(str(page.uuid))
    try:
        joined = services.join_files(
            owner=officer.actor, uuids=uuids, name=material.name, now=now()
        )
    except Problem as problem:
        return None, _at(key, problem)
    return joined, None


def store_answers(
    request: HttpRequest, form: Form, answers: dict[str, Any], officer: Officer
) -> list[FieldProblem]:
    """Keep the uploads of file fields and name them in `answers`; returns what could not be taken."""
    problems = []
    for field in form.fields.values():
        if field.type != "file" or field.key not in request.FILES:
            continue
        accept = tuple(field.validate.get("accept", ()))
        photo = field.validate.get("photo")
        upload = request.FILES[field.key]
        file, problem = store(upload, field.key, officer, accept, photo)
        if file is None:
            problems.append(problem)
            continue
        answers[field.key] = {"id": str(file.uuid), "name": file.name, "size": file.size}
    return problems


def _at(key: str, problem: Problem) -> FieldProblem:
    """The problem with its way out, at a field."""
    text = f"{problem.message}。{problem.way_out}"
    return FieldProblem(key, text, problem.code)
