"""What `./yi test` runs inside its environment: the suite, then the smoke run on another PostgreSQL, then a report.

Arguments are those of pytest, and --long [clock | faults | fuzz]: the long tests of one kind alone, or the suite and
all of them. `clock` also runs the suite (without browser) at the first of tests/moments.py, and at each other one
what the clock reaches (tests/reached_by_the_clock.py).
Results go to .local/test-results/<commit>.xml with a .json beside it; a run with arguments of its own is only a part of
the suite: <commit>-part.xml; the smoke run: <commit>-smoke.xml; the others: <commit>-<what was run>.xml.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from datetime import datetime
from html import unescape
from pathlib import Path

from config.launcher import LOCAL
from config.launcher.processes import foreground, watched
from config.postgres import PrivateServer, Trouble, check_address, say, write_whole
from tests.moments import moments
from tests.reached_by_the_clock import files_reached

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("clock", "faults", "fuzz")
LAUNCHER = "tests/yi"  # what yi itself does: of the platform's clock it only hands on the setting
RESULTS = LOCAL / "test-results"
WORKERS = 3  # on two cores: browsers, processes and clocks are waited for, meanwhile a third works
INTERRUPTED, NOTHING_CHOSEN = 2, 5  # pytest's codes: a Ctrl-C, and no test with these marks
# lightest first: a shell without a window takes a fifth less
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PYTEST = [sys.executable, "-m", "pytest"]
# a shell may forbid it: then every worker and every server of a test would compile everything anew
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
IN_CI = os.environ.get("CI", "").lower() in ("true", "1")


# ── a Chromium ───────────────────────────────────────────────────────────────────────────────────────────────────


def works(browser):
    """Does this Chromium start? A snap stub or one with a missing library does not."""
    try:
        return (
            bool(browser)
            and not subprocess.run(
                [browser, "--version"], capture_output=True, timeout=30
            ).returncode
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def library_chromium():
    """Where the browser library keeps its own Chromium, whether it is there or not."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    return subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True
    ).stdout.strip()


def find_chromium():
    named = os.environ.get("YICHUANG_CHROMIUM")
    if named and not works(named):
        raise Trouble(f"YICHUANG_CHROMIUM 指向的 {named} 不能运行；请改正路径，或去掉这个设置。")
    places = [named, *map(shutil.which, BROWSERS), library_chromium()]
    return next(filter(works, places), None)


def get_chromium():
    """A Chromium that is there, else Debian's as root, else the browser library's own; None when none can be had."""
    found = find_chromium()
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.insert(
            0,
            [
                ["apt-get", "update"],
                ["apt-get", "install", "-y", "chromium-headless-shell", "fonts-noto-cjk"],
            ],
        )
    while not found and ways:
        for command in ways.pop(0):
            say(f"没有 Chromium，正在安装：{' '.join(command)} …")
            try:
                watched(
                    "安装 Chromium",
                    command,
                    {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                    seconds=420,
                )
            except Trouble as trouble:
                say(str(trouble))
        found = find_chromium()
    return found


# ── the suite and the smoke run ──────────────────────────────────────────────────────────────────────────────────


def commit():
    """(the commit, whether the work tree differs from it)"""

    def git(*words):
        return subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True
        ).stdout.strip()

    return git("rev-parse", "HEAD") or "no-git", bool(git("status", "--porcelain"))


def count(env, marks):
    """How many tests these marks choose."""
    command = [
        *PYTEST,
        "--collect-only",
        "-q",
        "-n",
        "0",
        "-o",
        "addopts=--strict-markers",
        "-m",
        marks,
    ]
    listed = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True).stdout
    return sum("::" in line for line in listed.splitlines())


def asked_for(words):
    """(the kinds of long tests, whether the suite itself, the words of pytest) of what stands behind `./yi test`."""
    if "--long" not in words:
        return (), True, list(words)
    place = words.index("--long")
    kind = words[place + 1] if words[place + 1 :] and words[place + 1] in KINDS else None
    rest = [*words[:place], *words[place + (2 if kind else 1) :]]
    return ((kind,), False, rest) if kind else (KINDS, True, rest)


def marks_of(kinds, whole):
    """The expression of marks that pytest chooses by."""
    if whole:
        return "long or not long" if kinds else "not long"
    return " or ".join(f"long(kind='{kind}')" for kind in kinds)


