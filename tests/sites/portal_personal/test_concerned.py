"""A case of somebody else's that concerns me, on my own pages: its result, or how far it is while I act for them."""

import pytest

from tests.looking import complete_instantly
from tests.sites.desk import lives
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services import Concerned
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

LISI = lives.LISI


def concerning(role: str, code: str = lives.UNEMPLOYED) -> Case:
    return lives.submitted(code, parties=(Concerned(role, lives.person(LISI)),))


def page_of(client, case: Case) -> str:
    answered = client.get(f"/my/concerned/{case.uuid}/")
    return lives.words(answered) if answered.status_code == 200 else str(answered.status_code)


def secrets(case: Case) -> list[str]:
    """What stands in the answers and is nobody's business beside the applicant's."""
    values = (case.form.get("person_phone"), case.form.get("person_id_number"), case.number)
    return [str(value) for value in values if value]


def test_whom_it_is_about_sees_that_it_exists_and_then_its_result(signed_in):
    case, lisi = concerning("about"), signed_in("lisi")
    assert f"/my/concerned/{case.uuid}/" in lisi.get("/my/").content.decode()
    page = page_of(lisi, case)
    assert "还没有结果" in page and "张*" in page and "办到哪了" not in page
    assert [secret for secret in secrets(case) if secret in page] == []
    complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="已登记失业"
    )
    assert "已办结" in page_of(lisi, case) or "办好" in page_of(lisi, case)
    assert Entry.objects.filter(subject=case.ref, verb="case.read_concerned").exists()


def test_an_agent_sees_how_far_it_is_and_what_is_to_be_supplied_and_nothing_that_was_filled_in(
    signed_in,
):
    case, lisi = concerning("agent"), signed_in("lisi")
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "last_employer_name", "单位名称不对")],
        now=clock.now(),
    )
    page = page_of(lisi, case)
    assert "办到哪了" in page and "等补的" in page and "张三" in page
    assert [secret for secret in secrets(case) if secret in page] == []
    for address in ("", "receipt/", "correct/", "withdraw/", "password/", "ask/"):
        assert lisi.get(f"/my/cases/{case.uuid}/{address}").status_code == 404, address


def test_the_applicant_sees_who_acts_for_them_and_ends_it(signed_in):
    case, zhangsan, lisi = concerning("agent"), signed_in("zhangsan"), signed_in("lisi")
    assert "不再让他代办" in zhangsan.get(f"/my/cases/{case.uuid}/").content.decode()
    party = case.parties.get()
    address = f"/my/cases/{case.uuid}/agents/{party.pk}/end/"
    assert zhangsan.get(address).status_code == 405
    assert lisi.post(address).status_code == 404
    assert zhangsan.post(address).status_code == 302
    assert page_of(lisi, case) == "404"
    assert "代您办的人" not in zhangsan.get(f"/my/cases/{case.uuid}/").content.decode()
    assert zhangsan.post(address).status_code == 404


@pytest.mark.parametrize("role", ["respondent", "heir", "employer"])
def test_other_roles_and_strangers_see_nothing(signed_in, role):
    case = concerning(role)
    for username in ("lisi", "wangwu"):
        client = signed_in(username)
        assert str(case.uuid) not in client.get("/my/").content.decode()
        assert page_of(client, case) == "404"


def test_the_applicant_reads_that_they_looked(signed_in):
    case = concerning("about")
    page_of(signed_in("lisi"), case)
    assert "代办人或事情所涉的人看了这件事" in lives.words(signed_in("zhangsan").get("/my/access/"))
