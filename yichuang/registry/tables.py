"""Tables of the packs that the registers read."""

from collections.abc import Mapping
from typing import Any

from yichuang.core import packs

PROMISES = "commitments/rules.yaml"


@packs.kept()
def credit_rules() -> Mapping[str, Any]:
    """For how long a credit record is shown, and how it is contested and repaired."""
    rules = packs.read(PROMISES)
    return rules["credit"]
