"""Nothing personal can be read in the tables of a case, and strange names live on into paper and message."""

import re

import pytest
from django.db import connection

from tests.looking import complete_instantly
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock, outbox
from yichuang.documents.models import Paper
from yichuang.documents.services import content
from yichuang.notify.models import Message
from yichuang.registry import services as registry

INSTANT = "992014101002"
PERSONAL = ("person_name", "person_id_number", "person_phone", "residence_address")
OF_PACKS = ("reference_", "catalog_")  # what packs hold, and no person brought
OF_OFFICERS = ("accounts_officer",)  # whose names are public
STRANGE = ("'; drop table cases_case; --", "<script>alert(1)</script>", "王㛃𬭎", "李🙂四")


def _tables() -> list[str]:
    tables = set(connection.introspection.table_names()) - set(OF_OFFICERS)
    return sorted(table for table in tables if not table.startswith(OF_PACKS))


def _dump(table: str) -> str:
    """Every row as text, and every byte string in it as the text that it may be."""
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t")
        text = cursor.fetchone()[0]
    runs = [run for run in re.findall(r"x([0-9a-f]+)", text) if len(run) % 2 == 0]
    return text + "\n".join(bytes.fromhex(run).decode("utf-8", "ignore") for run in runs)


def test_no_name_number_phone_or_address_is_readable_after_a_whole_life(
    application, officer, morning
):
    wanted = application(INSTANT)
    answers = wanted.answers | {
        "residence_address": "示例巷七十七号",
        "person_phone": "13900000088",
    }
    owner = User.objects.get(username="zhangsan")
    draft = services.open_draft(
        owner=owner, subject=wanted.subject, item_code=INSTANT, region=wanted.region, channel=2, prefill=answers,
        now=morning,
    )  # fmt: skip
    materials = {g.code: {"source": g.source, "file": g.file} for g in wanted.materials}
    services.keep(draft_id=draft.uuid, owner=owner, situation=wanted.situation, materials=materials)
    telling = "，".join([wanted.subject.name, *(answers[key] for key in PERSONAL)])
    asked = services.ask(
        question=telling, name=wanted.subject.name, phone="13900000088", region=wanted.region, channel=1, actor="p",
        now=morning,
    )  # fmt: skip
    services.answer_enquiry(
        enquiry_id=asked.uuid,
        officer=officer("gy_clerk"),
        answer=answers["person_phone"],
        now=morning,
    )
    done = services.submit_draft(draft_id=draft.uuid, owner=owner, actor=wanted.actor, now=morning)
    complete_instantly(case_id=done.uuid, officer=officer("gy_clerk"), now=morning, result="已登记")
    services.open_result(case_id=done.uuid, actor="person:1", now=morning)
    while outbox.deliver():
        continue
    case = Case.objects.get(uuid=done.uuid)
    assert (
        Message.objects.filter(key__startswith=case.ref).exists()
        and Paper.objects.filter(subject=case.ref).exists()
    )
    for table in _tables():
        dump = _dump(table)
        for key in PERSONAL:
            assert answers[key] not in dump, (table, key)
        assert done.password not in re.findall(r"\b\d{6}\b", dump), table


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_name_lives_on_into_case_paper_and_message(application, officer, morning, name):
    person = registry.record_person(
        name=name, id_number="510812197702029918", phone="13900000089", actor="test"
    )
    done = services.submit(application=application(INSTANT, subject=person), now=morning)
    with clock.frozen(morning):
        while outbox.deliver():
            continue
    case = Case.objects.get(uuid=done.uuid)
    assert case.subject.name == name
    paper = Paper.objects.get(subject=case.ref, kind="receipt")
    assert len(content(paper)) > 1000 and paper.holder_masked[0] == name[0]
    assert case.number in Message.objects.get(key=f"{case.ref}:1").body
