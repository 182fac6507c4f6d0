"""Data folders: what they are filled with, and the template that a new one begins as a copy of."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from config.launcher import LOCAL, ROOT
from config.launcher.keys import ensure_keys, environment, need_keys
from config.launcher.modes import close_files, copy_tree
from config.launcher.processes import watched
from config.postgres import (
    PYTHON,
    ROOT_HOME,
    PrivateServer,
    base_of,
    check_address,
    holds_tables,
    instance_of,
    locked,
    need_space,
    say,
    write_whole,
)


def content_key(root=ROOT):
    """Hash of everything that decides what a new database holds: migrations, packs, loaders, demo, styles, versions."""
    patterns = (
        "packs/**/*",
        "yichuang/**/migrations/*",
        "yichuang/**/*.sql",
        "yichuang/**/packs.py",
        "yichuang/**/packs/*.py",
        "yichuang/**/*demo*/**/*",
        "yichuang/**/commands/load_*.py",
        "yichuang/sites/static/**/*",
        "requirements.lock",
    )
    files = {
        path
        for pattern in patterns
        for path in root.glob(pattern)
        if path.suffix != ".pyc" and path.is_file()
    }
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(
            f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode() + path.read_bytes()
        )
    return total.hexdigest()[:24]


def key_of(contents):
    """What the stamp of a folder filled like this says: one with packs only still lacks the demo."""
    return content_key() if contents == "demo" else f"{content_key()}-{contents}"


def template_home():
    tag = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
    return ROOT_HOME / f"template-{tag}" if os.geteuid() == 0 else LOCAL / "template"


def adopt_template(data, server, key):
    """Begin a new data folder as a copy of one prepared before. Its demo rows are encrypted, so their keys come too."""
    template = template_home() / key
    if server.cluster.exists() or (data / "keys.env").exists() or not template.exists():
        return
    shutil.rmtree(server.base / "new", ignore_errors=True)
    copy_tree(template / "cluster", server.base / "new")
    shutil.copytree(template / "files", data, dirs_exist_ok=True)
    keys = (data / "keys.env").read_text().splitlines(True)
    write_whole(data / "keys.env", "".join(key for key in keys if "SECRET" not in key), 0o600)
    (server.base / "new").rename(server.cluster)
    write_whole(server.base / "prepared", key)


def save_template(data, server, key):
    """Keep a copy of a database just prepared, only the newest. The server must rest for that moment."""
    home = template_home()
    try:
        if not server.stop():
            return
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=home))
        copy_tree(server.cluster, new / "cluster")
        unwanted = shutil.ignore_patterns("pg", "log", "instance", "run.json", "*.lock")
        shutil.copytree(data, new / "files", ignore=unwanted)
        for old in home.iterdir():
            if old != new:
                shutil.rmtree(old, ignore_errors=True)
        new.rename(home / key)
    finally:
        server.start()


def prepare(data, env, contents):
    """Tables, styles, packs and demo data; all may be run again at any time."""
    close_files(data)
    work = [
        ("建立数据表", "migrate --noinput"),
        ("加密的内容绑定到各自的行", "bind_secrets"),
        ("收集样式和脚本", "collectstatic --noinput --clear -v 0"),
        ("载入地区、事项和表单", "load_packs"),
        ("载入演示数据", "load_demo"),
    ]
    for title, command in work if contents == "demo" else work[:4]:
        say(f"      {title} …")
        watched(
            title,
            [PYTHON, "-m", "django", *command.split()],
            {**env, "YICHUANG_RUN": instance_of(data)},
        )


def filled(data):
    """Whether there are rows to speak of: a database prepared in this folder, or tables at the user's own address."""
    address = os.environ.get("YICHUANG_DATABASE_URL")
    if address:
        check_address(address)
        return holds_tables(address)
    return (data / "instance").exists() and (base_of(data) / "prepared").exists()


@contextlib.contextmanager
def opened(data, settings, database="yichuang", durable=True, contents="", **extra):
    """Open a data folder filled with "", "packs" or "demo": yields (environment, its private server or None)."""
    address = os.environ.get("YICHUANG_DATABASE_URL")
    data.mkdir(parents=True, exist_ok=True)
    if address:
        check_address(address)
        env = environment(data, address, settings, **extra)
        if contents:
            prepare(data, env, contents)
        yield env, None
        return
    with contextlib.ExitStack() as stack:
        with locked(data / "prepare.lock", "另一个命令正在准备这个数据文件夹，等它完成 …"):
            server = PrivateServer(data, durable=durable)
            need_space(data, server.base)
            key, stamp = contents and key_of(contents), server.base / "prepared"
            if contents == "demo":
                adopt_template(data, server, key)
            if (server.cluster / "PG_VERSION").exists():
                need_keys(data)
            ensure_keys(data)
            stack.enter_context(server)
            env = environment(data, server.url(database), settings, **extra)
            new = not stamp.exists()
            if contents and (new or stamp.read_text() != key):
                prepare(data, env, contents)
                if new and contents == "demo":
                    save_template(data, server, key)
                write_whole(stamp, key)
        yield env, server
