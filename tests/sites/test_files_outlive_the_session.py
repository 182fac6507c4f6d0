"""A file that was taken is there again when the session ended before the form was sent; of one that was only chosen
the sign-in page says that it has to be chosen again."""

import html
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.paper_files import JPG
from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT
from tests.sites.posting import posted_by
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft, StoredFile
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "yichuang" / "sites" / "templates"
ENDED_ON = "2026-10-01"


@dataclass
class Door:
    """A form with files. typed: what is posted beside the file; file: the name of its input; press: the button that
    only takes the file; send: the one that goes on; holding: a text inside the form."""

    username: str
    client: Client
    address: str
    typed: dict[str, str]
    file: str
    press: dict[str, str]
    send: dict[str, str]
    holding: str


def _waiting() -> Case:
    case = lives.submitted(UNEMPLOYMENT)
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[
            Asked("material", "M03", "看不清，请重新拍"),
            Asked("field", "last_job_end", "和停保日期不一样"),
        ],
        now=clock.now(),
    )
    return case


def _correction(send: dict[str, str]) -> Door:
    address = f"/my/cases/{_waiting().uuid}/correct/"
    return Door(
        username="zhangsan",
        client=lives.signed_in("zhangsan"),
        address=address,
        typed={"last_job_end": ENDED_ON},
        file="materials-M03",
        press={"_upload": "M03"},
        send=send,
        holding="补好了，下一步核对",
    )


def correction() -> Door:
    return _correction({})


def correction_at_its_last_look() -> Door:
    """The file came with the press that leads to the last look, whose form is sent too late."""
    door = _correction({"_send": "yes"})
    door.press = {}
    door.holding = "没有错，交上去"
    return door


def correction_at_a_window() -> Door:
    case = _waiting()
    clerk = lives.signed_in("gy_clerk")
    lives.met(clerk)
    return Door(
        username="gy_clerk",
        client=clerk,
        address=f"/desk/cases/{case.uuid}/supply/",
        typed={"last_job_end": ENDED_ON, "material-M03": "file"},
        file="file-M03",
        press={"_back": "yes"},
        send={},
        holding="M03",
    )


def application() -> Door:
    client = lives.signed_in("zhangsan")
    client.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    return Door(
        username="zhangsan",
        client=client,
        address=f"/drafts/{draft.uuid}/form/",
        typed=ANSWERS,
        file="materials-M03",
        press={"_upload": "M03"},
        send={},
        holding="materials-M03",
    )


def application_at_a_window() -> Door:
    client = lives.signed_in("gy_clerk")
    client.get(f"/desk/take/{UNEMPLOYMENT}/?{lives.met(client)}")
    draft = Draft.objects.get(owner__username="gy_clerk", case_number="")
    typed = {"draft": str(draft.uuid), "situation-before": "employed", "situation-by_agent": "no"}
    return Door(
        username="gy_clerk",
        client=client,
        address=f"/desk/take/{UNEMPLOYMENT}/",
        typed=typed | {"material-M03": "file"},
        file="file-M03",
        press={"_refresh": "1"},
        send={},
        holding="material-M03",
    )


CORRECTIONS = [correction, correction_at_its_last_look, correction_at_a_window]
DRAFTS = [application, application_at_a_window]


def _with_file(door: Door) -> dict:
    photograph = SimpleUploadedFile("照片.jpg", JPG, "image/jpeg")
    return door.typed | {door.file: photograph}


def _sent_too_late(door: Door, posted: dict) -> str:
    """The address of the sign-in page to which the form leads."""
    Session.objects.update(expire_date=clock.now() - timedelta(hours=1))
    away = door.client.post(door.address, posted)
    assert away.status_code == 302
    assert away.url.startswith("/accounts/login/?next=")
    return away.url


def _page_again(door: Door, sign_in: str) -> str:
    """The page of the form once its sender has signed in."""
    account = User.objects.get(username=door.username)
    door.client.force_login(account, backend="yichuang.accounts.backends.Backend")
    address = unquote(re.search(r"next=(.*?)&kept", sign_in)[1])
    page = door.client.get(address).content.decode()
    if address != "/typed/":
        return page
    carried = posted_by(page, "放回那一页")
    return door.client.post(door.address, carried | door.press).content.decode()


@pytest.mark.parametrize("opened", CORRECTIONS)
def test_a_file_of_a_correction_stands_in_its_form_after_signing_in_again(world, opened):
    door = opened()
    page = door.client.post(door.address, _with_file(door) | door.press).content.decode()
    taken = StoredFile.objects.get(name="照片.jpg")
    carried = posted_by(page, door.holding)
    assert carried["kept-M03"] == [str(taken.uuid)]
    again = _page_again(door, _sent_too_late(door, carried | door.send))
    assert f'name="kept-M03" value="{taken.uuid}"' in again
    assert ENDED_ON in again


@pytest.mark.parametrize("opened", DRAFTS)
def test_a_file_of_an_application_stays_with_it(world, opened):
    door = opened()
    door.client.post(door.address, _with_file(door) | door.press)
    taken = StoredFile.objects.get(name="照片.jpg")
    _page_again(door, _sent_too_late(door, door.typed))
    draft = Draft.objects.get(owner__username=door.username, case_number="")
    assert draft.materials["M03"]["file"] == str(taken.uuid)


@pytest.mark.parametrize("opened", [*CORRECTIONS, *DRAFTS])
def test_a_file_that_was_only_chosen_has_to_be_chosen_again_and_the_page_says_so(world, opened):
    door = opened()
    with_file = door.client.get(_sent_too_late(door, _with_file(door)))
    assert "刚选的文件没有传上来，请再选一次" in html.unescape(with_file.content.decode())
    assert not StoredFile.objects.filter(name="照片.jpg").exists()


@pytest.mark.parametrize("opened", [*CORRECTIONS, *DRAFTS])
def test_without_a_chosen_file_nothing_is_said_of_files(world, opened):
    door = opened()
    page = door.client.get(_sent_too_late(door, door.typed)).content.decode()
    assert "填的都替您存着" in page
    assert "请再选一次" not in page


def test_no_other_form_carries_files_that_were_taken():
    carrying = set()
    for template in TEMPLATES.rglob("*.html"):
        if 'name="kept-' in template.read_text():
            carrying.add(str(template.relative_to(TEMPLATES)))
    assert carrying == {"portal/mine/correct.html", "desk/intake/supply.html"}
