"""What stands under a step of a trail.

Who brought something to a window for a unit,
which papers came by a notice, and which answers it changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries import mandates, versions
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.parties import BROUGHT_BY
from yichuang.registry.models import Person

FILED = "submit"
SUPPLIED = "answer_correction"


def by_step(case: Case, steps: Sequence[TrailStep]) -> dict[int, str]:
    """Number of a step → who came with it, which papers they brought and which answers they changed, in words.

    Steps of which there is nothing to say are left out."""
    came = _who_came(case, steps)
    papers = _papers(case, steps)
    answers = _answers(case, steps)
    words = {}
    for step in steps:
        seq = step.seq
        who = came.get(seq)
        what = papers.get(seq)
        changed = answers.get(seq)
        parts = filter(None, [who, what, changed])
        line = "，".join(parts)
        if line:
            words[seq] = line
    return words


def _who_came(case: Case, steps: Sequence[TrailStep]) -> dict[int, str]:
    """Number of a step → who came with it, in words.

    For units only.
    A person's agent is told by what the form says."""
    if case.employer_id is None:
        return {}
    came = {}
    uuids = {}
    for step in steps:
        uuid = step.told.get(BROUGHT_BY)
        if uuid:
            uuids[step.seq] = uuid
        elif step.kind == FILED:
            party = mandates.agent_at_the_window(case)
            if party:
                came[step.seq] = f"{party.name}来的"
    names = _names(uuids.values())
    for seq, uuid in uuids.items():
        name = names[uuid]
        came[seq] = f"{name}来的"
    return came


def _names(uuids: Iterable[str]) -> dict[str, str]:
    """uuid of a person → the name.

    No query where nobody is asked for."""
    of_these = list(uuids)
    if not of_these:
        return {}
    names = {}
    for person in Person.objects.filter(uuid__in=of_these):
        uuid = str(person.uuid)
        names[uuid] = person.name
    return names


def _papers(case: Case, steps: Sequence[TrailStep]) -> dict[int, str]:
    """Number of a step that answered a notice → the papers that came by it, in words.

    No query while no notice was answered."""
    rounds = {}
    for step in steps:
        if step.kind != SUPPLIED:
            continue
        notice = step.told["seq"]
        rounds[notice] = step.seq
    if not rounds:
        return {}
    words = {}
    rows = case.materials.filter(round__in=list(rounds))
    for row in rows.order_by("id"):
        seq = rounds[row.round]
        before = words.get(seq)
        if before:
            words[seq] = f"{before}、{row.name}"
        else:
            words[seq] = f"补来：{row.name}"
    return words


def changed_answers(version: Version, step_told: Mapping[str, Any]) -> str:
    """The names of the answers that a notice changed; "" of none, and of steps that did not tell them.

    step_told: what the step that answered it told."""
    fields = version.form.fields
    names = []
    changed = step_told.get("changed", ())
    for key in changed:
        if key not in fields:
            continue
        field = fields[key]
        names.append(field.label)
    return "、".join(names)


def _answers(case: Case, steps: Sequence[TrailStep]) -> dict[int, str]:
    """Number of a step that answered a notice → the answers that it changed, in words.

    Steps that changed none, or of before, which did not tell, are left out.
    """
    words = {}
    for step in steps:
        if step.kind != SUPPLIED:
            continue
        version = versions.of_case(case)
        names = changed_answers(version, step.told)
        if not names:
            continue
        words[step.seq] = f"改填：{names}"
    return words
