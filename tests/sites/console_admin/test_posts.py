"""Who joins a unit, is away, comes back and goes to another unit, through the pages."""

import re
from datetime import timedelta

from django.test import Client

from tests.sites.console_admin.writer import ROOT, fields_of, text_of
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.core import clock

UNIT = "510812000000"


def test_a_new_officer_gets_a_code_that_is_shown_once_and_must_be_changed(desk):
    admin = desk("gy_org")
    path = f"units/{UNIT}/join/"
    asked = admin.fill(
        path, name="新来的", employee_no="N-0009", username="gy_new", phone="13900000999"
    )
    assert "会改这些" in text_of(asked), text_of(asked)[:600]
    given = admin.client.post(ROOT + path, fields_of(asked) | {"_confirm": "yes"})
    first_code = re.search(r'<p class="no">([a-z0-9]{12})</p>', given.content.decode())[1]
    made = Officer.objects.get(employee_no="N-0009")
    assert (made.organisation.code, made.phone) == (UNIT, "13900000999")
    assert first_code not in admin.see(f"officers/{made.uuid}/")
    client = Client()
    assert client.login(username="gy_new", password=first_code)
    assert "/accounts/password/" in client.get("/desk/todos/")["Location"]


def test_a_number_in_use_is_told_and_nobody_is_entered(desk):
    admin = desk("gy_org")
    taken = Officer.objects.get(user__username="gy_clerk").employee_no
    answer = admin.fill(f"units/{UNIT}/join/", name="新来的", employee_no=taken, username="gy_new")
    assert answer.status_code == 409
    assert "这个工号已经有人用了" in text_of(answer)
    assert not Officer.objects.filter(user__username="gy_new").exists()


def test_leave_is_entered_seen_and_ended(desk):
    admin, clerk = desk("gy_org"), Officer.objects.get(user__username="gy_clerk")
    until = (clock.today() + timedelta(days=3)).isoformat()
    page = admin.write(
        f"officers/{clerk.uuid}/leave/", first_day=clock.today().isoformat(), last_day=until
    )
    assert until in page
    assert accounts.is_away(clerk.pk)
    again = admin.fill(
        f"officers/{clerk.uuid}/leave/", first_day=clock.today().isoformat(), last_day=until
    )
    assert again.status_code == 409
    held = accounts.leaves_of(clerk, clock.today())[0]
    admin.post(f"officers/{clerk.uuid}/leave/{held.uuid}/back/")
    assert not accounts.is_away(clerk.pk)


def test_a_person_is_moved_and_their_page_and_history_say_so(desk):
    admin, clerk = desk("gy_org"), Officer.objects.get(user__username="gy_clerk")
    page = admin.write(f"officers/{clerk.uuid}/move/", unit="510802000000", window="3号窗口")
    clerk.refresh_from_db()
    assert clerk.organisation.code == "510802000000"
    assert "调到别的机构" in page
    assert not accounts.scopes(clerk).roles


def test_an_administrator_of_another_city_changes_nobody_here(desk):
    clerk = Officer.objects.get(user__username="gy_clerk")
    other = desk("qd_org")
    for what in ("leave", "move"):
        assert other.client.get(f"{ROOT}officers/{clerk.uuid}/{what}/").status_code == 403
    assert other.client.get(f"{ROOT}units/{UNIT}/join/").status_code == 403
