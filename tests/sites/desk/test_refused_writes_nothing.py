"""What is refused at the counter leaves every table as it was."""

import pytest

from tests.api.test_refused_writes_nothing import unknown_code, unknown_number
from tests.counting import rows_of_all_tables
from tests.sites.desk import lives
from yichuang.core import ports
from yichuang.identity.ports import Checked

WHO = [
    {"number": ""},
    {"number": "not-a-number"},
    {"number": "not-a-phone"},
    {"number": "13911112222"},
    {"number": unknown_number()},
    {"number": unknown_number(), "name": "钱新来", "phone": "not-a-phone"},
    {"number": lives.ZHANGSAN, "name": "王冒名"},
    {"number": lives.ZHANGSAN, "phone": "not-a-phone"},
    {"number": unknown_code()},
]


@pytest.mark.parametrize("typed", WHO)
def test_somebody_who_is_not_recognised_is_not_entered(clerk, typed):
    before = rows_of_all_tables()
    assert clerk.post("/desk/who/", typed).status_code == 422
    assert rows_of_all_tables() == before


def test_somebody_whom_the_police_register_denies_is_not_entered(clerk, monkeypatch):
    denied = Checked(matches=False, name="", sex="", birth_date=None, receipt="GA0")
    monkeypatch.setattr(ports, "ask", lambda *args, **more: denied)
    before = rows_of_all_tables()
    assert (
        clerk.post("/desk/who/", {"number": unknown_number(), "name": "王冒名"}).status_code == 422
    )
    assert rows_of_all_tables() == before


def test_a_walk_in_with_a_wrong_answer_makes_no_case(clerk):
    typed = lives.typed(clerk, lives.BENEFIT, lives.met(clerk))
    phones = {key: "123" for key in typed if key.endswith("_phone")}
    before = rows_of_all_tables()
    refused = clerk.post(f"/desk/take/{lives.BENEFIT}/", typed | phones)
    assert refused.status_code == 422
    assert rows_of_all_tables() == before


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("refuse", {"reason": "", "basis": ""}),
        ("correct", {}),
        ("hand_over", {"to": "", "reason": ""}),
        ("judge", {"material": "²", "verdict": "bad"}),
        ("decide", {"outcome": "approve"}),
        ("no-such-verb", {}),
    ],
)
def test_a_refused_step_of_a_case_writes_nothing(clerk, verb, typed):
    case = lives.submitted()
    before = rows_of_all_tables()
    clerk.post(f"/desk/cases/{case.uuid}/{verb}/", typed)
    assert rows_of_all_tables() == before
    assert lives.again(case).state == "received"
