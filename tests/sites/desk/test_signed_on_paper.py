"""What a desk says of a signature is what happened: the paper form was signed, in this way, as this clerk has seen."""

import re
from uuid import uuid4

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.core import clock
from yichuang.core.errors import Invalid

TAKE = f"/desk/take/{lives.UNEMPLOYED}/"


def test_the_page_signs_for_nobody(clerk):
    page = clerk.get(f"{TAKE}?{lives.met(clerk)}").content.decode()
    asked = re.findall(r'<input[^>]*name="signature-(?:method|signer)"[^>]*>', page)
    assert len(asked) == 4
    assert not any("checked" in each or "张三" in each for each in asked)


@pytest.mark.parametrize("method", [None, "", "handwriting"])
def test_without_a_word_of_the_clerk_there_is_no_signature_and_no_case(clerk, method):
    typed = lives.typed(clerk, lives.UNEMPLOYED, lives.met(clerk))
    del typed["signature-method"]
    told = typed if method is None else typed | {"signature-method": method}
    before = Case.objects.count()
    page = clerk.post(TAKE, told)
    assert page.status_code == 422 and 'href="#f-signature"' in page.content.decode()
    assert Case.objects.count() == before


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("paper", "在纸质申请表上签字"),
        ("fingerprint", "在纸质申请表上按指印"),
        ("stamp", "在纸质申请表上盖章"),
    ],
)
def test_how_it_was_signed_and_who_has_seen_it_is_kept_and_shown(clerk, method, words):
    typed = lives.typed(clerk, lives.UNEMPLOYED, lives.met(clerk))
    told = typed | {"signature-method": method, "signature-signer": ""}
    taken = clerk.post(TAKE, told)
    case = Case.objects.get(uuid=taken["Location"].split("/")[3])
    signed, seen_by = case.form["signature"], lives.officer("gy_clerk").name
    assert (signed["signer"], signed["method"], signed["seen_by"]) == ("张三", method, seen_by)
    page = lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    assert f"张三（{words}，" in page and f"{seen_by}看过）" in page
    assert "手写签名" not in page


def test_somebody_else_who_signs_is_named(clerk):
    typed = lives.typed(clerk, lives.UNEMPLOYED, lives.met(clerk))
    page = clerk.post(TAKE, typed | {"signature-signer": "王冒名"})
    assert page.status_code == 422 and "签名的人和这件事对不上" in lives.words(page)


def test_nobody_says_online_that_paper_was_signed(world):
    """Whoever sends without an officer has no clerk who saw it, whatever the answers name."""
    now = clock.now()
    version = versions.for_application(lives.UNEMPLOYED, lives.CHAOTIAN, 2, now.date())
    answers = lives.sample_of(version, now, lives.person())
    answers["signature"] |= {"method": "paper", "seen_by": "某柜员"}
    with pytest.raises(Invalid) as refused:
        services.submit(
            application=services.Application(
                item_code=lives.UNEMPLOYED,
                region=lives.CHAOTIAN,
                channel=2,
                subject=lives.person(),
                answers=answers,
                situation={s.key: s.options[0].value for s in version.situations},
                materials=(),
                source="test",
                client_ref=str(uuid4()),
                actor="person:test",
            ),
            now=now,
        )
    assert "signature" in {problem.field for problem in refused.value.problems}
