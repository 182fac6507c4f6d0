"""No address names anybody: numbers, phones and names of people and cases travel in bodies, not in what histories and
logs keep. Every template, every address in the code, and the pages of the desk as they come."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.sites.desk import lives
from yichuang.cases.models import Delivery
from yichuang.core import clock
from yichuang.sites.desk import naming

pytestmark = pytest.mark.django_db
SITES = Path(__file__).resolve().parents[2] / "yichuang" / "sites"
PERSONAL = {
    "account",
    "account_no",
    "address",
    "applicant",
    "credit_code",
    "document",
    "employer",
    "holder",
    "id_number",
    "login",
    "name",
    "number",
    "password",
    "person",
    "phone",
    "signer",
    "subject_uuid",
    "username",
}
IN_ADDRESS = re.compile(r"[?&](?:amp;)?(\w+)=")
QUOTED = re.compile(r"\"[^\"\n]*[?&]\w+=[^\"\n]*\"")
ADDRESSES = re.compile(r"\b(?:href|action|src|data-[a-z-]+)=\"([^\"]*)\"")


class Forms(HTMLParser):
    """The names of what each form sends in its address."""

    def __init__(self):
        super().__init__()
        self.sent, self.inside = set(), False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = (given.get("method") or "get").lower() == "get"
        elif self.inside and tag in ("input", "select", "textarea", "button"):
            self.sent.add(given.get("name") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def sent_in_address(template: str) -> set[str]:
    """Names of the fields of forms that are sent by GET."""
    plain = re.sub(r"{%.*?%}|{#.*?#}", " ", template, flags=re.DOTALL)
    forms = Forms()
    forms.feed(plain)
    return forms.sent


def test_no_form_sends_anybody_in_its_address():
    told = {}
    for path in SITES.rglob("*.html"):
        personal = sent_in_address(path.read_text(encoding="utf-8")) & PERSONAL
        if personal:
            told[path.name] = personal
    assert told == {}


def test_a_form_that_would_is_seen():
    form = '<form class="row" {% if a %}method="get"{% endif %}><input name="number"></form>'
    assert sent_in_address(form) == {"number"}
    assert (
        sent_in_address('<form method="post"><input name="number"></form><input name="q">') == set()
    )


def test_no_link_and_no_redirect_of_the_code_names_anybody():
    told = {}
    for path in [*SITES.rglob("*.html"), *SITES.rglob("*.py"), *SITES.rglob("*.js")]:
        texts = QUOTED.findall(path.read_text(encoding="utf-8"))
        personal = {name for text in texts for name in IN_ADDRESS.findall(text)} & PERSONAL
        if personal:
            told[str(path.relative_to(SITES))] = personal
    assert told == {}


def addresses_of(answer) -> list[str]:
    """Every address that an answer leads to."""
    html = answer.content.decode()
    return [*map(unescape, ADDRESSES.findall(html)), answer.headers.get("Location", "")]


def test_no_page_of_the_desk_leads_to_an_address_that_names_anybody(world):
    person, unit = lives.person(), lives.employer()
    case, given = lives.accepted(), lives.decided("992014401001", channel=1)
    clerk = lives.signed_in("gy_clerk")
    come = clerk.post("/desk/who/", {"number": person.id_number})
    of_unit = clerk.post("/desk/who/", {"number": unit.credit_code})
    query = come["Location"].partition("?")[2]
    answers = [
        come,
        of_unit,
        clerk.get(come["Location"]),
        clerk.get(of_unit["Location"]),
        clerk.get(f"/desk/?{query}&q=失业"),
        clerk.get(f"/desk/take/{lives.UNEMPLOYED}/?{query}"),
        clerk.get(f"/desk/enquiries/?{query}"),
        clerk.get(f"/desk/account/?{query}"),
        clerk.post("/desk/find/", {"q": person.id_number}),
        clerk.post("/desk/find/", {"q": case.number}),
        clerk.get(f"/desk/cases/{case.uuid}/"),
        clerk.get("/desk/worklist/"),
        clerk.get("/desk/issue/"),
        clerk.post("/desk/issue/", {"number": given.number}),
    ]
    secrets = [
        str(person.uuid),
        str(unit.uuid),
        person.id_number,
        person.phone,
        unit.credit_code,
        case.number,
        given.number,
    ]
    found = []
    for answer in answers:
        assert answer.status_code in (200, 302), answer.request["PATH_INFO"]
        for address in addresses_of(answer):
            found += [(address, secret) for secret in secrets if secret in address]
    assert found == []


def test_a_result_is_found_by_its_number_and_the_page_may_be_loaded_again(world):
    case, other = (
        lives.decided("992014401001", channel=1),
        lives.decided(lives.BENEFIT, channel=1),
    )
    issuer = lives.signed_in("gy_issuer")
    found = issuer.post("/desk/issue/", {"number": case.number, "list": "mail"})
    assert str(case.uuid) in found["Location"]
    for _ in range(2):
        text = lives.words(issuer.get(found["Location"]))
        assert case.number in text and other.number not in text
    nothing = lives.words(issuer.post("/desk/issue/", {"number": "1" * 21}))
    assert "没有这个编号的结果" in nothing and case.number not in nothing
    Delivery.objects.filter(case=case).update(way="electronic")
    online = lives.words(issuer.post("/desk/issue/", {"number": case.number}))
    assert "这件的结果在网上看" in online and "没有这个编号" not in online
    assert issuer.post("/desk/issue/", {"number": " "})["Location"] == "/desk/issue/?list=counter"


def test_a_handle_means_somebody_in_one_session_until_the_next_day_is_over(world, monkeypatch):
    person = lives.person()
    clerk, colleague = lives.signed_in("gy_clerk"), lives.signed_in("gy_clerk")
    address = clerk.post("/desk/who/", {"number": person.id_number})["Location"]
    assert person.name in lives.words(clerk.get(address))
    for wrong in (address[:-2], f"{address}x", f"/desk/?{naming.WHO}=²"):
        assert clerk.get(wrong).status_code == 404
    assert colleague.get(address).status_code == 404
    today = clock.today()
    for days, status in ((1, 200), (2, 404)):
        then = today + timedelta(days)
        monkeypatch.setattr(naming.clock, "today", lambda then=then: then)
        assert clerk.get(address).status_code == status
