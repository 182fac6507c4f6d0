"""What people type is never lost: not to another tab, not to a session that ended, not to a form that was open long."""

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT
from tests.sites.test_officers_typing_is_kept import WAYS, author_on_a_page
from yichuang.accounts.models import User
from yichuang.cases.models import Draft
from yichuang.core import clock

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "yichuang" / "sites" / "templates"
PASSWORD = "Yichuang#2026"
CARRIED = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def signed_in(username, **more):
    client = Client(**more)
    client.force_login(
        User.objects.get(username=username), backend="yichuang.accounts.backends.Backend"
    )
    return client


class Page:
    """A form that saves itself, as one kind of user meets it. show: how its page is opened; save, send: where it is
    posted; beside: what is posted with every form; key, label: a field of it."""

    def __init__(self, client, draft, address, save, beside):
        self.client, self.draft, self.address, self.save, self.beside = (
            client,
            draft,
            address,
            save,
            beside,
        )

    @property
    def shown(self):
        """A page that says of its forms whose they are."""
        return self.address if self.draft.owner.kind != User.OFFICER else "/desk/todos/"

    def revision(self):
        self.draft.refresh_from_db()
        return self.draft.revision

    def typed(self, seen, **answers):
        return {**self.beside, "_revision": str(seen), **answers}


@pytest.fixture
def resident(world):
    client = signed_in("zhangsan")
    client.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    address = f"/drafts/{draft.uuid}/form/"
    return Page(client, draft, address, f"/drafts/{draft.uuid}/save/", {})


@pytest.fixture
def counter(world):
    client = signed_in("gy_clerk")
    client.get(f"/desk/take/{UNEMPLOYMENT}/?{lives.met(client)}")
    draft = Draft.objects.get(owner__username="gy_clerk", case_number="")
    beside = {"draft": str(draft.uuid), "situation-before": "employed", "situation-by_agent": "no"}
    address = f"/desk/take/{UNEMPLOYMENT}/"
    return Page(client, draft, address, f"{address}keep/", beside)


@pytest.fixture(params=["resident", "counter"])
def page(request, world):
    """Each form that saves itself: there are two, and the test of templates finds a third."""
    return request.getfixturevalue(request.param)


def kept(page, key):
    page.draft.refresh_from_db()
    return page.draft.answers.get(key)


def test_every_form_that_saves_itself_knows_its_revision_and_the_key_of_the_session():
    saving = {str(p.relative_to(TEMPLATES)): p.read_text() for p in TEMPLATES.rglob("*.html")}
    saving = {name: text for name, text in saving.items() if "data-autosave=" in text}
    assert set(saving) == {"portal/apply/form.html", "desk/intake/take.html"}
    for text in saving.values():
        assert '{% include "components/autosave.html" %}' in text
        assert 'data-typing-key="{{ typing_key }}"' in text


def test_saving_tells_the_new_revision_and_the_same_text_again_is_no_conflict(page):
    first = page.revision()
    saved = page.client.post(page.save, page.typed(first, last_employer_name="甲单位"))
    assert saved.json()["revision"] == page.revision() == first + 1
    again = page.client.post(page.save, page.typed(first, last_employer_name="甲单位"))
    assert again.status_code == 200 and page.revision() == first + 1


def test_an_older_page_never_writes_over_what_another_page_has_saved(page):
    first = page.revision()
    page.client.post(page.save, page.typed(first, last_employer_name="新写的"))
    stale = page.client.post(page.save, page.typed(first, last_employer_name="旧页上的"))
    assert stale.status_code == 409 and "别的窗口" in stale.json()["detail"]
    assert kept(page, "last_employer_name") == "新写的"


@pytest.mark.parametrize(("choice", "left"), [("here", "旧页上的"), ("there", "新写的")])
def test_whoever_sends_an_older_page_chooses_between_both_texts(page, choice, left):
    first = page.revision()
    page.client.post(page.save, page.typed(first, last_employer_name="新写的"))
    asked = page.client.post(
        page.address, page.typed(first, last_employer_name="旧页上的", skills="会修电机")
    )
    text = html.unescape(asked.content.decode())
    assert asked.status_code == 409
    assert "这一页填的：旧页上的" in text and "已经存着的：新写的" in text
    carried = dict(CARRIED.findall(text)) | {"_choice-last_employer_name": choice}
    page.client.post(page.address, carried)
    assert (kept(page, "last_employer_name"), kept(page, "skills")) == (left, "会修电机")


def end_sessions():
    Session.objects.update(expire_date=clock.now() - timedelta(hours=1))


def test_a_form_that_is_sent_after_the_session_ended_stands_there_again_after_signing_in(page):
    username, before = page.draft.owner.username, page.revision()
    end_sessions()
    away = page.client.post(page.address, page.typed(before, last_employer_name="过期时填的"))
    assert away.url.startswith("/accounts/login/?next=") and away.url.endswith("&kept=1")
    back = re.search(r"next=(.*?)&kept", away.url)[1].replace("%3F", "?").replace("%3D", "=")
    page.client.post("/accounts/login/", {"username": username, "password": PASSWORD, "next": back})
    shown = page.client.get(back)
    assert shown.status_code == 200 and "过期时填的" in shown.content.decode()
    assert kept(page, "last_employer_name") == "过期时填的"


