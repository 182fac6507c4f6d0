"""The private PostgreSQL comes back from everything that a kill -9, a restart or a second user can leave behind."""

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from config.postgres import PrivateServer, base_of


@pytest.fixture
def server(data):
    with PrivateServer(data) as started:
        yield started


def postmaster(server):
    return int((server.cluster / "postmaster.pid").read_text().split()[0])


def kill_everything(server):
    pid = postmaster(server)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for victim in [pid, *map(int, children)]:
        os.kill(victim, signal.SIGKILL)
    until = time.monotonic() + 60
    while not server.crashed() and time.monotonic() < until:
        time.sleep(0.01)


def test_it_listens_on_no_network_and_its_folder_is_closed_to_others(server):
    assert server.sql("show listen_addresses").stdout.strip() == ""
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.cluster.stat().st_mode & 0o077 == 0


def test_trigrams_of_chinese_words_are_not_empty(server):
    assert server.sql("create extension pg_trgm").returncode == 0
    assert len(server.sql("select show_trgm('养老保险')").stdout.split(",")) >= 4


def test_rows_survive_a_kill_of_server_and_children(server):
    server.sql("create table kept(n int)")
    server.sql("insert into kept values (7)")
    kill_everything(server)
    assert server.crashed()
    server.start()
    assert server.sql("select n from kept").stdout.strip() == "7"


@pytest.mark.parametrize("name", ["a process of somebody else", "nobody"])
def test_a_lock_file_that_names_another_process_is_removed(server, name):
    lock = server.cluster / "postmaster.pid"
    lines = lock.read_text().splitlines(True)
    kill_everything(server)
    other = os.getpid() if name != "nobody" else 2**22 - 3
    lock.write_text("".join([f"{other}\n", *lines[1:]]))
    server.start()
    assert server.ready() and postmaster(server) != other


def test_the_lock_file_of_a_living_server_is_left_alone(server):
    assert not server.crashed()
    assert not server._stale(server.cluster / "postmaster.pid")


def test_the_last_user_stops_it_and_no_one_before(data, server):
    second = PrivateServer(data, durable=False).start()
    assert second.stop() is False
    assert server.ready()
    assert server.stop() is True
    assert not server.ready()
    server.start()


def test_an_initdb_that_was_interrupted_is_begun_anew(data):
    server = PrivateServer(data, durable=False)
    (server.base / "new").mkdir()
    (server.base / "new" / "PG_VERSION").write_text("half")
    with server:
        assert server.ready()


@pytest.mark.skipif(
    os.geteuid() != 0, reason="an ordinary user keeps the server inside the data folder"
)
def test_as_root_a_copied_folder_gets_a_server_of_its_own_and_a_moved_one_keeps_it(data, tmp_path):
    first = base_of(data)
    shutil.copytree(data, tmp_path / "copy")
    assert base_of(tmp_path / "copy") != first
    shutil.rmtree(base_of(tmp_path / "copy"))
    (data).rename(tmp_path / "moved")
    assert base_of(tmp_path / "moved") == first
    (tmp_path / "moved").rename(data)


def test_a_deep_folder_still_gets_a_socket_that_fits(data, monkeypatch, tmp_path):
    deep = tmp_path / ("d" * 90)
    monkeypatch.setattr("config.postgres.ROOT_HOME", deep)
    if os.geteuid() == 0:
        deep.mkdir()
        server = PrivateServer(data, binaries=deep)
    else:
        server = PrivateServer(deep)
    assert len(os.fsencode(server.socket)) < 80 < len(os.fsencode(server.base))
    shutil.rmtree(server.socket)
