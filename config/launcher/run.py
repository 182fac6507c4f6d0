"""./yi run: everything at once, until a Ctrl-C."""

import http.client
import json
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from config.launcher import LOCAL, ROOT
from config.launcher.environment import ensure_environment
from config.launcher.folders import opened
from config.launcher.keeping import Kept
from config.launcher.processes import end_group, end_leftovers
from config.launcher.words import Steps, parsed, read_json
from config.postgres import PYTHON, Trouble, instance_of, locked, need_space, say, write_whole

TOLD = {"capture_output": True, "text": True, "errors": "replace"}


def need_port(port):
    """Raise one plain sentence unless this port is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (PermissionError, OverflowError):
            raise Trouble(
                f"不能使用端口 {port}，请换一个 1024 到 65535 的，例如：./yi run --port 8001"
            ) from None
        except OSError:
            raise Trouble(
                f"端口 {port} 已被占用；请停下占用它的程序，或换一个：./yi run --port {port + 1}"
            ) from None


@contextmanager
def port_held(port):
    """This port is nobody else's from now on. The web server shares the port among its processes, so a second one would
    get in; a socket that is bound and never listens lets ours in, and refuses whoever asks `need_port`."""
    need_port(port)
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", port))
        yield


def wait_until_ready(children, port, seconds=60):
    """Until /readyz says 200; a child that keeps dying or a minute of waiting is trouble."""
    until, answer = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            if response.status == 200:
                return
            answer = f"{response.status} {response.read(300).decode(errors='replace')}"
        except OSError as trouble:
            answer = str(trouble)
        finally:
            connection.close()
        for child in children:
            child.watch()
        time.sleep(0.1)
    raise Trouble(f"网站 {seconds} 秒内没有就绪；记录在 {children[0].log}，最后的回答是：{answer}")


def run(words):
    """./yi run"""
    options = parsed(
        "run",
        words,
        ("--port", {"type": int, "default": 8000}),
        ("--data", {"default": LOCAL / "data"}),
    )
    data, port = Path(options.data).expanduser().resolve(), options.port
    where = data / "run.json"

    def already():
        url = read_json(where).get("url", "正在启动")
        return f"这个数据文件夹已经在运行：{url}；要再开一个，请另选 --port 和 --data。"

    with locked(data / "run.lock", refusal=already):
        step = Steps(5)
        step("检查磁盘和端口")
        need_space(data, LOCAL)
        end_leftovers(instance_of(data))
        with port_held(port):
            ensure_environment("run", step)
            step("打开数据库")
            serve(data, port, step, where)


def serve(data, port, step, where):
    """Database, web server and worker until a signal, a Ctrl-C or a death too many."""
    url, logs = f"http://127.0.0.1:{port}", data / "log"
    logs.mkdir(exist_ok=True)
    web = [
        PYTHON,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--http",
        1,
        "config.wsgi:application",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--workers",
        2,
        "--blocking-threads",
        32,
        "--blocking-threads-idle-timeout",
        600,
        "--no-ws",
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        5,
    ]
    demo = {"contents": "demo", "YICHUANG_DEMO": "1", "YICHUANG_BASE_URL": url}
    with opened(data, "config.settings.dev", **demo) as (env, server):
        step("启动网站和后台任务")
        marked, children = {**env, "YICHUANG_RUN": instance_of(data)}, []
        try:
            children.append(Kept("网站", logs / "web.log", marked, web))
            children.append(
                Kept("后台任务", logs / "worker.log", marked, [PYTHON, "-m", "django", "worker"])
            )
            step("等待第一页")
            accounts = subprocess.run(
                [PYTHON, "-m", "django", "demo_accounts"], env=env, cwd=ROOT, **TOLD
            )
            if accounts.returncode:  # the checks of the platform refuse this start
                raise Trouble(f"不能启动：\n{accounts.stderr.strip()[-2000:]}")
            wait_until_ready(children, port)
            write_whole(where, json.dumps({"url": url, "pid": os.getpid()}))
            print(f"\n一窗已经打开：{url}\n", flush=True)
            print(f"{accounts.stdout}\n记录在 {logs}；按 Ctrl-C 全部停下。", flush=True)
            while True:
                time.sleep(0.5)
                for child in children:
                    child.watch()
                if server and server.crashed():
                    say("数据库意外退出，重新启动 …")
                    server.start()
        finally:
            say("正在停下 …")
            for child in children:
                end_group(child.process, 10)
            where.unlink(missing_ok=True)
