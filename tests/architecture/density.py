"""How dense our Python is: syntax nodes a line of code. A reader's eye pays for density, not for lines.

`python -m tests.architecture.density` prints the figure; with `--keep` it writes today's ceilings, which may only fall.
"""

import ast
import io
import json
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CEILINGS = Path(__file__).with_name("density.json")
NEW_FILE = 6.5
SMALL = 10  # lines of code; a table of five lines says nothing about reading
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines_of_code(text: str) -> int:
    """Lines that hold code: neither blank nor comment alone."""
    numbers: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            numbers.update(range(token.start[0], token.end[0] + 1))
    return len(numbers)


def nodes(text: str) -> int:
    """Nodes of the syntax tree."""
    return sum(1 for _ in ast.walk(ast.parse(text)))


def measured() -> dict[str, tuple[int, int]]:
    """File → (nodes, lines of code), for every Python file of the platform but migrations."""
    found = {}
    for path in sorted((ROOT / "yichuang").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found[str(path.relative_to(ROOT))] = (nodes(text), lines_of_code(text))
    return found


def whole(files: dict[str, tuple[int, int]]) -> float:
    """Nodes a line over all files."""
    return sum(count for count, _ in files.values()) / sum(lines for _, lines in files.values())


def dense(files: dict[str, tuple[int, int]]) -> dict[str, float]:
    """The files that are denser than a new one may be, with their figure."""
    figures = {name: count / lines for name, (count, lines) in files.items() if lines > SMALL}
    return {name: figure for name, figure in figures.items() if figure > NEW_FILE}


def keep(files: dict[str, tuple[int, int]]) -> None:
    """Lower the ceilings to today's figures, rounded up to a tenth; none rises."""
    before = json.loads(CEILINGS.read_text(encoding="utf-8"))
    ceilings = {}
    for name, figure in sorted(dense(files).items()):
        rounded = _up(figure)
        ceilings[name] = min(rounded, before["files"].get(name, rounded))
    whole_now = round(whole(files) + 0.005, 2)
    told = {"whole": min(whole_now, before["whole"]), "files": ceilings}
    CEILINGS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _up(figure: float) -> float:
    return int(figure * 10 + 1) / 10


if __name__ == "__main__":
    found = measured()
    if "--keep" in sys.argv:
        keep(found)
    print(
        f"{whole(found):.2f} nodes a line over {len(found)} files, {len(dense(found))} denser than {NEW_FILE}"
    )
