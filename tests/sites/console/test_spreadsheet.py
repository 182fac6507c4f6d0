"""The spreadsheet writer: big, flat in memory, and safe to open."""

import json
import tracemalloc
from datetime import datetime
from io import BytesIO
from tempfile import TemporaryFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.architecture.conftest import CODE
from yichuang.accounts.models import User
from yichuang.audit.models import Entry
from yichuang.core import spreadsheet
from yichuang.core.clock import SHANGHAI
from yichuang.sites.console import excel

COLUMNS = [("编号", False), ("事项", False), ("件", True)]


def test_texts_that_look_like_formulas_and_links_stay_texts():
    out = BytesIO()
    spreadsheet.write(
        out, "表", COLUMNS, [("=1+1", "http://example.com", 3), ("@SUM(A1)", "<b>", None)], "口径"
    )
    rows = list(load_workbook(BytesIO(out.getvalue())).active.iter_rows(min_row=4))
    assert [cell.value for cell in rows[0]] == ["=1+1", "http://example.com", 3]
    assert rows[0][0].data_type in ("s", "inlineStr") or rows[0][0].quotePrefix is not None
    assert b"<f>" not in out.getvalue()


def test_a_name_in_chinese_downloads():
    answer = excel.answer(
        "办件清单",
        COLUMNS,
        [("1", "失业登记", 2)],
        note="口径",
        now=datetime(2026, 11, 20, tzinfo=SHANGHAI),
    )
    assert answer["Content-Type"] == spreadsheet.MEDIA_TYPE
    assert (
        "filename*=UTF-8''%E5%8A%9E%E4%BB%B6%E6%B8%85%E5%8D%95-20261120.xlsx"
        in answer["Content-Disposition"]
    )
    assert answer.getvalue()[:2] == b"PK"


def peak(count: int) -> tuple[int, int]:
    """(bytes at the peak, rows written)"""
    rows = ((f"{n:021d}", "企业职工基本养老保险关系转移接续申请", n) for n in range(count))
    with TemporaryFile() as out:
        tracemalloc.start()
        written = spreadsheet.write(out, "大表", COLUMNS, rows, "口径")
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return used, written


@pytest.mark.long(kind="faults")
def test_a_hundred_thousand_rows_take_no_more_memory_than_ten_thousand():
    small, _ = peak(10_000)
    large, written = peak(100_000)
    assert written == 100_000 and large < small * 1.5 + 1_000_000


def test_ten_thousand_rows_take_little_memory():
    used, written = peak(10_000)
    assert written == 10_000 and used < 3_000_000


def test_every_export_goes_by_the_door_that_writes_it_down():
    console = CODE / "sites" / "console"
    users = [
        path.name
        for path in console.rglob("*.py")
        if "excel.answer(" in path.read_text(encoding="utf-8")
    ]
    assert users == ["frame.py"]


@pytest.mark.parametrize("path", ["/console/targets/", "/console/cases/", "/console/ratings/"])
def test_an_export_stands_in_the_audit_with_page_and_address(world, path):
    client = Client()
    officer = User.objects.get(username="gy_supervisor")
    client.force_login(officer, backend="yichuang.accounts.backends.Backend")
    assert client.get(path, {"format": "xlsx"}).status_code == 200
    entry = Entry.objects.get(verb="account.export")
    kept = json.loads(entry.data)
    assert (kept["page"], kept["result"]) == (path.lstrip("/"), "done")
    assert kept["address"] and "127.0.0.1" not in entry.data
    assert entry.actor == officer.officer.actor
