"""What is wrong with an application before it is signed: with its answers, its papers, the names in it."""

from collections.abc import Sequence

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.cases.rules.application import Given, material_problems
from yichuang.cases.services.guessing import Misnamed
from yichuang.core import clock
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.apply.filling.form_page import FormPage
from yichuang.sites.portal.visitor.applicant import Applicant

Problems = list[FieldProblem]


def of(shown: FormPage) -> Problems:
    """What is wrong with the answers, then what is wrong with the papers."""
    of_answers = shown.problems()
    return [*of_answers, *of_papers(shown.draft)]


def of_names(who: Applicant, shown: FormPage) -> Sequence[FieldProblem]:
    """The names that are not those of their numbers.

    Each look is a try, of which nobody has many: so this is asked only
    where nothing else is wrong.
    """
    try:
        services.look_at_names(
            version=shown.version, answers=shown.unsigned, actor=who.actor, now=clock.now()
        )
    except Misnamed as refused:
        return refused.problems
    return ()


def of_papers(draft: Draft) -> Problems:
    """The papers that were given in a way that is not allowed, by input name.

    A missing one is no problem here.
    """
    papers = []
    for code, paper in draft.materials.items():
        file = paper.get("file")
        brought = Given(code, paper["source"], file)
        papers.append(brought)
    version = versions.of_draft(draft)
    subject = draft.person or draft.employer
    materials = version.materials_of(draft.situation, subject)
    return material_problems(materials, papers)


def beside(refused: Sequence[FieldProblem], problems: Problems) -> Problems:
    """What is wrong with the files of a post, then the other problems.

    An input of which a file was refused is told of once.
    """
    inputs = {_input_of(problem) for problem in refused}
    together = list(refused)
    for problem in problems:
        name = _input_of(problem)
        if name not in inputs:
            together.append(problem)
    return together


def _input_of(problem: FieldProblem) -> str:
    """The name of the input that a problem is about."""
    return problem.field.replace(".", "-")
