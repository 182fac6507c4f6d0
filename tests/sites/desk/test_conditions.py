"""At the counter: what contradicts the person is stopped, what the law may not grant is told first and then taken."""

import re

from tests.sites.desk import lives
from tests.sites.desk.test_counter import known

TAKE = f"/desk/take/{lives.UNEMPLOYED}/"


def test_a_case_of_one_person_is_not_filled_in_for_another(clerk):
    data = lives.typed(
        clerk,
        lives.UNEMPLOYED,
        known(clerk),
        person_name="王冒名",
        person_id_number="510812196607089934",
    )
    page = clerk.post(TAKE, data)
    assert page.status_code == 422
    assert {'href="#f-person_name"', 'href="#f-person_id_number"'} <= set(
        re.findall(r'href="#f-\w+"', _html(page))
    )


def test_a_condition_is_told_with_its_article_and_taken_when_it_is_sent_again(clerk):
    data = lives.typed(clerk, lives.UNEMPLOYED, known(clerk), can_work="false")
    told = clerk.post(TAKE, data)
    assert told.status_code == 200 and "第六十三条" in lives.words(told)
    mark = re.search(r'name="_told" value="([^"]+)"', _html(told)).group(1)
    unseen = clerk.post(TAKE, data | {"wants_work": "false", "_told": mark})
    assert unseen.status_code == 200 and lives.words(unseen).count("第六十三条") == 2
    sent = clerk.post(TAKE, data | {"_told": mark})
    assert sent.status_code == 302
    page = lives.words(clerk.get(sent["Location"]))
    assert "交的时候已经告诉申请人" in page and "第六十三条" in page


def test_nothing_is_told_where_every_condition_is_met(clerk):
    case = lives.taken(clerk, lives.UNEMPLOYED, known(clerk))
    assert "交的时候已经告诉申请人" not in lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))


def _html(page):
    return page.content.decode()
