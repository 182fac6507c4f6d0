"""A data folder that had the demo before receives what each part has had since, and nothing twice."""

import copy

import pytest

from yichuang.cases.models import Case
from yichuang.core import clock, packs
from yichuang.demo import services
from yichuang.demo.models import DemoPart
from yichuang.demo.parts import PARTS, cases, notices

READ_BY_THE_SIMULATORS = {"demo/faults.yaml", "demo/exchange.yaml"}


def shortened(rows: int) -> dict:
    """The lives of one place, only so many of them."""
    pack = copy.deepcopy(packs.read(cases.PACK))
    pack["cases"] = pack["cases"][:1]
    pack["cases"][0]["rows"] = pack["cases"][0]["rows"][:rows]
    return pack


def with_pack(monkeypatch, rows: int) -> dict:
    """Load the demo while its lives are these; {part: added}."""
    read = packs.read
    of_test = {cases.PACK: shortened(rows), notices.PACK: {"notices": []}}
    with monkeypatch.context() as patch:
        patch.setattr(packs, "read", lambda path: of_test.get(path) or read(path))
        patch.setattr(services, "stamp", lambda part: f"{part.PACK} {rows}")
        return services.load(now=clock.now())


def test_every_pack_of_the_demo_belongs_to_a_part():
    files = {f"demo/{path.name}" for path in packs.files("demo")}
    assert files - READ_BY_THE_SIMULATORS == {part.PACK for part in PARTS.values()}


def test_a_second_load_reads_no_part_again(world, monkeypatch):
    assert with_pack(monkeypatch, 3)["cases"] == 3
    assert with_pack(monkeypatch, 3) == {}
    assert set(DemoPart.objects.values_list("name", flat=True)) == set(PARTS)


def test_an_existing_folder_receives_the_lives_that_were_added(world, monkeypatch):
    with_pack(monkeypatch, 3)
    before = set(Case.objects.values_list("uuid", flat=True))
    assert with_pack(monkeypatch, 5)["cases"] == 2
    assert before < set(Case.objects.values_list("uuid", flat=True)) and Case.objects.count() == 5


def test_a_folder_from_before_the_stamps_keeps_its_lives(world, monkeypatch):
    with_pack(monkeypatch, 3)
    DemoPart.objects.all().delete()
    assert with_pack(monkeypatch, 4) == {
        "officers": 0,
        "people": 0,
        "keys": 0,
        "cases": 1,
        "notices": 0,
        "decisions": 0,
    }


@pytest.mark.parametrize("name", ["officers", "people", "keys"])
def test_a_part_loaded_again_doubles_nothing(world, name):
    assert PARTS[name].load() == 0


def test_a_stamp_follows_the_pack_and_the_code_of_its_part(monkeypatch, tmp_path):
    part = PARTS["keys"]
    first = services.stamp(part)
    monkeypatch.setattr(packs, "ROOT", tmp_path)
    (tmp_path / "demo").mkdir()
    (tmp_path / part.PACK).write_text("keys: []")
    assert services.stamp(part) != first
