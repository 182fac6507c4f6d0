"""./yi doctor: what this machine has and what it lacks."""

import os
import platform
import shutil
import sys
from pathlib import Path

from config.launcher import LOCAL, ROOT
from config.launcher.environment import environment_state
from config.launcher.run import need_port
from config.launcher.words import parsed, read_json
from config.postgres import ROOT_HOME, SPACE_NEEDED, Trouble, check_address


def findings():
    """What doctor has to say: (True, False or None for neither, name, sentence)."""
    yield True, "Python", f"{platform.python_version()}（{sys.executable}）"
    for place in dict.fromkeys([ROOT, ROOT_HOME.parent if os.geteuid() == 0 else ROOT]):
        free = shutil.disk_usage(place).free
        yield free >= SPACE_NEEDED, f"磁盘 {place}", f"空闲 {free / 1e9:.1f} GB"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    yield memory > 2e9, "内存", f"{memory / 1e9:.1f} GB，处理器 {os.cpu_count()} 个"
    for kind in ("run", "test"):
        good = environment_state(kind)[0]
        yield good or None, f"依赖（{kind}）", "已装好" if good else "尚未安装，用到时自动安装"
    ask = [("端口 8000", lambda: need_port(8000), "空闲")]
    address = os.environ.get("YICHUANG_DATABASE_URL")
    if address:
        ask.append(("数据库", lambda: check_address(address), "YICHUANG_DATABASE_URL 可用"))
    for name, question, answer in ask:
        try:
            question()
            yield True, name, answer
        except Trouble as trouble:
            yield False if name == "数据库" else None, name, str(trouble)
    others = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")))
    yield (
        bool(others) or None,
        "另一个 PostgreSQL",
        others[0] if others else "没有（apt install postgresql）",
    )
    browser = (
        os.environ.get("YICHUANG_CHROMIUM")
        or shutil.which("chromium-headless-shell")
        or shutil.which("chromium")
        or shutil.which("google-chrome")
    )
    yield bool(browser) or None, "Chromium", browser or "没有，./yi test 会自动安装"
    owners = ROOT_HOME.glob("*/owner") if os.geteuid() == 0 else LOCAL.glob("*/instance")
    for owner in sorted(owners):
        data = Path(owner.read_text()) if owner.name == "owner" else owner.parent
        there = (data / "instance").exists()
        size = sum(path.lstat().st_size for path in owner.parent.rglob("*")) // 1_000_000
        yield (
            there or None,
            f"数据 {data}",
            f"{size} MB" if there else f"已经没有了，可以删除它的数据库 {owner.parent}",
        )
    results = [read_json(path) for path in (LOCAL / "test-results").glob("*[0-9a-f].json")]
    last = max(results, key=lambda result: result.get("at", 0), default=None)
    yield (
        last and last["exit"] == 0,
        "上次测试",
        f"{last['commit'][:12]} 代码 {last['exit']}" if last else "还没有",
    )


def doctor(words):
    """./yi doctor: nothing is changed; code 1 when something would stop us."""
    parsed("doctor", words)
    results = list(findings())
    for good, name, sentence in results:
        print(f"{'–' if good is None else '✓' if good else '✗'} {name}：{sentence}")
    return int(any(good is False for good, _, _ in results))
