"""A correction that asks for a row table is answered by a spreadsheet too, online and at a window: what was typed
beside it stays, rows out of sight stay, and a mask never takes the place of a number."""

import html
from dataclasses import dataclass

import pytest
from django.test import Client

from tests.sites.desk import lives
from tests.sites.portal_personal.test_rosters import number
from tests.sites.posting import posted_by
from tests.sites.ui.test_sheets import STAFF, ZHANG, written
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

pytestmark = pytest.mark.django_db
STAFF_ITEM = "992014201003"


@dataclass
class Door:
    """Where a correction is answered: who, and at which address."""

    client: Client
    case: Case
    address: str
    sends: dict[str, str]

    def show(self) -> str:
        return self.client.get(self.address).content.decode()

    def press(self, page: str, holding: str, **more) -> str:
        """Press a button of the form that holds a text, with what stands in the form."""
        self.answered = self.client.post(self.address, posted_by(page, holding) | more)
        return self.answered.content.decode()

    def staff(self) -> list[dict]:
        return Case.objects.get(pk=self.case.pk).form["employees"]


def asked(world) -> Case:
    case = lives.submitted(STAFF_ITEM, subject=lives.employer())
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "employees", "名单不全"), Asked("field", "add_count", "人数不对")],
        now=clock.now(),
    )
    return lives.again(case)


@pytest.fixture(params=["online", "at a window"])
def door(world, request) -> Door:
    case = asked(world)
    if request.param == "online":
        unit = lives.signed_in("shilijia")
        return Door(unit, case, f"/my/cases/{case.uuid}/correct/", {"_send": "1"})
    clerk = lives.signed_in("gy_clerk")
    lives.come_for(clerk, case.employer)
    return Door(clerk, case, f"/desk/cases/{case.uuid}/supply/", {})


def people(count: int) -> list[dict[str, str]]:
    return [{**ZHANG, "name": f"张{n}", "id_number": number(n)} for n in range(count)]


def imported(door: Door, rows: list, take: str, **typed) -> str:
    """The page of the correction after a spreadsheet was looked over and taken."""
    page = door.press(door.show(), 'name="add_count"', _sheet="employees", **typed)
    assert "从Excel导入" in page and door.answered.status_code == 200
    page = door.press(page, 'name="sheet"', sheet=written(STAFF, rows))
    assert f"读到{len(rows)}行" in html.unescape(page)
    return door.press(page, 'name="rows"', _take=take)


def sent(door: Door, page: str) -> None:
    """Press on until it is sent; the portal shows everything once more before."""
    page = door.press(page, 'name="add_count"')
    if door.answered.status_code == 200:
        door.press(page, "_send", **door.sends)
    assert door.answered.status_code == 302, html.unescape(page)


def test_the_correction_offers_the_import_and_its_template(door):
    page = door.show()
    assert 'name="_sheet"' in page and "下载模板" in page
    template = page.partition('template.xlsx"')[0].rpartition('href="')[2] + "template.xlsx"
    assert door.client.get(template).content[:2] == b"PK"


def test_rows_take_the_place_of_the_old_ones_and_what_was_typed_beside_them_stays(door):
    page = imported(door, people(3), "replace", add_count="3")
    assert posted_by(page, 'name="add_count"')["add_count"] == ["3"]
    sent(door, page)
    assert [row["name"] for row in door.staff()] == ["张0", "张1", "张2"]
    assert [row["id_number"] for row in door.staff()] == [number(n) for n in range(3)]


def test_rows_are_added_behind_the_old_ones_whose_numbers_stay_whole(door):
    before = door.staff()
    page = imported(door, people(2), "add", add_count=str(len(before) + 2))
    if door.address.startswith("/desk/"):
        assert before[0]["id_number"] not in page
    sent(door, page)
    assert door.staff()[: len(before)] == before
    assert [row["id_number"] for row in door.staff()[len(before) :]] == [number(0), number(1)]


def test_of_a_long_table_the_rows_out_of_sight_are_sent_too(door):
    page = imported(door, people(120), "replace", add_count="120")
    assert "一共120行" in page and 'name="employees-119-name"' not in page
    page = door.press(page, 'name="add_count"', _rows="employees-100")
    assert 'name="employees-119-name"' in page
    sent(door, page)
    assert [row["id_number"] for row in door.staff()] == [number(n) for n in range(120)]


def test_what_is_wrong_comes_back_as_a_file_and_what_is_right_may_be_taken(door):
    page = door.press(door.show(), 'name="add_count"', _sheet="employees")
    wrong = {**ZHANG, "id_number": "5.1E+17"}
    page = door.press(page, 'name="sheet"', sheet=written(STAFF, [*people(1), wrong]))
    assert "1行没有问题" in html.unescape(page)
    mend = door.client.post(door.address, posted_by(page, 'name="rows"') | {"_mend": "1"})
    assert mend.content[:2] == b"PK"


def test_who_does_not_import_after_all_finds_everything_as_it_was(door):
    page = door.press(door.show(), 'name="add_count"', _sheet="employees", add_count="7")
    page = door.press(page, 'name="sheet"', _back="1")
    assert posted_by(page, 'name="add_count"')["add_count"] == ["7"]
    assert "employees-0-name" in posted_by(page, 'name="add_count"')


def test_a_table_that_was_not_asked_for_and_rows_that_cannot_be_read_are_told(door):
    assert door.client.post(door.address, {"_sheet": "insurances"}).status_code == 404
    broken = {"_sheet": "employees", "rows-of-employees": "{"}
    assert 400 <= door.client.post(door.address, broken).status_code < 500


def test_the_template_of_somebody_elses_correction_is_not_there(door):
    address = f"{door.address}rows/employees/template.xlsx"
    stranger = "yy_clerk" if door.address.startswith("/desk/") else "lisi"
    assert lives.signed_in(stranger).get(address).status_code == 404
    assert door.client.get(f"{door.address}rows/add_count/template.xlsx").status_code == 404
