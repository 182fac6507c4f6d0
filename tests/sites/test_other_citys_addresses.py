"""Every address of desk and console, of a resident's own pages and of partners, asked for what only another city has:
read and posted to with the real keys of its people, cases, papers and questions, nothing is shown nor changed."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.paper_files import text_of
from tests.sites.desk import lives
from tests.sites.real_ids import addresses_open_to, filled
from tests.sites.test_other_citys_data import NAME, QINGDAO, entered, leaks, told
from yichuang.accounts.models import Assignment, Todo
from yichuang.api import services as keys
from yichuang.cases.models import Case, Correction, Delivery, Draft, Enquiry, FollowUp, Material
from yichuang.core import clock
from yichuang.ratings.models import Invitation, Mending
from yichuang.registry.models import Employer, Person
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Bulletin, Sheet, Urging

WITH_FILES = "990514102003"  # 灵活就业社会保险补贴申领: two papers are handed in
HOME, GUANGYUAN = "370200000000", "510800000000"
HAIFENG = "91370202MA99991360"  # a unit of 青岛
LOOKING = {
    "gy_village": "clerk",
    "gy_town": "clerk",
    "gy_clerk": "clerk",
    "gy_reviewer": "reviewer",
    "gy_approver": "approver",
    "gy_issuer": "issuer",
    "gy_supervisor": "supervisor",
    "gy_auditor": "auditor",
    "gy_org": "org_admin",
    "zhangsan": "resident",
}
KEPT = (
    Case,
    Correction,
    Delivery,
    Draft,
    Employer,
    Enquiry,
    FollowUp,
    Material,
    Mending,
    Person,
    Sheet,
    Bulletin,
    Urging,
)
AT_HOME = ("qd_city_clerk", "qd_city_reviewer", "qd_city_issuer", "qd_supervisor", "qd_auditor")
# where these read what the others must not
SHOWN_AT_HOME = {
    "desk/",
    "desk/cases/<uuid:uuid>/",
    "desk/cases/<uuid:uuid>/papers/<slug:kind>.pdf",
    "desk/cases/<uuid:uuid>/print.pdf",
    "desk/cases/<uuid:uuid>/slip.pdf",
    "desk/enquiries/",
    "desk/take/<slug:code>/",
    "desk/worklist/",
}
WORDS = {
    "code": [lives.BENEFIT],
    "first_day": ["2026-07-01"],
    "channel": ["window"],
    "entry": ["1"],
    "field": ["account_no"],
    "file": [str(uuid4())],
    "key": ["items"],
    "kind": ["receipt", "decision"],
    "leave_uuid": [str(uuid4())],
    "name": ["cases.alarms"],
    "number": ["1"],
    "region": [QINGDAO],
    "table": ["members"],
    "verb": ["accept", "judge", "take", "deliver"],
}


@pytest.fixture
def things(world) -> dict[str, list]:
    """What 青岛 has, by the places of addresses that take it."""
    subject, received, enquiry = entered()
    officers = {"clerk": "qd_city_clerk", "reviewer": "qd_city_reviewer"}
    open_case = lives.submitted(WITH_FILES, subject=subject, region=QINGDAO)
    decided = lives.decided(lives.SKILL, subject=subject, region=QINGDAO, **officers)
    cases = [received.uuid, decided.uuid]
    papers = open_case.materials.filter(file__isnull=False)
    draft = begun_at_home(subject)
    clerk = lives.officer("qd_city_clerk")
    return WORDS | {
        "audit/cases/uuid": cases,
        "audit/officers/uuid": [clerk.uuid],
        "audit/people/uuid": [subject.uuid],
        "bad/uuid": [rated(decided).uuid],
        "bulletins/uuid": [bulletin_of_home().uuid],
        "case_id": cases,
        "desk/away/uuid": [clerk.uuid],
        "desk/cases/uuid": cases,
        "desk/enquiries/uuid": [enquiry.uuid],
        "desk/followups/uuid": cases,
        "desk/issue/uuid": cases,
        "desk/taken/uuid": cases,
        "draft_id": [draft.uuid],
        "drafts/uuid": [draft.uuid],
        "file_id": [paper.file.uuid for paper in papers],
        "material": [paper.pk for paper in papers],
        "officers/uuid": [clerk.uuid],
        "paper_id": [uuid4()],
        "party": [1],
        "pk": [Assignment.objects.filter(officer=clerk).first().pk],
        "sheets/uuid": [sheet_of_home(subject).uuid],
        "todos/pk": [todo_of_home().pk],
        "uuid": [uuid4()],
    }


def begun_at_home(subject: Person) -> Draft:
    """A walk-in that a clerk of 青岛 has begun."""
    clerk = lives.signed_in("qd_city_clerk")
    assert clerk.get(f"/desk/take/{lives.CARD}/?{lives.met(clerk, subject)}").status_code == 200
    return Draft.objects.get(person=subject)


def rated(case: Case) -> Invitation:
    """The invitation to rate a service at a counter of 青岛, used for a bad rating."""
    clerk = lives.officer("qd_city_clerk")
    invitation = Invitation.objects.create(
        case=case,
        kind=Invitation.WINDOW,
        step="visit",
        organisation=clerk.organisation,
        officer=clerk,
        created_at=clock.now(),
        expires_on=clock.today(),
    )
    Client().post(f"/rate/{invitation.token}/", {"grade": "1", "reasons": ["E7"]})
    return invitation


def bulletin_of_home() -> Bulletin:
    month = f"{clock.today():%Y-%m}"
    lives.signed_in("qd_supervisor").post("/console/bulletins/", {"month": month, "at": HOME})
    return Bulletin.objects.get()


def todo_of_home() -> Todo:
    return Todo.objects.create(
        kind="urged",
        subject="test",
        title=NAME,
        role="clerk",
        region_id=QINGDAO,
        opened_at=clock.now(),
    )


def sheet_of_home(subject: Person) -> Sheet:
    """The record of a person, as the auditor of 青岛 has it written."""
    sheet = supervision.ask_sheet(
        officer=lives.officer("qd_auditor"),
        kind="record_of_person",
        parameters={"uuid": str(subject.uuid), "first": "", "last": ""},
        title="记录",
        page="/console/audit/",
        now=clock.now(),
    )
    supervision.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    return sheet


def asked(client: Client, address: str, things: dict, ways=("get", "post")) -> list:
    """(method and path, what the answer tells of somebody of 青岛), read and posted to in each way it can be filled."""
    person, employer = things["audit/people/uuid"][0], Employer.objects.get(credit_code=HAIFENG)
    case, draft = things["desk/cases/uuid"][0], things["drafts/uuid"][0]
    fields = {
        "person": person,
        "employer": employer.uuid,
        "case": case,
        "draft": draft,
        "material": things["material"][0],
        "place": HOME,
        "at": HOME,
        "reason": "看一看",
        "looked": "good",
        "whole": "1",
    }
    seen = []
    for path in filled(address, things):
        for way in ways:
            answer = getattr(client, way)(path, fields)
            text = shown(answer).replace(str(person), "")
            seen += [(f"{way} {path}", secret) for secret in leaks(text)]
    return seen


def shown(answer) -> str:
    if answer.get("Content-Type") == "application/pdf":
        return text_of(answer.getvalue())
    return told(answer)


def kept() -> dict:
    """Every row of what is written of people of 青岛, in a world where nobody else has anything."""
    return {model: list(model.objects.order_by("pk").values()) for model in KEPT}


@pytest.mark.parametrize("username", LOOKING)
def test_no_address_shows_or_changes_what_another_city_has(things, username):
    client = lives.signed_in(username)
    before = kept()
    seen = []
    for address in addresses_open_to({LOOKING[username]}, "desk/", "console/", "my/", "drafts/"):
        seen += asked(client, address, things)
    assert seen == []
    after = kept()
    assert {model.__name__ for model in KEPT if after[model] != before[model]} == set()


def test_the_question_above_finds_what_the_own_city_is_shown(things):
    shown_at_home = set()
    for username in AT_HOME:
        client = lives.signed_in(username)
        for address in SHOWN_AT_HOME:
            if asked(client, address, things, ways=("get",)):
                shown_at_home.add(address)
    assert shown_at_home == SHOWN_AT_HOME


def test_the_key_of_a_partner_reads_and_changes_nothing_of_another_city(things):
    scopes = ["cases:read", "cases:write", "materials:write", "tracking:read", "ratings:write"]
    _, text = keys.issue_key(
        name="合作方", channel=2, source="partner", scopes=scopes, actor="test", place=GUANGYUAN
    )
    partner = Client(headers={"X-Api-Key": text, "Idempotency-Key": str(uuid4())})
    numbers = list(Case.objects.values_list("number", flat=True))
    before = kept()
    paths = ["/api/v1/cases"]
    for verb in ("", "/corrections", "/rating", "/withdrawal"):
        paths += [f"/api/v1/cases/{number}{verb}" for number in numbers]
    for path in paths:
        body = {"answers": {"account_no": "1"}, "materials": [], "grade": 5}
        for answer in (partner.get(path), partner.post(path, body, "application/json")):
            assert leaks(told(answer)) == [], path
    assert kept() == before
