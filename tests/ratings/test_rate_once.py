"""One invitation a service, one rating an invitation."""

from datetime import timedelta

import pytest

from yichuang.core import clock, outbox
from yichuang.core.errors import Conflict, Invalid, NotFound
from yichuang.notify.models import Message
from yichuang.ratings import queries, services
from yichuang.ratings.models import Invitation, Rating

WINDOW = ("周八", "失业登记", 1, 1, "09:40", "instant@0.0950")
ONLINE = ("张三", "失业登记", 3, 1, "09:12", "instant@0.0921")


@pytest.fixture
def give(now):
    """give(invitation, 5) rates it."""

    def rate(invitation, grade=5, **more):
        known = {"reasons": [], "comment": "", "channel": 2, "real_name": False, "now": now} | more
        return services.rate(token=invitation.token, grade=grade, **known)

    return rate


def test_a_visit_to_a_counter_is_one_service_and_its_clerk_is_known(lived):
    case = lived(*WINDOW)
    invitation = Invitation.objects.get(case=case)
    assert (invitation.kind, invitation.window) == ("window", "1号综合窗口")
    assert invitation.officer.user.username == "gy_clerk"
    assert invitation.organisation.kind == "hall"


def test_a_matter_finished_online_is_asked_about_once(lived):
    case = lived(*ONLINE)
    assert [i.kind for i in Invitation.objects.filter(case=case)] == ["online"]


def test_an_unfinished_online_matter_is_not_asked_about(lived):
    case = lived("张三", "困难认定", 3, 2, "12:00", "accept@1.0910")
    assert not Invitation.objects.filter(case=case).exists()


def test_a_refused_application_is_a_finished_matter_once_its_notice_is_read(lived):
    """A denial is told when it is made and asked about when all is done; so is a refusal to accept."""
    case = lived("张三", "创业补贴", 2, 4, "09:30", "refuse@0.1000")
    assert case.state == "refused"
    assert not Invitation.objects.filter(case=case).exists()
    read = lived("张三", "创业补贴", 2, 6, "10:30", "refuse@0.1100 deliver@0.1200")
    invitation = Invitation.objects.get(case=read)
    assert invitation.kind == "online"
    assert invitation.officer == read.events.get(kind="refuse").officer


def test_a_second_visit_on_another_day_is_another_service(lived):
    case = lived(
        "周八",
        "困难认定",
        1,
        10,
        "09:15",
        "accept@0.0930 begin@1.0900 approve@3.1000 deliver@4.0900",
    )
    assert Invitation.objects.filter(case=case, kind="window").count() == 2


def test_the_worker_asks_no_second_time(lived):
    case = lived(*ONLINE)
    before = set(Invitation.objects.filter(case=case).values_list("token", flat=True))
    while outbox.deliver():
        continue
    assert set(Invitation.objects.filter(case=case).values_list("token", flat=True)) == before
    person = f"person:{case.person.uuid}"
    sent = Message.objects.filter(kind="rating_invited", recipient=person)
    assert [m.link for m in sent] == [f"/rate/{before.pop()}/"]


def test_the_second_and_the_third_try_are_refused_and_change_nothing(lived, give, now):
    invitation = Invitation.objects.get(case=lived(*ONLINE))
    give(invitation, 2, reasons=["D1"], comment="没说清", channel=7)
    for again in (5, 5):
        with pytest.raises(Conflict, match="已经评过") as refused:
            give(invitation, again)
        assert refused.value.code == "already_rated"
    rating = Rating.objects.get(invitation=invitation)
    assert (rating.grade, rating.reasons, rating.comment, rating.channel) == (
        2,
        ["D1"],
        "没说清",
        7,
    )


def test_after_its_days_a_service_is_rated_no_more(lived, give, now):
    invitation = Invitation.objects.get(case=lived(*ONLINE))
    last = now.replace(hour=23)
    last += invitation.expires_on - clock.local(last).date()
    with pytest.raises(Conflict, match="时间过了"):
        give(invitation, now=last + timedelta(hours=2))
    assert give(invitation, now=last).grade == 5


def test_a_reason_of_another_grade_and_no_grade_are_refused(lived, give):
    invitation = Invitation.objects.get(case=lived(*ONLINE))
    with pytest.raises(Invalid, match="对不上"):
        give(invitation, 5, reasons=["E1"])
    with pytest.raises(Invalid, match="请选"):
        give(invitation, 9)
    with pytest.raises(Invalid, match="500"):
        give(invitation, 5, comment="长" * 501)
    assert not Rating.objects.filter(invitation=invitation).exists()


def test_a_token_that_nobody_was_given_leads_nowhere(world, now):
    with pytest.raises(NotFound):
        services.rate(
            token="x", grade=5, reasons=[], comment="", channel=1, real_name=False, now=now
        )


def test_an_officer_sees_a_summary_from_three_ratings_on_and_never_whose(lived, give, now, officer):
    clerk, since = officer("gy_clerk"), now - timedelta(days=30)
    told = []
    for who, grade in (("周八", 5), ("孙七", 1), ("王五", 4)):
        case = lived(who, "失业登记", 1, 2, "09:40", "instant@0.0950")
        give(Invitation.objects.get(case=case), grade, comment=f"第{grade}档")
        told.append(queries.of_officer(clerk, since))
    assert [summary.hidden for summary in told] == [True, True, False]
    assert told[0].comments == [] and told[0].by_grade == {}
    assert told[2].comments == ["第1档", "第4档", "第5档"]
    assert told[2].by_grade == {5: 1, 4: 1, 3: 0, 2: 0, 1: 1}
    assert not {"case", "person", "invitation", "number"} & set(vars(told[2]))
