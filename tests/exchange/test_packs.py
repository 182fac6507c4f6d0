"""What the packs of exchange say fits together, and a spoilt one is told by name."""

import copy
import itertools
from dataclasses import replace

import pytest

from yichuang.core import packs
from yichuang.exchange import packs as exchange
from yichuang.exchange import tables
from yichuang.exchange.models import Source

SPOILT = itertools.count()  # what is kept of one spoilt pack is of no use for another


@pytest.fixture
def spoilt(monkeypatch):
    """Change one pack of exchange for this test."""
    read = packs.read
    changed = {}

    def reading(path):
        return changed.get(path) or read(path)

    def spoil(path, change):
        changed[path] = copy.deepcopy(read(path))
        change(changed[path])
        monkeypatch.setattr(packs, "read", reading)
        monkeypatch.setattr(packs, "in_use", lambda: f"spoilt {next(SPOILT)}")
        return exchange.check()

    return spoil


def test_the_packs_have_no_fault():
    assert exchange.check() == []


def test_all_that_data_sharing_promises_is_held_by_somebody():
    """Each paper that is to be shared has a source to be asked."""
    shared = set()
    for path in packs.files("items"):
        materials = packs.read(path)["materials"]
        shared |= {m["name"] for m in materials if m["source"] == "data_shared"}
    assert len(shared) >= 19
    assert shared - set(tables.holdings()) == set()


@pytest.mark.parametrize("key", ["purpose", "fresh_for", "share", "gives", "name"])
def test_a_source_of_which_something_is_not_said_is_refused(spoilt, key):
    faults = spoilt(tables.SOURCES, lambda pack: pack["sources"][0].pop(key))
    assert faults == [f"exchange/sources.yaml：police.identity没有写{key}"]


def test_no_source_is_asked_without_a_basis(spoilt):
    faults = spoilt(tables.SOURCES, lambda pack: pack.pop("basis"))
    assert faults and all("凭什么问" in fault for fault in faults)


def test_what_nobody_uses_may_not_be_asked(spoilt):
    def add(pack):
        pack["sources"][0]["gives"]["police.identity.history"] = "text"

    assert spoilt(tables.SOURCES, add) == [
        "exchange/sources.yaml：police.identity.history没有谁用到"
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda rows: rows.append(rows[1]), "写了两次"),
        (lambda rows: rows[1].update(any=["market.none"]), "问的market.none不在来源里"),
        (lambda rows: rows[1].update(whom="somebody"), "不知道是问谁的"),
        (lambda rows: rows[1].update(any=[]), "没有写向谁问"),
        (lambda rows: rows[1].update(met={"market.licence.colour": "red"}), "没有哪个来源给"),
    ],
)
def test_a_holding_that_cannot_be_asked_is_refused(spoilt, change, fault):
    faults = spoilt(tables.HOLDINGS, lambda pack: change(pack["holdings"]))
    assert [each for each in faults if fault in each]


@pytest.mark.django_db
def test_a_source_that_goes_off_and_on_again_is_on_anew(monkeypatch, world):
    known = dict(tables.sources())
    code = "market.licence"
    first = Source.objects.get(code=code).active_since
    assert first is not None and Source.objects.count() == len(known)
    exchange.load()
    assert Source.objects.get(code=code).active_since == first
    off = {**known, code: replace(known[code], active=False)}
    monkeypatch.setattr(tables, "sources", lambda: off)
    exchange.load()
    assert Source.objects.get(code=code).active_since is None
    monkeypatch.setattr(tables, "sources", lambda: known)
    exchange.load()
    assert Source.objects.get(code=code).active_since > first