@pytest.mark.parametrize("end", WAYS)
def test_the_form_stands_there_again_in_whatever_way_the_session_ended(page, end):
    username, before = page.draft.owner.username, page.revision()
    form = page.typed(before, last_employer_name="断线时填的")
    form["_by"] = author_on_a_page(page.client, page.shown)
    end(page.client)
    away = page.client.post(page.address, form)
    assert away.url.endswith("&kept=1")
    back = re.search(r"next=(.*?)&kept", away.url)[1].replace("%3F", "?").replace("%3D", "=")
    signing_in = {"username": username, "password": PASSWORD, "next": back}
    page.client.post("/accounts/login/", signing_in)
    assert "断线时填的" in page.client.get(back).content.decode()
    assert kept(page, "last_employer_name") == "断线时填的"


def test_it_stands_there_for_nobody_else_who_signs_in(resident):
    form = resident.typed(resident.revision(), last_employer_name="断线时填的")
    form["_by"] = author_on_a_page(resident.client, resident.shown)
    resident.client.logout()
    resident.client.post(resident.address, form)
    resident.client.post("/accounts/login/", {"username": "lisi", "password": PASSWORD})
    assert resident.client.get(resident.address).status_code == 404
    assert kept(resident, "last_employer_name") is None


def test_what_was_typed_for_one_person_at_a_counter_comes_back_on_nobody_elses_page(counter):
    mine, before = counter.draft, counter.revision()
    lisi = lives.met(counter.client, lives.person(lives.LISI))
    counter.client.get(f"/desk/take/{UNEMPLOYMENT}/?{lisi}")
    other = Draft.objects.get(owner=mine.owner, person__uuid=lives.person(lives.LISI).uuid)
    end_sessions()
    away = counter.client.post(counter.address, counter.typed(before, last_employer_name="他的"))
    back = re.search(r"next=(.*?)&kept", away.url)[1].replace("%3F", "?").replace("%3D", "=")
    signing_in = {"username": mine.owner.username, "password": PASSWORD, "next": back}
    counter.client.post("/accounts/login/", signing_in)
    strange = counter.client.get(f"{counter.address}?draft={other.uuid}").content.decode()
    assert "他的" not in strange
    assert "他的" in counter.client.get(back).content.decode()
    assert kept(counter, "last_employer_name") == "他的"


def test_what_was_typed_before_the_session_ended_is_compared_with_what_came_since(page):
    username, before = page.draft.owner.username, page.revision()
    page.client.post(page.save, page.typed(before, last_employer_name="后来存的"))
    end_sessions()
    away = page.client.post(page.address, page.typed(before, last_employer_name="过期时填的"))
    back = re.search(r"next=(.*?)&kept", away.url)[1].replace("%3F", "?").replace("%3D", "=")
    page.client.post("/accounts/login/", {"username": username, "password": PASSWORD, "next": back})
    shown = html.unescape(page.client.get(back).content.decode())
    assert "这一页填的：过期时填的" in shown and "已经存着的：后来存的" in shown
    assert kept(page, "last_employer_name") == "后来存的"


def test_an_officer_whose_session_ended_comes_back_to_the_page_and_not_to_the_residents_home(world):
    clerk = signed_in("gy_clerk")
    end_sessions()
    late = clerk.post("/desk/who/", {}, headers={"referer": "http://testserver/desk/?q=1"})
    assert late.url == "/accounts/login/?next=/desk/%3Fq%3D1"
    strange = clerk.post(
        "/desk/who/", {"number": "1"}, headers={"referer": "https://elsewhere.example/desk/"}
    )
    assert strange.url == "/accounts/login/?next=/"


def open_long(page, origin, answers):
    """A form whose token is of another session, sent from `origin`."""
    client = signed_in(page.draft.owner.username, enforce_csrf_checks=True)
    client.get(
        page.address if "drafts" in page.address else f"{page.address}?draft={page.draft.uuid}"
    )
    return client, client.post(
        page.address, answers | {"csrfmiddlewaretoken": "x" * 64}, headers={"origin": origin}
    )


def test_a_form_with_an_old_token_is_offered_again_as_it_was_typed(page):
    typed = page.typed(page.revision(), last_employer_name="放了很久才交的")
    client, again = open_long(page, "http://testserver", typed)
    text = html.unescape(again.content.decode())
    assert again.status_code == 403 and "没有丢" in text and f'action="{page.address}"' in text
    carried = dict(CARRIED.findall(text))
    assert carried["csrfmiddlewaretoken"] != "x" * 64
    assert (
        client.post(page.address, carried, headers={"origin": "http://testserver"}).status_code
        != 403
    )
    assert kept(page, "last_employer_name") == "放了很久才交的"


def test_what_another_site_has_sent_is_never_offered_again(page):
    _, refused = open_long(
        page, "https://elsewhere.example", page.typed(0, last_employer_name="别人让交的")
    )
    assert refused.status_code == 403 and "别人让交的" not in refused.content.decode()


def test_a_password_is_never_written_into_a_page(world):
    client = Client(enforce_csrf_checks=True)
    typed = {"username": "zhangsan", "password": "Secret-123", "csrfmiddlewaretoken": "x" * 64}
    refused = client.post("/accounts/login/", typed, headers={"origin": "http://testserver"})
    assert refused.status_code == 403 and "Secret-123" not in refused.content.decode()
    assert 'href="/accounts/login/"' in refused.content.decode()


def test_the_key_of_typed_text_is_another_one_in_every_session(resident):
    def key():
        client = signed_in("zhangsan")
        return re.search(
            r'data-typing-key="([0-9a-f]{64})"', client.get(resident.address).content.decode()
        )[1]

    assert key() != key()


def test_signing_out_tells_the_browser_to_forget_what_it_stored(resident):
    assert resident.client.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'


def test_answers_that_come_by_another_way_count_as_a_change(resident):
    first = resident.revision()
    resident.client.post(resident.address, resident.typed(first, **ANSWERS))
    assert resident.revision() == first + 1
