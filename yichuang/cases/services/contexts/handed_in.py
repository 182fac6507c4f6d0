"""What a paper lists of an application and of what came with it."""

from yichuang.cases.models import Case, Material
from yichuang.cases.queries import completeness
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import handed_in, mandates
from yichuang.cases.services.contexts.wording import Context
from yichuang.catalog.rules.situations import Material as Paper

_GIVEN = {
    "file": "电子件",
    "seen": "原件核验",
    "shared": "部门共享，免交",
    "promised": "书面承诺代替",
    "asked": "向部门查询，免交",
    "later": "先办后补",
    "earlier": "以前交过",
}


def rows_of(case: Case) -> list[Material]:
    """Everything that was handed in for the case, the first first.

    Of every round: `round` tells what came with the application (0) from what a correction brought."""
    rows = case.materials.order_by("id")
    return list(rows)


def up_to(rows: list[Material], notice: int) -> list[Material]:
    """What had come once this notice was answered, as `latest` gives it.

    notice: its number; 0 is the application itself."""
    by_then = []
    for row in rows:
        if row.round <= notice:
            by_then.append(row)
    return latest(by_then)


def latest(rows: list[Material]) -> list[Material]:
    """The last of each paper, in the place of the first."""
    last = {}
    for row in rows:
        last[row.code] = row
    papers = last.values()
    return list(papers)


def listed(version: Version, rows: list[Material]) -> list[Context]:
    """The application itself, and what came for it.

    rows: as `up_to` gives them. Each line is a name, the form it came in and the copies that stay here; an original
    that was looked at and handed back says so, and so does what was supplied."""
    lines: list[Context] = []
    for name in handed_in.forms(version.all_materials):
        line = {"name": name, "form": "填报", "copies": 1}
        lines.append(line)
    papers = {}
    for paper in mandates.askable(version.all_materials):
        papers[paper.code] = paper
    for row in rows:
        paper = papers.get(row.code)
        line = {"name": row.name, "form": _GIVEN[row.source], "copies": _copies(row, paper)}
        note = _note(row, paper)
        if note:
            line["note"] = note
        lines.append(line)
    return lines


def not_yet(case: Case, rows: list[Material]) -> list[Context]:
    """What the item asks for in this situation and had not come, each line as in `listed`.

    rows: as `up_to` gives them."""
    brought = _codes(rows)
    lines = []
    for paper in completeness.lacking(case, brought):
        line = {"name": paper.name, "form": "还没有交", "copies": 0}
        lines.append(line)
    return lines


def counted(version: Version, rows: list[Material]) -> str:
    """How many came, the application itself among them: the number that slip, receipt and page tell alike.

    rows: as `up_to` gives them."""
    brought = _codes(rows)
    number = handed_in.count(version.all_materials, brought)
    return str(number)


def _codes(rows: list[Material]) -> set[str]:
    codes = set()
    for row in rows:
        codes.add(row.code)
    return codes


def _note(row: Material, paper: Paper | None) -> str:
    notes = []
    if row.round:
        supplied = f"第{row.round}次补的"
        notes.append(supplied)
    if _goes_back(row, paper):
        notes.append("当场退还")
    return "，".join(notes)


def _copies(row: Material, paper: Paper | None) -> int:
    """How many sheets the office keeps: of an original that was only looked at the copies that the item asks for, of
    what is shared between departments none."""
    if row.source == "shared":
        return 0
    if row.source != "seen" or paper is None:
        return 1
    if _goes_back(row, paper):
        return paper.duplicates
    return paper.originals + paper.duplicates


def _goes_back(row: Material, paper: Paper | None) -> bool:
    """Whether an original was looked at and handed back: the item asks to see it (核验), not to keep it."""
    if row.source != "seen":
        return False
    if paper is None or not paper.originals:
        return True
    return "核验" in paper.form
