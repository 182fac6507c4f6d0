"""The items of the packs as the search reads them, and the queries that people might type."""

from pathlib import Path

import pytest
import yaml

from yichuang.catalog.search import Index, vocabulary
from yichuang.core import packs

QUERIES = Path(__file__).with_name("queries.yaml")


@pytest.fixture(scope="session")
def items() -> list[dict]:
    """Definitions of packs/items, one dict each."""
    definitions = [packs.read(path) for path in packs.files("items")]
    return [one for one in definitions if isinstance(one, dict) and "code" in one and "name" in one]


@pytest.fixture(scope="session")
def index(items) -> Index:
    return Index.build(items, vocabulary())


@pytest.fixture(scope="session")
def queries() -> dict[str, list[tuple[str, list[str]]]]:
    """{kind: [(query, codes of which one must be found)]}."""
    kinds = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return {kind: [(row[0], row[1:]) for row in rows] for kind, rows in kinds.items()}
