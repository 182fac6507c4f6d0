"""Every paper of an item can be printed to be read, and nothing of it stays."""

from pathlib import Path

import pytest

from tests.paper_files import text_of
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.demo import specimens
from yichuang.documents.models import Paper

CODES = sorted(pack.stem for pack in (Path(__file__).parents[2] / "packs" / "items").glob("*.yaml"))
PERMITS_OF_RESIDENCE = ["992014201016"]  # people without a citizen number


@pytest.mark.parametrize("code", CODES[::10] + PERMITS_OF_RESIDENCE)
def test_the_form_is_filled_in_by_whom_its_sample_names(world, code):
    now = specimens.moment()
    with clock.frozen(now):
        kinds = {each.kind for each in specimens.of_item(code, now=now)}
    assert {"receipt", "refusal"} <= kinds


def test_an_item_prints_its_papers_granted_refused_and_denied_and_leaves_nothing(world):
    now = specimens.moment()
    with clock.frozen(now):
        printed = {
            (each.outcome, each.kind): text_of(each.pdf)
            for each in specimens.of_item("990714207003", now=now)
        }
    assert {
        ("approve", "decision"),
        ("approve", "completion"),
        ("refuse", "refusal"),
        ("deny", "decision"),
    } <= set(printed)
    own = "自收到之日起15日内向省级劳动能力鉴定委员会申请再次鉴定"
    assert own in printed["approve", "decision"] and own not in printed["deny", "decision"]
    assert "您认为应当鉴定的" in printed["deny", "decision"]
    assert "提起行政诉讼" not in printed["deny", "decision"]
    assert not Case.objects.filter(source="specimen").exists() and not Paper.objects.exists()
