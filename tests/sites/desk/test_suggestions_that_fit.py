"""What the desk suggests fits who has come: their age and sex, and a unit. Written by hand from the law."""

from datetime import date

import pytest

from tests.sites.desk import lives
from yichuang.catalog import queries as catalog
from yichuang.core import clock, packs
from yichuang.sites.desk.intake import offers

OLDER = ["就业困难人员认定", "灵活就业社会保险补贴申领", "失业登记", "失业保险金申领"]
RETIRING = ["企业职工正常退休（职）申请", "弹性提前退休申请"]
RESIDENTS_PENSION = "城乡居民养老保险待遇申领"
CERTIFIED = "领取养老金人员待遇资格认证"
OF_WORK = {"就业登记", "失业登记", "失业保险金申领", "灵活就业人员参保登记"}
MAN, WOMAN = "1", "2"


@pytest.fixture
def names(world):
    """names(sex, age, document) → what is suggested for somebody of this sex and age with such a document."""

    def of(sex: str, age: int, document: str = "01") -> list[str]:
        person = lives.person()
        person.id_type = document
        today = clock.today()
        person.sex = sex
        person.birth_date = date(today.year - age, 1, 1)
        suggested = offers.fitting(person, lives.officer("gy_clerk"), [], "")
        return [offer.name for offer in suggested]

    return of


@pytest.mark.parametrize(("sex", "age"), [(MAN, 50), (MAN, 59), (WOMAN, 40), (WOMAN, 49)])
def test_who_is_older_and_not_yet_of_age_is_helped_to_work(names, sex, age):
    suggested = names(sex, age)
    assert suggested[:4] == OLDER
    assert not {*RETIRING, RESIDENTS_PENSION} & set(suggested)


@pytest.mark.parametrize(("sex", "age"), [(MAN, 60), (MAN, 63), (WOMAN, 50), (WOMAN, 58)])
def test_who_may_retire_reads_how(names, sex, age):
    """国务院关于渐进式延迟法定退休年龄的办法: men from 60 to 63, women from 50 to 58."""
    suggested = names(sex, age)
    assert suggested[:2] == RETIRING
    assert (RESIDENTS_PENSION in suggested) == (age >= 60)


@pytest.mark.parametrize(("sex", "age"), [(MAN, 64), (MAN, 90), (WOMAN, 64)])
def test_who_draws_a_pension_is_asked_for_no_work(names, sex, age):
    suggested = names(sex, age)
    assert suggested[0] == CERTIFIED
    assert not {*RETIRING, *OF_WORK} & set(suggested)


def test_the_young_are_offered_no_pension(names):
    for age in (16, 24, 25, 39):
        assert RESIDENTS_PENSION not in names(MAN, age) + names(WOMAN, age)


@pytest.mark.parametrize("document", ["02", "03", "06", "99"])
def test_a_passport_is_offered_nothing_of_residents(names, document):
    """国发〔2014〕8号: at the place of the household; 人社部令第41号 2: by a residence permit."""
    for age in (25, 45, 61, 66):
        for sex in (MAN, WOMAN):
            suggested = names(sex, age, document)
            assert not [name for name in suggested if "城乡居民" in name]
            assert len(suggested) == 6, (sex, age)


@pytest.mark.parametrize("document", ["01", "04", "05"])
def test_whoever_is_at_home_here_is_offered_the_pension_of_residents(names, document):
    assert RESIDENTS_PENSION in names(MAN, 66, document)


def test_everybody_of_working_age_is_suggested_six(names):
    for age in range(16, 91):
        for sex in (MAN, WOMAN):
            assert len(names(sex, age)) == 6, (sex, age)


def test_a_unit_is_offered_what_units_do(world):
    suggested = offers.fitting(lives.employer(), lives.officer("gy_clerk"), [], "")
    assert len(suggested) == 6
    for offer in suggested:
        assert "单位" in catalog.guide(offer.code).service_objects


def test_the_pack_names_items_in_force_that_a_window_takes_in(world):
    pack = packs.read("desk/suggestions.yaml")
    named = set(pack["ages"])
    named.update(pack["residents"]["items"])
    for row in pack["persons"]:
        named.update(row.get("items", ()))
    region = lives.officer("gy_clerk").organisation.region_id
    at_windows = {row.code for row in catalog.items(region=region, channel="window")}
    assert named <= at_windows
