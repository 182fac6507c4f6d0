"""./yi run from the first page to the last signal, in a checkout whose project is three files."""

import os
import signal
import socket
import time
from urllib.request import urlopen

import pytest

from config.launcher import keeping
from config.launcher.keeping import Kept
from config.launcher.run import need_port, port_held
from config.postgres import PrivateServer, Trouble

OPEN = "按 Ctrl-C 全部停下"


def page(port):
    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        return answer.read().decode()


def start(checkout, port, data="one"):
    process = checkout.start("run", "--port", str(port), "--data", data)
    checkout.wait_for(process, OPEN)
    return process


def stop(process, how=signal.SIGINT):
    os.kill(process.pid, how)
    process.wait(60)
    return process.returncode


def shared(port):
    """Listens as the web server does, whose processes share a port."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def test_a_port_is_held_from_the_first_look_on_and_our_own_server_gets_in(free_port):
    with port_held(free_port):
        with pytest.raises(Trouble, match="已被占用"):
            need_port(free_port)
        with (
            shared(free_port),
            shared(free_port),
            socket.create_connection(("127.0.0.1", free_port), 5),
            pytest.raises(Trouble, match="已被占用"),
        ):
            need_port(free_port)
    with port_held(free_port):  # also while the connections of the last server fade
        shared(free_port).close()


def test_a_day_in_the_life_of_two_data_folders(checkout, free_port):
    first = start(checkout, free_port)
    assert "demo account: li" in first.said() and f"http://127.0.0.1:{free_port}" in first.said()
    assert page(free_port) == "loaded"

    again = checkout.start("run", "--port", str(free_port + 1), "--data", "one")
    assert again.wait(60) == 1
    assert f"已经在运行：http://127.0.0.1:{free_port}" in again.said()

    assert stop(first) == 130
    second = start(
        checkout, free_port, "two"
    )  # a new folder begins as a copy of what the first prepared
    assert page(free_port) == "loaded" and "载入演示数据" not in second.said()
    keys = [
        dict(
            line.split("=", 1)
            for line in (checkout.folder / name / "keys.env").read_text().splitlines()
        )
        for name in ("one", "two")
    ]
    assert keys[0]["YICHUANG_FIELD_KEYS"] == keys[1]["YICHUANG_FIELD_KEYS"]
    assert keys[0]["YICHUANG_SECRET_KEY"] != keys[1]["YICHUANG_SECRET_KEY"]
    assert stop(second, signal.SIGTERM) == 143

    third = start(checkout, free_port)  # an existing folder is not filled again
    assert page(free_port) == "loaded" and "建立数据表" not in third.said()
    checkout.files({"packs/words.yaml": "word: two"})
    stop(third)
    fourth = start(checkout, free_port)  # until its packs or migrations change
    assert page(free_port) == "loaded,loaded"
    stop(fourth)
    assert not PrivateServer(checkout.folder / "one").ready()


def test_a_start_after_a_kill_of_everything_recovers(checkout, free_port):
    first = start(checkout, free_port)
    os.kill(first.pid, signal.SIGKILL)  # web server, worker and database live on
    first.wait()
    second = start(checkout, free_port)
    assert page(free_port) == "loaded"
    server = PrivateServer(checkout.folder / "one")
    os.kill(int((server.cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    checkout.wait_for(second, "数据库意外退出")
    until = time.monotonic() + 60
    while not server.ready():
        assert time.monotonic() < until
        time.sleep(0.2)
    assert stop(second) == 130


def test_a_worker_that_died_is_started_again(checkout, free_port):
    checkout.files({"yichuang/management/commands/worker.py": "raise SystemExit('no more work')"})
    process = checkout.start("run", "--port", str(free_port), "--data", "one")
    checkout.wait_for(process, "后台任务退出了")
    checkout.files({"yichuang/management/commands/worker.py": "import time\ntime.sleep(600)"})
    checkout.wait_for(process, OPEN)
    assert stop(process) == 130


def test_a_process_that_keeps_dying_is_given_up_with_the_end_of_its_log(tmp_path, monkeypatch):
    clock = iter(range(0, 10_000, 1))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock) * 1.0)
    child = Kept(
        "后台任务", tmp_path / "worker.log", None, ["sh", "-c", "echo cannot start; exit 3"]
    )
    try:
        for _ in range(400):
            child.process.wait()
            child.watch()
    except Trouble as trouble:
        assert "反复退出" in str(trouble) and "cannot start" in str(trouble)
    else:
        raise AssertionError("never given up")


def test_the_logs_of_the_last_runs_are_kept_and_the_sixth_oldest_is_gone(tmp_path):
    log = tmp_path / "web.log"
    for run in range(8):
        child = Kept("网站", log, None, ["sh", "-c", f"echo run {run}"])
        child.process.wait()
    assert log.read_text() == "run 7\n"
    aside = {path.name: path.read_text() for path in tmp_path.glob("web.*.log")}
    assert aside == {f"web.{number}.log": f"run {7 - number}\n" for number in range(1, 6)}


def test_the_log_of_a_long_run_is_set_aside_while_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "LOG_BYTES", 5)
    log = tmp_path / "web.log"
    go = tmp_path / "go"
    waits = "echo a long line; until [ -e $0 ]; do sleep 0.1; done; echo next"
    child = Kept("网站", log, None, ["sh", "-c", waits, str(go)])
    until = time.monotonic() + 60
    while not log.read_text() and time.monotonic() < until:
        time.sleep(0.05)
    child.watch()
    assert (log.read_text(), (tmp_path / "web.1.log").read_text()) == ("", "a long line\n")
    go.touch()
    child.process.wait(60)
    assert log.read_text() == "next\n"
