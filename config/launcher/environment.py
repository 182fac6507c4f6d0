"""The virtual environment .local/venv, made from the hashed locks."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys

from config.launcher import LOCAL, ROOT
from config.launcher.processes import end_leftovers, watched
from config.launcher.words import Steps, read_json
from config.postgres import PYTHON, VENV, Trouble, locked, need_space, write_whole


def environment_state(kind):
    """(is .local/venv as the locks want it, what its stamp must say). The test lock is a superset of the run lock."""
    locks = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
    names = ("run", "test") if kind == "test" else ("run",)
    want = {name: hashlib.sha256(locks[name].read_bytes()).hexdigest() for name in names}
    want |= {"python": platform.python_version(), "place": str(VENV)}
    have = read_json(VENV / "yi-stamp.json")
    is_built = PYTHON.exists() and not (LOCAL / "venv.unfinished").exists()
    return is_built and all(have.get(name) == value for name, value in want.items()), want


def ensure_environment(kind="run", step=None):
    """Make or mend .local/venv from the hashed lock, once for each lock; begin anew after an interruption."""
    good, want = environment_state(kind)
    if step or not good:
        (step or Steps())("依赖已经装好" if good else "安装依赖")
    if good:
        return
    need_space(LOCAL)
    unfinished = LOCAL / "venv.unfinished"
    with locked(LOCAL / "venv.lock", "另一个命令正在安装依赖，等它完成 …"):
        if environment_state(kind)[0]:
            return
        have = read_json(VENV / "yi-stamp.json")
        end_leftovers(VENV)
        if unfinished.exists() or any(
            have.get(name, want[name]) != want[name] for name in ("python", "place")
        ):
            shutil.rmtree(VENV, ignore_errors=True)
        unfinished.touch()
        install(ROOT / ("requirements-test.lock" if kind == "test" else "requirements.lock"))
        write_whole(VENV / "yi-stamp.json", json.dumps(want))
        unfinished.unlink()


def install(lock):
    """With uv where it is, else, or where it fails, with plain pip."""
    make, add = [sys.executable, "-m", "venv", VENV], [PYTHON, "-m", "pip", "install", "--no-input"]
    ways = [
        (
            make,
            add,
            "请检查网络和 pip 的源设置（Debian 还需要 apt install python3-venv），再运行一次。",
        )
    ]
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True).returncode == 0:
        make, add = (
            [uv, "venv", "--seed", "--python", sys.executable, VENV],
            [uv, "pip", "install", "--python", PYTHON],
        )
        ways.insert(0, (make, add, ""))
    env = {**os.environ, "YICHUANG_RUN": str(VENV)}
    for make, add, way_out in ways:
        try:
            if not PYTHON.exists():
                watched("建立环境", make, env)
            return watched("安装依赖", [*add, "--require-hashes", "-r", lock], env)
        except Trouble as trouble:
            if way_out:
                raise Trouble(f"{trouble}\n{way_out}") from None
            shutil.rmtree(VENV, ignore_errors=True)
