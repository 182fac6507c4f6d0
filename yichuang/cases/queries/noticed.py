"""What a notice of correction asks for, as the timeline of its case tells it."""

from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.queries.cases import TrailStep
from yichuang.core.sentences import without_stop


def in_words(case: Case, step: TrailStep) -> str:
    """Each paper or answer by its name, with the reason.

    step: the entry of the trail that asked.
    What the form has no more is told by the reason alone.
    """
    names = _names(case)
    asked_things = step.told.get("items", ())
    lines = []
    for kind, code, reason in asked_things:
        key = (kind, code)
        words = without_stop(reason)
        if key in names:
            name = names[key]
            words = f"{name}，{words}"
        lines.append(words)
    listed = "；".join(lines)
    return f"要补的：{listed}。"


def _names(case: Case) -> dict[tuple[str, str], str]:
    """The names of everything that may be asked for.

    By its kind, "material" or "field", and its code.
    """
    version = versions.of_case(case)
    papers = version.askable_of(case.subject)
    fields = version.form.fields
    names = {}
    for paper in papers:
        key = ("material", paper.code)
        names[key] = paper.name
    for code, field in fields.items():
        key = ("field", code)
        names[key] = field.label
    return names
