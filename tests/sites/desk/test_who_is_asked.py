"""Who is asked by a 督办 can answer it and nobody else; what is overdue goes up, to who may open it."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts.models import Assignment, Officer, Todo
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Urging

PROVINCE = "510000000000"
OVERDUE = timedelta(days=14)  # no holiday is longer


def _urged(case: Case) -> Urging:
    form = {"urging": "申请人来问了三次", "answer_by": clock.today().isoformat()}
    lives.signed_in("gy_supervisor").post(f"/desk/cases/{case.uuid}/urge/", form)
    return Urging.objects.get(case=case, ending="")


def _answer(case: Case, username: str):
    return lives.signed_in(username).post(
        f"/desk/cases/{case.uuid}/answer-urging/", {"answering": "在办，明天办结"}
    )


@pytest.fixture
def waiting(world) -> Case:
    """An accepted case that nobody holds: the reviewers have its next step."""
    case = lives.reviewing()
    Case.objects.filter(pk=case.pk).update(holder=None)
    return Case.objects.get(pk=case.pk)


def test_a_clerk_does_not_answer_for_the_reviewers_and_their_todo_stays(waiting):
    urging = _urged(waiting)
    page = f"/desk/cases/{waiting.uuid}/"
    assert "answer-urging/" not in lives.signed_in("gy_clerk").get(page).content.decode()
    assert _answer(waiting, "gy_clerk").status_code == 403
    urging.refresh_from_db()
    assert urging.answered_at is None
    assert Todo.objects.filter(subject=urging.ref, done_at=None).count() == 2


@pytest.mark.parametrize("username", ["gy_reviewer", "gy_approver"])
def test_who_has_the_next_step_and_the_head_answer(waiting, username):
    urging = _urged(waiting)
    _answer(waiting, username)
    urging.refresh_from_db()
    assert urging.answered_by == lives.officer(username)
    assert not Todo.objects.filter(subject=urging.ref, kind="urging", done_at=None).exists()


def test_a_question_goes_with_its_case(waiting):
    urging = _urged(waiting)
    todo = Todo.objects.get(subject=urging.ref, kind="urging")
    assert (todo.owner, todo.role) == (None, "reviewer")
    reviewer = lives.officer("gy_reviewer")
    Case.objects.filter(pk=waiting.pk).update(holder=reviewer)
    supervision.follow(case_id=waiting.uuid, now=clock.now())
    supervision.follow(case_id=waiting.uuid, now=clock.now())
    held = Todo.objects.get(subject=urging.ref, kind="urging", done_at=None)
    assert held.owner == reviewer
    assert held.due_on == urging.answer_by


def _todo(case: Case, kind: str) -> Todo:
    """One thing to do of each kind that has a day, as its module opens it."""
    common = {"subject": f"x:{kind}", "title": kind, "now": clock.now(), "due_on": clock.today()}
    county, page = case.region_id, f"/desk/cases/{case.uuid}/"
    ways = {
        "urging": {"owner": lives.officer("gy_reviewer"), "link": f"{page}#urging"},
        "urging_head": {"role": "approver", "region": county, "link": f"{page}#urging"},
        "supplied": {"role": "clerk", "region": county, "line": case.line, "link": page},
        "bad_rating": {"role": "supervisor", "region": county, "link": "/console/ratings/bad/"},
        "parcel": {"role": "issuer", "region": county, "link": "/desk/issue/?list=back"},
    }
    return staff.open_todo(kind=f"x_{kind}", **ways[kind], **common)


@pytest.mark.parametrize("kind", ["urging", "urging_head", "supplied", "bad_rating", "parcel"])
def test_what_is_overdue_goes_up_to_somebody_whose_link_opens_or_stays(waiting, kind):
    todo = _todo(waiting, kind)
    with clock.frozen(clock.now() + OVERDUE):
        supervision.pass_on_overdue(now=clock.now())
        todo.refresh_from_db()
        above = todo.escalated_to
        if above is None:
            return
        roles = accounts.scopes(above).roles
        assert roles & {"head", "approver", "supervisor"}
        assert todo.role != "approver" or roles & {"head", "supervisor"}
        assert todo.role != "supervisor" or "supervisor" in roles
        answer = lives.signed_in(above.user.username).get(todo.link)
        assert answer.status_code == 200


def test_a_bad_rating_of_the_city_goes_to_the_supervisor_of_the_province_never_to_a_head(waiting):
    todo = _todo(waiting, "bad_rating")
    city = lives.officer("gy_supervisor")
    province = Officer.objects.get(user__username="tm_catalogue")
    Assignment.objects.filter(officer=province, region_id=PROVINCE).update(role="supervisor")
    assert accounts.scopes(city).of("supervisor").regions != (PROVINCE,)
    with clock.frozen(clock.now() + OVERDUE):
        supervision.pass_on_overdue(now=clock.now())
    todo.refresh_from_db()
    assert todo.escalated_to == province
    assert todo.level == 1
