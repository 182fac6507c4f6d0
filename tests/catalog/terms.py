"""The terms of the packs, for the tests that look at them."""

from yichuang.catalog import law_packs, tables
from yichuang.catalog.rules import law, terms
from yichuang.core import packs

ITEMS = {
    path.stem: packs.read(path) for folder in law_packs.ITEM_FOLDERS for path in packs.files(folder)
}
TABLE = tables.terms()
PROVISIONS = law.by_citation(tables.provisions())
STARTUP = (
    "990514103004"  # 一次性创业补贴: publicised, no limit of the law, 15 working days promised
)
SKILL = "990514206011"  # 技能提升补贴: publicised, 10 working days by 社会保险经办条例 24
INJURY, HEARING, TEXT = "990714207001", "990114501006", "991014501004"
BROKER, DISPATCH = "990114105002", "990114501008"
DAYS, WORKDAYS = "自然日", "工作日"
LAW_TO_CITE = "《某市公示办法》（某人社发〔2024〕5号）"


def branches(code: str, table=TABLE) -> dict[str, dict]:
    """The terms of an item by rule."""
    return {row["rule"]: row for row in terms.branches_of(ITEMS[code], table)}
