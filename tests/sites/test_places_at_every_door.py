"""A place is told as deep as our data know it: 成都锦江区 has no villages in them, 广元朝天区 has. Each door agrees."""

import re

import pytest

from tests.api.conftest import KEY, REGION
from tests.api.conftest import _caller as caller_with
from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT
from tests.sites.test_typing_is_kept import signed_in
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import sheets
from yichuang.core import clock
from yichuang.reference import queries as reference

pytestmark = pytest.mark.django_db
JINJIANG, CHAOTIAN_DISTRICT = "510104000000", "510812000000"
DIGITS = {3: 6, 4: 9, 5: 12}
FIELD = "residence_region"


def online(place):
    client = signed_in("zhangsan")
    client.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    draft = Draft.objects.get(owner__username="zhangsan", case_number="")
    page = client.post(f"/drafts/{draft.uuid}/form/", ANSWERS | {FIELD: place})
    return page.status_code == 302


def at_a_window(place):
    client = signed_in("gy_clerk")
    client.get(f"/desk/take/{UNEMPLOYMENT}/?{lives.met(client)}")
    draft = Draft.objects.get(owner__username="gy_clerk", case_number="")
    typed = {f"situation-{key}": value for key, value in SITUATION.items()}
    typed |= ANSWERS | {"draft": str(draft.uuid), FIELD: place}
    page = client.post(f"/desk/take/{UNEMPLOYMENT}/", typed).content.decode()
    return f'href="#f-{FIELD}"' not in page


def by_a_program(place):
    caller = caller_with(KEY)
    body = caller.application(UNEMPLOYMENT, REGION)
    body["answers"] |= {FIELD: place}
    answer = caller.apply(body)
    return answer.status_code == 201 or FIELD not in answer.content.decode()


def version_of(row, day):
    """The item as it is applied for by a channel that it has."""
    channel = 1 if "窗口" in row.channels else 2
    return versions.for_application(row.code, CHAOTIAN, channel, day)


DOORS = pytest.mark.parametrize("door", [online, at_a_window, by_a_program])


@DOORS
def test_where_our_data_end_at_the_district_the_district_is_taken(world, door):
    assert door(JINJIANG)


@DOORS
def test_where_our_data_hold_villages_the_district_alone_is_not_enough(world, door):
    assert not door(CHAOTIAN_DISTRICT)


@pytest.mark.parametrize("door", [online, at_a_window])
def test_its_name_may_be_typed_instead_of_its_code(world, door):
    assert door("四川省成都市锦江区")


def test_it_is_found_while_typing(client, world):
    found = client.get("/suggest/regions/", {"q": "锦江", "level": "5"}).json()["results"]
    assert [each["value"] for each in found if "成都市锦江区" in each["label"]] == [JINJIANG]


def test_every_division_of_every_form_may_be_a_district_without_villages(world):
    today, asked = clock.today(), 0
    for row in catalog.items():
        version = version_of(row, today)
        fields = [f for f in version.form.fields.values() if f.type == "region" and f.level >= 3]
        asked += len(fields)
        answers = {field.key: JINJIANG[: DIGITS[field.level]] for field in fields}
        problems = version.clean(answers, today).problems
        wrong = {each.field for each in problems if re.search("区划|要选到", each.message)}
        assert not wrong & set(answers), (row.code, problems)
    assert asked > 100


def test_a_row_of_a_sheet_may_name_it_too(world):
    today, tables = clock.today(), 0
    for row in catalog.items():
        form = version_of(row, today).form
        for table in (field for field in form.fields.values() if field.type == "table"):
            places = {
                column.key: JINJIANG[: DIGITS[column.level]]
                for column in table.columns
                if column.type == "region"
            }
            tables += bool(places)
            told = sheets.wrong_rows(
                table,
                [places],
                as_of=today,
                region_exists=reference.region_exists,
                region_ends=reference.region_ends,
            )
            assert "区划" not in "".join(told.get(0, [])), (row.code, told)
    assert tables
