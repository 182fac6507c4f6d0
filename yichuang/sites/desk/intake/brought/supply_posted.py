"""What was typed and brought at a window for what a notice asks for, read off the posted page.

What is uploaded is stored as the officer's at once, so that nothing has
to be chosen again where something else is wrong.
"""

from django.http import HttpRequest

from yichuang.cases.queries import files as stored
from yichuang.catalog.rules.forms import parse
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import FieldProblem
from yichuang.sites.desk.intake import drafting
from yichuang.sites.desk.intake.brought import coming, uploading
from yichuang.sites.desk.intake.brought.supply_page import Answers, Papers, Visit
from yichuang.sites.desk.intake.drafting import Paper, Problems, Typed
from yichuang.sites.desk.intake.seen import signatures
from yichuang.sites.ui import regions, rows
from yichuang.sites.ui.sheets import answering


def answers(visit: Visit, keys: list[str]) -> tuple[Typed, Problems]:
    """(the answers to what the notice asks, what is wrong with them).

    Masks that stayed are replaced by what the case has; files are
    stored, signatures witnessed.
    keys: the fields that it asks for.
    """
    request = visit.request
    officer = request.officer
    case = visit.case
    form = visit.version.form
    typed = _typed(visit)
    every, half_typed = drafting.uncovered(form, typed, case.form)
    every |= signatures.witnessed(form, every, case.subject, officer)
    not_taken = uploading.store_answers(request, form, every, officer)
    answered = {key: every[key] for key in keys}
    problems = []
    for problem in half_typed + not_taken:
        if _field_of(problem) in keys:
            problems.append(problem)
    return answered, problems


def _field_of(problem: FieldProblem) -> str:
    """The field of the form in which the problem lies.

    Of a cell of a table, the table.
    """
    field, _, _ = problem.field.partition("[")
    return field


def _typed(visit: Visit) -> Answers:
    """The answers of the whole form as the page has them.

    What is not on it stands as it would be shown, masked.
    """
    posted = visit.request.POST
    case = visit.case
    form = visit.version.form
    covered = drafting.covered(form, case.form, case.subject)
    standing = answering.standing(form, posted, covered)
    texts = regions.with_codes(form, rows.posted(posted))
    return parse(form, texts, standing=standing)


def uploads(request: HttpRequest, answered: Answers) -> dict[str, list[str]]:
    """What the uploads of file fields add to the posted names.

    That is a name for each part of a file.
    answered: as `answers` gives them.
    """
    added = {}
    for key in request.FILES:
        file = answered.get(key)
        if not isinstance(file, dict):
            continue
        for part, text in file.items():
            name = f"{key}-{part}"
            added[name] = [str(text)]
    return added


def papers(visit: Visit) -> tuple[Papers, Problems]:
    """(the papers that are brought, what is wrong with their uploads).

    A paper whose upload could not be taken stands there without a file.
    """
    request = visit.request
    brought: dict[str, Paper] = {}
    problems = []
    for material in visit.materials():
        code = material.code
        way = coming.way_of(request, code)
        if way in ("seen", "promised"):
            brought[code] = {"source": way}
        elif way == "file":
            file, problem = _file(request, material)
            brought[code] = {"source": "file", **file}
            if problem:
                problems.append(problem)
    return brought, problems


def _file(request: HttpRequest, material: Material) -> tuple[Paper, FieldProblem | None]:
    """(uuid and name of the file of a paper, what is wrong with it).

    The file is uploaded now, or stands in the page since it was.
    """
    officer = request.officer
    code = material.code
    file = None
    problem = None
    chosen = request.FILES.getlist(f"file-{code}")
    earlier = request.POST.get(f"kept-{code}")
    if chosen:
        file, problem = uploading.store_together(chosen, material, officer)
    elif earlier:
        file = stored.of_owner(earlier, officer.actor)
    if file is None:
        return {}, problem
    uuid = str(file.uuid)
    return {"file": uuid, "name": file.name}, problem
