"""An event is written because somebody listens, or because a later part was promised it; nothing else is written."""

import importlib
import inspect
import pkgutil

import yichuang
from yichuang.core import outbox
from yichuang.core.apps import load_edges

# topic → for whom it is written although nobody listens yet
PROMISED = {
    "catalog.ItemPublished": "bundles: a bundle of items is made anew when one of them is",
    "catalog.ItemCancelled": "bundles: a bundle ends with an item that it cannot do without",
}


def events() -> dict[str, type]:
    """topic → type of every event that a module declares."""
    declared = {}
    for module in pkgutil.iter_modules(yichuang.__path__, "yichuang."):
        try:
            written = importlib.import_module(f"{module.name}.events")
        except ModuleNotFoundError:
            continue
        for _, kind in inspect.getmembers(written, inspect.isclass):
            if hasattr(kind, "topic"):
                declared[kind.topic] = kind
    return declared


def test_every_event_is_heard_or_promised():
    load_edges()
    declared = events()
    assert len(declared) > len(PROMISED)
    unheard = {topic for topic in declared if not outbox._handlers.get(topic)}
    assert unheard == set(PROMISED)


def test_an_event_that_waits_for_its_listeners_says_so():
    declared = events()
    assert [t for t in PROMISED if "Nobody listens yet" not in _said_of(declared[t])] == []


def _said_of(kind: type) -> str:
    return f"{inspect.getdoc(kind)} {inspect.getdoc(inspect.getmodule(kind))}"
