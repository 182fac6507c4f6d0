"""Who has no account is told where the result can be read and printed: not at a page that only an account opens."""

import pytest

from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.core import outbox
from yichuang.identity import queries as identity
from yichuang.identity.models import RealName
from yichuang.notify.models import Message
from yichuang.registry.models import Employer

PHONE = "13900000066"
WHERE = "没有账号的，凭编号和查询密码查，文书可以到"


def _sms(case: Case) -> str:
    """The short message of the end."""
    while outbox.deliver():
        continue
    kinds = ("case_decided", "case_denied", "case_granted_in_part")
    message = Message.objects.get(key__startswith=case.ref, kind__in=kinds)
    return message.sms_text


def _with_phone(case: Case) -> Case:
    case.form = case.form | {"person_phone": PHONE}
    case.save(update_fields=["form"])
    return case


@pytest.fixture
def ended(world):
    """ended(how, account) → the text that the applicant gets of a case that ended so."""

    def end(how, account: bool) -> str:
        if not account:
            RealName.objects.filter(person=lives.person()).delete()
        case = how(subject=lives.person())
        return _sms(case)

    return end


@pytest.mark.parametrize("how", [lives.denied, lives.granted_in_part, lives.decided])
def test_who_has_an_account_reads_it_there(ended, how):
    text = ended(how, account=True)
    assert "/my/cases/" in text
    assert WHERE not in text


@pytest.mark.parametrize("how", [lives.denied, lives.granted_in_part, lives.decided])
def test_who_has_none_is_told_where(ended, how):
    text = ended(how, account=False)
    assert "/t/" in text
    assert WHERE in text
    assert "/my/" not in text


def test_a_unit_that_has_none_is_one_of_them(world):
    unit = Employer.objects.exclude(pk=lives.employer().pk).first()
    assert identity.account_of(unit) is None
    assert identity.account_of(lives.employer()) is not None
