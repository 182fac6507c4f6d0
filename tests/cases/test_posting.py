"""A result that goes by post: given to the courier by a job, awaited, told, and posted by hand where no word comes."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.looking import complete_instantly
from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Todo
from yichuang.adapters.absent import Absent
from yichuang.adapters.courier.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.cases import services, tasks
from yichuang.cases.models import Case, Delivery, FollowUp
from yichuang.cases.ports import CourierEvent, Waybill
from yichuang.cases.queries import cases
from yichuang.core import clock, ports
from yichuang.core.errors import Conflict, Forbidden, Invalid

MAILED = "992014101005"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def courier(monkeypatch, tmp_path):
    simulator = Simulator(Faults(), tmp_path, pace=timedelta(hours=1))
    others = ports.adapter
    monkeypatch.setattr(ports, "_breakers", {})
    monkeypatch.setattr(
        ports, "adapter", lambda kind: simulator if kind == "courier" else others(kind)
    )
    return simulator


@pytest.fixture
def mailed(submitted, officer, morning):
    def make(**answers):
        case = submitted(MAILED)
        if answers:
            case = Case.objects.get(pk=case.pk)
            case.form = case.form | answers
            case.save(update_fields=["form"])
        complete_instantly(
            case_id=case.uuid, officer=officer("gy_clerk"), now=morning, result="已补发"
        )
        return Case.objects.get(pk=case.pk)

    return make


@pytest.fixture
def post(officer, morning):
    """post(case): the issuer gives its result to the courier."""

    def give(case, now=morning):
        return services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=now)

    return give


@pytest.fixture
def by_hand(officer):
    """by_hand(case, "EMS 1", now): the issuer has posted it."""

    def note(case, number, now, by="gy_issuer"):
        return services.note_parcel(case_id=case.uuid, officer=officer(by), waybill=number, now=now)

    return note


def job(case, now):
    """What the worker does with the parcel."""
    with clock.frozen(now):
        tasks.post_parcel(str(case.uuid))


def parcel(case):
    return Delivery.objects.get(case=case)


def steps(case):
    return [step.kind for step in cases.trail(case)].count("post")


def jobs_of(case, name="cases.post_parcel"):
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where task_name = %s and args->>'case' = %s",
            [name, str(case.uuid)],
        )
        return cursor.fetchone()[0]


def to_do(case, username="gy_issuer"):
    """What the officer was given to do about the case, by its words."""
    given = accounts.todos_of(lives.officer(username))
    return [todo.title.partition("：")[0] for todo in given if todo.subject == case.ref]


def posted(courier):
    return len(list(courier.posted.lines()))


def test_it_is_awaited_then_sent_and_its_way_is_shown(mailed, post, courier, morning):
    case = mailed()
    assert (case.delivery.way, case.delivery.address) == ("mail", "朝天区示例街道3号（虚构）")
    awaited = post(case)
    assert (awaited.state, awaited.asked_at, awaited.waybill) == ("waiting", morning, "")
    assert posted(courier) == 0 and steps(case) == 0 and jobs_of(case) == 1
    job(case, morning)
    sent = parcel(case)
    assert (sent.state, sent.asked_at) == ("sent", None)
    assert sent.waybill and case.uuid in cases.on_the_way()
    with pytest.raises(Conflict):
        post(case)
    seen = []
    for hour in range(5):
        now = morning + timedelta(hours=hour, minutes=1)
        with clock.frozen(now):
            services.track_post(case_id=case.uuid, now=now)
            services.track_post(case_id=case.uuid, now=now)
        seen.append([event.state for event in sent.events.order_by("at")])
    assert seen[0] == ["已揽收"] and seen[-1] == ["已揽收", "运输中", "派送中", "已签收"]
    assert parcel(case).state == "delivered"
    assert FollowUp.objects.filter(case=case).count() == 1
    assert case.uuid not in cases.on_the_way()
    assert posted(courier) == steps(case) == 1


def test_pressed_again_while_it_is_awaited_it_is_one_parcel(mailed, post, courier, morning):
    case = mailed()
    assert post(case).asked_at == post(case, morning + MINUTE / 2).asked_at
    assert jobs_of(case) == 1
    job(case, morning)
    job(case, morning)
    assert posted(courier) == steps(case) == 1


def test_two_workers_that_ask_at_once_write_one_step(mailed, post, courier, morning, monkeypatch):
    case = mailed()
    post(case)
    ask = ports.ask
    inside = []

    def meanwhile(kind, method, /, **arguments):
        answer = ask(kind, method, **arguments)
        if not inside:
            inside.append(True)
            job(case, morning)
        return answer

    monkeypatch.setattr(ports, "ask", meanwhile)
    job(case, morning)
    assert (steps(case), posted(courier), parcel(case).refusal) == (1, 1, None)


@pytest.mark.parametrize("fault", [{"outage": True}, {"lost_answers": 1}])
def test_a_courier_that_says_nothing_is_asked_every_minute(mailed, post, courier, morning, fault):
    case = mailed()
    post(case)
    for name, value in fault.items():
        setattr(courier.faults, name, value)
    job(case, morning)
    before = parcel(case)
    assert (before.state, before.refusal, before.asked_at) == ("waiting", None, morning)
    assert cases.awaited_parcels(morning + MINUTE / 2) == []
    courier.faults.outage = False
    with clock.frozen(morning + 2 * MINUTE):
        tasks.post_parcels(timestamp=int(clock.now().timestamp()))
    assert parcel(case).state == "sent"
    assert posted(courier) == steps(case) == 1


def test_a_courier_that_refuses_says_why_and_may_be_asked_again(mailed, post, courier, morning):
    case = mailed()
    post(case)
    courier.faults.reject = "这条街不派送"
    job(case, morning)
    refused = parcel(case)
    assert (refused.state, refused.asked_at, refused.refusal) == ("waiting", None, "这条街不派送")
    assert cases.awaited_parcels(morning + timedelta(days=1)) == []
    courier.faults.reject = ""
    assert post(case, morning + MINUTE).refusal is None
    job(case, morning + MINUTE)
    assert (parcel(case).state, parcel(case).refusal) == ("sent", None)


def test_an_old_refusal_does_not_end_a_newer_asking(mailed, post, courier, morning, monkeypatch):
    case = mailed()
    post(case)

    def slowly(kind, method, /, **arguments):
        later = parcel(case)
        later.asked_at = morning + MINUTE
        later.save(update_fields=["asked_at"])
        raise ports.Rejected("旧的")

    monkeypatch.setattr(ports, "ask", slowly)
    job(case, morning)
    assert (parcel(case).asked_at, parcel(case).refusal) == (morning + MINUTE, None)


def test_a_number_that_is_none_is_no_number(mailed, post, courier, morning, monkeypatch):
    case = mailed()
    post(case)
    monkeypatch.setattr(courier, "post", lambda **_: Waybill(" ", "已揽收"))
    job(case, morning)
    assert (parcel(case).state, steps(case)) == ("waiting", 0)
    assert "没有给单号" in parcel(case).refusal


def test_what_the_courier_does_twice_is_written_once(mailed, post, courier, morning):
    case = mailed()
    post(case)
    courier.faults.duplicate = True
    job(case, morning)
    job(case, morning)
    assert steps(case) == 1


def test_by_hand_it_has_a_number_of_its_own_and_is_signed_for(
    mailed, by_hand, courier, officer, morning
):
    case = mailed()
    with pytest.raises(Invalid, match="单号"):
        by_hand(case, " ", morning)
    with pytest.raises(Forbidden):
        by_hand(case, "EMS1", morning, by="yy_issuer")
    noted = by_hand(case, " ems 123 ", morning)
    assert (noted.state, noted.waybill, steps(case)) == ("sent", "EMS123", 1)
    with pytest.raises(Conflict):
        by_hand(case, "EMS2", morning)
    with clock.frozen(morning):
        tasks.track_post(str(case.uuid))
    assert "查不到这个单号" in parcel(case).refusal
    assert case.uuid not in cases.on_the_way()
    services.deliver(
        case_id=case.uuid, actor="test", officer=officer("gy_issuer"), signer=None, now=morning
    )
    assert parcel(case).state == "delivered"


def test_by_hand_only_when_the_courier_has_been_silent_for_long(
    mailed, post, by_hand, courier, morning
):
    case = mailed()
    post(case)
    with pytest.raises(Conflict, match="正在联系快递"):
        by_hand(case, "EMS1", morning + MINUTE)
    by_hand(case, "EMS1", morning + 3 * MINUTE)
    job(case, morning + 3 * MINUTE)
    assert posted(courier) == 0
    assert (parcel(case).waybill, parcel(case).refusal, steps(case)) == ("EMS1", None, 1)


def test_a_clock_that_was_set_back_makes_nobody_wait(mailed, post, by_hand, courier, morning):
    case = mailed()
    post(case, morning + timedelta(hours=1))
    assert cases.awaited_parcels(morning) == [case.uuid]
    assert by_hand(case, "EMS1", morning).state == "sent"


@pytest.fixture
def overtaken(mailed, post, by_hand, courier, morning, monkeypatch):
    """overtaken() → a case whose parcel somebody posted by hand while the courier was asked."""
    ask = ports.ask

    def make():
        case = mailed()
        post(case)

        def slowly(kind, method, /, **arguments):
            answer = ask(kind, method, **arguments)
            by_hand(case, "EMS1", morning + 3 * MINUTE)
            return answer

        monkeypatch.setattr(ports, "ask", slowly)
        job(case, morning)
        return case

    return make


def test_an_answer_after_the_parcel_was_posted_by_hand_is_told_as_a_second_parcel(overtaken):
    case = overtaken()
    assert (parcel(case).waybill, steps(case)) == ("EMS1", 1)
    assert "可能重了" in parcel(case).refusal and "单号YC" in parcel(case).refusal


def test_what_is_collected_withdrawn_or_gone_meanwhile_is_not_posted(
    mailed, post, courier, officer, morning
):
    collected, back, gone = mailed(), mailed(), mailed()
    for case in (collected, back, gone):
        post(case)
    services.deliver(
        case_id=collected.uuid, actor="test", officer=officer("gy_issuer"), signer=None, now=morning
    )
    Case.objects.filter(pk=back.pk).update(state="withdrawn")
    Delivery.objects.filter(case=gone).delete()
    for case in (collected, back, gone):
        job(case, morning)
        assert steps(case) == 0
    assert posted(courier) == 0


def test_a_parcel_that_comes_back_can_still_be_handed_out(mailed, post, courier, officer, morning):
    case = mailed(delivery_address="示例街道9号（查无此人）")
    post(case)
    job(case, morning)
    with clock.frozen(morning + timedelta(hours=5)):
        back = services.track_post(case_id=case.uuid, now=clock.now())
    assert back.state == "returned" and not FollowUp.objects.filter(case=case).exists()
    services.deliver(
        case_id=case.uuid, actor="test", officer=officer("gy_issuer"), signer=None, now=morning
    )
    assert parcel(case).state == "delivered"


def test_without_an_address_or_a_courier_nobody_is_asked(
    mailed, post, courier, morning, monkeypatch
):
    case = mailed(delivery_address="", postal_address="")
    with pytest.raises(Invalid, match="收件地址"):
        post(case)
    other = mailed()
    post(other)
    monkeypatch.setattr(ports, "adapter", lambda kind: Absent())
    with pytest.raises(ports.NotConnected):
        post(case)
    job(other, morning)
    assert "没有接通快递" in parcel(other).refusal


def test_what_the_courier_says_is_told_in_words_at_every_door(mailed, post, courier, morning):
    case = mailed()
    issuer = lives.signed_in("gy_issuer")
    applicant = lives.signed_in("zhangsan")

    def told(words, list_of_the_desk):
        desk = lives.words(issuer.get(f"/desk/issue/?list={list_of_the_desk}"))
        alone = lives.words(issuer.get(f"/desk/issue/{case.uuid}/where/"))
        assert words[0] in desk and words[0] in alone
        for page in (f"/my/cases/{case.uuid}/", "/my/"):
            assert words[1] in lives.words(applicant.get(page)), page

    mail = {"list": "mail", "next": "/desk/issue/?list=mail"}
    with clock.frozen(morning):
        answer = issuer.post(f"/desk/issue/{case.uuid}/post/", mail, follow=True)
        assert "正在联系快递" in lives.words(answer)
        assert b'data-again="3"' in answer.content
        told(("正在联系快递", "正在联系快递"), "mail")
    with clock.frozen(morning + 3 * MINUTE):
        page = issuer.get("/desk/issue/?list=mail")
        assert b'data-again=""' in page.content
        assert "记下单号" in lives.words(page)
        told(("快递一直没有回话", "正在联系快递"), "mail")
    courier.faults.reject = "这条街不派送"
    job(case, morning)
    told(("快递没有收：这条街不派送", "快递没有收"), "mail")
    courier.faults.reject = ""
    with clock.frozen(morning):
        issuer.post(f"/desk/issue/{case.uuid}/post/", {"list": "mail"})
        job(case, morning)
        number = parcel(case).waybill
        told((number, number), "sent")
        issuer.post(f"/desk/issue/{case.uuid}/track/", {"list": "sent"})
        told(("正在问快递", "在路上"), "sent")
        tasks.track_post(str(case.uuid))
        told(("已揽收", "在路上"), "sent")


def test_who_sent_it_is_told_on_every_page_that_it_was_refused_until_it_is_on_its_way(
    mailed, post, courier, morning
):
    case = mailed()
    post(case)
    courier.faults.reject = "朝天区示例街道3号不派送"
    job(case, morning)
    todo = Todo.objects.get(subject=case.ref)
    issuer = lives.signed_in("gy_issuer")
    assert "示例街道" not in todo.title
    assert "交办1" in lives.words(issuer.get("/desk/followups/"))
    assert (
        f'href="{todo.link.replace("&", "&amp;")}"' in issuer.get("/desk/todos/").content.decode()
    )
    assert "再交快递" in lives.words(issuer.get(todo.link))
    assert issuer.post(f"/desk/todos/{todo.pk}/done/").status_code == 409
    courier.faults.reject = ""
    with clock.frozen(morning + MINUTE):
        issuer.post(f"/desk/issue/{case.uuid}/post/", {"list": "mail"})
    assert to_do(case) == []


def test_whatever_the_courier_leaves_to_a_person_is_given_to_one_until_it_is_done(
    mailed, post, by_hand, courier, officer, morning, monkeypatch
):
    refused, unknown, returned, nobody = mailed(), mailed(), mailed(), mailed()
    courier.faults.reject = "这条街不派送"
    post(refused)
    job(refused, morning)
    assert to_do(refused) == ["快递没有收，要另想办法"]
    assert to_do(refused, "gy_clerk") == []
    by_hand(refused, "EMS1", morning)
    courier.faults.reject = ""
    by_hand(unknown, "EMS2", morning)
    with clock.frozen(morning):
        tasks.track_post(str(unknown.uuid))
    assert to_do(unknown) == ["快递查不到单号，要问收到没有"]
    post(returned)
    job(returned, morning)
    back = CourierEvent(morning, "退回", "")
    monkeypatch.setattr(courier, "track", lambda **_: [back])
    with clock.frozen(morning):
        tasks.track_post(str(returned.uuid))
    assert to_do(returned) == ["快递退回来了，要联系申请人"]
    monkeypatch.setattr(courier, "post", lambda **_: Waybill(" ", "已揽收"))
    post(nobody)
    job(nobody, morning)
    assert to_do(nobody) == ["快递没有收，要另想办法"]
    for case in (refused, unknown, returned, nobody):
        services.deliver(
            case_id=case.uuid, actor="test", officer=officer("gy_issuer"), signer=None, now=morning
        )
        assert to_do(case) == []


def test_two_parcels_of_one_result_are_given_to_who_can_call_one_back(overtaken):
    case = overtaken()
    [todo] = Todo.objects.filter(subject=case.ref, done_at=None)
    assert todo.title.startswith("快递可能收了两件")
    issuer = lives.signed_in("gy_issuer")
    assert issuer.post(f"/desk/todos/{todo.pk}/done/").status_code == 302
    assert to_do(case) == []


def test_pressed_twice_the_courier_is_asked_once_and_one_step_is_written(
    mailed, by_hand, courier, morning
):
    case = mailed()
    by_hand(case, "EMS1", morning)
    issuer = lives.signed_in("gy_issuer")
    here = f"/desk/issue/{case.uuid}"
    with clock.frozen(morning):
        answers = [issuer.post(f"{here}/track/", {"list": "sent"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert jobs_of(case, "cases.track_post") == 1
        answers = [issuer.post(f"{here}/deliver/", {"list": "sent"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "已经送达" in lives.words(answers[1])
    assert [step.kind for step in cases.trail(case)].count("deliver") == 1
    assert FollowUp.objects.filter(case=case).count() == 1
