"""Every 督办 on one page: how it stands, who is asked, its days; marks beside its case in the lists."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db.models import F
from openpyxl import load_workbook

from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.supervision import services
from yichuang.supervision.models import Urging
from yichuang.supervision.queries import urgings

pytestmark = pytest.mark.django_db
PAGE = "/console/urgings/"
TODAY = date(2026, 3, 10)


def urged(case: Case, days: int = 3) -> Urging:
    """A 督办 of the supervisor of 广元, to be answered in some days; negative: so long ago."""
    today = clock.today()
    urging = services.urge(
        case_id=case.uuid,
        officer=lives.officer("gy_supervisor"),
        reason="申请人来问了三次",
        answer_by=max(today, today + timedelta(days=days)),
        now=clock.now(),
    )
    if days < 0:
        urging.answer_by = today + timedelta(days=days)
        urging.save()
    return urging


def answered(urging: Urging, by: str = "gy_approver") -> Urging:
    return services.answer_urging(
        urging_id=urging.uuid, officer=lives.officer(by), answer="明天办结", now=clock.now()
    )


def see(address: str = PAGE, by: str = "gy_supervisor") -> str:
    page = lives.signed_in(by).get(address)
    assert page.status_code == 200
    return lives.words(page)


@pytest.fixture
def four(world) -> dict[str, Urging]:
    """One that is late, one that waits, one with its answer, one that ended."""
    standing = {
        "late": urged(lives.reviewing(), -2),
        "waiting": urged(lives.reviewing()),
        "answered": answered(urged(lives.reviewing())),
        "settled": answered(urged(lives.reviewing())),
    }
    services.close_urging(
        urging_id=standing["settled"].uuid, officer=lives.officer("gy_supervisor"), now=clock.now()
    )
    return standing


@pytest.mark.parametrize(
    ("days", "answered_at", "ending", "standing", "words"),
    [
        (-2, None, "", "late", "逾期2天没答复"),
        (0, None, "", "waiting", "等答复，今天到期"),
        (3, None, "", "waiting", "等答复，还有3天"),
        (-2, TODAY, "", "answered", "有答复了"),
        (-2, TODAY, "closed", "settled", "督办办结"),
        (3, None, "withdrawn", "withdrawn", "督办撤回"),
    ],
)
def test_how_a_question_stands(days, answered_at, ending, standing, words):
    urging = Urging(answer_by=TODAY + timedelta(days=days), answered_at=answered_at, ending=ending)
    assert urgings.standing_at(urging, TODAY) == standing
    assert urgings.words_of(urging, TODAY) == words


def test_the_page_lists_all_and_each_number_opens_what_it_counts(four):
    page = see()
    assert "广元市的督办4件" in page
    for words in ("逾期2天没答复", "等答复，还有3天", "有答复了", "督办办结", "申请人来问了三次"):
        assert words in page
    for standing, urging in four.items():
        alone = see(f"{PAGE}?standing={standing}")
        assert "的督办1件" in alone
        assert urging.case.number in alone.replace(" ", "")
        others = [other for key, other in four.items() if key != standing]
        for other in others:
            assert other.case.number not in alone


def test_who_is_asked_is_named(four):
    holder = four["late"].case.holder
    assert holder.name in see(f"{PAGE}?standing=late")
    Case.objects.filter(pk=four["late"].case_id).update(holder=None)
    services.follow(case_id=four["late"].case.uuid, now=clock.now())
    assert "朝天区的审核（没人领）" in see(f"{PAGE}?standing=late")
    assert lives.officer("gy_approver").name in see(f"{PAGE}?standing=answered")


def test_another_city_sees_none_of_them(four):
    assert "的督办0件" in see(by="yy_supervisor")


def test_the_spreadsheet_has_the_rows_of_the_page(four):
    answer = lives.signed_in("gy_supervisor").get(f"{PAGE}?standing=late&format=xlsx")
    cells = []
    for row in load_workbook(BytesIO(answer.getvalue())).active.iter_rows(values_only=True):
        cells += [str(cell) for cell in row if cell]
    assert four["late"].case.number in cells
    assert "逾期2天没答复" in cells
    assert four["waiting"].case.number not in cells


def test_the_list_of_late_cases_says_how_late_and_what_is_asked(four):
    case = four["late"].case
    Case.objects.filter(pk=case.pk).update(due_at=F("received_at") - timedelta(days=5))
    page = see("/console/cases/list/?by=place&what=overdue")
    assert "督办·逾期2天没答复" in page
    assert "5天" in page
    assert "正在审核" in page or "审核中" in page


def test_the_worklist_marks_what_is_asked_about(four):
    page = see("/desk/worklist/?step=all", by="gy_reviewer")
    assert "督办·逾期2天没答复" in page
    assert "督办·等答复，还有3天" in page
    assert "督办·督办办结" not in page
