"""How many statements each step of a life asks at the desk, for one case as for a unit with many colleagues."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.lifecycle import at_the_counter
from tests.sites.desk import lives
from yichuang.accounts.models import Assignment, Officer, Organisation, Qualification, User
from yichuang.core import clock
from yichuang.ratings import services as ratings
from yichuang.ratings.models import Invitation

CITY = "510800000000"
ITEM = "990714202004"  # handed in with three papers, decided by a reviewer
# step → the most statements, the officer's session, account and rights included; savepoints of a test are not counted
MOST = {
    "clerk looks": 16,
    "accept": 11,
    "reviewer looks": 14,
    "begin": 5,
    "decide": 16,
    "issue list": 8,
    "deliver": 8,
    "rating": 1,
    "rate": 6,
}


def asked(look) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer = look()
    assert answer.status_code in (200, 302), lives.words(answer)
    return len([q for q in seen.captured_queries if "SAVEPOINT" not in q["sql"]])


def colleagues(count: int) -> None:
    """So many more clerks of the county and reviewers of its city, qualified for the item."""
    unit = Organisation.objects.filter(region_id=lives.CHAOTIAN).order_by("id").first()
    for n in range(count):
        user = User.objects.create_user(f"colleague{n}", kind="officer", name=f"同事{n}")
        officer = Officer.objects.create(
            user=user, name=f"同事{n}", organisation=unit, employee_no=f"C{n}"
        )
        for role, place in (("clerk", lives.CHAOTIAN), ("reviewer", CITY)):
            Assignment.objects.create(
                officer=officer, role=role, region_id=place, valid_from=clock.today()
            )
        Qualification.objects.create(officer=officer, item_code=ITEM, valid_from=clock.today())


def lived() -> dict[str, int]:
    """Step → statements of one life."""
    case = lives.submitted(ITEM)
    page = f"/desk/cases/{case.uuid}/"
    clerk, reviewer, issuer = map(lives.signed_in, ("gy_clerk", "gy_city_reviewer", "gy_issuer"))
    counts = {"clerk looks": asked(lambda: clerk.get(page))}
    lives.opened(case)
    counts["accept"] = asked(lambda: clerk.post(f"{page}accept/", {"looked": "good"}))
    counts["reviewer looks"] = asked(lambda: reviewer.get(page))
    counts["begin"] = asked(lambda: reviewer.post(f"{page}begin/"))
    deciding = lives.deciding(case)
    counts["decide"] = asked(lambda: reviewer.post(f"{page}decide/", deciding))
    counts["issue list"] = asked(lambda: issuer.get("/desk/issue/"))
    give = f"/desk/issue/{case.uuid}/deliver/"
    collector = at_the_counter(lives.ZHANGSAN)
    counts["deliver"] = asked(lambda: issuer.post(give, collector))
    ratings.invite(case_id=case.uuid, seq=lives.again(case).seq, now=clock.now())
    link = f"/rate/{Invitation.objects.get(case=case).token}/"
    resident = lives.Client()
    counts["rating"] = asked(lambda: resident.get(f"{link}?grade=5"))
    counts["rate"] = asked(lambda: resident.post(link, {"grade": "5"}))
    return counts


@pytest.fixture
def known(world):
    """What a process keeps in memory is there."""
    lived()


def test_a_life_asks_no_more_than_it_must(known):
    counts = lived()
    assert {step: n for step, n in counts.items() if n > MOST[step]} == {}


def test_a_page_asks_as_often_for_many_colleagues_as_for_none(known):
    few = lived()
    colleagues(5)
    many = lived()
    assert few == many
