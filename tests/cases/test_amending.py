"""An answer to a correction leaves and deletes nothing unsaid."""

import pytest

from tests.cases.conftest import INSTANT
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.rules.corrections import effect
from yichuang.cases.services.corrections import Asked
from yichuang.core.errors import Invalid

PHONE, SKILLS = "person_phone", "skills"  # what must be answered, and what may be left out


def test_the_effect_names_what_changes_what_stays_and_what_goes():
    before = {"phone": "1", "name": "张三", "agent": "李四", "note": "旧"}
    after = {"phone": "2", "name": "张三", "note": "旧"}
    told = effect(["phone", "name", "mail"], before, after)
    assert (told.changed, told.unchanged, told.removed) == (
        ("phone",),
        ("name", "mail"),
        ("agent",),
    )


@pytest.fixture
def asked(submitted, officer, morning):
    """asked(key, …) → a case of which these answers are to be mended."""

    def ask(*keys: str, code: str = INSTANT) -> Case:
        case = submitted(code)
        items = [Asked("field", key, "请改") for key in keys]
        services.ask_correction(
            case_id=case.uuid, officer=officer("gy_clerk"), items=items, now=morning
        )
        return Case.objects.get(pk=case.pk)

    return ask


def _answer(case, now, answers, confirmed=()):
    return services.answer_correction(
        case_id=case.uuid,
        actor="person:1",
        answers=answers,
        materials=[],
        file_owner="person:1",
        now=now,
        confirmed=confirmed,
    )


def test_an_asked_answer_that_is_left_out_stays_and_must_be_confirmed(asked, morning):
    case = asked(SKILLS)
    with pytest.raises(Invalid) as refused:
        _answer(case, morning, {})
    assert [(p.field, p.violates) for p in refused.value.problems] == [(SKILLS, "unchanged")]
    _answer(case, morning, {}, confirmed=[SKILLS])
    assert Case.objects.get(pk=case.pk).form == case.form


def test_an_answer_is_taken_away_only_when_that_is_said(asked, morning):
    case = asked(SKILLS)
    with pytest.raises(Invalid) as refused:
        _answer(case, morning, {SKILLS: None})
    assert [(p.field, p.violates) for p in refused.value.problems] == [(SKILLS, "removed")]
    assert Case.objects.get(pk=case.pk).form[SKILLS] == case.form[SKILLS]
    _answer(case, morning, {SKILLS: None}, confirmed=[SKILLS])
    assert SKILLS not in Case.objects.get(pk=case.pk).form


def test_the_same_answer_again_is_no_change(asked, morning):
    case = asked(PHONE)
    with pytest.raises(Invalid, match="和原来一样"):
        _answer(case, morning, {PHONE: case.form[PHONE]})
    _answer(case, morning, {PHONE: "13900000077"})
    assert Case.objects.get(pk=case.pk).form == case.form | {PHONE: "13900000077"}
