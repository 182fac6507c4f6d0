"""Files that applicants send: checked, kept, and shown back to their owner only."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Draft, StoredFile
from yichuang.cases.models import Material as StoredPaper
from yichuang.cases.queries import files as stored
from yichuang.cases.rules import uploads
from yichuang.catalog.rules.forms import Field, Form
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import FieldProblem, Problem
from yichuang.sites.portal.apply import drafts, parts
from yichuang.sites.portal.visitor import applicant

SEEN = ("image/jpeg", "image/png")


def take(
    upload: UploadedFile,
    owner: str,
    accept: tuple[str, ...] = (),
    photo: Mapping[str, int] | None = None,
) -> StoredFile:
    """Check and keep one upload. Raises Problem with the way out; a huge file is refused before it is read."""
    wrong = uploads.problem(upload.name, upload.size, settings.UPLOAD_MAX_MB)
    if wrong:
        raise wrong
    return services.store_file(
        owner=owner,
        name=upload.name,
        content=upload.read(),
        now=clock.now(),
        accept=accept,
        photo=photo,
    )


def take_for_fields(
    form: Form, request: HttpRequest, owner: str
) -> tuple[dict[str, list[str]], list[FieldProblem]]:
    """Keep the files of file fields; what they add to the posted names, and what was refused, by input name."""
    added = {}
    problems = []
    for name, upload in request.FILES.items():
        if name.startswith("materials-") or (field := _field(form, name)) is None:
            continue
        try:
            file = take(
                upload, owner, tuple(field.validate.get("accept", ())), field.validate.get("photo")
            )
        except Problem as problem:
            problems.append(FieldProblem(name, sentence(problem), problem.code))
            continue
        added |= {
            f"{name}-id": [str(file.uuid)],
            f"{name}-name": [file.name],
            f"{name}-size": [str(file.size)],
        }
    return added, problems


def take_materials(
    materials: Iterable[Material], have: Mapping[str, Any], request: HttpRequest, owner: str
) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The materials after a post: new files, ticked promises, removals; and what was refused."""
    papers = dict(have)
    problems = []
    for material in materials:
        code = material.code
        before = parts.of(papers.get(code))
        after = parts.pressed(request.POST, code, before)
        try:
            for upload in request.FILES.getlist(f"materials-{code}"):
                file = take(upload, owner)
                after = [*after, parts.of_file(file)]
            if after != before:
                parts.put(papers, material, after, owner)
        except Problem as problem:
            problems.append(FieldProblem(f"materials-{code}", sentence(problem), problem.code))
            continue
        if not after:
            _promise(material, papers, bool(request.POST.get(f"promise-{code}")))
    return papers, problems


def take_draft_materials(
    draft: Draft, request: HttpRequest, owner: str
) -> tuple[dict[str, Any], list[FieldProblem]]:
    """`take_materials` for a draft, where a paper may also be one that follows (先办后补).

    Only with a draft is the promise to supply it signed.
    """
    materials = drafts.wanted_materials(draft)
    papers, problems = take_materials(materials, draft.materials, request, owner)
    for material in materials:
        if not parts.of(papers.get(material.code)):
            ticked = bool(request.POST.get(f"later-{material.code}"))
            _put_off(material, papers, ticked)
    return papers, problems


def _promise(material: Material, papers: dict[str, Any], ticked: bool) -> None:
    promised = papers.get(material.code, {}).get("source") == "promised"
    if ticked and material.by_promise and material.code not in papers:
        papers[material.code] = {"source": "promised"}
    elif promised and not ticked:
        del papers[material.code]


def _put_off(material: Material, papers: dict[str, Any], ticked: bool) -> None:
    """Note that a paper follows, or that it no longer does.

    What is promised already needs not follow.
    """
    source = papers.get(material.code, {}).get("source")
    if ticked and material.may_follow and source is None:
        papers[material.code] = {"source": StoredPaper.LATER}
    elif source == StoredPaper.LATER and not ticked:
        del papers[material.code]


def sentence(problem: Problem) -> str:
    """A problem with its way out in one sentence."""
    if problem.way_out:
        return f"{problem.message}，{problem.way_out}"
    return problem.message


@takes_files
@resident
@require_POST
def upload(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """POST /drafts/<uuid>/files/: one material as `materials-<code>`; JSON with what was kept, or 422 with `detail`."""
    who = applicant.of(request)
    draft = drafts.own(draft_id, who.user)
    papers, problems = take_draft_materials(draft, request, who.actor)
    if problems:
        return JsonResponse({"detail": problems[0].message}, status=422)
    services.keep(draft_id=draft.uuid, owner=who.user, materials=papers)
    return JsonResponse(
        {"materials": {code: each.get("name", "") for code, each in papers.items()}}
    )


@resident
def show(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """GET /my/files/<uuid>/: the owner's own upload, as a download; ?look: a picture, to be seen on a page."""
    who = applicant.of(request)
    row = stored.of_owner(file_id, who.actor)
    record(actor=who.actor, verb="file.read", subject=f"file:{row.uuid}")
    response = HttpResponse(stored.content(row), content_type=row.media_type)
    looked_at = "look" in request.GET and row.media_type in SEEN
    how = "inline" if looked_at else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(row.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def _field(form: Form, name: str) -> Field | None:
    field = form.fields.get(name)
    if field:
        return field if field.type == "file" else None
    spot = re.fullmatch(r"(.+)-[0-9]{1,6}-(.+)", name)
    table = form.fields.get(spot[1]) if spot else None
    columns = {column.key: column for column in table.columns} if table else {}
    field = columns.get(spot[2]) if spot else None
    return field if field and field.type == "file" else None
