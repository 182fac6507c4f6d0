"""`manage acceptance`: which of the 163 functions are shown by tests, on the commit that is checked out.

Ends with an error when a function that is called *works* is not shown."""

import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SECONDS = 600


class Command(BaseCommand):
    about = "code"
    help = "163 项功能：状态、测试、是否通过"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *args, **options):
        rows = yaml.safe_load(
            (settings.BASE_DIR / "docs" / "systems.yaml").read_text(encoding="utf-8")
        )
        passed = results(settings.BASE_DIR)
        named_tests = set()
        for row in rows:
            named_tests.update(row.get("tests", []))
        missing = sorted(test for test in named_tests if verdict(test, passed) is None)
        if missing:
            passed |= run(missing)
        proofs = {
            row["id"]: {
                "state": row["state"],
                "tests": row.get("tests", []),
                "passed": bool(row.get("tests"))
                and all(verdict(t, passed) is True for t in row["tests"]),
            }
            for row in rows
        }
        if options["json"]:
            self.stdout.write(json.dumps(proofs, ensure_ascii=False))
        else:
            self.table(rows, proofs)
        broken = unshown(proofs)
        if broken:
            raise CommandError(f"写着可用，测试却没有证明：{'、'.join(broken)}")

    def table(self, rows: list[dict], proofs: dict) -> None:
        """One line a group, then one line a function that is begun."""
        words = {"works": "可用", "partly": "部分可用", "not yet": "还没有"}
        for group in sorted({row["group"] for row in rows}, key=lambda g: (len(g), g)):
            mine = [row for row in rows if row["group"] == group]
            counts = Counter(row["state"] for row in mine)
            self.stdout.write(f"{group}  " + "  ".join(f"{words[s]} {counts[s]}" for s in words))
            for row in mine:
                if row["state"] != "not yet":
                    mark = "✓" if proofs[row["id"]]["passed"] else "✗"
                    self.stdout.write(
                        f"   {mark} {row['id']} {row['name']} · {words[row['state']]}"
                    )


def unshown(proofs: dict[str, dict]) -> list[str]:
    """The functions that are called *works* though not every test that they name passed."""
    return [
        row_id for row_id, row in proofs.items() if row["state"] == "works" and not row["passed"]
    ]


def results(root: Path) -> dict[str, bool]:
    """Test id → passed, from the results of `./yi test` on this commit, the newest last; {} when there are none."""
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True
    ).stdout.strip()
    passed: dict[str, bool] = {}
    files = (root / ".local" / "test-results").glob(f"{head}*.xml")
    for file in sorted(files, key=lambda file: file.stat().st_mtime):
        passed |= parsed(file)
    return passed


def parsed(file: Path) -> dict[str, bool]:
    """Test id (tests/a/test_b.py::test_c) → passed, of one JUnit file."""
    passed: dict[str, bool] = {}
    for case in ElementTree.parse(file).iter("testcase"):  # noqa: S314  a file that our own test run wrote
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
        passed[name] = (
            case.find("failure") is None
            and case.find("error") is None
            and case.find("skipped") is None
        )
    return passed


def verdict(test: str, passed: dict[str, bool]) -> bool | None:
    """Whether a named test passed; a name without parameters stands for all of its runs. None: it did not run."""
    runs = [ok for name, ok in passed.items() if name == test or name.startswith(f"{test}[")]
    return all(runs) if runs else None


def run(tests: list[str]) -> dict[str, bool]:
    """Run the named tests now, within ten minutes, with their output on standard error; their verdicts."""
    file = settings.BASE_DIR / ".local" / "test-results" / "acceptance.xml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    command = [str(settings.BASE_DIR / "yi"), "test", "--junitxml", str(file), *tests]
    process = subprocess.Popen(
        [sys.executable, *command], cwd=settings.BASE_DIR, stdout=sys.stderr, start_new_session=True
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"超过 {SECONDS} 秒，没跑完的按没通过算\n")
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
    return parsed(file) if file.exists() else {}
