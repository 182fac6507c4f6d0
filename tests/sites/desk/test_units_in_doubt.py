"""A unit's account that anybody may have opened: what it sends is received, said to be in doubt, and not accepted
before the unit has shown that it is its own."""

import pytest

from tests.journeys.begun import case_of
from tests.paper_files import PDF
from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, REPRESENTATIVE, paper
from tests.sites.portal_personal.conftest import CHAOTIAN
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft, Material
from yichuang.cases.queries import mandates, senders, versions
from yichuang.cases.rules.application import Given
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.demo.looking import look_at
from yichuang.identity import queries as identity
from yichuang.identity.models import LegalRepresentative, RealName
from yichuang.identity.services import Licence
from yichuang.registry.models import Employer
from yichuang.sites.desk.review.parts import representative

DOUBT = "这个单位的账号还没有人核对过"
OF_PERSON = "交这件的账号没有核对过是不是本人"
MISSING = "授权委托书"
ASKED = {"ask": ["material:MANDATE"], "why-material:MANDATE": "请交来"}


def draft_of_unit() -> Draft:
    """A filled application of 示例甲, as its account has it."""
    now = clock.now()
    owner = User.objects.get(username="shilijia")
    unit = identity.subject_of(owner)
    version = versions.for_application(OF_UNITS, CHAOTIAN, 2, now.date())
    sample = lives.sample_of(version, now, unit)
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    draft = services.open_draft(
        owner=owner,
        subject=unit,
        item_code=OF_UNITS,
        region=CHAOTIAN,
        channel=2,
        prefill=sample,
        now=now,
    )
    actor = identity.subject_key(unit)
    papers = {}
    for material in version.materials_of(situation, unit):
        if not material.is_form and not material.exempt:
            file = services.store_file(owner=actor, name="材料.pdf", content=PDF, now=now)
            papers[material.code] = {"source": "file", "file": str(file.uuid)}
    return services.keep(
        draft_id=draft.uuid, owner=owner, situation=situation, materials=papers, step="check"
    )


def sent() -> Case:
    """The case that comes of it, sent online."""
    draft = draft_of_unit()
    actor = identity.subject_key(draft.employer)
    now = clock.now()
    done = services.submit_draft(draft_id=draft.uuid, owner=draft.owner, actor=actor, now=now)
    return Case.objects.get(uuid=done.uuid)


def page(client, case: Case) -> str:
    return lives.words(client.get(f"/desk/cases/{case.uuid}/"))


def accepting(case: Case):
    """What an officer does who has looked at every paper."""
    clerk = lives.officer("gy_clerk")
    look_at(case, clerk, clock.now())
    if case.instant:
        return services.complete_instantly(
            case_id=case.uuid, officer=clerk, now=clock.now(), result="准予"
        )
    return services.accept(case_id=case.uuid, officer=clerk, now=clock.now())


def give_to_the_representative(unit: Employer) -> None:
    """A window looks at the licence and gives the account to who stands in it."""
    stands = lives.person(REPRESENTATIVE)
    services.confirm_unit_account(
        officer=lives.officer("gy_clerk"),
        employer=unit,
        handler=stands,
        licence=Licence(stands, stands.name),
        now=clock.now(),
        credit_code=unit.credit_code,
        name=unit.name,
        phone="13900000101",
        new_password=False,
        open_account=False,
    )


def is_refused(case: Case) -> bool:
    with pytest.raises(Invalid) as refused:
        accepting(case)
    return MISSING in str(refused.value.problems)


def test_what_a_proved_account_sends_owes_nothing(world):
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    assert not case.parties.filter(role="agent").exists()
    assert DOUBT not in page(clerk, case)
    accepting(case)


def test_the_page_says_what_was_compared_and_nothing_is_accepted(unproved):
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    party = case.parties.get(role="agent")
    assert (party.person, party.owes_mandate) == (unproved.handler, True)
    text = page(clerk, case)
    for words in (DOUBT, "法定代表人没有同意", "登记的法定代表人是李", "还差", MISSING):
        assert words in text, words
    assert is_refused(case)
    assert mandates.is_owed(case)
    assert mandates.owing_among([case]) == {case.id}


def test_the_names_of_the_register_do_not_prove_who_sits_there(unproved):
    """Whoever opened it may have typed the number of the representative."""
    RealName.objects.filter(pk=unproved.pk).update(handler=lives.person(REPRESENTATIVE))
    assert is_refused(sent())


def test_the_yes_of_the_representative_settles_it_and_answers_the_notice(unproved):
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", ASKED).status_code == 302
    stands = lives.person(REPRESENTATIVE)
    LegalRepresentative.objects.update_or_create(
        employer=case.employer,
        defaults={"person": stands, "came_from": "window:1", "at": clock.now()},
    )
    lisi = lives.signed_in("lisi")
    path = f"/account/units/{unproved.user.uuid}/"
    shown = lives.words(lisi.get(path))
    assert "交了1件" in shown and case.version.definition["name"] in shown
    wrong = lisi.post(path, {"phone": "13800000077"})
    assert wrong.status_code == 422 and mandates.is_owed(case)
    assert lisi.post(path, {"phone": unproved.phone}).status_code == 302
    case = lives.again(case)
    assert (case.state, case.corrections.get().answered_at is None) == ("supplied", False)
    assert not case.parties.get(role="agent").owes_mandate
    assert DOUBT not in page(clerk, case)
    accepting(case)


