"""No page asks the database once a row: every page of lists and figures asks as often for 240 cases as for 60."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.apparatus import lives as made
from bench.apparatus import rows
from tests.core.test_private import plain_addresses
from tests.sites.desk import lives
from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case, Correction, Delivery, Enquiry, FollowUp
from yichuang.cases.services import days
from yichuang.core import clock
from yichuang.supervision.models import QualityCheck, Sample, Urging
from yichuang.supervision.queries import bulletins, sight
from yichuang.supervision.queries.reports import REPORTS

LARGE, EVERY = 240, 4  # sixty of 240 stay for the second look
COUNTY = "510812000000"
# address → how many statements its page may run, session and account included
SUPERVISOR = {
    "/console/": 52,
    f"/console/?place={COUNTY}": 52,
    "/console/targets/": 40,
    "/console/cases/": 44,
    "/console/cases/?by=line": 44,
    "/console/cases/?by=item": 40,
    "/console/cases/?by=day": 38,
    "/console/cases/list/?what=overdue": 34,
    "/console/urgings/": 30,
    "/console/ratings/": 28,
    "/console/ratings/?by=organisation": 28,
    "/console/ratings/?by=line": 28,
    "/console/ratings/?by=day": 28,
    "/console/online/": 40,
    "/console/catalogue/": 36,
    "/console/reports/": 18,
    "/console/bulletins/": 20,
    "/console/quality/": 20,
    "/console/targets/TGT-001/": 40,
    "/console/ratings/list/?grade=asked": 30,
    "/console/ratings/bad/": 30,
    "/console/catalogue/items/?what=onsite": 30,
    "/desk/worklist/": 12,
    "/desk/instant/": 10,
}
CLERK = {
    "/desk/": 14,
    "/desk/worklist/": 12,
    "/desk/issue/": 10,
    "/desk/instant/": 10,
    "/desk/enquiries/": 10,
    "/desk/followups/?all=1": 10,
    "/desk/taken/": 12,
    "/desk/todos/": 12,
    "/desk/find/?q=张三": 14,
}
AUDITOR = {"/console/audit/": 24}
RESIDENT = {
    "/": 16,
    "/my/": 24,
    "/my/access/": 16,
    "/messages/": 12,
    "/openness/results/": 16,
    "/account/": 16,
    "/account/credit/": 12,
    "/ratings/": 20,
}
UNIT = {"/account/mandates/": 12}
ACCOUNTS = {
    "gy_supervisor": SUPERVISOR,
    "gy_clerk": CLERK,
    "gy_auditor": AUDITOR,
    "zhangsan": RESIDENT,
    "shilijia": UNIT,
}
# pages without a list: they begin something, or lead to the lists
NO_LIST = {
    "/account/phone/",
    "/account/prove/",
    "/accounts/extend/",
    "/accounts/logout/",
    "/accounts/password/",
    "/desk/account/",
    "/desk/code/",
    "/desk/code/open/",
    "/desk/employers/",
    "/desk/enquiries/ask/",
    "/desk/enquiries/items/",
    "/desk/items/",
    "/desk/mandate/",
    "/desk/who/",
    "/messages/read/",
    "/typed/",
}
REPORT = 32
BULLETIN = 70
# a third of the cases are open and late, a fifth was asked twice, most of the rest was closed lately
SPOIL = """
update cases_case set region_id = (array['510812000000', '510802000000'])[1 + client_ref::int % 2],
  organisation_id = (select id from accounts_organisation where region_id =
    (array['510812000000', '510802000000'])[1 + client_ref::int % 2] order by id limit 1);
update cases_case set state = 'received', open = true, closed_at = null, late = false, minutes = null,
  paused_since = null, received_at = core_now() - interval '9 days', due_at = core_now() - interval '3 days'
  where client_ref::int % 3 = 0;
update cases_case set state = 'closed', open = false, closed_at = core_now() - interval '2 days', paused_since = null,
  received_at = core_now() - interval '6 days', due_at = core_now() - interval '4 days' where client_ref::int % 3 <> 0;
update cases_case set visits = 3, flags = '["second_correction"]' where client_ref::int % 5 = 0;
update cases_case set instant = true, minutes = 45, slow_reason = '系统慢'
  where client_ref::int % 3 <> 0 and client_ref::int % 2 = 0;
