"""What all tests share: a world with packs and demo people, a real server, a real browser."""

import gc
import importlib
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from tests import databases
from yichuang.cases.rules import application
from yichuang.core import ports

hypothesis_settings.register_profile(
    "any machine", deadline=None
)  # a busy one is no fault of the code
hypothesis_settings.load_profile("any machine")

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "true"  # the browser library keeps an event loop in the test's thread
)
DEMO_PASSWORD = "Yichuang#2026"  # the demo's, written in its packs
SELDOM = 50_000  # things made since garbage was looked for
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """First the files of an empty database, then those of the filled one, last those that leave rows behind; of these
    first those that wait for clocks and processes, since the other workers are busy meanwhile."""
    ranks: dict[Path, int] = {}
    for item in items:
        rank = _rank(set(getattr(item, "fixturenames", ())))
        ranks[item.path] = max(rank, ranks.get(item.path, 0))
        if item.get_closest_marker(
            "browser"
        ):  # a real browser on a busy machine: once more, and the report says so
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: (ranks[item.path], item.path.parent.name != "faults"))


def pytest_collection(session):
    """Each worker of a whole run compiles its share of the test files before any reads them all: what one has compiled
    the others need not. Assertions are written out then, which is half of the work of reading."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0"))
    if not workers or session.config.args_source != session.config.ArgsSource.TESTPATHS:
        return
    share = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    for path in sorted(Path(__file__).parent.rglob("test_*.py"))[share::workers]:
        words = path.relative_to(session.config.rootpath).with_suffix("").parts
        with suppress(Exception):  # what cannot be read is told when it is gathered
            importlib.import_module(".".join(words))


def pytest_collection_finish():
    """The tests themselves stay to the end: nothing looks for garbage among them, and it is looked for seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


def _rank(fixtures: set[str]) -> int:
    if fixtures & {"site", "real_db", "browser"}:
        return 2
    return 1 if fixtures & {"packs_loaded", "published_once"} else 0


def fill_world() -> None:
    """Packs and demo people, unless they are there."""
    from yichuang.catalog.models import Item
    from yichuang.core import clock
    from yichuang.core.apps import load_edges
    from yichuang.core.loading import packs_of_modules
    from yichuang.demo import services as demo

    load_edges()
    if Item.objects.exists():
        return
    for _, load in packs_of_modules("load"):
        load()
    demo.load(
        now=clock.now(), names=("officers", "people", "keys")
    )  # tests begin with people and no cases


def take_back_open_applications() -> None:
    """Every case whose applicant may still take it back, is."""
    from yichuang.cases import services
    from yichuang.cases.models import Case
    from yichuang.cases.rules.states import BEFORE_DECISION
    from yichuang.core import clock

    for case in Case.objects.filter(state__in=BEFORE_DECISION):
        services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=clock.now())


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """A test database in every run, also in one of tests without rollback only: those must never meet the real one."""
    with django_db_blocker.unblock():
        databases.copy("bare")
    yield
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture(scope="session")
def packs_loaded(django_db_setup, django_db_blocker):
    """The test database of this worker holds packs and demo people."""
    with django_db_blocker.unblock():
        databases.copy("filled", fill_world)


@pytest.fixture
def world(packs_loaded, db):
    """Packs, regions, organisations, officers and demo people; everything a test adds is rolled back. Nobody has an
    application open, also after tests whose rows stay."""
    fill_world()
    take_back_open_applications()


@pytest.fixture
def real_db(packs_loaded, django_db_blocker):
    """The same world without rollback, for threads and servers. What a test adds stays: use new names and numbers.
    It begins with no application that an earlier test left open, since somebody has one of an item at a time."""
    with django_db_blocker.unblock():
        fill_world()
        take_back_open_applications()
        yield


@pytest.fixture(autouse=True)
def _nobody_rests(monkeypatch):
    """What one test learned of an outside that does not answer is forgotten before the next."""
    monkeypatch.setattr(ports, "_breakers", {})


@pytest.fixture(autouse=True)
def _a_busy_machine_takes_a_round_too(monkeypatch):
    """One look of the worker takes all that waits, however slow the machine is just now."""
    monkeypatch.setattr("yichuang.core.outbox.SECONDS_AT_A_TIME", 60.0)


@pytest.fixture(autouse=True)
def _who_holds_a_paper_has_found_it(request, monkeypatch):
    """Without a worker nobody asks who holds a paper, and no case could be granted. Tests of asking are marked
    `asks`."""
    if request.node.get_closest_marker("asks") is None:
        monkeypatch.setattr(application, "of_held", lambda material: application.SHARED)


@pytest.fixture(scope="session")
def _server(packs_loaded, django_db_blocker):
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from config.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            return None

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=True)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def site(_server, real_db, settings):
    """Address of a running server over the real world."""
    settings.BASE_URL = _server
    return _server


@pytest.fixture(scope="session")
def _chromium():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    candidates = [
        os.environ.get("YICHUANG_CHROMIUM", ""),
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
    ]
    found = next((c for c in candidates if c and Path(c).exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(_chromium):
    """The windows of this run's browser: windows.take(…), windows.give_back(page)."""
    from tests.windows import Windows

    return Windows(_chromium)


@pytest.fixture
def browser(windows, site):
    """browser(width=375, elder=False, scripts=True) → a page in a window without a past, relative to the server.
    own: the test changes the window itself. A console error or a broken policy on any page fails the test."""
    opened, faults = [], []

    def hear(message):
        if message.type == "error" and "status of" not in message.text:
            faults.append(message.text)

    def note(error):
        faults.append(str(error))

    def open_page(*, width=1280, height=900, elder=False, scripts=True, dark=False, own=False):
        page = windows.take(
            own=own,
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        if elder:
            page.context.add_cookies([{"name": "yi_mode", "value": "elder", "url": site}])
        opened.append(page)
        page.set_default_timeout(60_000)
        page.on("console", hear)
        page.on("pageerror", note)
        return page

    yield open_page
    for page in opened:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", note)
        windows.give_back(page)
    assert faults == []


@pytest.fixture
def axe():
    """axe(page) → the serious and critical findings of the page as text lines; [] is what we want. After a click wait
    for something that only the new page has: it cannot know which page is meant."""
    from tests.sites.barriers import barriers

    return barriers


@pytest.fixture
def sign_in():
    """sign_in(page, "gy_clerk"): the window is signed in as this account, which no page is opened for."""
    from tests.sites.looking import become

    def do(page, username):
        become(page, username)
        return page

    return do


@pytest.fixture
def sign_in_by_page():
    """sign_in_by_page(page, "gy_clerk") through the sign-in page, as a person would."""

    def do(page, username, password=DEMO_PASSWORD):
        page.goto("/accounts/login/")
        page.get_by_label("账号", exact=False).first.fill(username)
        page.get_by_label("密码", exact=False).first.fill(password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return do