def test_a_window_that_proves_the_account_settles_it(unproved):
    RealName.objects.filter(pk=unproved.pk).update(handler=lives.person(REPRESENTATIVE))
    case = sent()
    give_to_the_representative(case.employer)
    accepting(lives.again(case))


def test_the_licence_shows_who_the_representative_is_and_not_who_opened_the_account(unproved):
    stands = lives.person(REPRESENTATIVE)
    RealName.objects.filter(pk=unproved.pk).update(handler=stands)
    case = sent()
    assert senders.is_not_let_in(case)
    services.meet_representative(
        employer=case.employer,
        person=stands,
        licence_name=stands.name,
        officer=lives.officer("gy_clerk"),
        now=clock.now(),
    )
    assert senders.is_not_let_in(case) and is_refused(case)
    give_to_the_representative(case.employer)
    assert not senders.is_not_let_in(case)
    accepting(lives.again(case))


def test_a_window_that_gives_the_account_to_another_leaves_what_the_stranger_sent(unproved):
    RealName.objects.filter(pk=unproved.pk).update(handler=lives.person(lives.ZHAOLIU))
    case = sent()
    give_to_the_representative(case.employer)
    assert identity.is_proved(identity.subject_key(case.employer))
    assert senders.is_not_let_in(case)
    assert is_refused(case)


def test_a_mandate_that_comes_by_the_notice_is_read_before_anything_is_accepted(unproved):
    RealName.objects.filter(pk=unproved.pk).update(handler=lives.person(lives.ZHAOLIU))
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    address = f"/desk/cases/{case.uuid}/"
    clerk.post(f"{address}correct/", ASKED)
    online = lives.signed_in("shilijia")
    assert MISSING in lives.words(online.get(f"/my/cases/{case.uuid}/correct/"))
    file = services.store_file(
        owner=identity.subject_key(case.employer), name="委托书.pdf", content=PDF, now=clock.now()
    )
    services.answer_correction(
        case_id=case.uuid,
        actor=identity.subject_key(case.employer),
        answers={},
        materials=[Given("MANDATE", "file", str(file.uuid))],
        file_owner=identity.subject_key(case.employer),
        now=clock.now(),
    )
    case = lives.again(case)
    assert case.state == "supplied" and DOUBT in page(clerk, case)
    with pytest.raises(Invalid):
        accepting(case)
    row = Material.objects.get(case=case, code="MANDATE")
    clerk.get(f"{address}materials/{row.id}/")
    assert clerk.post(f"{address}read-mandate/", paper(case.employer)).status_code == 302
    text = page(clerk, case)
    assert DOUBT not in text and "凭授权委托书，李四" in text
    assert not senders.is_not_let_in(case)
    accepting(lives.again(case))


def test_before_it_is_sent_the_account_reads_what_will_be_asked(unproved):
    client = lives.signed_in("shilijia")
    sent_from = "受理以前，窗口要先知道是单位自己交的"
    draft = draft_of_unit()
    assert sent_from in lives.words(client.get(f"/drafts/{draft.uuid}/check/"))


@pytest.mark.parametrize(
    ("typed", "registered", "word"),
    [("李四", "李四", "已核对"), ("张三", "李四", "不一致"), ("张三", None, "没核对")],
)
def test_the_representative_of_the_form_stands_beside_that_of_the_register(
    world, typed, registered, word
):
    LegalRepresentative.objects.all().delete()
    unit = lives.employer()
    unit.legal_rep_name = registered
    unit.save()
    case = lives.submitted(OF_UNITS, subject=unit, other_answers={"legal_rep_name": typed})
    [row] = representative.rows(case)
    assert (row["label"], row["word"]) == ("法定代表人", word)
    assert row["advice"] in page(lives.signed_in("gy_clerk"), case)


def test_a_paper_that_no_register_answered_for_is_not_called_checked(world):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.submitted(OF_UNITS, subject=lives.employer())
    Material.objects.create(case=unit, code="M90", name="营业执照", source="shared")
    text = page(clerk, unit)
    assert "没有向部门核过" in text and "部门数据核过" not in text
    own = lives.submitted(subject=lives.person())
    Material.objects.create(case=own, code="M90", name="居民身份证或社会保障卡", source="shared")
    assert "公安人口库核过" in page(clerk, own)


def test_the_case_of_a_person_whose_account_nobody_proved_says_so(world):
    clerk = lives.signed_in("gy_clerk")
    case, _ = case_of("zhangsan")
    assert OF_PERSON not in page(clerk, case)
    RealName.objects.filter(person=case.person).update(proved_at=None)
    assert OF_PERSON in page(clerk, case)


def test_the_unproved_account_of_a_person_is_shown_and_stops_nothing_which_is_intended(world):
    """ADR 67: the officer asks the person; neither acceptance nor money waits."""
    person = lives.person()
    RealName.objects.filter(person=person).update(proved_at=None)
    of_account = {"subject": person, "actor": identity.subject_key(person)}
    waiting = lives.submitted(**of_account)
    assert OF_PERSON in page(lives.signed_in("gy_clerk"), waiting)
    assert not mandates.owing_among([waiting]) and not senders.is_not_let_in(waiting)
    accepting(waiting)
    assert lives.decided(lives.SKILL, **of_account).outcome
