"""The check of packs/demo."""

from yichuang.demo.parts import PARTS


def check() -> list[str]:
    """What is wrong with the packs of the demo, in plain words; empty when nothing is."""
    return [fault for part in PARTS.values() for fault in part.check()]