"""
# by the number of a case and not by its id, which depends on what ran before
GONE = "select id from cases_case where source = 'bench' and client_ref::int % {every} <> 0"
FEWER = (
    f"delete from supervision_qualitycheck where case_id in ({GONE})",
    "delete from supervision_sample s where not exists"
    " (select 1 from supervision_qualitycheck q where q.sample_id = s.id)",
    f"delete from supervision_urging where case_id in ({GONE})",
    f"delete from ratings_rating where invitation_id in"
    f" (select id from ratings_invitation where case_id in ({GONE}))",
    f"delete from ratings_invitation where case_id in ({GONE})",
    f"delete from cases_correction where case_id in ({GONE})",
    f"delete from cases_delivery where case_id in ({GONE})",
    f"delete from cases_followup where case_id in ({GONE})",
    "delete from cases_enquiry where channel = 5 and id % {every} <> 0",
    f"delete from cases_caseevent where case_id in ({GONE})",
    f"delete from cases_case where id in ({GONE})",
)


@pytest.fixture
def filled(world):
    """240 cases of two counties with trails, notices, results to hand out, follow-ups, questions and ratings."""
    raw = connection.connection
    rows.cases(raw, LARGE, people=LARGE // 2)
    raw.execute(SPOIL)
    made.trails(raw)
    made.ratings(raw)
    asked_by, now = Officer.objects.get(user__username="gy_clerk"), clock.now()
    unit = Organisation.objects.filter(region_id=COUNTY).order_by("id").first()
    for case in Case.objects.filter(source="bench").order_by("id"):
        if case.open:
            _urged(case, asked_by)
        if case.state == "closed":
            _looked_over(case, asked_by)
            Delivery.objects.create(case=case, way="counter", recipient="测试", created_at=now)
            FollowUp.objects.create(case=case, due_on=now.date())
        for seq in (2, 3):
            Correction.objects.create(
                case=case,
                seq=seq,
                asked_by=asked_by,
                asked_at=now,
                answer_by=now.date(),
                answered_at=now,
            )
        Enquiry.objects.create(
            asker_name="测试",
            asker_phone="13800000000",
            region_id=COUNTY,
            organisation=unit,
            channel=5,
            question="怎么办",
            owner=asked_by,
            asked_at=now,
        )
    days.sum_days(today=clock.today())


def _urged(case: Case, supervisor: Officer) -> None:
    """A 督办 that waits for its answer, and the thing to do of whoever is asked."""
    urging = Urging.objects.create(
        case=case,
        reason="测试",
        answer_by=clock.today(),
        opened_by=supervisor,
        opened_at=clock.now(),
    )
    accounts.open_todo(
        kind="urging",
        subject=urging.ref,
        title="测试",
        now=clock.now(),
        role="reviewer",
        region=COUNTY,
    )


def _looked_over(case: Case, officer: Officer) -> None:
    """A sample of one case, a month longer ago than the last."""
    months = Sample.objects.count()
    year, month = divmod(12 * clock.today().year - months, 12)
    sample = Sample.objects.create(
        place_id=COUNTY,
        line=case.line,
        month=date(year, month + 1, 1),
        seed_hash="a",
        published_at=clock.now(),
    )
    QualityCheck.objects.create(sample=sample, case=case, seq=1, officer=officer)


def fewer() -> None:
    """A quarter of the cases stays."""
    with connection.cursor() as cursor:
        for statement in FEWER:
            cursor.execute(statement.format(every=EVERY))
    days.sum_days(today=clock.today())


def asked(look) -> tuple[int, str]:
    """How many statements a look takes once what is kept in memory is there, and what they were."""
    look()
    with CaptureQueriesContext(connection) as seen:
        answer = look()
    assert answer.status_code in (200, 302), look
    spoken = [re.sub(r"'[^']*'|\d+", "?", query["sql"])[:300] for query in seen.captured_queries]
    often = sorted(
        {line for line in spoken if spoken.count(line) > 3}, key=lambda line: -spoken.count(line)
    )
    return len(spoken), "\n".join(f"{spoken.count(line)} × {line}" for line in often[:3])


def budgets() -> dict[str, tuple[str, str, int]]:
    """name → (account, address, most statements) of every page that is looked at."""
    found = {}
    for account, pages in ACCOUNTS.items():
        for path, most in pages.items():
            found[f"{account} {path}"] = (account, path, most)
    for key in REPORTS.all():
        address = f"/console/reports/{key}/"
        found[f"report {key}"] = ("gy_supervisor", address, REPORT)
        found[f"sheet {key}"] = ("gy_supervisor", f"{address}?format=xlsx", REPORT)
    return found


def looked_at(looks: dict[str, tuple[str, str, int]]) -> dict[str, tuple[int, str]]:
    """What each page asked, by name."""
    clients = {account: lives.signed_in(account) for account in ACCOUNTS}
    found = {}
    for name, (account, address, _) in looks.items():
        found[name] = asked(partial(clients[account].get, address))
    return found


def test_pages_ask_as_often_for_many_cases_as_for_few(filled):
    looks = budgets()
    many = looked_at(looks)
    fewer()
    few = looked_at(looks)
    wrong = []
    for name, (_, _, most) in looks.items():
        count, often = many[name]
        if count != few[name][0]:
            wrong.append(f"{name}: {few[name][0]} → {count}\n{often}")
        if count > most:
            wrong.append(f"{name}: {count} > {most}\n{often}")
    assert "\n".join(wrong) == ""


def test_a_bulletin_asks_as_often_for_many_cases_as_for_few(filled):
    supervisor = lives.signed_in("gy_supervisor")
    today = clock.today()
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    officer = Officer.objects.get(user__username="gy_supervisor")
    assert supervisor.get("/console/bulletins/").status_code == 200
    counts = []
    for keep in (lambda: None, fewer):
        keep()
        bulletins.figures_of(officer, sight.home_region(officer), month, clock.now())
        with CaptureQueriesContext(connection) as seen:
            bulletins.figures_of(officer, sight.home_region(officer), month, clock.now())
        counts.append(len(seen))
    assert counts[0] == counts[1] <= BULLETIN


def test_every_list_of_desk_console_and_residents_is_looked_at():
    looked = {address.split("?")[0] for _, address, _ in budgets().values()}
    unlooked = []
    for address, view in plain_addresses():
        of_theirs = view.audience.startswith(("officer", "resident", "signed_in"))
        by_itself = address.startswith("/console/admin/")  # test_admin_budgets.py
        if of_theirs and not by_itself and address not in looked | NO_LIST:
            unlooked.append(address)
    assert unlooked == []
