"""`./yi test --long clock` leaves out at its later moments only what no clock reaches."""

import subprocess
from pathlib import Path

import pytest

from tests import run
from tests.reached_by_the_clock import REACHED, files_reached

ROOT = Path(__file__).resolve().parents[2]
FROZEN = """
from datetime import datetime
from yichuang.core import clock

def test_a_held_clock():
    with clock.frozen(datetime(2026, 11, 17, 9, 5)):
        assert clock.today().day == 17
"""
PLAIN = """
def test_plain():
    assert 1 + 1 == 2
"""
ASKS = {
    "now": "from yichuang.core import clock\n\ndef test_it():\n    clock.now()\n",
    "only_one_of_two": f"from yichuang.core import clock\n{PLAIN}\ndef test_it():\n    clock.today()\n",
    "default_of_a_field": (
        "from yichuang.core.models import OutboxEvent\n\n"
        "def test_it():\n"
        "    OutboxEvent._meta.get_field('created_at').pre_save(OutboxEvent(), True)\n"
    ),
    "in_a_fixture": (
        "import pytest\nfrom yichuang.core import clock\n\n@pytest.fixture\ndef at():\n    return clock.now()\n\n"
        "def test_it(at):\n    assert at\n"
    ),
    "in_a_thread": (
        "from threading import Thread\nfrom yichuang.core import clock\n\n"
        "def test_it():\n    one = Thread(target=clock.now)\n    one.start()\n    one.join()\n"
    ),
    "process": "import subprocess\n\ndef test_it():\n    subprocess.run(['true'])\n",
    "fails": "from yichuang.core import clock\n\ndef test_it():\n    assert clock.now() is None\n",
}
DATABASES = {
    "mark": "import pytest\n\n@pytest.mark.django_db\ndef test_it():\n    pass\n",
    "fixture": "def test_it(db):\n    pass\n",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The files that a run of all these is taken to have been reached in."""
    folder = tmp_path_factory.mktemp("reached")
    texts = {"held": FROZEN, "plain": PLAIN} | ASKS | DATABASES
    for name, text in texts.items():
        (folder / f"test_{name}.py").write_text(text)
    (folder / "conftest.py").write_text(
        "import pytest\n\n@pytest.fixture(scope='session')\ndef django_db_setup():\n    pass\n"
    )
    xml = folder / "results.xml"
    command = [
        *run.PYTEST,
        folder,
        "-p",
        "tests.reached_by_the_clock",
        "-n",
        "2",
        "--rootdir",
        folder,
    ]
    subprocess.run(
        [*command, "-c", ROOT / "pyproject.toml", "--junitxml", xml], cwd=ROOT, check=False
    )
    return {Path(name).stem.removeprefix("test_") for name in files_reached(xml)}


def test_whatever_asks_the_clock_in_whatever_way_is_run_at_every_moment(results):
    assert results == set(ASKS) | set(DATABASES)


def test_the_first_moment_runs_all_and_each_other_one_what_was_reached(monkeypatch, tmp_path):
    words_of_runs = []

    def ran(marks, xml, words, browser, **moved):
        words_of_runs.append(words)
        said = f'<property name="{REACHED}" value="tests/test_a.py"/>'
        xml.write_text(said if "tests.reached_by_the_clock" in words else "")
        return 0

    monkeypatch.setattr(run, "run", ran)
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    run.at_any_hour("commit", [])
    assert words_of_runs[0] == ["-p", "tests.reached_by_the_clock", "--ignore=tests/yi"]
    assert words_of_runs[1:] == [["tests/test_a.py"]] * 5
    words_of_runs.clear()
    run.at_any_hour("commit", ["tests/cases"])
    assert words_of_runs == [["tests/cases"]] * 6
