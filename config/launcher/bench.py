"""./yi bench NAME: one speed claim, measured beside a limit."""

from config.launcher import LOCAL, ROOT
from config.launcher.environment import ensure_environment
from config.launcher.folders import opened
from config.launcher.processes import foreground
from config.launcher.words import parsed
from config.postgres import PYTHON, Trouble, locked


def bench(words):
    """./yi bench NAME [--json]"""
    options = parsed("bench", words, ("name", {}), ("--json", {"action": "store_true"}))
    known = sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    if options.name not in known:
        raise Trouble(f"没有叫 {options.name} 的测速；有：{'、'.join(known) or '（还没有）'}")
    ensure_environment("test")
    with locked(LOCAL / "bench.lock", "另一次测速正在运行，等它完成 …"):
        with opened(LOCAL / "bench", "config.settings.dev", contents="packs") as (env, _):
            return foreground(
                [PYTHON, "-m", f"bench.{options.name}", *(["--json"] if options.json else [])], env
            )
