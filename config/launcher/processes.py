"""Child processes: watched steps, commands in the foreground, servers that are kept alive."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from config.launcher import LOCAL, ROOT
from config.postgres import Trouble, no_space, say


def end_group(process, seconds):
    """Ask a process and all its children to end, insist after some seconds."""
    for sign, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)


def watched(title, command, env=None, seconds=900):
    """Run one long step with its output held back; every five seconds say how long and at what."""
    lines, begun = [""], time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        env=env,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        errors="replace",
        start_new_session=True,
    )
    reader = threading.Thread(
        target=lambda: [lines.append(line.rstrip()) for line in process.stdout], daemon=True
    )
    reader.start()
    try:
        while reader.is_alive() and time.monotonic() - begun < seconds:
            reader.join(5)
            if reader.is_alive():
                say(f"      {time.monotonic() - begun:.0f} 秒 · {lines[-1].strip()[-100:]}")
    finally:
        if reader.is_alive():
            end_group(process, 5)
    if process.wait():
        if any("No space left on device" in line for line in lines):
            raise no_space(LOCAL)
        raise Trouble(f"{title}没有成功，最后的输出是：\n" + "\n".join(lines[-25:]))


def foreground(command, env):
    """Run a command that speaks for itself; a Ctrl-C reaches it through the terminal and we wait for its own end."""
    process = subprocess.Popen([str(part) for part in command], env=env, cwd=ROOT)
    try:
        while process.poll() is None:
            with contextlib.suppress(KeyboardInterrupt):
                process.wait()
        return process.returncode
    finally:
        process.terminate()
        process.wait()


def end_leftovers(mark):
    """After a kill -9 of yi its children may live on: they are known by the mark in their environment."""
    for _ in range(50):  # until their sockets are closed too
        killed_any = False
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"YICHUANG_RUN={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    os.kill(int(entry.name), signal.SIGKILL)
                    killed_any = True
        if not killed_any:
            return
        time.sleep(0.1)
