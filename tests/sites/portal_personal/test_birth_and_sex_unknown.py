"""Sex and birth date that no number tells are asked with nothing chosen and no hint that they follow from a number."""

import re

import pytest

from tests.sites.desk import lives
from tests.sites.portal_personal.test_own_document import OF_NO_CITIZENS, person

RETIRED = "990514102003"  # 灵活就业社会保险补贴申领 asks for both


@pytest.mark.parametrize(("kind", "number", "document"), OF_NO_CITIZENS)
def test_nothing_is_chosen_that_nobody_has_said(world, kind, number, document):
    clerk = lives.signed_in("gy_clerk")
    query = lives.met(clerk, person(kind, number))
    html = clerk.get(f"/desk/take/{RETIRED}/?{query}").content.decode()
    sexes = re.findall(r'<input[^>]*name="person_sex"[^>]*>', html)
    (born,) = re.findall(r'<input[^>]*name="person_birth_date"[^>]*>', html)
    chosen = [box for box in sexes if " checked" in box]
    is_told = number == "810000199003079917"
    assert len(chosen) == is_told
    assert ('value="1990-03-07"' in born) == is_told
    assert 'value="0"' not in "".join(chosen)
    assert "由身份号码带出" not in html
