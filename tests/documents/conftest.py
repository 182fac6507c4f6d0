"""What the tests of papers share: an issuer, a time, a context that is complete."""

from datetime import datetime
from io import BytesIO

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from pypdf import PdfReader

from tests import paper_files
from yichuang.core.clock import SHANGHAI
from yichuang.documents import tables

PARTS = "select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_entry'::regclass"
NOW = datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI)


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_append_only_record():
    """Tests with real transactions empty the tables afterwards; the audit record refuses that, so its guard is lifted
    for the emptying and for nothing else."""
    flush = DatabaseOperations.execute_sql_flush

    def emptied(self, statements):
        if not statements:
            return flush(self, [])
        with self.connection.cursor() as cursor:
            cursor.execute(PARTS)
            tables = ["audit_entry", *(row[0] for row in cursor.fetchall())]
        lift, restore = (
            [f"alter table {t} {verb} trigger user" for t in tables]
            for verb in ("disable", "enable")
        )
        return flush(self, [*lift, *statements, *restore])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.fixture
def order():
    """Arguments of a complete `issue` call; the test names what it changes."""

    def make(kind="acceptance", subject="case:1", **changes):
        context = dict(tables.kind(kind).sample) | changes.pop("context", {})
        return {
            "kind": kind, "subject": subject, "context": context, "issuer_code": "510802", "year": 2026, "now": NOW,
            "issuer_name": "云川市东岭区人力资源和社会保障局",
        } | changes  # fmt: skip

    return make


@pytest.fixture
def text_of():
    """The text of a PDF without the blanks and line breaks of its layout."""
    return paper_files.text_of


@pytest.fixture
def pages_of():
    return lambda pdf: len(PdfReader(BytesIO(pdf)).pages)
