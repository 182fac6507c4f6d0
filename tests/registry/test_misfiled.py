"""People who were taken for units are found by their number, and the number is shown to nobody."""

import pytest
from django.core.management import call_command

from tests.sites.console_admin.writer import Desk
from yichuang.reference.rules import identifiers
from yichuang.registry import queries
from yichuang.registry.models import Employer

pytestmark = pytest.mark.django_db
FIRST = "51081219800101001"  # of nobody: a made-up number of 朝天区
SOMEBODY = FIRST + identifiers.id_check_digit(FIRST)
WRONG_CHECK = FIRST + ("1" if SOMEBODY[-1] == "0" else "0")
NO_SUCH_DAY = "510812198013010010"
UNIT = "91510812MA99998886"


def _entered(code: str, name: str = "姜建国", region: str | None = "510812000000") -> Employer:
    return Employer.objects.create(name=name, credit_code=code, region_id=region)


def test_only_citizens_numbers_are_found(world):
    before = queries.misfiled()
    mistaken = _entered(SOMEBODY)
    for code in (WRONG_CHECK, NO_SUCH_DAY, UNIT):
        _entered(code, "某某有限公司")
    entered = [unit for unit in queries.misfiled() if unit not in before]
    assert [unit.uuid for unit in entered] == [mistaken.uuid]
    assert entered[0].name == "姜**"
    assert SOMEBODY not in repr(entered)


def test_the_command_masks_what_it_names(world, capsys):
    mistaken = _entered(SOMEBODY)
    call_command("misfiled")
    told = capsys.readouterr().out
    assert str(mistaken.uuid) in told
    assert SOMEBODY not in told
    assert "姜建国" not in told


def test_the_administrator_of_the_place_sees_it_masked_and_no_other(world):
    _entered(SOMEBODY)
    own = Desk("gy_org").see("misfiled/")
    assert "误登成单位的个人，1个" in own
    assert "姜**" in own
    assert SOMEBODY not in own
    assert "姜建国" not in own
    assert "误登成单位的个人，0个" in Desk("yy_org").see("misfiled/")
    Desk("gy_supervisor").see("misfiled/", status=403)
