"""Every kind of the outside world has an adapter that loads, a simulator, and a contract suite here."""

from pathlib import Path

from django.conf import settings

from yichuang.adapters.faults import Faults
from yichuang.core import ports


def test_every_configured_kind_has_an_adapter_with_the_methods_that_its_suite_calls():
    for kind in settings.ADAPTERS:
        assert ports.adapter(kind) is ports.adapter(kind)
        assert isinstance(ports.adapter(kind).faults, Faults)


def test_every_kind_has_a_contract_suite():
    suites = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    kinds = {kind.partition(".")[0] for kind in settings.ADAPTERS}  # departments have one together
    assert kinds <= suites
