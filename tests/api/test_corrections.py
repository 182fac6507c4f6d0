"""A correction asked at the desk, seen and answered over the API."""

import pytest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.queries import cases as reads
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock


@pytest.fixture
def asked(caller):
    """(number, its application) of a case whose material M03 is to be mended."""
    body = caller.application()
    number = caller.apply(body).json()["number"]
    services.ask_correction(
        case_id=reads.by_number(number).uuid,
        officer=Officer.objects.get(user__username="gy_clerk"),
        items=[Asked("material", "M03", "第二页看不清，请重新拍")],
        now=clock.now(),
    )
    return number, body


def test_the_notice_is_seen_and_answered(caller, asked):
    number, _ = asked
    notice = caller.look(f"cases/{number}").json()["correction"]
    assert [row["code"] for row in notice["asked"]] == ["M03"] and "看不清" in notice["asked"][0][
        "reason"
    ]
    answer = {"materials": [{"code": "M03", "file": caller.upload()}]}
    done = caller.send(f"cases/{number}/corrections", answer)
    assert done.status_code == 200 and done.json()["exchange_code"] == "05"
    assert caller.look(f"cases/{number}").json()["correction"] is None


def test_an_answer_without_the_asked_paper_is_refused(caller, asked):
    number, _ = asked
    refused = caller.send(f"cases/{number}/corrections", {"answers": {}, "materials": []})
    assert refused.status_code == 422 and refused.json()["problems"][0]["field"] == "materials.M03"
