"""./yi test: what to run, on which Chromium and which PostgreSQL, is in tests/run.py."""

from config.launcher import LOCAL, ROOT
from config.launcher.environment import ensure_environment
from config.launcher.folders import opened
from config.launcher.processes import foreground
from config.postgres import PYTHON, locked


def test(words):
    """./yi test: what to run, on which Chromium and which PostgreSQL, is in tests/run.py."""
    ensure_environment("test")
    with locked(LOCAL / "test.lock", "另一次测试正在运行，等它完成 …"):
        with opened(LOCAL / "test", "config.settings.test", durable=False) as (env, _):
            return foreground([PYTHON, ROOT / "tests" / "run.py", *words], env)
