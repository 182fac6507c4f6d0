"""A row of a roster with a passport is the person of that passport, and of nobody else who has the same number."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.lives import FRIDAY
from tests.sites.desk import lives
from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import listed, versions
from yichuang.cases.services import listed as listing
from yichuang.cases.services import police
from yichuang.catalog.form_packs import load_forms
from yichuang.core import jobs
from yichuang.notify.models import Message
from yichuang.registry import services as registry
from yichuang.sites.ui.sheets import reading

pytestmark = pytest.mark.django_db
ADDED = "992014201003"  # 职工参保登记（增员）
NUMBER = "12345678"  # of a passport here, of a travel permit there
STAFF = load_forms().compiled(ADDED).fields["employees"]
HEADS_BEFORE = (  # of a sheet that was made before the kind was asked
    "姓名",
    "身份号码",
    "手机",
    "户口性质",
    "用工日期",
    "起缴年月",
    "申报工资",
    "合同类型",
    "增员类型",
)
ROW_BEFORE = (
    "张三",
    "510812198805129916",
    "13900000001",
    "本地城镇",
    "2026-11-03",
    "2026-11",
    "4800",
    "固定期限",
    "首次参保",
)


def roster(monkeypatch, **row) -> Case:
    """A roster of one row that was sent, and taken in hand."""
    monkeypatch.setattr(jobs, "defer", lambda name, **arguments: None)
    case = lives.submitted(ADDED, subject=lives.employer())
    case.form = case.form | {"employees": [row]}
    case.save(update_fields=["form"])
    listing.take_in(case_id=case.uuid, start=0, now=FRIDAY)
    return case


def told() -> list[str]:
    sent = Message.objects.filter(kind="named_in_list")
    return [message.recipient for message in sent]


def wrong_rows(case: Case) -> tuple[int, ...]:
    """As the officer who looks at the case sees them."""
    [tally] = listed.tallies(versions.of_case(case), case)
    return tally.wrong_rows


def test_the_holder_of_the_passport_is_told_and_not_of_the_permit(world, monkeypatch):
    maria = registry.record_person(name="MARIA ROSSI", id_number=NUMBER, id_type="06", actor="test")
    registry.record_person(name="林台生", id_number=NUMBER, id_type="03", actor="test")
    case = roster(monkeypatch, name="MARIA ROSSI", id_type="06", id_number=NUMBER)
    assert told() == [f"person:{maria.uuid}"]
    assert wrong_rows(case) == ()


def test_the_number_of_another_document_makes_no_name_wrong(world, monkeypatch):
    registry.record_person(name="林台生", id_number=NUMBER, id_type="03", actor="test")
    case = roster(monkeypatch, name="MARIA ROSSI", id_type="06", id_number=NUMBER)
    assert (told(), wrong_rows(case)) == ([], ())


def test_the_register_of_citizens_is_not_asked_of_a_passport(world, monkeypatch):
    case = roster(monkeypatch, name="MARIA ROSSI", id_type="06", id_number=NUMBER)
    police.ask(case_id=case.uuid, now=FRIDAY)
    outcomes = NameCheck.objects.filter(case=case).values_list("outcome", flat=True)
    assert list(outcomes) == [NameCheck.UNASKED]


def test_a_sheet_from_before_is_read_as_it_was():
    book = openpyxl.Workbook()
    book.active.append(HEADS_BEFORE)
    book.active.append(ROW_BEFORE)
    stream = io.BytesIO()
    book.save(stream)
    upload = SimpleUploadedFile("名单.xlsx", stream.getvalue())
    [row] = reading.read(STAFF, upload).rows
    assert row.faults == []
    assert row.answers["id_number"] == "510812198805129916"
    assert "id_type" not in row.answers
