"""Versions with the terms of a test, in the place of those of their items."""

from tests.cases.branching import definition
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.branches import chosen, read


def frozen(monkeypatch, *branches, promise=(20, "工作日"), **more):
    """Every version froze these branches, whatever its item."""
    every = read(definition(*branches, promise=promise, **more))

    def terms_in(version, situation):
        return chosen(every, situation)

    monkeypatch.setattr(Version, "terms_in", terms_in)
