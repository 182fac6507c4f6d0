"""On any PostgreSQL of 15 or later: migrate, packs, search, one life of a case. Run again on a second server."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cases.conftest import MORNING, application, officer  # noqa: F401  the same fixtures
from tests.looking import complete_instantly
from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.catalog import queries as catalog
from yichuang.core import outbox
from yichuang.documents.queries import of_subject

pytestmark = pytest.mark.smoke


def test_the_server_is_new_enough_and_speaks_chinese(world):
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, show_trgm('养老保险')")
        version, trigrams = cursor.fetchone()
    assert version >= 150_000
    assert trigrams


def test_people_find_what_they_mean(world):
    assert any("社会保障卡" in found.item.name for found in catalog.search("社保卡")[:3])


def test_one_case_lives_to_its_papers(world, application, officer):  # noqa: F811  fixtures by name
    done = services.submit(application=application("992014101002"), now=MORNING)
    complete_instantly(
        case_id=done.uuid,
        officer=officer("gy_clerk"),
        now=MORNING + timedelta(minutes=5),
        result="已登记失业",
    )
    while outbox.deliver():
        continue
    assert cases.get(done.uuid).state == "closed"
    titles = {paper.title for paper in of_subject(f"case:{done.uuid}")}
    assert {"申请材料收件凭证", "受理通知书", "办结通知"} <= titles
    assert list(cases.broken_chains()) == []
