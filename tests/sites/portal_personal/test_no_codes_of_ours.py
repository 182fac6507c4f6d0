"""Who applies never reads a code by which packs and tables name things among themselves: M03, R1, D1.2. Papers of all
items: tests/cases/test_every_item.py."""

import re

import pytest
from django.test import Client

from tests.cases.printed import printed
from tests.reading import codes_of_ours
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.services.corrections import Asked
from yichuang.catalog import queries as catalog
from yichuang.core import clock

PLACED = "992014401001"


def read(response) -> str:
    """What is read on a page: its words, without its scripts."""
    assert response.status_code == 200
    page = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.S)
    body = re.search(r"<body.*</body>", page, re.S).group(0)
    return re.sub(r"<[^>]+>", " ", body)


def shown(client: Client, addresses) -> dict[str, list[str]]:
    """Address → the codes that its page shows, of those that show any."""
    found = {address: codes_of_ours(read(client.get(address))) for address in addresses}
    return {address: codes for address, codes in found.items() if codes}


@pytest.mark.parametrize("text", ["交M03", "审查要点R1不符合", "按D1.2办"])
def test_a_code_is_seen(text):
    assert codes_of_ours(text)


@pytest.mark.parametrize("text", ["A4纸", "第3条", "验真码 1A2BM3C4", "MP4", "2026-M1x"])
def test_what_people_write_themselves_is_none(text):
    assert codes_of_ours(text) == []


def test_no_guide_shows_one(world):
    addresses = [f"/items/{row.code}/" for row in catalog.items()]
    assert len(addresses) >= 197
    assert shown(Client(), addresses) == {}


def test_no_page_of_an_application_shows_one(zhangsan, draft):
    assert (
        shown(zhangsan, [f"/drafts/{draft.uuid}/{step}/" for step in ("situation", "form")]) == {}
    )


def test_no_page_of_a_case_shows_one(zhangsan):
    asked = lives.submitted(PLACED)
    code = asked.materials.first().code
    services.ask_correction(
        case_id=asked.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=clock.now(),
    )
    done = lives.decided(lives.RULED, subject=lives.person())
    pages = ["/", "/my/", "/messages/", f"/my/cases/{asked.uuid}/correct/"]
    pages += [f"/my/cases/{case.uuid}/" for case in (asked, done)]
    assert shown(zhangsan, pages) == {}
    papers = printed(done, clock.now()) | printed(asked, clock.now())
    assert {"decision", "correction"} <= set(papers)
    assert {kind: codes_of_ours(text) for kind, text in papers.items()} == dict.fromkeys(papers, [])
