"""Which files of tests the clock reaches: a plugin of pytest for `./yi test --long clock` (tests/run.py).

The first moment runs the whole suite without browser and writes down beside each test that was reached the file it
stands in; the other moments run these files again. A file is left out at the others when none of its tests read the
clock, used a database or began a process: what asked for no time does the same at every time. No file is named by
hand, so a test that begins to ask is run at every moment from the next run on."""

import re
import sys
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

REACHED = "reached by the clock"
DATABASE = {"db", "transactional_db", "django_db_setup", "packs_loaded"}
PROCESSES = {"subprocess.Popen", "os.posix_spawn", "os.fork", "os.exec"}


class Watch:
    """Whether the running test has asked for the time, or begun a process that may."""

    met = False


class Watched(datetime):
    """The `datetime` of core/clock.py while the plugin looks on."""

    @classmethod
    def now(cls, tz=None):
        """The machine's time, and that it was asked for."""
        Watch.met = True
        return datetime.now(tz)


def uses_a_database(item: pytest.Item) -> bool:
    """By its fixtures or its mark; without them pytest-django lets no test near one."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE) or item.get_closest_marker("django_db") is not None


def files_reached(xml: Path) -> list[str]:
    """The files that the plugin wrote into the results of a run."""
    if not xml.exists():
        return []
    property_of_a_test = rf'<property name="{REACHED}" value="([^"]*)"'
    values = re.findall(property_of_a_test, xml.read_text(encoding="utf-8"))
    return sorted({unescape(value) for value in values})


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin to look on."""
    from yichuang.core import clock

    clock.datetime = Watched
    sys.addaudithook(_hear)


def pytest_runtest_logstart(nodeid: str, location: tuple) -> None:
    """Each test begins with having asked nothing."""
    Watch.met = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    """At its end a test that was reached says so in the results."""
    try:
        return (yield)
    finally:
        if Watch.met or uses_a_database(item):
            path = item.path.relative_to(item.config.rootpath)
            item.user_properties.append((REACHED, str(path)))


def _hear(event: str, arguments: tuple) -> None:
    if event in PROCESSES:
        Watch.met = True
