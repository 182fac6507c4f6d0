"""Who came for a unit is of this visit only: the next visitor, and each new identification, is asked for a document."""

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import HANDLER, STRANGER, is_turned_away, paper
from yichuang.registry.models import Employer

WHO_COMES = "谁来替单位办"
WHOLE_NAME, MASKED = "李四", "李**"


def brought(client, unit: Employer) -> str:
    """赵六 stands here for the unit with a mandate."""
    query = lives.come_for(client, unit, *STRANGER)
    assert client.post("/desk/mandate/", paper(unit)).status_code == 302
    assert not is_turned_away(client, unit)
    return query


def asks_anew(client, unit: Employer, query: str) -> bool:
    """Whether the counter asks who has come, and shows the names of the unit's people masked."""
    page = lives.words(client.get(f"/desk/?{query}"))
    is_masked = f"法人{MASKED}" in page and f"法人{WHOLE_NAME}" not in page
    return WHO_COMES in page and STRANGER[1] not in page and is_masked


def test_the_next_visitor_is_asked_for_a_document_though_the_credit_code_is_public(clerk):
    unit = lives.employer()
    query = brought(clerk, unit)
    assert "来办的不是他" in lives.words(clerk.get(f"/desk/?{query}"))
    clerk.get("/desk/")
    clerk.post("/desk/who/", {"number": unit.credit_code})
    assert asks_anew(clerk, unit, query) and is_turned_away(clerk, unit)


def test_each_new_identification_forgets_who_came_before(clerk):
    unit = lives.employer()
    numbers = [unit.credit_code, lives.ZHANGSAN, "13900000000", "没有这个人"]
    for number in numbers:
        query = brought(clerk, unit)
        clerk.post("/desk/who/", {"number": number})
        assert asks_anew(clerk, unit, query), number


def test_somebody_else_has_come_is_always_one_press_away(clerk):
    unit = lives.employer()
    for number, name in [STRANGER, (HANDLER, "")]:
        query = lives.come_for(clerk, unit, number, name)
        assert "&amp;other=1" in clerk.get(f"/desk/?{query}").content.decode()
        assert WHO_COMES in lives.words(clerk.get(f"/desk/?{query}&other=1"))
        assert is_turned_away(clerk, unit)


def test_what_a_notice_asked_for_is_taken_from_whom_the_page_was_made_for(clerk):
    unit = lives.employer()
    case = lives.submitted("992014201003", subject=unit, channel=1)
    asked = {"ask": "field:add_reason", "why-field:add_reason": "原因不对"}
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", asked).status_code == 302
    brought(clerk, unit)
    address = f"/desk/cases/{case.uuid}/supply/"
    page = clerk.get(address)
    typed = {"add_reason": "other", "_comer": lives.comer_on(page)}
    assert "来办的人：赵六" in lives.words(page)
    lives.come_for(clerk, unit, HANDLER)
    assert clerk.post(address, typed).status_code == 422
    assert "来的人的证件" in lives.words(clerk.get(f"{address}?other=1"))
    assert clerk.post(address, typed).status_code == 422
    handed_in = clerk.post(address, typed | {"number": HANDLER})
    assert handed_in.status_code == 302, lives.words(handed_in)[:400]
