"""A second application for the same item while one is open (重复申请): told, and sent only where the item allows it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import again, versions
from yichuang.catalog import law_packs, tables
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import Item
from yichuang.core import clock
from yichuang.core.errors import Conflict
from yichuang.identity import queries as identity

GRANT, SKILL = lives.RULED, "990514206011"  # paid once; one for each certificate
ONE, MANY = lives.UNEMPLOYED, "990914502002"  # 失业登记; 劳动人事争议仲裁申请


def draft_of(code, owner="zhangsan", channel=2) -> Draft:
    """A finished draft, ready to be sent."""
    person = lives.person()
    now = clock.now()
    version = versions.for_application(code, lives.CHAOTIAN, channel, now.date())
    sample = lives.sample_of(version, now, person)
    draft = services.open_draft(
        owner=User.objects.get(username=owner),
        subject=person,
        item_code=code,
        region=lives.CHAOTIAN,
        channel=channel,
        prefill=sample,
        now=now,
    )
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    materials = {}
    for m in version.materials(situation):
        if not m.is_form and not m.exempt:
            file = services.store_file(
                owner="person:test", name="材料.pdf", content=lives.PDF, now=now
            )
            materials[m.code] = {"source": "file", "file": str(file.uuid)}
    services.keep(draft_id=draft.uuid, owner=draft.owner, situation=situation, materials=materials)
    return draft


def send(draft):
    owner = draft.owner
    return services.submit_draft(
        draft_id=draft.uuid, owner=owner, actor="person:test", now=clock.now()
    )


def open_cases(code):
    return Case.objects.filter(person=lives.person(), item_code=code, open=True).count()


def test_while_one_is_open_a_second_of_the_same_item_is_not_sent_and_the_first_is_named(world):
    first = send(draft_of(ONE))
    second = draft_of(ONE)
    with pytest.raises(Conflict, match=first.number) as told:
        send(second)
    assert told.value.code == "one_is_open"
    assert open_cases(ONE) == 1 and Draft.objects.get(pk=second.pk).case_number == ""


def test_sending_the_first_again_is_still_the_first(world):
    draft = draft_of(ONE)
    assert send(draft).number == send(draft).number
    assert open_cases(ONE) == 1


def test_when_the_first_is_over_the_next_goes(world):
    first = send(draft_of(ONE))
    services.withdraw(case_id=first.uuid, actor="person:test", reason="填错了", now=clock.now())
    assert send(draft_of(ONE)).number != first.number


def test_an_item_of_many_takes_another_and_tells_of_the_first(world):
    version = versions.for_application(MANY, lives.CHAOTIAN, 2, clock.today())
    first = lives.submitted(MANY)
    told = again.for_account(version, identity.sight_of(User.objects.get(username="zhangsan")))
    assert (told.case.number, told.many) == (first.number, True)


def test_an_employer_may_have_several_and_a_form_that_asks_about_whom_too(world):
    by_person = versions.for_application(ONE, lives.CHAOTIAN, 2, clock.today())
    assert not again.allows_many(by_person, by_employer=False)
    assert again.allows_many(by_person, by_employer=True)
    for_family = versions.for_application("992014202008", lives.CHAOTIAN, 2, clock.today())
    assert for_family.form.about and again.allows_many(for_family, by_employer=False)


def test_a_desk_is_not_told_of_cases_that_it_may_not_see(world):
    lives.submitted(ONE)
    version = versions.for_application(ONE, lives.CHAOTIAN, 1, clock.today())
    assert again.at_desk(version, lives.person(), lives.officer("gy_clerk"))
    assert again.at_desk(version, lives.person(), lives.officer("yy_clerk")) is None


def test_both_doors_show_the_way_to_the_open_one(world):
    case = lives.submitted(ONE)
    clerk, resident = lives.signed_in("gy_clerk"), lives.signed_in("zhangsan")
    query = clerk.post("/desk/who/", {"number": lives.ZHANGSAN})["Location"].partition("?")[2]
    assert f"/desk/cases/{case.uuid}/" in _notice(clerk.get(f"/desk/take/{ONE}/?{query}"))
    assert f"/my/cases/{case.uuid}/" in _notice(resident.get(f"/apply/{ONE}/"))


def test_both_doors_tell_of_what_was_granted_and_is_paid_once_or_lasts(world):
    clerk, resident = lives.signed_in("gy_clerk"), lives.signed_in("zhangsan")
    query = clerk.post("/desk/who/", {"number": lives.ZHANGSAN})["Location"].partition("?")[2]
    for case in (lives.finished(ONE, subject=lives.person()), lives.decided(GRANT)):
        code = case.item_code
        assert f"/desk/cases/{case.uuid}/" in _granted(clerk.get(f"/desk/take/{code}/?{query}"))
        assert f"/my/cases/{case.uuid}/" in _granted(resident.get(f"/apply/{code}/"))


def test_what_is_paid_by_month_is_told_of_while_it_runs(world):
    case = lives.decided(lives.BENEFIT, subject=lives.person())
    version = versions.for_application(lives.BENEFIT, lives.CHAOTIAN, 2, clock.today())
    desk = (version, lives.person(), lives.officer("gy_clerk"))
    this_month = clock.today()
    next_month = this_month.replace(day=28) + timedelta(days=4)
    assert again.granted_at_desk(*desk, this_month).case == case
    assert again.granted_at_desk(*desk, next_month) is None


def test_an_earlier_grant_that_runs_is_told_of_though_a_later_one_is_over(world):
    """The pages look through more than the newest."""
    running = lives.decided(lives.BENEFIT, subject=lives.person())
    this_month = clock.today()
    last_month = this_month.replace(day=1) - timedelta(days=1)
    later = lives.decided(lives.BENEFIT, subject=lives.person())
    _ended_in(later, last_month)
    version = versions.for_application(lives.BENEFIT, lives.CHAOTIAN, 2, this_month)
    desk = (version, lives.person(), lives.officer("gy_clerk"))
    assert again.granted_at_desk(*desk, this_month).case == running


def _ended_in(case: Case, day) -> None:
    """The decision as if its last month were that of the day; the chain is not asked here."""
    event = case.events.get(kind="approve")
    entry = json.loads(event.data)
    entry["data"] |= {"since": f"{day:%Y-%m}", "until": f"{day:%Y-%m}"}
    case.events.filter(pk=event.pk).update(data=json.dumps(entry))


def test_neither_a_refusal_nor_an_item_of_many_is_told_of(world):
    lives.denied(GRANT, subject=lives.person())
    lives.decided(SKILL, subject=lives.person())
    for code in (GRANT, SKILL):
        version = versions.for_application(code, lives.CHAOTIAN, 2, clock.today())
        assert not again.granted_at_desk(
            version, lives.person(), lives.officer("gy_clerk"), clock.today()
        )


def test_what_lasts_is_named_by_its_own_name(world):
    rows = yaml.safe_load(Path("packs/catalogue/repeats.yaml").read_text(encoding="utf-8"))[
        "lasting"
    ]
    names = dict(Item.objects.values_list("code", "name"))
    assert [row for row in rows if names.get(row["code"]) != row["name"]] == []
    assert not {row["code"] for row in rows} & set(tables.many_for_persons())


def _granted(page) -> str:
    return page.content.decode().partition("已经办好过这件事")[2][:300]


def _notice(page) -> str:
    return page.content.decode().partition("办完了才能再办")[2][:400]


def test_the_pack_names_items_that_exist_by_their_own_names(world):
    rows = yaml.safe_load(Path("packs/catalogue/repeats.yaml").read_text(encoding="utf-8"))[
        "many_for_persons"
    ]
    names = dict(Item.objects.values_list("code", "name"))
    assert [row for row in rows if names.get(row["code"]) != row["name"]] == []
    assert len(rows) == len(tables.many_for_persons())


def test_of_which_items_the_law_gives_one_alone_is_said_with_its_article(world):
    names = dict(Item.objects.values_list("code", "name"))
    pack = yaml.safe_load(Path("packs/catalogue/repeats.yaml").read_text(encoding="utf-8"))
    for group in pack["only_one_of"]:
        assert [row for row in group["items"] if names.get(row["code"]) != row["name"]] == []
        assert "第" in group["source"] and len(group["because"]) > 10
    assert sorted(catalog.only_one_of("990514205002")) == [
        "990514202011",
        "990514206003",
        "990514207013",
    ]
    assert catalog.only_one_of(ONE) == []


ONLY_ASKED = re.compile("查询|咨询|指导|测算|指引|投诉与建议")  # nothing is decided


def test_every_item_of_many_says_why_and_rests_on_a_source_unless_it_is_only_a_question(world):
    rows = tables.many_for_persons()
    assert [code for code, row in rows.items() if len(row["because"]) < 4] == []
    bare = {code for code, row in rows.items() if not row.get("source")}
    assert [rows[code]["name"] for code in bare if not ONLY_ASKED.search(rows[code]["name"])] == []
    unread = {code for code, row in rows.items() if row.get("read") is False}
    listed = {row.where.split()[-1] for row in law_packs.unverified() if "repeats" in row.where}
    assert listed == unread


@pytest.mark.parametrize(
    "code",
    [
        "992014101002",  # 失业登记
        "990514206001",  # 失业保险金申领: one spell of unemployment at a time
        "990714202001",  # 企业职工正常退休（职）申请
        "990514207012",  # 一次性工伤医疗补助金: paid once, when the employment ends
        "990514206004",  # 职业培训补贴（失业保险）: no text says that several run side by side
    ],
)
def test_what_no_text_allows_many_of_is_one_at_a_time(world, code):
    assert code not in tables.many_for_persons()
