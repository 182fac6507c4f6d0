"""The four disclosures (四公开) and the masking of persons, on every page where they appear."""

import re

import pytest
from django.test import Client

from tests.sites.console_admin.writer import place_says, text_of
from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS
from yichuang.cases.models import Case, Draft
from yichuang.core import clock, outbox, packs
from yichuang.documents import queries as documents
from yichuang.ratings.models import Invitation

pytestmark = pytest.mark.django_db
FOUR = {"办事程序": "procedure", "办事依据": "basis", "办理时限": "limits", "办理结果": "results"}
PERMIT, FILE_ITEM = "990114501006", "992014401001"
MASKED = "510812********9916"


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def at(region: str) -> Client:
    """A visitor who has chosen a place."""
    visitor = Client()
    visitor.cookies["place"] = region
    return visitor


def rows_of(visitor: Client, key: str) -> dict[str, str]:
    """item code → the text of its row, over all pages of a list."""
    found, number = {}, 0
    while True:
        number += 1
        html = visitor.get(f"/openness/{key}/", {"page": number}).content.decode()
        for row in re.findall(r"(?s)<tr>.*?</tr>", html.split("<tbody>")[1]):
            code = re.search(r'href="/items/([0-9A-Z]+)/"', row)[1]
            found[code] = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "|", row))
        if 'rel="next"' not in html:
            return found


def test_sys_009_procedure_basis_and_limits_are_pages_of_their_own_that_name_every_item():
    visitor = at(lives.CHAOTIAN)
    board = visitor.get("/openness/").content.decode()
    section = board.split("<h2>四公开</h2>")[1].split("</section>")[0]
    links = dict(re.findall(r'<a href="/openness/([a-z]+)/"><b>([^<]+)</b>', section))
    assert {title: key for key, title in links.items()} == FOUR
    for title, key in FOUR.items():
        assert f"<h1>{title}</h1>" in visitor.get(f"/openness/{key}/").content.decode()
    offered = {file.stem for file in packs.files("items", "**/*.yaml")}  # its city's own one too
    assert len(offered) == 198
    told = {key: rows_of(visitor, key) for key in ("procedure", "basis", "limits")}
    for rows in told.values():
        assert set(rows) == offered
        assert [code for code, row in rows.items() if len(row.strip("|").split("||")) < 2] == []
    for code in (PERMIT, lives.BENEFIT, FILE_ITEM):
        pack = packs.read(f"items/{code}.yaml")
        for law in pack["legal_basis"]:
            assert re.sub(r"\s+", "", law) in told["basis"][code]
        assert f"{pack['promised_days']}个{pack['promised_unit']}" in told["limits"][code]
        steps = pack["process"]
        assert "→".join(steps) in told["procedure"][code]
    assert "20个工作日" in told["limits"][PERMIT]  # 行政许可法42, as its pack says


def test_sys_009_the_disclosures_are_of_the_place_that_was_chosen():
    place_says(f"places/{PERMIT}/{lives.CHAOTIAN}/", promised_days="7")
    here, city = (
        rows_of(at(region), "limits")[PERMIT] for region in (lives.CHAOTIAN, "510800000000")
    )
    assert "7个工作日" in here
    assert "10个工作日" in city
    case = lives.decided(FILE_ITEM)
    for region, there in ((lives.CHAOTIAN, True), ("510800000000", True), ("370200000000", False)):
        page = text_of(at(region).get("/openness/results/"))
        assert (f"·{case.organisation.name}·" in page.replace(" ", "")) == there


def test_sys_009_results_are_public_without_what_a_clerk_wrote_about_the_person():
    clerk = lives.signed_in("gy_clerk")
    case = lives.taken(clerk, lives.UNEMPLOYED, lives.met(clerk))
    written = f"张三（{lives.ZHANGSAN}，13900000001）已登记失业"
    clerk.post(f"/desk/cases/{case.uuid}/instant/", {"result": written, "looked": "good"})
    assert lives.again(case).state == "closed"
    page = lives.words(at(lives.CHAOTIAN).get("/openness/results/"))
    first = page.split("失业登记")[1]
    assert first.startswith(f"张**·{case.organisation.name}·")
    assert "准予" in first
    for secret in ("张三", lives.ZHANGSAN, MASKED, "13900000001", case.number):
        assert secret not in page


