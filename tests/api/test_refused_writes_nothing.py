"""A call that is refused leaves every table as it was, whoever it names and whatever else was right about it."""

from uuid import uuid4

import pytest

from tests.api.conftest import ZHANG
from tests.counting import rows_of_all_tables
from yichuang.cases import services
from yichuang.cases.queries import cases as reads
from yichuang.core import clock
from yichuang.reference.rules import identifiers

FALSE_NAME = "王冒名"
UNKNOWN_ITEM = "990514999999"
NOWHERE = "999999000000"


def unknown_number(body: str = "51010419900307001") -> str:
    """A number that can exist and that nobody was registered with."""
    return next(
        body + mark for mark in "0123456789X" if identifiers.id_number_problem(body + mark) is None
    )


def unknown_code(body: str = "91510104MA6CXY7K0") -> str:
    """A unified credit code that can exist and that no employer was registered with."""
    marks = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return next(
        body + mark for mark in marks if identifiers.credit_code_problem(body + mark) is None
    )


def newcomer(**changes) -> dict:
    return {"kind": "person", "name": FALSE_NAME, "id_number": unknown_number()} | changes


def new_employer(**changes) -> dict:
    return {"kind": "employer", "name": "没登记过的公司", "credit_code": unknown_code()} | changes


def signed_by(body: dict, name: str) -> dict:
    """The answers, signed by whom they are said to be of."""
    return {
        "answers": body["answers"] | {"signature": body["answers"]["signature"] | {"signer": name}}
    }


def wrong_answers(body: dict) -> dict:
    return {"answers": body["answers"] | {"handler_phone": "123"}}


SUBJECTS = {
    "newcomer": newcomer(),
    "newcomer with a phone": newcomer(phone="13900000998"),
    "new employer": new_employer(),
}
FAULTS = {
    "unknown item": lambda body: {"item_code": UNKNOWN_ITEM},
    "unknown place": lambda body: {"region": NOWHERE},
    "wrong answers": wrong_answers,
    "unknown answer": lambda body: {"answers": body["answers"] | {"nothing_of_the_form": 1}},
    "unknown paper": lambda body: {
        "materials": [*body["materials"], {"code": "M99", "source": "seen"}]
    },
    "file of nobody": lambda body: {
        "materials": [{**m, "file": str(uuid4())} for m in body["materials"]]
    },
    "unknown situation": lambda body: {"situation": {"nothing_of_the_guide": "1"}},
}


@pytest.fixture
def application(caller):
    return caller.application()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_refused_application_enters_nobody(caller, application, subject, fault):
    body = application | {"subject": SUBJECTS[subject]}
    body |= FAULTS[fault](body)
    before = rows_of_all_tables()
    response = caller.apply(body)
    assert 400 <= response.status_code < 500, response.content
    assert rows_of_all_tables() == before


@pytest.mark.parametrize(
    "subject",
    [
        newcomer(phone="not-a-phone"),
        newcomer(phone="139"),
        newcomer(id_number=unknown_number()[:-1]),
        newcomer(name=""),
        ZHANG | {"name": FALSE_NAME},
        ZHANG | {"name": FALSE_NAME, "phone": "13900000998"},
        new_employer(credit_code="91510104MA6CXY7K0"),
        {"kind": "employer", "name": "随便写的名字公司", "credit_code": "91510812MA99999021"},
    ],
)
def test_a_subject_that_cannot_be_is_refused_and_not_kept(caller, application, subject):
    before = rows_of_all_tables()
    response = caller.apply(
        application | signed_by(application, subject["name"]) | {"subject": subject}
    )
    assert response.status_code == 422
    assert response.json()["problems"][0]["field"].startswith("subject.")
    assert rows_of_all_tables() == before


def test_an_unknown_person_whose_application_was_refused_may_come_under_the_right_name(
    caller, application
):
    refused = caller.apply(application | {"subject": newcomer(), "item_code": UNKNOWN_ITEM})
    assert refused.status_code == 404
    taken = caller.apply(
        application | signed_by(application, "陈真实") | {"subject": newcomer(name="陈真实")}
    )
    assert taken.status_code == 201, taken.content
    assert reads.by_number(taken.json()["number"]).person.name == "陈真实"


def test_no_other_refused_call_writes(caller, stranger, application):
    closed = caller.apply(application).json()["number"]
    services.withdraw(
        case_id=reads.by_number(closed).uuid, actor="api:demo", reason="", now=clock.now()
    )
    number = caller.apply(application, ref="used-before").json()["number"]
    correction = {"answers": {"handler_phone": "13900000998"}, "materials": []}
    calls = {
        "no key": lambda: stranger.apply(application),
        "no idempotency key": lambda: caller.send("cases", application),
        "another body": lambda: caller.apply(application | {"answers": {}}, ref="used-before"),
        "one is open": lambda: caller.apply(application),
        "nothing to correct": lambda: caller.send(f"cases/{number}/corrections", correction),
        "a field that is not there": lambda: caller.send(
            f"cases/{number}/withdrawal", {"because": ""}
        ),
        "closed already": lambda: caller.send(f"cases/{closed}/withdrawal", {}),
        "not my case": lambda: caller.send(f"cases/{'1' * 21}/withdrawal", {}),
        "no such invitation": lambda: caller.send("ratings", {"token": "x", "grade": 5}),
        "no such grade": lambda: caller.send("ratings", {"token": "x", "grade": 9}),
        "wrong password": lambda: caller.send("tracking", {"number": number, "password": "000000"}),
        "no file": lambda: caller.post("/api/v1/files", {}),
    }
    before = rows_of_all_tables()
    answered = {name: call().status_code for name, call in calls.items()}
    assert all(400 <= status < 500 for status in answered.values()), answered
    assert rows_of_all_tables() == before
