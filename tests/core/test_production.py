"""A production start is refused by web, worker and commands alike, and the demo is dead where it is off."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.test import Client

from config.env import ROOT, adapters
from tests.conftest import DEMO_PASSWORD
from tests.paper_files import PDF
from yichuang.api.tables import demo_keys
from yichuang.cases import services as cases
from yichuang.core import clock, ports
from yichuang.core.errors import Problem
from yichuang.identity import services as identity
from yichuang.notify import services as notify
from yichuang.notify.models import Message

UNSAFE = {
    "YICHUANG_SECRET_KEY": "short",
    "YICHUANG_DEMO": "1",
    "YICHUANG_BASE_URL": "http://yichuang.example",
    "YICHUANG_ADAPTERS": "sms=simulator",
    "YICHUANG_TRUSTED_PROXIES": "",
}
STARTS = {
    "web": ["-c", "import config.wsgi"],
    "worker": ["-m", "django", "worker", "--once"],
    "command": ["-m", "django", "load_packs"],
    "migration": ["-m", "django", "migrate", "--plan"],
}


@pytest.mark.parametrize("start", STARTS)
def test_nothing_starts_unsafely_whatever_its_settings_are_called(start, tmp_path):
    (tmp_path / "ours.py").write_text("from config.settings.base import *\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    env = {**os.environ, **UNSAFE, "DJANGO_SETTINGS_MODULE": "ours", "PYTHONPATH": path}
    result = subprocess.run(
        [sys.executable, *STARTS[start]], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode != 0
    missing = [code for code in (2, 3, 4, 5, 7) if f"core.E00{code}" not in result.stderr]
    assert missing == [], result.stderr[-2000:]


def test_every_port_is_absent_unless_somebody_names_it():
    absent = adapters("", usual="absent")
    assert set(absent) == set(configured.ADAPTERS) and set(absent.values()) == {
        "yichuang.adapters.absent.Absent"
    }
    named = adapters("sms=ours.Gateway, courier=simulator", usual="absent")
    assert (
        named["sms"] == "ours.Gateway"
        and named["courier"] == "yichuang.adapters.courier.simulator.Simulator"
    )
    with pytest.raises(ValueError, match="fax"):
        adapters("fax=absent", usual="absent")


def test_accounts_of_the_demo_neither_enter_nor_stay_where_it_is_off(world, settings):
    inside = Client()
    answer = inside.post("/accounts/login/", {"username": "gy_clerk", "password": DEMO_PASSWORD})
    assert answer.status_code == 302 and inside.get("/desk/").status_code == 200
    settings.DEMO = False
    assert inside.get("/desk/").status_code == 302, "a running session ends"
    for username in ("gy_clerk", "zhangsan"):
        refused = Client().post(
            "/accounts/login/", {"username": username, "password": DEMO_PASSWORD}
        )
        assert refused.status_code == 422


def test_keys_of_the_demo_open_nothing_where_it_is_off(world, settings):
    key = demo_keys()[0]["text"]
    assert Client().get("/api/v1/cases", headers={"X-Api-Key": key}).status_code == 200
    settings.DEMO = False
    assert Client().get("/api/v1/cases", headers={"X-Api-Key": key}).status_code == 401


@pytest.fixture
def nothing_connected(settings):
    settings.ADAPTERS = adapters("", usual="absent")
    ports.adapter.cache_clear()
    yield
    ports.adapter.cache_clear()


def test_what_is_not_connected_says_so_and_people_do_it_by_hand(world, nothing_connected):
    now = clock.now()
    person = {
        "name": "钱九",
        "id_number": "510812199203039977",
        "phone": "13900000777",
        "password": DEMO_PASSWORD,
    }
    with pytest.raises(Problem) as refused:
        identity.register_person(now=now, **person)
    assert refused.value.code == "not_connected" and "窗口" in refused.value.way_out
    with pytest.raises(Problem) as refused:
        identity.ask_reset_code(phone="13900000001", number="510812198805129916", now=now)
    assert refused.value.code == "not_connected"
    notify.send(
        recipient="person:x", kind="account_opened", context={}, key="test:1", phone="13900000001"
    )
    while notify.send_waiting(now=clock.now()):
        continue
    assert Message.objects.get(key="test:1").sms_state == Message.FAILED
    assert cases.store_file(owner="test:1", name="材料.pdf", content=PDF, now=now).size == len(PDF)


@pytest.mark.parametrize("state", ["没有接通", "演示用的模拟"])
def test_the_page_of_outside_links_tells_each_of_them(world, request, state):
    if state == "没有接通":
        request.getfixturevalue("nothing_connected")
    officer = Client()
    officer.post("/accounts/login/", {"username": "gy_channel", "password": DEMO_PASSWORD})
    html = officer.get("/console/admin/links/").content.decode()
    assert html.count(state) >= len(configured.ADAPTERS)
    assert all(name in html for name in ("公安人口库", "短信", "文件病毒检查", "快递"))