@contextmanager
def preparing(env):
    """Meanwhile the templates of the databases are made, which no worker then waits for; one that fails here fails
    again in the first worker that needs it, and says there why."""
    command = [sys.executable, "-m", "tests.prepare"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=env, cwd=ROOT, **quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def run(marks, xml, rest, browser, **moved):
    """Run the tests of these marks in the environment that yi made; returns pytest's exit code."""
    name, dirty = commit()
    env, begun = {**os.environ, "YICHUANG_CHROMIUM": browser or "", **moved}, time.time()
    env |= COMPILED_ONCE
    chosen = marks if browser else f"({marks}) and not browser"
    spread = [
        "-n",
        WORKERS,
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
    ]  # the order of tests/conftest.py holds
    with nullcontext() if rest else preparing(env):
        code = foreground([*PYTEST, *spread, "-m", chosen, "--junitxml", xml, *rest], env)
    told = {
        "commit": name,
        "dirty": dirty,
        "at": begun,
        "seconds": round(time.time() - begun, 1),
        "exit": code,
    }
    told |= {"long": "not long" not in marks, "arguments": rest, "browser": bool(browser)} | moved
    write_whole(xml.with_suffix(".json"), json.dumps(told))
    return code


def at_any_hour(name, rest):
    """The suite without browser at the first moment, at each other one what the clock reaches; words of pytest's own
    choose the same at each. Returns (exit code, lines of the report)."""
    worst, report = 0, []
    chosen = rest or ["-p", "tests.reached_by_the_clock", f"--ignore={LAUNCHER}"]
    for moment_name, moment in moments(datetime.now().date()).items():
        ahead = round(moment.timestamp() - time.time())
        say(f"把时钟拨到 {moment:%Y-%m-%d %H:%M}（{moment_name}）…")
        xml = RESULTS / f"{name}-clock-{moment_name}.xml"
        code = run("not long", xml, chosen, None, YICHUANG_CLOCK_AHEAD=str(ahead))
        report.append(
            f"{'✗' if code else '✓'} 时钟 {moment:%Y-%m-%d %H:%M} · {xml.relative_to(ROOT)}"
        )
        worst = worst or code
        if code == INTERRUPTED:
            break
        chosen = rest or files_reached(xml) or chosen
    return worst, report


def other_postgres():
    """The programs of the oldest installed PostgreSQL of 15 or later, or None."""
    found = {
        int(path.parts[-3]): path.parent
        for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    }
    fit = [version for version in found if version >= 15]
    return found[min(fit)] if fit else None


def smoke(xml):
    """Migrate, packs, search and one journey on another PostgreSQL. Returns (exit code, line of the report)."""
    command = [*PYTEST, ROOT / "tests" / "smoke", "-m", "smoke", "-n", 0, "--junitxml", xml]
    address, programs, data = (
        os.environ.get("YICHUANG_SMOKE_DATABASE_URL"),
        other_postgres(),
        LOCAL / "smoke",
    )
    if address:
        check_address(address)
        code, which = (
            foreground(command, {**os.environ, "YICHUANG_DATABASE_URL": address}),
            "指定的地址",
        )
    elif programs:
        server = PrivateServer(data, programs, durable=False)
        try:
            with server:
                code = foreground(
                    command, {**os.environ, "YICHUANG_DATABASE_URL": server.url("smoke")}
                )
        finally:
            shutil.rmtree(server.base, ignore_errors=True)
            shutil.rmtree(data, ignore_errors=True)
        which = f"PostgreSQL {server.version()}"
    else:
        return (
            int(IN_CI),
            f"{'✗' if IN_CI else '–'} 冒烟测试没有运行：缺另一个 PostgreSQL（apt install postgresql）",
        )
    return code, f"{'✗' if code else '✓'} 冒烟测试（{which}）· {xml.relative_to(ROOT)}"


def measured(xml):
    """What tests of a run have measured (`record_property("measured", …)`), a line each."""
    if not xml.exists():
        return []
    told = re.findall(r'<property name="measured" value="([^"]*)"', xml.read_text(encoding="utf-8"))
    return [f"  {unescape(line)}" for line in told]


def main(words):
    """Run everything asked for and end with a report of what was run and what was not."""
    begun, browser = time.monotonic(), get_chromium()
    name, dirty = commit()
    RESULTS.mkdir(parents=True, exist_ok=True)
    kinds, whole, rest = asked_for(words)
    marks, part = marks_of(kinds, whole), "-part" if rest else "" if whole else f"-{kinds[0]}"
    xml = RESULTS / f"{name}{part}.xml"
    code = run(marks, xml, rest, browser)
    code = 0 if code == NOTHING_CHOSEN and not whole else code
    missed = 0 if browser else count({**os.environ}, f"({marks}) and browser")
    note = "（工作区有未提交的改动）" if dirty else ""
    report = [f"{'✗' if code else '✓'} 测试 {name[:12]}{note} · {xml.relative_to(ROOT)}"]
    report += measured(xml)
    if code != INTERRUPTED and "clock" in kinds:
        clock_code, lines = at_any_hour(name, rest)
        report += lines
        code = code or clock_code
    if code != INTERRUPTED and whole and not rest:
        smoke_code, line = smoke(RESULTS / f"{name}-smoke.xml")
        report.append(line)
        code = code or smoke_code
    report.append(f"共 {time.monotonic() - begun:.0f} 秒")
    if missed or not browser:
        report.append(
            f"！！！ 没有 Chromium：{missed} 个浏览器测试没有运行；请安装，或设 YICHUANG_CHROMIUM ！！！"
        )
        code = code or int(IN_CI)
    print("\n" + "\n".join(report), flush=True)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(f"✗ {trouble}")
