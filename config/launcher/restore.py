"""./yi manage --data NEW restore FILE: a whole data folder out of one archive."""

import json
import tarfile
import tempfile
import time
from pathlib import Path

from config.launcher.backup import DATABASE, digest, room_for
from config.launcher.words import parsed
from config.postgres import PrivateServer, Trouble, base_of, need_space, say, write_whole

UNFINISHED = "restoring"


def restore(data, words):
    """./yi manage --data NEW restore FILE. The folder must be new; keys and stamp come last, so that an interrupted
    restore is seen as unfinished and may be run again."""
    options = parsed("manage restore", words, ("file", {}))
    archive = Path(options.file).expanduser().resolve()
    if not archive.is_file():
        raise Trouble(f"没有这个备份文件：{archive}")
    need_new(data)
    need_space(data)
    room_for(archive, data)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        about = unpacked(archive, Path(folder))
        with PrivateServer(data) as server:
            fill(server, Path(folder) / "database.dump")
            for path in sorted((Path(folder) / "files").glob("*")):
                path.rename(data / path.name)
            server.must(server.sql(f"alter database {UNFINISHED} rename to {DATABASE}"))
            write_whole(data / "keys.env", (Path(folder) / "keys.env").read_text(), 0o600)
            write_whole(server.base / "prepared", about["prepared"])
    say(f"已恢复到 {data}：{about['made_at']} 的备份（{time.monotonic() - begun:.1f} 秒）")
    say(f"接着核对：./yi manage --data {data} verify_chains；再启动：./yi run --data {data}")
    return 0


def need_new(data):
    """Raise one plain sentence unless nothing would be written over."""
    data.mkdir(parents=True, exist_ok=True)
    if (data / "keys.env").exists() or (base_of(data) / "prepared").exists():
        raise Trouble(f"{data} 里已经有数据，恢复不会覆盖它；请用 --data 指明一个新的文件夹。")


def unpacked(archive, folder):
    """Unpack beside its place and compare with what the backup said of itself; returns about.json."""
    try:
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
        about = json.loads((folder / "about.json").read_text())
        is_intact = digest(folder / "database.dump") == about["database"]
    except (tarfile.TarError, OSError, ValueError, KeyError) as trouble:
        raise Trouble(f"{archive} 不是完整的备份文件（{trouble}）；请换一份备份。") from None
    if not is_intact:
        raise Trouble(f"{archive} 里的数据库和备份时不一样了；请换一份备份。")
    return about


def fill(server, dump):
    """The rows into a database that has its name only when all of them are there."""
    server.must(server.sql(f"drop database if exists {UNFINISHED} with (force)"))
    server.must(server.sql(f"create database {UNFINISHED}"))
    with open(dump, "rb") as rows:
        server.pour("pg_restore", "--no-owner", "--exit-on-error", "-d", UNFINISHED, stdin=rows)
    server.must(server.sql("analyze", UNFINISHED))
