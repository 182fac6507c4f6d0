"""Who begins is offered only what their side may choose; a choice of the other side is refused at its question."""

import pytest

REFUND = "992014201014"  # 社会保险费退收: 由谁申请 is asked before the form


@pytest.mark.parametrize(
    ("account", "offered", "closed", "words"),
    [
        ("zhangsan", "个人", "unit", "和来办的人对不上"),
        ("shilijia", "单位", "person", "和来办的人对不上"),
    ],
)
def test_the_other_side_is_not_offered_and_refused(signed_in, account, offered, closed, words):
    client = signed_in(account)
    address = f"/apply/{REFUND}/"
    page = client.get(address).content.decode()
    assert f'value="{closed}"' not in page
    assert offered in page
    refused = client.post(address, {"applicant": closed})
    assert refused.status_code in (200, 422)
    assert words in refused.content.decode()
