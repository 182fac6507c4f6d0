"""异议: anybody's word against a list, looked into by an officer; nothing is granted while one waits or is right."""

from datetime import date, timedelta

import pytest

from tests.cases.test_publicity import MORNING_AFTER, NIGHT, PUT_UP, decide, put_up, ready, shown
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.models import Case, Notice, NoticeRow, Objection
from yichuang.cases.queries import cases, notices
from yichuang.cases.services.objections import OBJECTION_TODO
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.notify.models import Message

__all__ = ["ready", "shown"]
TEXT = "他的店去年就关了，我住在对面"
PHONE = "13900000077"
DAY = timedelta(days=1)


def object_to(place=1, text=TEXT, phone="", now=PUT_UP + DAY):
    notice = Notice.objects.latest("pk")
    return services.object_to_notice(
        notice_id=notice.uuid, place=place, text=text, phone=phone, now=now
    )


def answer(objection, officer, who="gy_reviewer_jy", upheld=False, now=PUT_UP + 2 * DAY, **words):
    public = {"about": "开业多久", "answer": "到申请那天满13个月"} | words
    return services.answer_objection(
        objection_id=objection.uuid, officer=officer(who), upheld=upheld, now=now, **public
    )


def test_it_waits_with_a_reviewer_until_a_day_and_holds_the_grant(shown, officer):
    objection = object_to()
    todo = Todo.objects.get(kind=OBJECTION_TODO, subject=objection.ref)
    assert (objection.due_on, todo.due_on) == (date(2026, 11, 25), date(2026, 11, 25))
    services.end_notice(notice_id=objection.notice.uuid, now=NIGHT)
    with pytest.raises(Invalid, match="1条异议没有答复"):
        decide(shown, officer, MORNING_AFTER)
    answer(objection, officer, now=MORNING_AFTER)
    todo.refresh_from_db()
    assert todo.done_at == MORNING_AFTER
    assert decide(shown, officer, MORNING_AFTER).state == "closed"
    assert list(cases.broken_chains()) == []


def test_the_same_words_pressed_twice_are_one(shown):
    assert object_to().pk == object_to().pk
    assert object_to(text="他还在别处上班").pk != object_to().pk
    assert Objection.objects.count() == 2


def test_words_and_a_phone_that_is_one_are_asked_for(shown):
    for wrong, field in (({"text": " 没"}, "text"), ({"phone": "139"}, "phone")):
        with pytest.raises(Invalid) as refused:
            object_to(**wrong)
        assert [problem.field for problem in refused.value.problems] == [field]


def test_one_that_is_right_takes_the_case_off_the_page_and_it_is_shown_anew(shown, officer):
    objection = object_to()
    with pytest.raises(Forbidden, match="另一个人"):
        answer(objection, officer, who="gy_reviewer", upheld=True)
    answer(objection, officer, upheld=True)
    row = NoticeRow.objects.get()
    assert (row.ended, row.left_out_why) == (True, "异议属实")
    page = notices.page(row.notice.uuid, PUT_UP.date())
    assert (page.lines, page.left_out, page.is_over) == ((), 1, False)
    with pytest.raises(Invalid, match="属实"):
        decide(shown, officer, PUT_UP + 3 * DAY)
    case = Case.objects.get(pk=shown.pk)
    again = put_up((case, "3000"), officer=officer, now=PUT_UP + 3 * DAY)
    assert again.pk != row.notice_id
    services.end_notice(notice_id=again.uuid, now=NIGHT + 7 * DAY)
    services.end_notice(notice_id=row.notice.uuid, now=NIGHT + 7 * DAY)
    assert decide(case, officer, MORNING_AFTER + 7 * DAY).state == "closed"
    assert list(cases.broken_chains()) == []


def test_one_against_the_whole_page_holds_all_of_it_and_may_take_it_down(shown, officer):
    objection = object_to(place=None, text="这批名单没有开会定")
    services.end_notice(notice_id=objection.notice.uuid, now=NIGHT)
    with pytest.raises(Invalid, match="没有答复"):
        decide(shown, officer, MORNING_AFTER)
    answer(objection, officer, upheld=True, now=MORNING_AFTER)
    with pytest.raises(Invalid, match="属实"):
        decide(shown, officer, MORNING_AFTER)
    assert NoticeRow.objects.get().left_out_why == "异议属实"


def test_a_whole_page_that_is_taken_down_stands_no_more(shown, officer):
    objection = object_to(place=None, text="这批名单没有开会定")
    answer(objection, officer, upheld=True)
    notice = Notice.objects.get()
    assert (notice.withdrawn_why, notice.ended_at) == ("异议属实", PUT_UP + 2 * DAY)
    assert notices.standing("510812000000", PUT_UP.date()) == []
    with pytest.raises(Conflict, match="已经结束"):
        object_to()


def test_an_answer_is_whole_public_and_given_once(shown, officer):
    objection = object_to()
    with pytest.raises(Invalid) as refused:
        answer(objection, officer, about="", answer=f"打{PHONE}问过", upheld=None)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["objection_about", "objection_answer", "upheld"]
    answer(objection, officer)
    with pytest.raises(Conflict, match="已经答复"):
        answer(objection, officer)


def test_who_left_a_phone_hears_that_it_is_answered_and_nobody_else(shown, officer):
    answer(object_to(), officer)
    assert not Message.objects.filter(kind="objection_answered").exists()
    answer(object_to(text="他还在别处上班", phone=PHONE), officer)
    message = Message.objects.get(kind="objection_answered")
    assert message.phone == PHONE
    assert "别处" not in message.body + message.sms_text


def test_what_the_objector_wrote_is_sealed_and_stands_on_no_public_page(shown, officer):
    objection = object_to(phone=PHONE)
    answer(objection, officer)
    page = notices.page(objection.notice.uuid, PUT_UP.date())
    assert TEXT not in repr(page) and PHONE not in repr(page)
    (one,) = page.objections
    assert (one.place, one.about, one.answer) == (1, "开业多久", "到申请那天满13个月")


def test_it_is_answered_also_when_the_case_was_withdrawn(shown, officer):
    objection = object_to()
    services.withdraw(case_id=shown.uuid, actor="person:1", reason="不办了", now=PUT_UP + DAY)
    answer(objection, officer, upheld=True)
    objection.refresh_from_db()
    assert objection.upheld
    assert list(cases.broken_chains()) == []
