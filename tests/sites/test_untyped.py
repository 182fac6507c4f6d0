"""What follows from a number stands on the page and is not typed, at home and at a desk; the reviewer is told so."""

import re

from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import cases, sources
from yichuang.core import clock

OLD_AGE, EARLY, LATE = "990514205001", "990714202002", "992014202003"
WORDS = "按身份号码算出，不用填"
SIXTIETH_OF_LISI = "2026-07-08"  # born on 1966-07-08
WRONG = "2020-01-01"


def draft_of_zhangsan(code, **answers) -> Draft:
    """His unfinished application, with these answers."""
    owner = User.objects.get(username="zhangsan")
    now = clock.now()
    draft = services.open_draft(
        owner=owner,
        subject=lives.person(),
        item_code=code,
        region=lives.CHAOTIAN,
        channel=2,
        prefill={},
        now=now,
    )
    situation = {"deemed_years": "no", "by_agent": "no"}
    return services.keep(
        draft_id=draft.uuid, owner=owner, answers=answers, situation=situation, step="form"
    )


def input_of(page, key) -> str:
    """The tag of the input of this name."""
    return re.search(rf'<input[^>]*name="{key}"[^>]*>', page.content.decode()).group(0)


def test_at_home_it_is_shown_and_what_is_posted_there_is_not_kept(world):
    draft = draft_of_zhangsan(EARLY, retire_category="male")
    address = f"/drafts/{draft.uuid}/form/"
    client = lives.signed_in("zhangsan")
    page = client.get(address)
    shown = input_of(page, "legal_retire_month")
    assert 'value="2051-05"' in shown  # born in May 1988: 63 years (附表一)
    assert "readonly" in shown
    assert WORDS in lives.words(page)
    client.post(address, {"legal_retire_month": "2060-01", "retire_category": "male", "_later": ""})
    draft.refresh_from_db()
    assert draft.answers.get("legal_retire_month") is None


def test_it_waits_for_the_answer_that_it_lacks(world):
    draft = draft_of_zhangsan(EARLY)
    page = lives.signed_in("zhangsan").get(f"/drafts/{draft.uuid}/form/")
    shown = input_of(page, "legal_retire_month")
    assert 'value=""' in shown
    assert "readonly" in shown


def test_at_a_desk_it_is_shown_and_what_is_posted_there_is_not_kept(world):
    clerk = lives.signed_in("gy_clerk")
    subject = lives.person(lives.LISI)
    address = f"/desk/take/{OLD_AGE}/"
    page = clerk.get(f"{address}?{lives.met(clerk, subject)}")
    shown = input_of(page, "reached_60_on")
    assert f'value="{SIXTIETH_OF_LISI}"' in shown
    assert "readonly" in shown
    number = re.search(r'name="draft" value="([^"]+)"', page.content.decode()).group(1)
    draft = Draft.objects.get(uuid=number)
    clerk.post(address, {"draft": str(draft.uuid), "reached_60_on": WRONG, "_refresh": ""})
    draft.refresh_from_db()
    assert WRONG not in draft.answers.values()


def test_the_reviewer_reads_that_nobody_typed_it(world):
    lisi = lives.person(lives.LISI)
    case = lives.submitted(OLD_AGE, subject=lisi, unanswered=("reached_60_on",))
    trail = cases.trail(case)
    told = sources.of_case(trail, case.form)
    assert case.form["reached_60_on"] == SIXTIETH_OF_LISI
    assert told["reached_60_on"].words == "按身份号码算出的"


def test_what_was_typed_goes_once_the_situation_says_that_nobody_is_asked(world):
    draft = draft_of_zhangsan(EARLY, retire_category="male")
    owner = draft.owner
    archived = {"deemed_years": "yes"}
    services.keep(draft_id=draft.uuid, owner=owner, situation=archived)
    address = f"/drafts/{draft.uuid}/form/"
    client = lives.signed_in("zhangsan")
    typed = {"legal_retire_month": "2050-01", "retire_category": "male", "_later": ""}
    client.post(address, typed)
    draft.refresh_from_db()
    assert draft.answers["legal_retire_month"] == "2050-01"
    services.keep(draft_id=draft.uuid, owner=owner, situation={"deemed_years": "no"})
    shown = input_of(client.get(address), "legal_retire_month")
    assert 'value="2051-05"' in shown
    assert "readonly" in shown


def test_what_was_typed_goes_in_the_post_that_takes_its_reason_away(world):
    draft = draft_of_zhangsan(LATE, retire_category="male", birth_doubt=True)
    address = f"/drafts/{draft.uuid}/form/"
    client = lives.signed_in("zhangsan")
    typed = {"legal_retire_month": "2050-01", "retire_category": "male", "_later": ""}
    client.post(address, typed | {"birth_doubt": "true"})
    asked = input_of(client.get(address), "legal_retire_month")
    assert 'value="2050-01"' in asked
    assert "readonly" not in asked
    client.post(address, typed | {"birth_doubt": "false"})
    shown = input_of(client.get(address), "legal_retire_month")
    assert 'value="2051-05"' in shown
    assert "readonly" in shown


def test_a_draft_that_knows_the_number_holds_it_no_longer(world):
    typed = {"retire_category": "male", "birth_doubt": True, "legal_retire_month": "2050-01"}
    draft = draft_of_zhangsan(LATE, person_id_number="510812198805129916", **typed)
    assert draft.answers["legal_retire_month"] == "2050-01"
    settled = {"birth_doubt": False}
    after = services.keep(draft_id=draft.uuid, owner=draft.owner, answers=settled)
    assert "legal_retire_month" not in after.answers


def test_whoever_types_is_told_at_once_at_home_and_at_a_desk(world):
    draft = draft_of_zhangsan(EARLY)
    client = lives.signed_in("zhangsan")
    address = f"/drafts/{draft.uuid}/save/"
    waits = client.post(address, {"paid_years": "20"}).json()["derived"]
    assert waits["legal_retire_month"]["value"] == ""
    follows = client.post(address, {"retire_category": "male"}).json()["derived"]
    assert follows == {"legal_retire_month": {"value": "2051-05", "words": WORDS}}
    services.keep(draft_id=draft.uuid, owner=draft.owner, situation={"deemed_years": "yes"})
    asked = client.post(address, {"retire_category": "male"}).json()["derived"]
    assert asked == {"legal_retire_month": None}
    clerk = lives.signed_in("gy_clerk")
    desk = f"/desk/take/{OLD_AGE}/"
    page = clerk.get(f"{desk}?{lives.met(clerk, lives.person(lives.LISI))}")
    number = re.search(r'name="draft" value="([^"]+)"', page.content.decode()).group(1)
    typed = {"draft": number, "person_id_number": "510812196607089934", "person_id_type": "01"}
    saved = clerk.post(f"{desk}keep/", typed).json()["derived"]
    assert saved == {"reached_60_on": {"value": SIXTIETH_OF_LISI, "words": WORDS}}
