"""Whatever portal, desk or console refuses of what is posted leaves every table as it was."""

import pytest
from django.db import transaction
from django.test import Client

from tests.counting import rows_of_all_tables, rows_written
from tests.sites.desk import lives
from tests.sites.test_broken_input import ADDRESSES, account_for, asked_of_us, filled, objects_for
from yichuang.cases.models import Enquiry

WRONG = ["", "²"]  # what stands in each field: nothing, or what is right in none of them
FIELDS = "number name phone password reason answer grade question verdict outcome code".split()
# those of partners have their own test; who signs out is led to sign in
OTHERS = ("api/", "accounts/logout/")
DOORS = [(address, view) for address, view in ADDRESSES if not address.startswith(OTHERS)]


def client_of(username: str | None) -> Client:
    """Somebody who may open the page; a stranger where anybody may."""
    client = lives.signed_in(username) if username else Client()
    client.raise_request_exception = False
    return client


def refused_with_traces(client: Client, place: str, value: str) -> list[str]:
    """The tables that a refused post changed; none where it was not refused."""
    written_before = rows_written()
    after = None
    with transaction.atomic():
        answer = client.post(place, dict.fromkeys(FIELDS, value))
        assert not answer.headers.get("Location", "").startswith("/accounts/login/?next")
        if answer.status_code >= 400 and rows_written() != written_before:
            after = rows_of_all_tables()
        transaction.set_rollback(True)
    if after is None:
        return []
    before = rows_of_all_tables()
    return [table for table in after if after[table] != before[table]]


@pytest.mark.parametrize(("address", "view"), DOORS, ids=[address or "/" for address, _ in DOORS])
def test_a_refused_post_changes_no_table(address, view, world):
    username = account_for(address, view.audience)
    client = client_of(username)
    objects = objects_for(address, username or "")
    if "enquiries/<uuid" in address:
        objects["verb"] = "begin"
    place = filled(address, objects)
    for value in WRONG:
        assert refused_with_traces(client, place, value) == []


def test_a_written_row_is_counted_also_where_it_is_taken_back(world):
    written_before = rows_written()
    with transaction.atomic():
        asked_of_us()
        transaction.set_rollback(True)
    assert rows_written() > written_before


def test_a_question_whose_case_cannot_be_begun_stays_whose_it_was(world):
    """It names no item yet."""
    enquiry = asked_of_us()
    clerk = lives.signed_in("gy_clerk_sb")
    assert clerk.post(f"/desk/enquiries/{enquiry.uuid}/begin/").status_code == 422
    assert Enquiry.objects.get(pk=enquiry.pk).owner == enquiry.owner


def test_a_question_knows_no_other_steps(world):
    enquiry = asked_of_us()
    clerk = lives.signed_in("gy_clerk")
    assert clerk.post(f"/desk/enquiries/{enquiry.uuid}/refuse/").status_code == 404
