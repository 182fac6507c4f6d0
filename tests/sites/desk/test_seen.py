"""An officer takes a step on what the page showed: each form brings what the case had come to, and an old one waits."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.core import clock
from yichuang.sites.desk.review.verbs import VERBS

TEMPLATES = Path(settings.BASE_DIR) / "yichuang" / "sites" / "templates"
FORM = re.compile(r"<form.*?</form>", re.DOTALL)
ADDRESS = re.compile(r"/desk/cases/\{\{[^}]+\}\}/([a-z-]+)/")
SEQ = re.compile(r'name="_seq" value="(\d+)"')
TYPED = "写了一半的理由"


def forms_of_steps() -> list[tuple[str, str]]:
    """(template, form) of every form that asks for a step of a case."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(path.read_text()):
            asked = set(ADDRESS.findall(form))
            if asked & set(VERBS):
                found.append((path.name, form))
    return found


def test_every_form_of_a_step_says_what_the_case_had_come_to():
    forms = forms_of_steps()
    assert len(forms) >= 12
    assert [name for name, form in forms if 'name="_seq"' not in form] == []


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_step_asked_on_a_page_of_before_is_not_taken(clerk, verb):
    case = lives.submitted()
    services.claim(case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now())
    typed = {"_seq": str(case.seq), "reason": TYPED}
    answer = clerk.post(f"/desk/cases/{case.uuid}/{verb}/", typed)
    assert answer.status_code == 409
    words = lives.words(answer)
    assert "您打开这一页以后，这件有了变化" in words
    assert "领取" in words.split("下面是现在的样子")[0]
    assert TYPED in words
    assert lives.again(case).seq == case.seq + 1


def test_a_step_asked_on_the_page_of_now_is_taken(clerk):
    case = lives.submitted()
    address = f"/desk/cases/{case.uuid}/"
    seqs = set(SEQ.findall(clerk.get(address).content.decode()))
    assert seqs == {str(case.seq)}
    answer = clerk.post(f"{address}accept/", {"_seq": seqs.pop()})
    assert answer.status_code == 302
    assert lives.again(case).state == "accepted"


def test_a_step_without_a_paper_hides_no_paper_of_before(world):
    case = lives.proposed()
    for username in ("gy_reviewer", "gy_approver"):
        answer = lives.signed_in(username).get(f"/desk/cases/{case.uuid}/print.pdf")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
