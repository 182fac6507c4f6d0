"""A name that is not that of its number is told on the page where it is typed, with whose name it is and a link to it,
before anything is signed."""

import html

import pytest

from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, SITUATION
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock
from yichuang.core.models import Try
from yichuang.registry import services as registry

pytestmark = pytest.mark.django_db
NAME, NUMBER, WRONG = "周八", "510812195801109973", "周九"
AGENT = {
    "agent_name": WRONG,
    "agent_id_number": NUMBER,
    "agent_phone": "13900000002",
    "agent_relation": "99",
    "agent_scope": ["submit"],
    "agent_until": "2061-01-01",
}


@pytest.fixture
def known(world):
    """周八, whose number the register knows."""
    registry.record_person(name=NAME, id_number=NUMBER, actor="test")


def _told_at(page: str, key: str) -> bool:
    """Whether the page says whose name is wrong, links to it, and has the field there."""
    text = html.unescape(page)
    linked = f'<a href="#f-{key}">“{WRONG}”和身份号码对不上' in text
    return linked and f'id="f-{key}"' in text


def _with_an_agent(zhangsan, draft) -> dict:
    zhangsan.post(f"/drafts/{draft.uuid}/situation/", SITUATION | {"by_agent": "yes"})
    return ANSWERS | AGENT


def test_a_wrong_name_of_the_agent_is_told_on_the_form_and_a_right_one_goes_on(
    known, zhangsan, draft
):
    form = f"/drafts/{draft.uuid}/form/"
    page = zhangsan.post(form, _with_an_agent(zhangsan, draft))
    assert page.status_code == 422
    assert _told_at(page.content.decode(), "agent_name")
    right = zhangsan.post(form, ANSWERS | AGENT | {"agent_name": NAME})
    assert right.url == f"/drafts/{draft.uuid}/check/"


def test_other_faults_are_told_first_and_cost_no_try(known, zhangsan, draft):
    answers = _with_an_agent(zhangsan, draft) | {"last_job_end": "2061-01-01"}
    page = zhangsan.post(f"/drafts/{draft.uuid}/form/", answers).content.decode()
    assert 'href="#f-last_job_end"' in page
    assert not _told_at(page, "agent_name")
    assert not Try.objects.exists()


def test_whoever_signs_a_wrong_name_is_led_back_to_it(known, zhangsan, draft, signature):
    form = f"/drafts/{draft.uuid}/form/"
    zhangsan.post(form, _with_an_agent(zhangsan, draft))
    signed = signature | {"seen": _seen(zhangsan, draft)}
    led = zhangsan.post(f"/drafts/{draft.uuid}/check/", signed)
    assert led.url == f"{form}?check=1"
    assert _told_at(zhangsan.get(led.url).content.decode(), "agent_name")
    assert not Case.objects.filter(client_ref=str(draft.uuid)).exists()


def test_a_wrong_name_in_a_correction_is_told_where_it_is_typed(known):
    item = "992014202008"
    person = {
        "for_whom": "family",
        "about_name": NAME,
        "about_id_type": "01",
        "about_id_number": NUMBER,
        "about_relation": "50",
    }
    case = lives.submitted(item)
    case.form = case.form | person
    case.save()
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "about_name", "看不清")],
        now=clock.now(),
    )
    address = f"/my/cases/{case.uuid}/correct/"
    page = lives.signed_in("zhangsan").post(address, {"about_name": WRONG, "_send": "yes"})
    assert page.status_code == 422
    assert _told_at(page.content.decode(), "about_name")


def _seen(client, draft) -> str:
    page = client.get(f"/drafts/{draft.uuid}/check/").content.decode()
    _, _, after = page.partition('name="seen" value="')
    value, _, _ = after.partition('"')
    return value


def test_a_guesser_is_told_nothing_more_on_the_form_either(known, zhangsan, draft):
    form = f"/drafts/{draft.uuid}/form/"
    answers = _with_an_agent(zhangsan, draft)
    for guess in "一二三四五":
        page = zhangsan.post(form, answers | {"agent_name": f"周{guess}"})
        assert page.status_code == 422
    for name in (WRONG, NAME):
        page = zhangsan.post(form, answers | {"agent_name": name})
        assert page.url == f"/drafts/{draft.uuid}/check/"
