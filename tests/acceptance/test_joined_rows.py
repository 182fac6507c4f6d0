"""The acceptance sentences of joined channels: questions with an owner, one draft at several doors."""

import re
from datetime import datetime

import pytest
from django.test import Client

from tests.acceptance.test_channel_rows import PHONE
from tests.sites.desk import lives
from yichuang.accounts.models import Organisation, User
from yichuang.cases import services, tasks
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI
from yichuang.reference.rules.identifiers import luhn_digit

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 12, 4, 16, 0, tzinfo=SHANGHAI)
MONDAY_NOON = datetime(2026, 12, 7, 12, 0, tzinfo=SHANGHAI)  # 60 minutes on Friday, 180 on Monday


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_025_each_question_has_an_owner_and_a_hand_over_that_nobody_accepts_goes_back(client):
    with clock.frozen(FRIDAY):
        place = {"question": "卡丢了怎么办？", "name": "", "phone": "13900000001"}
        page = lives.words(client.get(client.post("/ask/", place)["Location"]))
        enquiry = Enquiry.objects.get()
        first = enquiry.owner
        assert first.name in page
        others = {"gy_clerk", "gy_clerk_sb"} - {first.user.username}
        second = lives.officer(others.pop())
        owner, colleague = (lives.signed_in(one.user.username) for one in (first, second))
        assert "卡丢了怎么办？" in lives.words(owner.get("/desk/enquiries/?whose=mine"))
        assert "卡丢了怎么办？" not in lives.words(colleague.get("/desk/enquiries/?whose=mine"))
        address = f"/desk/enquiries/{enquiry.uuid}/"
        assert colleague.get(f"{address}hand-over/").status_code == 409
        assert "12月7日（周一）12:00" in lives.words(owner.get(f"{address}hand-over/"))
        handed = {"to": str(second.uuid), "reason": "社保卡归他管"}
        assert owner.post(f"{address}hand-over/", handed | {"reason": ""}).status_code == 422
        assert owner.post(f"{address}hand-over/", handed).status_code == 302
        offered = lives.words(colleague.get("/desk/enquiries/?whose=offered"))
        assert "社保卡归他管" in offered and "12月7日（周一）12:00" in offered
        tasks.return_enquiries(0)
        assert Enquiry.objects.get().owner == first
    with clock.frozen(MONDAY_NOON):
        tasks.return_enquiries(0)
        assert colleague.post(f"{address}accept/").status_code == 409
        assert Enquiry.objects.get().owner == first
        assert owner.post(f"{address}hand-over/", handed).status_code == 302
        assert colleague.post(f"{address}accept/").status_code == 302
        assert colleague.post(f"{address}answer/", {"answer": "先挂失。"}).status_code == 302
    answered = Enquiry.objects.get()
    assert (answered.owner, answered.state) == (second, "answered")
    assert answered.hand_overs.count() == 2


def begun_on_a_phone() -> Draft:
    """失业登记 of 张三, begun by his own account on a phone with half of it typed."""
    person = lives.person()
    owner = User.objects.get(username="zhangsan")
    draft = services.open_draft(
        owner=owner,
        subject=person,
        item_code=lives.UNEMPLOYED,
        region=lives.CHAOTIAN,
        channel=3,
        prefill={},
        now=clock.now(),
    )
    services.keep(draft_id=draft.uuid, owner=owner, answers={"person_phone": "13900000055"})
    return draft


def make_a_village_point(username: str) -> None:
    """The officer's station, which serves several villages in the demo, is the point of one."""
    unit = lives.officer(username).organisation
    Organisation.objects.filter(pk=unit.pk).update(kind=Organisation.POINT)


def code_on(page: str) -> str:
    """The nine digits that the page of a resident shows."""
    groups = re.findall(r"<span>(\d{3})</span>", page)
    return "".join(groups)


def test_sys_028_begun_on_a_phone_it_is_opened_by_its_code_finished_at_a_village_and_read_on_the_phone():
    draft = begun_on_a_phone()
    phone = Client(headers={"user-agent": PHONE})
    phone.force_login(draft.owner, backend="yichuang.accounts.backends.Backend")
    share = f"/drafts/{draft.uuid}/share/"
    assert share in phone.get(f"/drafts/{draft.uuid}/form/").content.decode()
    phone.post(share)
    code = code_on(phone.get(share).content.decode())
    assert luhn_digit(code[:-1]) == code[-1]
    assert phone.get(f"{share}code.svg")["Content-Type"] == "image/svg+xml"

    hall = lives.signed_in("gy_clerk")
    answer = hall.post("/desk/who/", {"number": code})
    assert answer["Location"] == "/desk/code/"
    page = lives.words(hall.get("/desk/code/"))
    assert "失业登记" in page and "张三" not in page
    assert hall.get(f"/desk/take/{lives.UNEMPLOYED}/?draft={draft.uuid}").status_code == 404
    assert hall.post("/desk/code/open/", {"number": lives.LISI}).status_code == 422
    opened = hall.post("/desk/code/open/", {"number": lives.ZHANGSAN})
    assert opened["Location"] == f"/desk/take/{lives.UNEMPLOYED}/?draft={draft.uuid}"
    assert "139****0055" in hall.get(opened["Location"]).content.decode()
    assert "张晓芳" in lives.words(phone.get(share))

    make_a_village_point("gy_village")
    village = lives.signed_in("gy_village")
    village.post("/desk/who/", {"number": code})
    there = village.post("/desk/code/open/", {"number": lives.ZHANGSAN})["Location"]
    assert hall.get(there).status_code == 404
    path, _, query = there.partition("?")
    typed = lives.typed(village, lives.UNEMPLOYED, query, person_phone="13900000055")
    sent = village.post(path, typed)
    assert sent.status_code == 302, lives.words(sent)[:600]

    case = Case.objects.get()
    assert (case.channel, case.visits, case.number[12]) == (6, 1, "6")
    assert case.form["person_phone"] == "13900000055"
    point = lives.officer("gy_village").organisation
    assert (case.region_id, case.filed_in) == (lives.CHAOTIAN, point.region)
    assert village.get(f"/desk/cases/{case.uuid}/")["Location"] == f"/desk/taken/{case.uuid}/"
    clerk = lives.officer("gy_clerk")
    lives.complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="已登记")
    assert "办结" in lives.words(phone.get(f"/my/cases/{case.uuid}/"))
    assert phone.get(f"/drafts/{draft.uuid}/done/").status_code == 200


def test_sys_028_the_card_alone_finds_what_was_begun_on_the_phone():
    draft = begun_on_a_phone()
    hall = lives.signed_in("gy_clerk")
    query = lives.met(hall)
    assert "手机、网上填的" in lives.words(hall.get(f"/desk/?{query}"))
    taken = hall.post(f"/desk/drafts/{draft.uuid}/take-up/", {"person": str(lives.person().uuid)})
    assert taken["Location"] == f"/desk/take/{lives.UNEMPLOYED}/?draft={draft.uuid}"
    case = lives.taken(hall, lives.UNEMPLOYED, f"draft={draft.uuid}")
    assert (case.channel, case.visits) == (1, 1)
