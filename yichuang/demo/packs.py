"""The check of packs/demo."""

from yichuang.demo.parts import PARTS


def check() -> list[str]:
    """What is wrong with the packs of the demo, in plain words; empty when nothing is."""
    faults = []
    for part in PARTS.values():
        faults.extend(part.check())
    return faults
