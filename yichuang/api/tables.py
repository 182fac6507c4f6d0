"""The fixed keys of the demo, as its description shows them."""

from yichuang.core import packs

DEMO_KEYS = "demo/api_keys.yaml"


def demo_keys() -> list[dict]:
    """Name, text, channel and scopes of each demo key: no secret, they open the demo only."""
    return packs.read(DEMO_KEYS)["keys"]


def demo_example() -> dict[str, str]:
    """The item and the place of the application that the description shows."""
    return packs.read(DEMO_KEYS)["example"]
