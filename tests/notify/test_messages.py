"""Messages: once per key, in the reader's own words, only for the reader."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from yichuang.core import clock
from yichuang.core.errors import NotFound
from yichuang.core.packs import read as yaml_of
from yichuang.notify import packs, queries, rules, services
from yichuang.notify.models import Message
from yichuang.notify.texts import texts

pytestmark = pytest.mark.django_db
ME, OTHER = (
    "person:018f0000-0000-7000-8000-000000000001",
    "employer:018f0000-0000-7000-8000-000000000002",
)
CONTEXT = {"item": "失业登记", "number": "5108", "code": "123456", "due": "2026年11月27日"}


def _send(key="k", **more):
    values = {
        "recipient": ME,
        "kind": "case_received",
        "context": CONTEXT,
        "key": key,
        "link": "/my/cases/1/",
    }
    services.send(**values | more)
    return Message.objects.get(key=key)


def test_a_message_lands_in_the_inbox_with_its_words_filled_in():
    message = _send()
    assert message.title == "已收到：失业登记"
    assert "5108" in message.body and "{" not in message.body
    assert message.sms_state == "none"
    assert list(queries.inbox(ME)) == [message]
    assert not queries.inbox(OTHER).exists()


def test_the_same_key_is_one_message_and_one_short_message():
    first = _send(phone="13900000001")
    again = _send(phone="13900000001", context=CONTEXT | {"item": "别的"})
    assert first.pk == again.pk and again.title == "已收到：失业登记"
    assert Message.objects.filter(sms_state="waiting").count() == 1


def test_kinds_without_a_short_text_send_none():
    message = _send(
        kind="case_corrected", context={"item": "失业登记", "number": "1"}, phone="13900000001"
    )
    assert message.sms_state == "none"


def test_reading_counts_the_first_time_only():
    message, now = _send(), clock.now()
    _send(key="k2")
    assert queries.unread_count(ME) == 2
    services.read(message=message, now=now)
    services.read(message=message, now=now + timedelta(hours=1))
    assert message.read_at == now
    assert [m.key for m in queries.inbox(ME, unread=True)] == ["k2"]
    assert services.read_all(recipient=ME, now=now) == 1
    assert queries.unread_count(ME) == 0


def test_somebody_elses_message_looks_as_if_it_did_not_exist():
    message = _send()
    assert queries.message(message.uuid, recipient=ME) == message
    with pytest.raises(NotFound):
        queries.message(message.uuid, recipient=OTHER)


def test_a_missing_value_or_an_unknown_kind_is_the_callers_fault():
    with pytest.raises(KeyError):
        _send(context={"item": "失业登记"})
    with pytest.raises(KeyError):
        _send(kind="nothing")
    assert not Message.objects.exists()


def test_what_a_value_contains_is_never_read_as_a_placeholder():
    assert (
        rules.fill("原因：{reason}", {"reason": "{item} %s {0.__class__}"})
        == "原因：{item} %s {0.__class__}"
    )


def test_body_phone_and_short_text_are_not_readable_in_the_table():
    _send(phone="13900000001")
    with connection.cursor() as cursor:
        cursor.execute("select body, phone, sms_text from notify_message")
        row = [bytes(value) for value in cursor.fetchone()]
    assert not any(b"13900000001" in value or "失业登记".encode() in value for value in row)


def test_every_text_of_the_packs_can_be_filled_and_is_complete():
    assert packs.check() == []
    needed = {
        "case_received",
        "case_correction",
        "case_accepted",
        "case_refused",
        "case_decided",
        "case_withdrawn",
    }
    needed |= {"correction_due", "rating_invited", "result_ready", "result_posted", "reset_code"}
    assert needed <= set(texts())


# Only ever sent to a person: who is named in somebody's form, an agent, whose name was used; and what is no case.
TO_PERSONS = {
    "case_in_your_name",
    "case_about_you",
    "named_as_agent",
    "concerned_over",
    "agent_correction",
    "agent_result",
    "agent_over",
    "named_in_form",
    "named_in_list",
    "enquiry_answered",
}
AS_APPLICANT = re.compile("您申请|您的“|您的结果|您已|您给“|您没有让人|替您|给您：|您可以怎样")


def test_no_message_about_a_case_calls_the_reader_of_a_unit_its_applicant():
    own = yaml_of("messages/cases.yaml")["messages"]
    assert set(own) >= TO_PERSONS
    for kind in own.keys() - TO_PERSONS:
        entry = texts()[kind]
        values = entry.sample | rules.addressed(OTHER)
        for part in (entry.title, entry.body, entry.sms):
            assert not AS_APPLICANT.search(rules.fill(part, values)), (kind, part)


def test_a_unit_and_a_person_read_who_applied():
    withdrawn = {"item": "失业登记", "number": "5108"}
    to_person = _send("p", kind="case_withdrawn", context=withdrawn)
    to_unit = _send("u", kind="case_withdrawn", context=withdrawn, recipient=OTHER)
    assert to_person.body.startswith("您已撤回“失业登记”（5108）的申请，")
    assert to_unit.body.startswith("贵单位已撤回“失业登记”（5108）的申请，")


def test_the_check_finds_a_text_that_cannot_be_filled(monkeypatch):
    entry = {
        "title": "给你：{item}",
        "body": "{nothing}",
        "sms": "没有签名",
        "sample": {"item": "甲", "spare": "乙"},
    }
    from yichuang.notify.texts import Text

    broken = Text(
        "x", entry["title"], entry["body"], entry["sms"], ("item", "spare"), entry["sample"]
    )
    unsigned = Text("y", "给你", "正文", "没有签名" * 80, (), {})
    monkeypatch.setattr(packs, "texts", lambda: {"x": broken, "y": unsigned})
    faults = "\n".join(packs.check())
    for words in ("没有给出示例值 nothing", "示例值 spare 没有用到", "【签名】", "称呼用", "超过"):
        assert words in faults


STOPS = ("。", "；", ".", "。。", "。 ")
TYPED = {"reason", "answer"}  # by an officer, with a stop at the end or without
TWO_STOPS = re.compile("[。；，.] *[。；，]")


@pytest.mark.parametrize("stop", STOPS)
def test_whoever_typed_a_stop_makes_no_two_of_them(stop):
    """Every message that gives a reason: 原因：条件不符。。"""
    with_reasons = [entry for entry in texts().values() if TYPED & set(entry.needs)]
    assert len(with_reasons) >= 7
    for entry in with_reasons:
        typed = {name: f"{entry.sample[name]}{stop}" for name in TYPED & set(entry.needs)}
        values = entry.sample | typed | rules.addressed(ME)
        for part in (entry.title, entry.body, entry.sms):
            words = rules.fill(part, values)
            assert not TWO_STOPS.search(words.removesuffix(stop)), (entry.kind, words)
