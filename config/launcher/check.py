"""./yi check: what a machine can say in a minute."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from config.launcher import LOCAL, ROOT
from config.launcher.environment import ensure_environment
from config.launcher.folders import opened
from config.launcher.words import parsed
from config.postgres import PYTHON, VENV

SPOKEN = ("行文密度 density",)  # steps whose one line is worth reading also when all is well


def check(words):
    """./yi check"""
    parsed("check", words)
    ensure_environment("test")
    django, bad = [PYTHON, "-m", "django"], []
    steps = {
        "架构测试": [
            PYTHON,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "--ds",
            "config.settings.test",
            "tests/architecture",
        ],
        "事项包和表单 check_packs": [*django, "check_packs"],
        "分层 lint-imports": [PYTHON, VENV / "bin" / "lint-imports"],
        "接口文档 openapi --check": [*django, "openapi", "--check"],
        "迁移齐全 makemigrations --check": [*django, "makemigrations", "--check", "--dry-run"],
        "系统检查 django check": [*django, "check", "--fail-level", "WARNING"],
        "页面模板 format_templates --check": [*django, "format_templates", "--check"],
        "行文密度 density": [PYTHON, "-m", "tests.architecture.density"],
        "规范 ruff": [PYTHON, "-m", "ruff", "check", ".", "yi"],
    }

    def one(title):
        begun = time.monotonic()
        result = subprocess.run(steps[title], env=env, cwd=ROOT, capture_output=True, text=True)
        lines = [
            f"  {'✗' if result.returncode else '✓'} {title}  {time.monotonic() - begun:.1f} 秒"
        ]
        if title in SPOKEN:
            lines.append(f"      {result.stdout.strip()}")
        if result.returncode:
            bad.append(title)
            lines += [
                f"      {line}"
                for line in (result.stdout + result.stderr).strip().splitlines()[-40:]
            ]
        print("\n".join(lines), flush=True)

    with opened(LOCAL / "test", "config.settings.dev", "check", durable=False) as (env, _):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, steps))
    print(f"✗ {len(bad)} 项没有通过：{'、'.join(bad)}" if bad else "✓ 全部通过", flush=True)
    return int(bool(bad))
