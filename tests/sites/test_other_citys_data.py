"""No prefill, search, count, export or file path of desk and console tells an officer of one city anything of people
whom only another city deals with; whoever shows a document there is served, and every look is counted (SYS-018). Every
address is asked in test_other_citys_addresses.py."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.sites.desk import lives
from yichuang.accounts.queries import todos_of
from yichuang.accounts.services import lookups
from yichuang.audit.models import ALARM, Entry
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.core import clock
from yichuang.registry.models import Person

QINGDAO = "370202000000"
NUMBER, PHONE, NAME, ADDRESS = "370202198507269935", "13900000031", "于海涛", "样例路21号"
LAST_DIGITS = re.compile(rf"(?<![\w-]){NUMBER[-4:]}(?![\w-])", re.ASCII)
ACCOUNT = "6222021234567890128"
ASKED = "我的失业金怎么还没有到账"
ASKER_PHONE = "13900000777"


@pytest.fixture
def theirs(world):
    return entered()


def entered() -> tuple[Person, Case, Enquiry]:
    """A person of 青岛 with a case that holds an account and a question, both in 青岛."""
    subject = lives.person(NUMBER)
    case = lives.submitted(lives.BENEFIT, subject=subject, region=QINGDAO)
    case.form = case.form | {"account_no": ACCOUNT}
    case.save(update_fields=["form"])
    enquiry = services.ask(
        question=ASKED,
        name=NAME,
        phone=ASKER_PHONE,
        region=QINGDAO,
        channel=2,
        actor=f"person:{subject.uuid}",
        now=clock.now(),
        subject=subject,
    )
    return subject, lives.again(case), enquiry


def told(response) -> str:
    """All text of an answer, of the parts of a spreadsheet too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with ZipFile(BytesIO(body)) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return body.decode("utf-8", "replace")


def leaks(text: str) -> list[str]:
    """Which secrets stand in a text; the last digits alone, not as a part of a token or an identifier of ours."""
    secrets = (NAME, NUMBER, PHONE, ADDRESS, ACCOUNT, ASKED, ASKER_PHONE)
    seen = [secret for secret in secrets if secret in text]
    if LAST_DIGITS.search(text):
        seen.append(NUMBER[-4:])
    return seen


@pytest.mark.parametrize("asked", [NUMBER, PHONE, NAME])
@pytest.mark.parametrize("username", ["gy_clerk", "gy_reviewer"])
def test_a_search_finds_nobody_of_another_city_by_number_phone_or_name(theirs, username, asked):
    page = told(lives.signed_in(username).post("/desk/find/", {"q": asked}))
    assert leaks(page.replace(asked, "")) == []
    assert "人和单位</h2>" not in page


@pytest.mark.parametrize("username", ["gy_clerk", "gy_village"])
def test_a_stranger_is_served_after_number_and_name_and_is_until_then_as_one_whom_nobody_knows(
    theirs, username
):
    subject, _, _ = theirs
    client = lives.signed_in(username)
    assert client.get(f"/desk/?person={subject.uuid}").status_code == 404
    by_number = client.post("/desk/who/", {"number": NUMBER})
    assert by_number.status_code == 422
    assert "第一次来，请照证件填姓名" in lives.words(by_number)
    assert "没有人登记过这个手机号" in lives.words(client.post("/desk/who/", {"number": PHONE}))
    other = client.post("/desk/who/", {"number": NUMBER, "name": "李鬼"})
    assert "姓名和证件号码对不上" in lives.words(other)
    met = client.post("/desk/who/", {"number": NUMBER, "name": NAME})
    page = told(client.get(met["Location"]))
    assert NAME in page
    assert leaks(page.replace(NAME, "").replace("********9935", "")) == []


def test_a_form_for_a_stranger_is_filled_from_no_case_outside_the_scope_and_the_reading_is_recorded(
    theirs,
):
    subject, _, _ = theirs
    client = lives.signed_in("gy_clerk")
    client.post("/desk/who/", {"number": NUMBER, "name": NAME})
    page = told(client.get(f"/desk/take/{lives.BENEFIT}/?person={subject.uuid}"))
    assert not {ACCOUNT, ACCOUNT[-4:], PHONE, NUMBER, ADDRESS} & set(
        leaks(page.replace("********9935", ""))
    )
    assert "account_no" not in Draft.objects.get(person=subject).answers
    entry = Entry.objects.get(verb="person.prefill", subject=f"person:{subject.uuid}")
    assert json.loads(entry.data) == {"item": lives.BENEFIT, "page": "desk/take/<slug:code>/"}


def test_what_is_masked_on_the_form_is_sent_by_reference_and_never_as_the_mask(world):
    client, subject = lives.signed_in("gy_clerk"), lives.person()
    data = lives.typed(client, lives.UNEMPLOYED, lives.met(client))
    page = told(client.get(f"/desk/take/{lives.UNEMPLOYED}/?draft={data['draft']}"))
    assert 'value="139****0001"' in page
    assert "510812********9916" in page
    assert subject.phone not in page
    masked = {"person_phone": "139****0001", "person_id_number": "510812********9916"}
    done = client.post(f"/desk/take/{lives.UNEMPLOYED}/", data | masked)
    assert done.status_code == 302, lives.words(done)[:400]
    case = Case.objects.get(uuid=done["Location"].split("/")[3])
    assert (case.form["person_phone"], case.form["person_id_number"]) == (
        subject.phone,
        lives.ZHANGSAN,
    )
    assert "**" not in json.dumps(case.form)


