"""What every department must do, a made-up one and one that is asked over a wire; and what of the wire is refused."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import DEPARTMENTS, adapters
from tests.contracts.department import KEY_ID, SECRET, Department, signature
from yichuang.adapters.exchange import signed
from yichuang.adapters.exchange.signed import Signed
from yichuang.adapters.exchange.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.core import clock
from yichuang.core.ports import Rejected, Unavailable
from yichuang.exchange.ports import Asked, Unreadable, Unsigned, Whom
from yichuang.exchange.rules.answers import judged
from yichuang.exchange.tables import departments, sources

SHOUTIAN = Whom("person", "何守田", "510812194003079998")
QUESTION = Asked(
    uuid="0193a1de-0000-7000-8000-000000000001",
    source="health.death",
    elements=("health.death.on",),
    whom=SHOUTIAN,
    claims={"health.death.on": "2026-11-20"},
    purpose="核对去世的事实和日期",
    basis=("国务院关于在线政务服务的若干规定第7条",),
)


class Asking:
    """A department, and its faults: of the one over the wire those of whoever answers there."""

    def __init__(self, adapter, faults):
        self.adapter = adapter
        self.faults = faults

    def __call__(self, **changes):
        question = replace(QUESTION, **changes)
        return self.adapter.answer(question=question)

    def judged(self, **changes):
        question = replace(QUESTION, **changes)
        answer = self.adapter.answer(question=question)
        return judged(question, answer, sources()[question.source].gives)


@pytest.fixture
def there():
    department = Department(Simulator("health"))
    yield department
    department.close()


@pytest.fixture(params=["simulator", "signed"])
def make(request, there):
    def of_kind(**faults):
        simulator = Simulator("health", Faults(sleep=lambda seconds: None, **faults))
        there.simulator = simulator
        adapter = simulator
        if request.param == "signed":
            adapter = Signed(there.url, KEY_ID, SECRET)
        return Asking(adapter, simulator.faults)

    return of_kind


def test_whom_it_knows_it_finds_by_name_and_with_a_receipt(make):
    answer = make()()
    assert (answer.outcome, answer.question) == ("found", QUESTION.uuid)
    assert answer.whom == SHOUTIAN and answer.facts == {"health.death.on": "2026-11-20"}
    assert answer.receipt.startswith("卫生健康-") and answer.as_of


def test_the_same_question_has_the_same_receipt_and_another_has_another(make):
    ask = make()
    assert ask().receipt == ask().receipt
    assert ask(uuid="0193a1de-0000-7000-8000-000000000002").receipt != ask().receipt


def test_what_was_not_asked_is_not_told(make):
    assert make()(elements=()).facts == {}


def test_whom_it_does_not_know_it_does_not_find_and_says_of_whom_it_speaks(make):
    living = Whom("person", "王小明", "510812199001019931")
    answer = make()(whom=living)
    assert (answer.outcome, answer.whom, answer.facts) == ("not_found", living, {})
    assert answer.receipt
    assert make(find_nothing=True).judged().outcome == "not_found"


def test_what_is_not_so_is_named_and_the_truth_is_not_told(make):
    result = make().judged(claims={"health.death.on": "2026-11-21"})
    assert (result.outcome, result.differs, result.facts) == (
        "contradicts",
        ("health.death.on",),
        {},
    )
    assert make(contradict=True).judged().outcome == "contradicts"


def test_a_name_that_is_not_of_the_number_is_not_found(make):
    li_si = Whom("person", "李某", "510812196607089934")
    assert make()(whom=li_si).outcome == "not_found"


@pytest.mark.parametrize(
    ("fault", "incident"),
    [("wrong_person", "wrong_person"), ("wrong_name", "wrong_person"), ("malformed", "malformed")],
)
def test_what_speaks_of_another_or_of_too_much_does_not_count(make, fault, incident):
    result = make(**{fault: True}).judged()
    assert (result.outcome, result.incident, result.facts) == ("unavailable", incident, {})


def test_one_that_does_its_work_twice_has_two_receipts(make):
    ask = make(duplicate=True)
    assert ask().receipt != ask().receipt


def test_an_outage_is_unavailable_and_ends(make):
    ask = make(outage=True)
    with pytest.raises(Unavailable):
        ask()
    ask.faults.outage = False
    assert ask().outcome == "found"


def test_a_lost_answer_is_asked_for_again_and_has_the_same_receipt(make):
    ask = make(lost_answers=1)
    with pytest.raises(Unavailable):
        ask()
    assert ask().receipt == make()().receipt


def test_what_it_will_never_answer_is_rejected(make):
    with pytest.raises(Rejected):
        make(reject="not ours")()


def test_one_that_takes_its_time_answers_all_the_same(make):
    waits = []
    ask = make(delay=8.0)
    ask.faults.sleep = waits.append
    assert ask().outcome == "found" and waits == [8.0]


def test_in_the_demo_its_numbers_do_the_same():
    waits = []
    police = Simulator("police", Faults(sleep=waits.append))

    def of(number):
        question = replace(QUESTION, source="police.identity", whom=Whom("person", "某人", number))
        return police.answer(question=replace(question, claims={}, elements=()))

    with pytest.raises(Unavailable):
        of("510812197001019995")
    assert of("510812197001019987").outcome == "found" and waits == [8.0]
    assert of("510812197001019979").whom.number != "510812197001019979"


def test_each_department_of_the_packs_has_a_port_and_a_simulator(settings):
    assert set(departments()) == {*DEPARTMENTS, "own"}
    for name in DEPARTMENTS:
        path = adapters("", usual="simulator")[f"exchange.{name}"]
        assert path == f"yichuang.adapters.exchange.simulator.{name}"
        assert adapters(f"exchange.{name}=signed", usual="absent")[f"exchange.{name}"] == (
            f"yichuang.adapters.exchange.signed.{name}"
        )


# --- the wire --------------------------------------------------------------------------------------------------------


@pytest.fixture
def wire(there):
    there.simulator = Simulator("health")
    return Asking(Signed(there.url, KEY_ID, SECRET), there.simulator.faults)


def _again_signed(parts, nonce=None, moment=None):
    """As they should go out after `parts` was changed."""
    headers = parts["headers"]
    headers["X-Nonce"] = nonce or headers["X-Nonce"]
    headers["X-Time"] = moment or headers["X-Time"]
    headers["X-Signature"] = signature(
        str(parts["status"]), "/ask", headers["X-Time"], headers["X-Nonce"], parts["body"]
    )


def _with(parts, **changes):
    content = json.loads(parts["body"])
    parts["body"] = json.dumps({**content, **changes}).encode()


def test_the_question_goes_out_signed_and_whole(wire, there):
    assert wire().outcome == "found" and there.refused == []
    (question,) = there.questions
    assert question["whom"]["number"] == SHOUTIAN.number and question["purpose"]
    assert question["basis"] and question["elements"] == ["health.death.on"]


def test_another_key_is_not_answered(there):
    stranger = Signed(there.url, KEY_ID, "another secret, which has its forty characters")
    with pytest.raises(Unavailable):
        stranger.answer(question=QUESTION)
    assert len(there.refused) == 1


def test_an_altered_answer_is_refused(wire, there):
    there.spoil = lambda parts: _with(parts, receipt="卫健-1")
    with pytest.raises(Unsigned):
        wire()


def test_an_unsigned_answer_is_refused(wire, there):
    there.spoil = lambda parts: parts["headers"].pop("X-Signature")
    with pytest.raises(Unsigned):
        wire()


def test_an_answer_to_another_nonce_is_refused(wire, there):
    there.spoil = lambda parts: _again_signed(parts, nonce="0" * 32)
    with pytest.raises(Unsigned):
        wire()


def test_a_replayed_answer_is_refused(wire, there):
    earlier = []
    there.spoil = lambda parts: earlier.append({**parts, "headers": dict(parts["headers"])})
    wire()
    there.spoil = lambda parts: parts.update(earlier[0])
    with pytest.raises(Unsigned):
        wire()


@pytest.mark.parametrize("apart", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_an_answer_of_another_time_is_refused(wire, there, apart):
    moment = (clock.running() + apart).isoformat()
    there.spoil = lambda parts: _again_signed(parts, moment=moment)
    with pytest.raises(Unsigned):
        wire()


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-30T09:00:00"])
def test_an_answer_of_no_time_is_refused(wire, there, moment):
    there.spoil = lambda parts: _again_signed(parts, moment=moment)
    with pytest.raises(Unsigned):
        wire()


def test_no_redirect_is_followed(wire, there):
    elsewhere = Department(Simulator("health"))

    def send_on(parts):
        parts["status"] = 307
        parts["headers"]["Location"] = elsewhere.url
        _again_signed(parts)

    there.spoil = send_on
    with pytest.raises(Unavailable):
        wire()
    assert elsewhere.questions == []
    elsewhere.close()


def test_a_body_that_is_too_large_is_not_read(wire, there):
    def grow(parts):
        _with(parts, receipt="长" * 70_000)
        _again_signed(parts)

    there.spoil = grow
    with pytest.raises(Unreadable):
        wire()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"outcome": "found"}',
        b'{"question": "q", "outcome": "maybe"}',
        b'{"question": "q", "outcome": "found", "facts": {"a": NaN}}',
        b'{"question": "q", "outcome": "found", "facts": ["a"]}',
        b'{"question": "q", "outcome": "found", "whom": "he"}',
        b'{"question": "q", "outcome": "found", "whom": {"kind": "person"}}',
        b'{"question": "q", "outcome": "found", "as_of": "today"}',
        b'{"question": "q", "outcome": "found", "differs": "card.no"}',
        b'{"question": "q", "outcome": "found", "receipt": 7}',
        b"[" * 60_000,
    ],
)
def test_what_cannot_be_read_is_said_so(wire, there, body):
    def replace_body(parts):
        parts["body"] = body
        _again_signed(parts)

    there.spoil = replace_body
    with pytest.raises(Unreadable):
        wire()


def test_an_unsigned_page_of_a_gateway_is_no_answer(wire, there):
    def as_a_gateway(parts):
        parts.update(status=403, headers={}, body=b"<html>")

    there.spoil = as_a_gateway
    with pytest.raises(Unavailable):
        wire()


def test_nobody_at_the_address_is_unavailable(there):
    adapter = Signed(there.url, KEY_ID, SECRET)
    there.close()
    with pytest.raises(Unavailable):
        adapter.answer(question=QUESTION)


@pytest.mark.parametrize(
    ("url", "secret", "algorithm"),
    [
        ("http://health.example/ask", SECRET, "sha256"),
        ("https://health.example/ask", "short", "sha256"),
        ("https://health.example/ask", SECRET, "md5"),
    ],
)
def test_what_is_not_safe_is_not_begun(url, secret, algorithm):
    with pytest.raises(ImproperlyConfigured):
        Signed(url, KEY_ID, secret, algorithm)


def test_the_file_of_the_departments_says_where_each_is(tmp_path, monkeypatch):
    path = tmp_path / "exchange.toml"
    path.write_text(
        f'[health]\nurl = "https://health.example/ask"\nkey_id = "a"\nsecret = "{SECRET}"\n'
    )
    monkeypatch.setattr(signed, "env", signed.env.model_copy(update={"exchange": str(path)}))
    signed._keys.cache_clear()
    assert signed.health().path == "/ask"
    with pytest.raises(ImproperlyConfigured, match="police"):
        signed.police()
    monkeypatch.setattr(signed, "env", signed.env.model_copy(update={"exchange": ""}))
    signed._keys.cache_clear()
    with pytest.raises(ImproperlyConfigured):
        signed.health()
    signed._keys.cache_clear()
