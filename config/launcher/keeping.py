"""Servers that are kept alive, and the logs that they leave behind."""

import shutil
import subprocess
import time

from config.launcher import ROOT
from config.launcher.processes import end_group
from config.postgres import Trouble, say

LOGS_KEPT = 5
LOG_BYTES = 64 << 20  # a log of a long run is set aside when it is larger


def rotate(log):
    """Set a log aside as web.1.log, the one before as web.2.log and so on; five are kept. An empty log stays.

    The process that writes it keeps its file: the text is copied and the file emptied."""
    if not log.exists() or not log.stat().st_size:
        return
    aside = [
        log.with_name(f"{log.stem}.{number}{log.suffix}") for number in range(1, LOGS_KEPT + 1)
    ]
    for younger, older in zip(aside[-2::-1], aside[:0:-1], strict=True):
        if younger.exists():
            younger.replace(older)
    shutil.copyfile(log, aside[0])
    with open(log, "r+b") as file:
        file.truncate(0)


class Kept:
    """A child process that is started again when it dies, later each time and at most five times a minute."""

    def __init__(self, name, log, env, command):
        self.name, self.command, self.env, self.log = (
            name,
            [str(part) for part in command],
            env,
            log,
        )
        self.deaths, self.again_at = [], 0.0
        rotate(log)
        self.start()

    def start(self):
        self.again_at = 0.0
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stdin=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def watch(self):
        """Twice a second: start again what died. Raises Trouble with the end of its log when it keeps dying."""
        now = time.monotonic()
        if self.log.stat().st_size > LOG_BYTES:
            rotate(self.log)
        if self.again_at:
            return self.start() if now >= self.again_at else None
        if self.process.poll() is None:
            return None
        end_group(self.process, 0)  # its own children, which may still hold the port
        self.deaths = [*(at for at in self.deaths if now - at < 60), now]
        if len(self.deaths) > 5:
            tail = "".join(self.log.read_text(errors="replace").splitlines(True)[-20:])
            raise Trouble(f"{self.name}反复退出，已全部停下；原因在 {self.log} 的末尾：\n{tail}")
        say(f"{self.name}退出了（代码 {self.process.returncode}），重新启动 …")
        self.again_at = now + 2 ** (len(self.deaths) - 1)
