"""A throw-away data folder, and a small checkout in which ./yi runs a project of three files in seconds."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launcher.processes import end_leftovers
from config.postgres import ROOT_HOME, base_of

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
import os
SECRET_KEY = os.environ["YICHUANG_SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.staticfiles", "yichuang"]
STATIC_URL = "/static/"
STATIC_ROOT = os.path.join(os.environ["YICHUANG_DATA_DIR"], "static")
ROOT_URLCONF = "config.urls"
USE_TZ = True
name, _, socket = os.environ["YICHUANG_DATABASE_URL"].removeprefix("postgresql://postgres@/").partition("?host=")
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": socket, "USER": "postgres"}}
"""
URLS = """
from django.db import connection
from django.http import HttpResponse
from django.urls import path

def rows(request):
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(word, ',') from words")
        return HttpResponse(cursor.fetchone()[0])

urlpatterns = [path("readyz", rows)]
"""
WSGI = "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n"
COMMAND = """
import os, time
from django.core.management.base import BaseCommand
from django.db import connection

class Command(BaseCommand):
    about = "{about}"

    def handle(self, **options):
        with connection.cursor() as cursor:
            {body}
"""
COMMANDS = {
    "bind_secrets": ("cases", "cursor.execute('select 1')"),
    "load_packs": ("filling", "cursor.execute('create table if not exists words(word text)')"),
    "load_demo": ("filling", "cursor.execute(\"insert into words values('loaded')\")"),
    "demo_accounts": ("code", "print('demo account: li')"),
    "count_words": (
        "cases",
        "cursor.execute('select count(*) from words'); print(cursor.fetchone()[0])",
    ),
    "deadline": (
        "packs",
        "cursor.execute('select count(*) from words'); print(cursor.fetchone()[0])",
    ),
    "worker": ("cases", "time.sleep(600)"),
}


def forget_address(patch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("YICHUANG_", "YI_"))]:
        patch.delenv(name)


@pytest.fixture
def no_address(monkeypatch):
    """Without the database of the surrounding test run."""
    forget_address(monkeypatch)


@pytest.fixture
def data(tmp_path, no_address):
    """An empty data folder whose server is stopped and removed afterwards."""
    folder = tmp_path / "data"
    folder.mkdir()
    yield folder
    forget(folder)


def forget(folder):
    base = base_of(folder)
    try:
        pid = int((base / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
    except (OSError, ValueError):
        pass
    shutil.rmtree(base, ignore_errors=True)


class Checkout:
    """A project of three files beside a copy of ./yi, with the real virtual environment under its own stamp."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.files(
            {
                "config/__init__.py": "",
                "config/settings/__init__.py": "",
                "config/settings/dev.py": SETTINGS,
                "config/urls.py": URLS,
                "config/wsgi.py": WSGI,
                "yichuang/__init__.py": "",
                "packs/words.yaml": "word: one",
                "yichuang/management/__init__.py": "",
                "yichuang/management/commands/__init__.py": "",
                "requirements.lock": "",
                "requirements-test.lock": "",
            }
        )
        self.files(
            {
                f"yichuang/management/commands/{name}.py": COMMAND.format(about=about, body=body)
                for name, (about, body) in COMMANDS.items()
            }
        )
        shutil.copy(ROOT / "yi", folder / "yi")
        shutil.copy(ROOT / "config" / "postgres.py", folder / "config")
        shutil.copytree(ROOT / "config" / "launcher", folder / "config" / "launcher")
        venv, real = folder / ".local" / "venv", Path(sys.prefix)
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").symlink_to(real / "bin" / "python")
        (venv / "lib").symlink_to(real / "lib")
        shutil.copy(real / "pyvenv.cfg", venv)
        ask = "import json; from config.launcher.environment import environment_state as state; "
        ask += "print(json.dumps(state('test')[1]))"
        stamp = subprocess.run(
            [sys.executable, "-c", ask], cwd=folder, capture_output=True, text=True, check=True
        )
        (venv / "yi-stamp.json").write_text(stamp.stdout)

    def files(self, texts):
        for name, text in texts.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)

    def start(self, *words):
        """Start ./yi with these words; what it says goes to a file."""
        log = self.folder / f"said-{len(self.processes)}.txt"
        with open(log, "w") as out:
            process = subprocess.Popen(  # as a shell starts a background job: with SIGINT ignored
                ["sh", "-c", 'trap "" INT; exec "$0" ./yi "$@"', sys.executable, *words],
                cwd=self.folder,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process.said = log.read_text
        self.processes.append(process)
        return process

    def wait_for(self, process, text, seconds=180):
        until = time.monotonic() + seconds
        while text not in process.said():
            assert time.monotonic() < until and process.poll() is None, process.said()
            time.sleep(0.1)

    def close(self):
        """End what it has started, and remove what it has made outside of its folder."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                process.wait(60)
        for marked in self.folder.rglob("instance"):
            end_leftovers(marked.read_text())
            forget(marked.parent)
        tag = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        shutil.rmtree(ROOT_HOME / f"template-{tag}", ignore_errors=True)


@pytest.fixture
def checkout(tmp_path, no_address):
    made = Checkout(tmp_path / "checkout")
    yield made
    made.close()


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
