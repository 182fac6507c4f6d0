"""Every answer of a case knows where it comes from and since when, and the reviewer reads it beside the answer."""

from datetime import timedelta

import pytest

from tests.api.conftest import KEY, Caller
from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import cases, prefill, sources, versions
from yichuang.cases.rules import sources as rules
from yichuang.cases.services.corrections import Asked
from yichuang.catalog.form_packs import load_forms
from yichuang.core import clock
from yichuang.identity import queries as identity

CODE = lives.UNEMPLOYED
PACKS = load_forms()


def origins(case: Case) -> dict[str, str]:
    found = sources.of_case(cases.trail(case), case.form)
    return {key: source.origin for key, source in found.items()}


def begun(username="zhangsan", channel=2) -> Draft:
    """A draft with what is known of 张三, then the rest of the sample typed."""
    owner, now = User.objects.get(username=username), clock.now()
    person = lives.person()
    version = versions.for_application(CODE, lives.CHAOTIAN, channel, now.date())
    if owner.kind == User.OFFICER:
        known = prefill.known_at_desk(version, person, owner.officer)
    else:
        known = prefill.known(version, identity.sight_of(owner))
    draft = services.open_draft(
        owner=owner,
        subject=person,
        item_code=CODE,
        region=lives.CHAOTIAN,
        channel=channel,
        prefill={key: value for key, (value, _) in known.items()},
        taken_from={key: source for key, (_, source) in known.items()},
        now=now,
    )
    sample = lives.sample_of(version, now, person)
    rest = {key: value for key, value in sample.items() if key not in known}
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    return services.keep(
        draft_id=draft.uuid, owner=owner, answers=rest, situation=situation, step="check"
    )


def sent(draft: Draft, user=None, officer=None) -> Case:
    done = services.submit_draft(
        draft_id=draft.uuid,
        owner=user or draft.owner,
        actor="person:test" if officer is None else officer.actor,
        now=clock.now(),
        officer=officer,
    )
    return Case.objects.get(uuid=done.uuid)


def test_what_the_register_gave_is_told_apart_from_what_the_applicant_typed(world):
    case = sent(begun())
    found = origins(case)
    assert found["person_name"] == found["person_id_number"] == "register"
    assert found["unemployment_reason"] == "applicant"
    assert set(found.values()) <= set(rules.WORDS)


def test_who_types_over_what_was_known_has_typed_it(world):
    draft = begun()
    assert draft.sources["person_phone"][0] == "register"
    services.keep(draft_id=draft.uuid, owner=draft.owner, answers={"person_phone": "13900000088"})
    assert origins(sent(draft))["person_phone"] == "applicant"


def test_an_answer_that_only_went_through_the_page_stays_what_it_was(world):
    draft = begun()
    same = {key: draft.answers[key] for key in ("person_phone", "person_name")}
    services.keep(draft_id=draft.uuid, owner=draft.owner, answers=same)
    assert origins(sent(draft))["person_phone"] == "register"


def test_the_last_case_of_the_item_is_named(world):
    first = sent(begun())
    services.withdraw(case_id=first.uuid, actor="person:test", reason="", now=clock.now())
    second = origins(sent(begun()))
    assert "last_case" in second.values()
    assert second["person_name"] == "register"


def test_a_clerk_is_told_apart_from_the_resident_whose_draft_they_finish(world):
    draft, clerk = begun(), lives.officer("gy_clerk")
    shared = services.share_draft(
        draft_id=draft.uuid, owner=draft.owner, actor="person:test", now=clock.now()
    )
    services.take_up_draft(code=shared.code, officer=clerk, met=draft.person, now=clock.now())
    services.keep(draft_id=draft.uuid, owner=clerk.user, answers={"person_phone": "13900000077"})
    found = origins(sent(draft, clerk.user, clerk))
    assert found["person_phone"] == "clerk"
    assert found["unemployment_reason"] == "applicant"
    assert found["person_name"] == "register"


def test_a_partner_is_named_for_what_it_sent(world):
    caller = Caller(headers={"X-Api-Key": KEY})
    number = caller.apply(caller.application(CODE)).json()["number"]
    assert set(origins(cases.by_number(number)).values()) == {"partner"}


def test_what_a_correction_changes_was_typed_then_and_the_rest_stays(world):
    case = sent(begun())
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "person_phone", "号码停机了")],
        now=clock.now(),
    )
    later = clock.now() + timedelta(days=1)
    services.answer_correction(
        case_id=case.uuid,
        actor="person:test",
        answers={"person_phone": "13900000066"},
        materials=[],
        file_owner="person:test",
        now=later,
    )
    case.refresh_from_db()
    found = sources.of_case(cases.trail(case), case.form)
    assert (found["person_phone"].origin, found["person_phone"].on) == (
        "applicant",
        clock.local(later).date(),
    )
    assert found["person_name"].origin == "register"


def test_it_is_frozen_with_the_case(world):
    case = sent(begun())
    before = origins(case)
    person = lives.person()
    person.phone = "13900000055"
    person.save()
    Draft.objects.filter(case_number=case.number).update(sources={})
    assert origins(case) == before
    assert list(cases.broken_chains()) == []


def test_the_reviewer_reads_it_beside_the_answer(world):
    case = sent(begun())
    page = lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/"))
    assert "人社登记的" in page and "申请人填的" in page


def test_a_draft_of_before_is_sent_as_what_its_sender_typed(world):
    draft = begun()
    Draft.objects.filter(pk=draft.pk).update(sources=None)
    assert set(origins(sent(draft)).values()) == {"applicant"}


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_every_source_that_a_form_is_filled_from_has_its_words(code):
    form = PACKS.compiled(code)
    for field in form.fields.values():
        for source in field.prefill_from:
            assert rules.WORDS[rules.origin_of(source)], (code, field.key, source)
