"""A name that is not that of its number is told on the page where it is typed, with whose name it is and a link to it,
before anything is signed: in every form that names somebody beside its applicant."""

import html

import pytest

from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, SITUATION
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import named, versions
from yichuang.cases.services.corrections import Asked
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.models import Try
from yichuang.registry import services as registry
from yichuang.sites.portal.apply.filling import form_page

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


def _draft_of(owner, subject, code: str, version) -> Draft:
    """An application with every answer of the sample of its form, and its questions before."""
    draft = services.open_draft(
        owner=owner,
        subject=subject,
        item_code=code,
        region=lives.CHAOTIAN,
        channel=2,
        prefill={},
        now=clock.now(),
    )
    sample = lives.sample_of(version, clock.now(), subject)
    situation = {}
    for question in version.situations:
        first = question.options[0].value
        situation[question.key] = sample.get(question.key, first)
    services.keep(draft_id=draft.uuid, owner=owner, answers=sample, situation=situation)
    draft.refresh_from_db()
    return draft


def _forms_online():
    """(account, subject, code, version) of every form that names somebody and is sent at the portal."""
    for row in catalog.items(region=lives.CHAOTIAN):
        guide = catalog.guide(row.code, region=lives.CHAOTIAN)
        if not catalog.done_on(guide, "portal"):
            continue
        version = versions.for_application(row.code, lives.CHAOTIAN, 2, clock.today())
        of_persons = "个人" in version.guide.service_objects
        username = "zhangsan" if of_persons else "shilijia"
        subject = lives.person() if of_persons else lives.employer()
        yield username, subject, row.code, version


def test_every_name_of_a_form_is_told_where_it_is_typed(known):
    asked = []
    for username, subject, code, version in _forms_online():
        if not version.form.about:
            continue
        client = lives.signed_in(username)
        owner = User.objects.get(username=username)
        draft = _draft_of(owner, subject, code, version)
        for person in named.in_form(version, draft.answers):
            number = next(a.number for a in version.form.about if a.name == person.key)
            Try.objects.all().delete()
            services.keep(
                draft_id=draft.uuid, owner=owner, answers={person.key: WRONG, number: NUMBER}
            )
            draft.refresh_from_db()
            if form_page.of(draft).problems():  # told first: this number does not suit the sample
                continue
            page = client.get(f"/drafts/{draft.uuid}/form/?check=1").content.decode()
            assert _told_at(page, person.key), (code, person.key)
            services.keep(
                draft_id=draft.uuid,
                owner=owner,
                answers={person.key: person.name, number: person.number},
            )
            asked.append((code, person.key))
    assert len(asked) > 5


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