def test_a_mask_that_was_half_typed_over_is_told_and_not_kept(world):
    client = lives.signed_in("gy_clerk")
    data = lives.typed(client, lives.UNEMPLOYED, lives.met(client), person_phone="138****0001")
    page = client.post(f"/desk/take/{lives.UNEMPLOYED}/", data)
    assert page.status_code == 422
    assert "带星号的认不出" in lives.words(page)
    assert "**" not in json.dumps(Draft.objects.get(uuid=data["draft"]).answers)


def test_the_whole_numbers_of_a_form_are_shown_on_asking_and_the_asking_is_recorded(world):
    client, subject = lives.signed_in("gy_clerk"), lives.person()
    data = lives.typed(client, lives.UNEMPLOYED, lives.met(client))
    page = told(client.get(f"/desk/take/{lives.UNEMPLOYED}/?draft={data['draft']}&whole=1"))
    assert subject.phone in page
    assert (
        Entry.objects.filter(verb="person.read_whole", subject=f"person:{subject.uuid}").count()
        == 1
    )


def test_a_question_at_the_window_takes_the_phone_by_reference_and_the_look_is_recorded(world):
    client, subject = lives.signed_in("gy_clerk"), lives.person()
    page = told(client.get(f"/desk/enquiries/?person={subject.uuid}"))
    assert "139****0001" in page
    assert subject.phone not in page
    assert Entry.objects.filter(verb="person.read", subject=f"person:{subject.uuid}").exists()
    asked = {
        "person": str(subject.uuid),
        "question": "退休要带什么",
        "name": "张三",
        "phone": "139****0001",
    }
    assert client.post("/desk/enquiries/ask/", asked).status_code == 302
    assert Enquiry.objects.get(person=subject).asker_phone == subject.phone
    listed = told(client.get("/desk/enquiries/"))
    assert "139****0001" in listed
    assert subject.phone not in listed
    assert subject.phone in told(client.get("/desk/enquiries/?whole=1"))
    assert Entry.objects.filter(verb="enquiry.read_whole").count() == 1


def test_a_heap_of_look_ups_raises_one_alarm_that_the_auditor_of_the_place_finds(
    world, monkeypatch
):
    monkeypatch.setattr(
        lookups, "LOOKUPS", lookups.limits.Limit("lookup:officer", most=5, within=lookups.DAY)
    )
    client = lives.signed_in("gy_clerk")
    for _ in range(6):
        client.post("/desk/find/", {"q": lives.ZHANGSAN})
    alarm = Entry.objects.get(subject=ALARM)
    assert alarm.actor == lives.officer("gy_clerk").actor
    assert json.loads(alarm.data)["times"] == 5
    todo = todos_of(lives.officer("gy_auditor"), clock.today()).get(kind="officer.heap")
    assert todo.link == f"/console/audit/officers/{lives.officer('gy_clerk').uuid}/"
    mine = lives.words(lives.signed_in("gy_auditor").get("/console/audit/"))
    assert f"{lives.officer('gy_clerk').name}" in mine
    assert "一天里查人5次" in mine
    assert "一天里查人5次" not in lives.words(lives.signed_in("qd_auditor").get("/console/audit/"))


def test_the_heaps_of_one_officer_and_day_are_one_line(world):
    clerk = lives.officer("gy_clerk")
    for times in (10, 20, 30):
        for kind in ("lookup", "refusal"):
            data = {"kind": kind, "times": times}
            record(actor=f"officer:{clerk.uuid}", verb="officer.heap", subject=ALARM, data=data)
    page = told(lives.signed_in("gy_auditor").get("/console/audit/"))
    assert page.count("一天里") == 2
    assert "一天里30次想打开看不了的，一天里查人30次" in page


def test_a_refused_opening_is_recorded_with_who_asked_and_for_what(theirs):
    subject, case, enquiry = theirs
    client, me = lives.signed_in("gy_clerk"), lives.officer("gy_clerk")
    client.get(f"/desk/cases/{case.uuid}/")
    client.get(f"/desk/cases/{case.uuid}/papers/receipt.pdf")
    client.get(f"/desk/?person={subject.uuid}")
    client.post(f"/desk/enquiries/{enquiry.uuid}/take/")
    client.post("/desk/find/", {"q": case.number})
    lives.signed_in("gy_org").get(f"/desk/cases/{case.uuid}/")
    refused = (
        Entry.objects.filter(verb="page.refused").order_by("id").values_list("actor", "subject")
    )
    mine, other = me.actor, lives.officer("gy_org").actor
    kinds = [case.ref, case.ref, f"person:{subject.uuid}", f"enquiry:{enquiry.uuid}", case.ref]
    assert list(refused) == [*((mine, kind) for kind in kinds), (other, case.ref)]
    assert Person.objects.get(pk=subject.pk).phone == PHONE
