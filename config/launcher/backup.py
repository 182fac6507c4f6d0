"""./yi manage backup [FILE]: database, files and keys of a data folder in one archive, while it may be in use."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import time
from pathlib import Path

from config.launcher import LOCAL
from config.launcher.folders import filled
from config.launcher.keys import OF_ROWS, kept_keys
from config.launcher.words import parsed
from config.postgres import PrivateServer, Trouble, base_of, need_space, say

DATABASE = "yichuang"
# what a folder makes anew, and what belongs to one place only
LEFT_OUT = {"pg", "log", "instance", "run.json", "keys.env", "prepare.lock", "run.lock"}


def backup(data, words):
    """./yi manage [--data DIR] backup [FILE]. The database is read at one moment; files come after it, so that every
    file that a row names is there."""
    options = parsed("manage backup", words, ("file", {"nargs": "?"}))
    need_private(data)
    target = Path(options.file or default_name(data)).expanduser().resolve()
    if target.exists():
        raise Trouble(f"{target} 已经有了，请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    need_space(target.parent)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, part = Path(folder) / "database.dump", Path(folder) / "part.tar"
        with PrivateServer(data) as server, open(dump, "wb") as out:
            server.pour("pg_dump", "-Fc", "-d", DATABASE, stdout=out)
        write_archive(part, data, dump)
        os.replace(part, target)
    say(
        f"已备份 {data} → {target}（{target.stat().st_size / 1e6:.1f} MB，{time.monotonic() - begun:.1f} 秒）"
    )
    say("里面有钥匙和个人信息：请像保管钥匙一样保管它。")
    print(target)
    return 0


def need_private(data):
    """Raise one plain sentence where there is no database of ours to copy."""
    if os.environ.get("YICHUANG_DATABASE_URL"):
        raise Trouble(
            "YICHUANG_DATABASE_URL 是您自己的数据库，请用它的工具备份（pg_dump），并同时保存数据文件夹和钥匙；"
            "做法见 docs/guides/back-up-and-restore.md。"
        )
    if not filled(data):
        raise Trouble(f"这个数据文件夹里还没有数据：{data}；请用 --data 指明另一个。")


def default_name(data):
    """A name with the moment in it, under .local/backups."""
    return LOCAL / "backups" / f"{data.name}-{time.strftime('%Y%m%d-%H%M%S')}.tar"


def write_archive(target, data, dump):
    """about.json, keys.env, database.dump, files/…: readable by its owner only."""
    keys = {
        **kept_keys(data),
        **{name: os.environ[name] for name in OF_ROWS if os.environ.get(name)},
    }
    about = {
        "format": 1,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "prepared": (base_of(data) / "prepared").read_text(),
        "database": digest(dump),
    }
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            put(archive, "about.json", json.dumps(about))
            put(archive, "keys.env", "".join(f"{name}={value}\n" for name, value in keys.items()))
            archive.add(dump, "database.dump")
            for path in sorted(path for path in data.rglob("*") if path.is_file()):
                if path.relative_to(data).parts[0] not in LEFT_OUT:
                    put_file(archive, f"files/{path.relative_to(data)}", path)


def put(archive, name, text):
    """One small text into the archive."""
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = len(text.encode()), 0o600, time.time()
    archive.addfile(member, io.BytesIO(text.encode()))


def put_file(archive, name, path):
    """One file, unless it was thrown away since the folder was listed."""
    try:
        archive.add(path, name)
    except FileNotFoundError:
        return


def digest(path):
    """SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def room_for(path, *places):
    """Raise one plain sentence unless each place has room for twice this file."""
    for place in places:
        if shutil.disk_usage(place).free < 2 * path.stat().st_size:
            raise Trouble(f"{place} 放不下：至少要有 {2 * path.stat().st_size / 1e6:.0f} MB 空闲。")
