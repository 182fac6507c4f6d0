"""What goes wrong before anything starts is said in one plain sentence with the way out."""

import ast
import errno
import json
import os
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from config.launcher.environment import environment_state
from config.launcher.folders import content_key
from config.launcher.keys import ensure_keys, environment, forget_handed_down
from config.launcher.main import COMMANDS, main
from config.launcher.processes import watched
from config.postgres import PrivateServer, Trouble, check_address

ROOT = Path(__file__).resolve().parents[2]
Usage = namedtuple("Usage", "total used free")


def said(capsys, *words):
    code = main(list(words))
    return code, capsys.readouterr().err


def test_the_script_parses_on_old_pythons_so_that_they_can_be_told():
    source = (ROOT / "yi").read_text()
    ast.parse(source, feature_version=(3, 7))
    assert source.index("sys.version_info < (3, 11)") < source.index("from config.launcher")


def test_a_port_in_use_names_the_port_and_another(capsys, data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, text = said(capsys, "run", "--port", str(port), "--data", str(data))
    assert code == 1
    assert f"端口 {port} 已被占用" in text and f"--port {port + 1}" in text


@pytest.mark.parametrize("port", ["70000", "x"])
def test_an_impossible_port_is_refused(capsys, data, port):
    code, text = said(capsys, "run", "--port", port, "--data", str(data))
    assert code == 1 and "端口" in text + "端口" * ("--port" in text)


def test_a_full_disk_is_said_before_anything_is_written(capsys, data, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(10**12, 10**12, 10**8))
    code, text = said(capsys, "run", "--data", str(data))
    assert code == 1 and "磁盘空间不足" in text and "--data" in text


def test_a_disk_that_fills_while_we_write_is_said_the_same_way(capsys, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(COMMANDS, "doctor", full)
    code, text = said(capsys, "doctor")
    assert code == 1 and "磁盘空间不足" in text


def test_a_child_that_reports_a_full_disk_is_understood():
    speak = "import sys; sys.exit('OSError: [Errno 28] No space left on device')"
    with pytest.raises(Trouble, match="磁盘空间不足"):
        watched("安装依赖", [sys.executable, "-c", speak])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://a:b@127.0.0.1:1/x", "没有数据库在应答"),
        ("postgresql://a:b@no-such-host.invalid/x", "找不到主机"),
        ("not an address", "写法不对"),
    ],
)
def test_a_wrong_database_address_says_what_is_wrong_and_never_the_password(address, reason):
    with pytest.raises(Trouble) as trouble:
        check_address(address.replace(":b@", ":my-password@"))
    assert reason in str(trouble.value) and "去掉这个设置" in str(trouble.value)
    assert "my-password" not in str(trouble.value)


def test_an_unknown_database_or_user_is_named_as_such(data):
    with PrivateServer(data, durable=False) as server:
        with pytest.raises(Trouble, match="createdb nowhere"):
            check_address(f"postgresql://postgres@/nowhere?host={server.socket}")
        with pytest.raises(Trouble, match="没有这个数据库用户"):
            check_address(f"postgresql://stranger@/postgres?host={server.socket}")
        check_address(server.url("postgres"))


def test_an_old_postgresql_is_refused_with_its_version(monkeypatch):
    answer = subprocess.CompletedProcess([], 0, stdout="version 140011\n")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: answer)
    with pytest.raises(Trouble, match="PostgreSQL 14，一窗需要 15"):
        check_address("postgresql://h/x")


def test_unknown_commands_and_benches_list_the_known_ones(capsys):
    assert said(capsys, "rnu") == (
        1,
        "✗ 没有“rnu”这个命令；有：run、test、check、bench、manage、doctor、help\n",
    )
    assert "没有叫 nothing 的测速" in said(capsys, "bench", "nothing")[1]


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path):
    first = ensure_keys(tmp_path)
    assert ensure_keys(tmp_path) == first and len(set(first.values())) == 3
    assert (tmp_path / "keys.env").stat().st_mode & 0o777 == 0o600


def test_what_another_yi_handed_down_is_not_taken_for_the_users_own(tmp_path, monkeypatch):
    for name, value in environment(tmp_path, "postgresql://h/x", "some.settings").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("YICHUANG_CHROMIUM", "/usr/bin/mine")
    forget_handed_down()
    left = {name for name in os.environ if name.startswith("YICHUANG_")}
    assert not left & {"YICHUANG_DATABASE_URL", "YICHUANG_SECRET_KEY", "YICHUANG_DATA_DIR"}
    assert os.environ["YICHUANG_CHROMIUM"] == "/usr/bin/mine"


def test_the_template_key_follows_migrations_packs_and_loaders_and_nothing_else(tmp_path):
    def write(name, text):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
        return content_key(tmp_path)

    write("requirements.lock", "a")
    keys = [
        write("yichuang/cases/migrations/0001_initial.py", "one"),
        write("yichuang/cases/migrations/0001_initial.py", "two"),
        write("yichuang/cases/migrations/submit.sql", "select 1"),
        write("packs/items/x.yaml", "a: 1"),
        write("yichuang/catalog/packs.py", "load"),
        write("packs/items/y.yaml", ""),
    ]
    assert len(set(keys)) == len(keys)
    assert write("yichuang/cases/services.py", "def decide(): ...") == keys[-1]


def test_an_interrupted_install_is_seen_as_unfinished(tmp_path, monkeypatch):
    monkeypatch.setattr("config.launcher.environment.VENV", tmp_path / "venv")
    monkeypatch.setattr("config.launcher.environment.PYTHON", Path(sys.executable))
    monkeypatch.setattr("config.launcher.environment.LOCAL", tmp_path)
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "yi-stamp.json").write_text(json.dumps(environment_state("test")[1]))
    assert environment_state("test")[0] and environment_state("run")[0]
    (tmp_path / "venv.unfinished").touch()
    assert not environment_state("run")[0]
