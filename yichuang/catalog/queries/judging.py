"""What keeps a text of an item from being published, and what nobody may even ask for: the one check of all who ask."""

from datetime import date, timedelta
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.queries.holding import holders
from yichuang.catalog.rules import (
    completeness,
    delegation,
    fitting_terms,
    holding,
    law,
    processes,
    raising,
    shapes,
    terms,
)
from yichuang.catalog.rules.forms import Form, faults, waiting
from yichuang.catalog.rules.frozen import thaw
from yichuang.catalog.rules.promises import credit, proofs, tolerance
from yichuang.core import clock
from yichuang.core.errors import FieldProblem
from yichuang.reference.queries import calendar

Definition = dict[str, Any]
Frozen = dict[str, Any]
Problems = list[FieldProblem]
MOST_AHEAD = timedelta(days=2 * 366)
UNREAD = (ValueError, LookupError, TypeError, AttributeError)
UNREADABLE = "表单定义读不懂，请检查字段组、代码表和字段名"
UNSIGNED = "现行的申请表有承诺和签名，改过的没有了，请勾上共用的部分“承诺与签名”"


def definition_problems(definition: Definition, form: Frozen) -> Problems:
    """Everything that keeps a text and its form from being published.

    Each problem names its element.
    """
    return [
        *text_problems(definition, form),
        *form_problems(form),
        *credit.problems_of(definition, form),
    ]


def text_problems(definition: Definition, form: Frozen) -> Problems:
    """The same of the text alone; its form is looked at for what the text needs of it."""
    problems = completeness.problems_of(definition, form, tables.elements(), calendar())
    return problems or [
        *_undone(definition),
        *_beyond_permits(definition),
        *_unfitting_terms(definition, form),
        *promise_problems(definition, form),
        *_demanded(definition),
    ]


def promise_problems(definition: Definition, form: Frozen) -> Problems:
    """Proofs for which nobody wrote the promise, and papers that may not follow though the text says so."""
    return [
        *proofs.problems_of(definition, form, tables.proofs()),
        *tolerance.problems_of(definition, tables.never_later()),
    ]


def raising_problems(base: ItemVersion | None, draft: Definition | None) -> Problems:
    """What the law must say before a limit of it may be longer than before.

    base: the version that a change begins from; nothing is longer than
    where there was none. draft: the whole new text, None for a
    cancellation. Each problem stands at 法定办结时限.
    """
    if base is None or not draft:
        return []
    provisions = law.by_citation(tables.provisions())
    texts = raising.raised(base.definition, draft, provisions)
    return [FieldProblem("statutory_days", text, "law") for text in texts]


def form_problems(form: Frozen) -> Problems:
    """What the check of the packs would say about this form of a version.

    In words for who keeps the catalogue.
    """
    compiled = _compiled(form)
    if compiled is None:
        return [FieldProblem("form", UNREADABLE, "form")]
    return faults.problems_of(compiled, form["definition"])


def draft_refusals(
    base: ItemVersion | None, draft: Definition | None, form: Frozen | None
) -> Problems:
    """Why a change may not even be asked for, however unfinished: values outside their lists, a process that nobody
    knows, a limit of the law made longer without the law, a form that cannot be read or signed.

    base: the version that it begins from; form: None keeps that one's."""
    refusals = nonsense(draft) if draft else []
    if not refusals:
        refusals = raising_problems(base, draft)
    if form is not None:
        before = base.form if base else {}
        refusals += _form_refusals(before, form)
    return refusals


def day_problems(base: ItemVersion | None, on: date) -> Problems:
    """A change begins neither before the text that it changes,
    nor so far off that the day can only be a slip.
    """
    last = clock.today() + MOST_AHEAD
    if on > last:
        bound = f"晚于{last}（两年以内）"
    elif base and on < base.effective_from:
        bound = f"早于现行版本的{base.effective_from}"
    else:
        return []
    text = f"生效日期不能{bound}，现在写的是{on}"
    problem = FieldProblem("effective_on", text, "range")
    return [problem]


def nonsense(definition: Definition) -> Problems:
    """What no text may say, however unfinished.

    Values of another kind, words outside their list, a process that nobody knows, levels at which nobody does it.
    """
    elements = tables.elements()
    problems = shapes.problems_of(definition, elements["shapes"])
    is_complete = definition.get("process") and definition.get("levels")
    if problems or not is_complete:
        return problems
    return [*_undone(definition), *_beyond_permits(definition)]


def _form_refusals(before: Frozen, form: Frozen) -> Problems:
    compiled = _compiled(form)
    if compiled is None:
        return [FieldProblem("form_draft", UNREADABLE, "form")]
    refusals = faults.worded(compiled)
    if waiting.signed(compiled.fields):
        return refusals
    was = _compiled(before)
    if was and waiting.signed(was.fields):
        problem = FieldProblem("form", UNSIGNED, "unsigned")
        refusals.append(problem)
    return refusals


def _beyond_permits(definition: Definition) -> Problems:
    """Limits of a permission that are longer than the law lets them be
    (行政许可法 42).
    """
    provisions = law.by_citation(tables.provisions())
    texts = raising.beyond_permits(definition, provisions)
    return [FieldProblem("statutory_days", text, "law") for text in texts]


def _unfitting_terms(definition: Definition, form: Frozen) -> Problems:
    """Where its terms ask for an answer that it does not have, or leave too
    little of its promise.
    """
    branches = terms.branches_of(definition, tables.terms())
    texts = fitting_terms.problems_of(definition, branches, calendar())
    for key in fitting_terms.fields_of(branches):
        compiled = _compiled(form)
        if compiled is None or key not in compiled.fields:
            texts.append(fitting_terms.NO_FIELD.format(key=key))
    return [FieldProblem("promised_days", text, "terms") for text in texts]


def _demanded(definition: Definition) -> Problems:
    """Papers that it asks of the applicant although others hold them."""
    texts = holding.problems_of(definition, holders())
    return [FieldProblem("materials", text, "held") for text in texts]


def _compiled(form: Frozen) -> Form | None:
    """The form as the engine has it.

    None for one that cannot be read.
    """
    try:
        return thaw(form)
    except UNREAD:
        return None


def _undone(definition: Definition) -> Problems:
    """Why a text that is otherwise whole would be done by nobody.

    Its steps are no process of the table, or no level of its own holds them.
    """
    table = tables.delegation()
    steps = definition["process"]
    try:
        kind = processes.kind_of(steps, tables.processes())
        expanded = {**definition, "process_kind": kind}
        matrix = delegation.matrix_of(expanded, table)
    except KeyError:
        way = "→".join(steps)
        text = f"办理流程“{way}”不在统一业务流程模型里"
        return [FieldProblem("process", text, "list")]
    problems = []
    for text in delegation.problems_of(matrix, table["roles"]):
        problem = FieldProblem("levels", text, "list")
        problems.append(problem)
    return problems