def test_sys_009_no_page_shows_an_identity_number_in_full(make_key):
    """But for the form itself: what the applicant reads before signing, and what a clerk fills with the card in the
    hand."""
    _, caller = make_key(channel=2)
    applied = Case.objects.get(
        number=caller.apply(caller.application(FILE_ITEM)).json()["number"]
    ).uuid
    case = lives.decided(FILE_ITEM, channel=1)
    applicant, visitor = lives.signed_in("zhangsan"), Client()
    password = re.search(
        r'<b class="big2">(\d{6})',
        applicant.post(f"/my/cases/{case.uuid}/password/").content.decode(),
    )
    applicant.post(
        f"/apply/{lives.UNEMPLOYED}/?region={lives.CHAOTIAN}",
        {"before": "employed", "by_agent": "no"},
    )
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    applicant.post(f"/drafts/{draft.uuid}/form/", ANSWERS)
    lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/papers/receipt.pdf")
    receipt = documents.of_subject(case.ref).get(kind="receipt")
    lives.signed_in("gy_issuer").post(
        f"/desk/issue/{case.uuid}/deliver/", {"document": lives.ZHANGSAN}
    )
    with clock.frozen(clock.now()):
        while outbox.deliver():
            continue
    person = lives.person()
    shown = {
        "": [
            "/openness/results/",
            f"/verify/{receipt.verify_code}/",
            *(f"/rate/{one.token}/" for one in Invitation.objects.filter(case=case)),
        ],
        "zhangsan": [
            "/my/",
            f"/my/cases/{case.uuid}/",
            "/account/",
            "/messages/",
            "/my/access/",
            f"/drafts/{draft.uuid}/form/",
        ],
        "gy_clerk": [
            "/desk/",
            f"/desk/?person={person.uuid}",
            "/desk/worklist/",
            f"/desk/cases/{case.uuid}/",
            f"/desk/cases/{applied}/",
            "/desk/enquiries/",
            "/desk/instant/",
            "/desk/find/",
        ],
        "gy_reviewer": ["/desk/worklist/", f"/desk/cases/{case.uuid}/"],
        "gy_issuer": ["/desk/issue/", "/desk/followups/"],
        "gy_supervisor": [
            f"/desk/cases/{case.uuid}/",
            "/console/",
            "/console/reports/cases/",
            "/console/ratings/",
        ],
        "gy_auditor": [
            f"/console/audit/cases/{case.uuid}/",
            f"/console/audit/officers/{lives.officer('gy_clerk').uuid}/",
        ],
    }
    told = {}
    for username, addresses in shown.items():
        client = lives.signed_in(username) if username else visitor
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            told[username, address] = page.content.decode()
    tracked = visitor.post("/track/", {"number": case.number, "password": password[1]})
    told["", "/track/"] = tracked.content.decode()
    told["api", "case"] = caller.look(f"cases/{applied}").content.decode()
    assert [where for where, page in told.items() if lives.ZHANGSAN in page] == []
    open_to_all = [page for (username, _), page in told.items() if username == ""]
    assert len(open_to_all) >= 4
    assert not re.search(r"(?<![0-9a-f])\d{17}[\dX](?![0-9a-f])", "".join(open_to_all))
    for where in (("zhangsan", "/account/"), ("gy_clerk", f"/desk/cases/{case.uuid}/")):
        assert MASKED in told[where]
    for where in (
        ("", "/openness/results/"),
        ("", "/track/"),
        ("", f"/verify/{receipt.verify_code}/"),
    ):
        assert "张**" in told[where]
        assert "张三" not in told[where]
