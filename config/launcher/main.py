"""From the words after `./yi` to the command, and from trouble to one plain sentence."""

import errno
import signal
import sys

from config.launcher import LOCAL
from config.launcher.bench import bench
from config.launcher.check import check
from config.launcher.doctor import doctor
from config.launcher.keys import forget_handed_down
from config.launcher.manage import manage
from config.launcher.run import run
from config.launcher.test import test
from config.postgres import Trouble, no_space, say

HELP = """一窗 · ./yi 命令

  ./yi run [--port 8000] [--data .local/data]   安装、建库、载入演示数据，启动网站和后台任务；Ctrl-C 全部停下
  ./yi test [--long [词]] [pytest 参数]         全部测试；--long 加上长测试，带词 clock、faults、fuzz 的只跑那一种
  ./yi check                                    一分钟内的检查：规范、分层、迁移、事项包、接口文档、架构
  ./yi bench 名称 [--json]                      测速：submit、browse、worklist、console、source、start
  ./yi manage [--data .local/data] 命令 …       管理命令，例如 ./yi manage acceptance
  ./yi doctor                                   看看这台机器缺什么

设置 YICHUANG_DATABASE_URL 就改用您自己的 PostgreSQL（15 或更新）。"""
COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "manage": manage,
    "doctor": doctor,
}


def main(words):
    """Run one command; returns the exit code. Trouble is one plain sentence on standard error and code 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell starts `./yi run &` with SIGINT ignored
    for name in (signal.SIGTERM, signal.SIGHUP):  # so that every `with` and `finally` runs
        signal.signal(name, lambda number, _: sys.exit(128 + number))
    forget_handed_down()
    try:
        if not words or words[0] in ("help", "-h", "--help"):
            return print(HELP)
        if words[0] not in COMMANDS:
            raise Trouble(f"没有“{words[0]}”这个命令；有：{'、'.join(COMMANDS)}、help")
        return COMMANDS[words[0]](words[1:])
    except Trouble as trouble:
        say(f"✗ {trouble}")
    except KeyboardInterrupt:
        return 130
    except OSError as trouble:
        if trouble.errno not in (errno.ENOSPC, errno.EACCES, errno.EROFS):
            raise
        advice = f"不能写入 {trouble.filename}；请改正权限，或用 --data 换一个文件夹。"
        say(f"✗ {no_space(LOCAL) if trouble.errno == errno.ENOSPC else advice}")
    return 1
