"""What a session remembers for somebody cannot be read in its row."""

import pytest
from cryptography.exceptions import InvalidTag
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from yichuang.sites.ui import secrets


@pytest.mark.django_db
def test_a_kept_text_stands_nowhere_in_the_session_and_is_given_once():
    session = SessionStore()
    secrets.keep(session, "query_password:1", "482915")
    session.save()
    again = SessionStore(session.session_key)
    assert "482915" not in str(Session.objects.get(pk=session.session_key).get_decoded())
    assert secrets.take(again, "query_password:1") == "482915"
    assert secrets.take(again, "query_password:1") == ""


@pytest.mark.django_db
def test_a_kept_text_does_not_open_under_another_name():
    session = SessionStore()
    secrets.keep(session, "query_password:1", "482915")
    session["query_password:2"] = session["query_password:1"]
    with pytest.raises(InvalidTag):
        secrets.take(session, "query_password:2")
