"""What is promised with an application is kept as it was shown (SYS-032, SYS-033; 国办发〔2020〕42号)."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from yichuang.accounts.models import Officer, User
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, Commitment, CommitmentText, Draft, Material
from yichuang.cases.queries import commitments, completeness
from yichuang.cases.rules.promises import deed
from yichuang.cases.services import commitment_texts
from yichuang.catalog import tables
from yichuang.core.errors import Invalid
from yichuang.registry.models import CreditRecord, Person

DEATH, CHAOTIAN = "990514202011", "510812000000"
KIN, PROOF = "亲属关系证明", "死亡证明材料"


@pytest.fixture
def draft(application, morning):
    """draft(later=…) → a filled draft of 遗属待遇 whose applicant promises that they are kin."""

    def make(later=False, **situation):
        owner = User.objects.get(username="zhangsan")
        sample = application(DEATH)
        person = Person.objects.first()
        row = services.open_draft(
            owner=owner,
            subject=person,
            item_code=DEATH,
            region=CHAOTIAN,
            channel=2,
            prefill={},
            now=morning,
        )
        known = sample.situation | situation
        answers = dict(sample.answers)
        papers = {}
        for material in commitments.versions.of_draft(row).materials_of(known, person):
            if material.name == KIN:
                papers[material.code] = {"source": "promised"}
            elif material.name == PROOF and later:
                papers[material.code] = {"source": "later"}
        services.keep(
            draft_id=row.uuid,
            owner=owner,
            answers=answers,
            situation=known,
            materials=papers,
            step="check",
        )
        return Draft.objects.get(pk=row.pk)

    return make


def sent(row, now):
    done = services.submit_draft(
        draft_id=row.uuid, owner=row.owner, actor=f"user:{row.owner.uuid}", now=now
    )
    return Case.objects.get(uuid=done.uuid)


def record_of(person, **values):
    proposer, second = Officer.objects.all()[:2]
    fields = {
        "person": person,
        "kind": "false_commitment",
        "gravity": "general",
        "facts": "虚构",
        "basis": "国办发〔2020〕42号",
        "source": "test",
        "state": "shown",
        "proposed_by": proposer,
        "proposed_at": "2026-09-01T10:00+08:00",
        "confirmed_by": second,
        "confirmed_at": "2026-09-10T10:00+08:00",
        "shown_from": date(2026, 9, 10),
        "shown_until": date(2026, 9, 10) + timedelta(365),
    }
    return CreditRecord.objects.create(**(fields | values))


def test_a_promise_has_its_text_its_hash_and_who_signed_it(draft, morning):
    row = draft()
    shown = commitments.of_draft(row, morning.date())[0].deed
    case = sent(row, morning)
    promise = Commitment.objects.get(case=case)
    assert promise.kind == "notice"
    assert promise.text.version == "2026-07-01"
    assert promise.shown == shown.text
    assert promise.shown_hash == deed.hash_of(shown.text)
    assert (promise.signer, promise.signed_as) == (case.person, "self")
    assert promise.signed_by.endswith("**")
    paper = Material.objects.get(case=case, name=KIN)
    assert (paper.source, paper.commitment) == ("promised", promise)
    deceased = row.answers["deceased_name"]
    assert f"我是{deceased}的" in promise.shown


def test_the_trail_tells_it_without_a_name(draft, morning):
    row = draft()
    case = sent(row, morning)
    step = CaseEvent.objects.get(case=case, kind="promise_paper")
    told = json.loads(step.data)["data"]
    assert told["text"] == "notice@2026-07-01"
    assert told["signed_as"] == "self"
    assert row.answers["deceased_name"] not in step.data
    call_command("verify_chains")
    assert case.state == "received"


def test_a_paper_that_follows_knows_until_when_and_is_not_missing(draft, morning):
    case = sent(draft(later=True), morning)
    paper = Material.objects.get(case=case, name=PROOF)
    assert (paper.source, paper.due_on) == ("later", date(2026, 11, 27))
    assert paper.commitment.kind == "tolerance"
    assert "2026年11月27日" in paper.commitment.shown
    assert PROOF not in [material.name for material in completeness.missing(case)]


def test_sent_twice_it_is_promised_once(draft, morning):
    row = draft()
    sent(row, morning)
    sent(row, morning + timedelta(seconds=1))
    assert Commitment.objects.count() == 1


def test_a_paper_that_may_not_follow_is_refused(draft, morning):
    row = draft()
    papers = {code: {"source": "later"} for code in row.materials}
    services.keep(draft_id=row.uuid, owner=row.owner, materials=papers)
    row.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        sent(row, morning)
    assert "不能先办后补" in str(refusal.value)


def test_whoever_broke_a_promise_before_hands_in_the_paper(draft, morning):
    row = draft()
    record = record_of(row.person)
    with pytest.raises(Invalid) as refusal:
        sent(row, morning)
    assert "信用记录" in refusal.value.problems[0].message
    assert "“一般”" in refusal.value.problems[0].message
    assert not Case.objects.filter(client_ref=str(row.uuid)).exists()
    record.state = "repaired"
    record.save(update_fields=["state"])
    assert sent(row, morning).state == "received"


def test_the_credit_commitment_of_the_form_is_signed_all_the_same(draft, morning):
    row = draft()
    record_of(row.person)
    code = next(iter(row.materials))
    services.keep(draft_id=row.uuid, owner=row.owner, materials={code: {"source": "missing"}})
    row.refresh_from_db()
    case = sent(row, morning)
    assert case.form["credit_promise"] is True
    assert not Commitment.objects.exists()


def test_an_agent_writes_no_promise_for_somebody(draft):
    row = draft()
    row.situation |= {"by_agent": "yes"}
    assert "不能由代办人写" in commitments.why_not(row)


def test_nobody_signs_what_the_form_does_not_say_yet(draft, morning):
    row = draft()
    row.answers.pop("deceased_name")
    assert commitments.of_draft(row, morning.date())[0].deed is None


def test_texts_are_added_once_and_never_changed(world):
    texts = tables.commitment_texts()
    assert CommitmentText.objects.count() == len(texts)
    assert commitment_texts.add_texts(texts=texts) == 0
    later = texts[0] | {"from": "2026-10-01"}
    assert commitment_texts.add_texts(texts=[*texts, later]) == 1
    changed = texts[0] | {"title": "别的"}
    with pytest.raises(Invalid, match="一个字也不能改"):
        commitment_texts.add_texts(texts=[changed])


def test_the_papers_are_asked_for_at_the_day_of_the_text(draft, morning):
    """A text that begins tomorrow is not shown today."""
    row = draft()
    with pytest.raises(LookupError):
        commitments.of_draft(row, date(2026, 6, 30))
    assert commitments.of_draft(row, morning.date())
