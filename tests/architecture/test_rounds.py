"""A periodic job that goes over rows goes on past a bad one: by `core.jobs.each`, or the reason stands here."""

import inspect
from types import CodeType, FunctionType, ModuleType

from yichuang.core import jobs
from yichuang.core.apps import load_edges

# periodic jobs without a round of their own; the list may only shrink
WITHOUT_A_ROUND = {
    "audit.make_months": "a handful of months, each by the owner's own statement",
    "cases.alarms": "one statement finds the colours of all, and all are written together",
    "core.forget_events": "whole batches are deleted",
    "core.forget_sessions": "one statement",
    "core.forget_tries": "one statement",
    "core.take_up": "the library's own jobs, put back by the library",
    "supervision.check_counters": "one statement compares all; what differs is mended as a whole",
    "registry.index_names": "whole batches; a name that is there has its hash",
}
DEPTH = 3


def _names(code: CodeType) -> set[str]:
    names = set(code.co_names)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            names |= _names(inner)
    return names


def _goes_round(function: FunctionType, depth: int = DEPTH) -> bool:
    """Whether it calls `jobs.each`, itself or by a function of ours that it names."""
    function = inspect.unwrap(function)
    names = _names(function.__code__)
    space = function.__globals__
    if "each" in names and jobs.each in (
        space.get("each"),
        getattr(space.get("jobs"), "each", None),
    ):
        return True
    if not depth:
        return False
    known = [space[name] for name in names if name in space]
    inside = [
        getattr(each, name, None)
        for each in known
        if isinstance(each, ModuleType)
        for name in names
    ]
    functions = [each for each in [*known, *inside] if isinstance(each, FunctionType)]
    ours = [
        each
        for each in functions
        if each.__module__.startswith("yichuang.") and each.__module__ != jobs.__name__
    ]
    return any(_goes_round(each, depth - 1) for each in ours)


def _periodic() -> dict[str, FunctionType]:
    load_edges()
    tasks = [each.task for each in jobs.app.periodic_registry.periodic_tasks.values()]
    return {task.name: task.func for task in tasks if task.queue != "builtin"}


def test_every_periodic_job_goes_past_a_bad_row():
    careless = {name for name, function in _periodic().items() if not _goes_round(function)}
    assert careless == set(WITHOUT_A_ROUND)


def test_a_round_without_the_function_is_seen():
    def careless(rows):
        for row in rows:
            row.save()

    assert not _goes_round(careless)
