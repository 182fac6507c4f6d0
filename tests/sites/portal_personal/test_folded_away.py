"""A question that another answer folds away comes back with what was answered."""

import pytest

from tests.sites.portal_personal.conftest import CHAOTIAN
from yichuang.cases.models import Draft

pytestmark = pytest.mark.django_db

CARD_LOST = "992014101005"
LOST = {"action": "reissue", "lost_statement": "搬家时丢了"}


@pytest.fixture
def saved(zhangsan):
    """saved(**answers) → what the draft holds once they are saved from the page."""
    zhangsan.post(f"/apply/{CARD_LOST}/?region={CHAOTIAN}", {})
    draft = Draft.objects.get(owner__username="zhangsan")

    def do(**answers) -> dict:
        answer = zhangsan.post(f"/drafts/{draft.uuid}/save/", answers)
        assert answer.status_code == 200
        draft.refresh_from_db()
        return draft.answers

    return do


def test_one_turn_and_back_empties_nothing(saved):
    saved(**LOST)
    turned = saved(action="replace")
    assert turned["action"] == "replace"
    assert turned["lost_statement"] == LOST["lost_statement"]
    back = saved(**LOST)
    assert back["lost_statement"] == LOST["lost_statement"]


def test_what_is_asked_can_still_be_taken_back(saved):
    saved(**LOST)
    emptied = saved(action="reissue", lost_statement="")
    assert emptied["lost_statement"] is None
