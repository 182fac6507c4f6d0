"""What the page of a finished case says of its result while it waits: where it is and what is to be done."""

import pytest

from tests.sites.desk import lives
from yichuang.cases.models import Delivery


@pytest.mark.parametrize(
    ("way", "words"), [("counter", "等您来领"), ("mail", "还没有寄出"), ("electronic", "等您点开")]
)
def test_a_result_that_waits_says_where_and_for_whom(world, way, words):
    case = lives.decided(subject=lives.person(lives.ZHANGSAN))
    Delivery.objects.filter(case=case).update(way=way, state="waiting")
    page = lives.words(lives.signed_in("zhangsan").get(f"/my/cases/{case.uuid}/"))
    assert words in page.split("送达")[1][:40]
