"""Uploads that nothing has come to need go after the days of the pack, row and file; what is named anywhere stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import ForeignObjectRel

from tests.paper_files import PDF, picture
from yichuang.accounts.models import Officer, User
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import (
    Case,
    Check,
    CheckFile,
    Commitment,
    CommitmentText,
    Mandate,
    Material,
    OnSiteCheck,
    OnSitePhoto,
    StoredFile,
    TermChange,
)
from yichuang.cases.packs import check
from yichuang.cases.rules.application import Given
from yichuang.cases.rules.mandates import SCANNED, OnPaper
from yichuang.cases.rules.uploads import uuids_in
from yichuang.cases.services.corrections import Asked
from yichuang.cases.tables import UPLOADS, kept_until
from yichuang.core import clock, packs
from yichuang.core.clock import local
from yichuang.core.errors import Problem
from yichuang.registry.models import Employer, Person
from yichuang.sites.portal.apply import parts
from yichuang.supervision.models import Actual

PROMISED, WITH_PHOTO, PHOTO = "990514102003", "992014101004", "photo_file"
OWNER = "person:of-uploads"
pytestmark = pytest.mark.usefixtures("own_storage")


@pytest.fixture
def own_storage(settings, tmp_path):
    """A storage of its own for the files of these tests."""
    place = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": place}


@pytest.fixture
def now(world):
    return clock.now()


def uploaded(now, content=PDF) -> StoredFile:
    return services.store_file(owner=OWNER, name="材料", content=content, now=now)


def after(now):
    """The night after the last day on which an upload of `now` waits."""
    day = kept_until(local(now).date())
    return now + (day - local(now).date()) + timedelta(1)


def is_there(file: StoredFile) -> bool:
    """Whether row and file are there; one without the other is neither."""
    row = StoredFile.objects.filter(uuid=file.uuid).exists()
    assert row == default_storage.exists(file.path)
    return row


# ── what holds a file: each is made around a fresh upload ────────────────────────────────────────────────────────────


def as_paper(application, now):
    file = uploaded(now)
    wanted = application(PROMISED, now=now)
    first, *rest = wanted.materials
    given = (Given(first.code, "file", str(file.uuid)), *rest)
    wanted = replace(wanted, materials=given, file_owners=(OWNER,))
    services.submit(application=wanted, now=now)
    return file


def as_answer(application, now):
    file = uploaded(now, picture("JPEG", 295, 413))
    _submit_photo(application, now, file)
    return file


def as_answer_of_somebody_new(application, now):
    file = uploaded(now, picture("JPEG", 295, 413))
    wanted = _with_photo(application, now, file)
    services.submit_many(applications=[wanted], now=now)
    return file


def in_a_draft_as_answer(application, now):
    file = uploaded(now)
    answer = {"id": str(file.uuid), "name": file.name, "size": file.size}
    _draft(now, answers={PHOTO: answer})
    return file


def in_a_draft_as_cell(application, now):
    file = uploaded(now)
    _draft(now, answers={"rows": [{"proof": {"id": str(file.uuid), "name": "x"}}]})
    return file


def in_a_draft_as_paper(application, now):
    file = uploaded(now)
    _draft(now, materials={"M01": parts.of_file(file) | {"source": "file"}})
    return file


def in_a_draft_as_part(application, now):
    file, whole = uploaded(now), uploaded(now)
    paper = parts.of_file(whole) | {"source": "file", "parts": [parts.of_file(file)]}
    _draft(now, materials={"M01": paper})
    return file


def in_a_correction(application, now):
    done = services.submit(application=application(PROMISED, now=now), now=now)
    case = Case.objects.get(uuid=done.uuid)
    clerk = Officer.objects.get(user__username="gy_clerk")
    code = case.materials.first().code
    asked = [Asked("material", code, "看不清，请重拍")]
    services.ask_correction(case_id=case.uuid, officer=clerk, items=asked, now=now)
    file = uploaded(now)
    services.answer_correction(
        case_id=case.uuid,
        actor=OWNER,
        answers={},
        materials=[Given(code, "file", str(file.uuid))],
        file_owner=OWNER,
        now=now,
    )
    return file


def as_evidence(application, now):
    file = uploaded(now)
    officer = Officer.objects.get(user__username="gy_supervisor")
    Actual.objects.create(
        metric="test",
        region_id="510800000000",
        value=1,
        as_of=local(now).date(),
        source="entered",
        evidence="台账",
        officer=officer,
        file=file,
        at=now,
    )
    return file


def as_mandate(application, now):
    today = local(now).date()
    officer = Officer.objects.get(user__username="gy_clerk")
    content, name = PDF, "授权委托书"
    file = services.store_file(owner=officer.actor, name=name, content=content, now=now)
    paper = OnPaper(SCANNED, "李四", today, today + timedelta(30), str(file.uuid), scope="all")
    services.bring_mandate(
        employer=Employer.objects.first(),
        person=Person.objects.first(),
        paper=paper,
        officer=officer,
        now=now,
    )
    return file


def as_photo(application, now):
    file = uploaded(now)
    check = OnSiteCheck.objects.create(
        case=_filed(application, now),
        on_day=local(now).date(),
        place_of="厂区大门",
        findings="门口有招牌，里面有人上班",
        made_by=Officer.objects.get(user__username="gy_reviewer"),
        second=Officer.objects.get(user__username="gy_reviewer_jy"),
        signed_first_at=now,
    )
    OnSitePhoto.objects.create(on_site_check=check, file=file)
    return file


def as_consent(application, now):
    file = uploaded(now)
    TermChange.objects.create(
        case=_filed(application, now),
        kind="extension",
        on_day=local(now).date(),
        until=local(now).date() + timedelta(15),
        reason="双方同意再谈一次",
        basis="企业劳动争议协商调解规定第29条",
        consent=file,
        asked_by=Officer.objects.get(user__username="gy_clerk"),
        asked_at=now,
    )
    return file


def _filed(application, now):
    done = services.submit(application=application(PROMISED, now=now), now=now)
    return Case.objects.get(uuid=done.uuid)


def as_finding(application, now):
    """What a check of a promise found."""
    file = uploaded(now)
    text = CommitmentText.objects.create(kind="notice", version="1", hash="0", body={})
    commitment = Commitment(
        case=_filed(application, now),
        kind="notice",
        text=text,
        shown_hash="0",
        shown="说的是实情",
        signed_as="self",
        signed_by="张*",
        channel=2,
        at=now,
    )
    commitment.save()
    look = Check.objects.create(commitment=commitment, way="visit", due_on=local(now).date())
    CheckFile.objects.create(check_row=look, file=file)
    return file


HOLDERS = (
    as_paper,
    as_answer,
    as_answer_of_somebody_new,
    in_a_draft_as_answer,
    in_a_draft_as_cell,
    in_a_draft_as_paper,
    in_a_draft_as_part,
    in_a_correction,
    as_evidence,
    as_mandate,
    as_photo,
    as_consent,
    as_finding,
)


def _with_photo(application, now, file, **more):
    wanted = application(WITH_PHOTO, now=now, **more)
    answer = {"id": str(file.uuid), "name": file.name, "size": file.size}
    wanted.situation["photo"] = "no"
    wanted.answers.update({"photo": "no", PHOTO: answer})
    return replace(wanted, file_owners=(OWNER,))


def _submit_photo(application, now, file, **more):
    wanted = _with_photo(application, now, file, **more)
    done = services.submit(application=wanted, now=now)
    case = Case.objects.get(uuid=done.uuid)
    assert case.form[PHOTO]["id"] == str(file.uuid)
    return case


def _draft(now, **kept):
    owner = User.objects.get(username="zhangsan")
    draft = services.open_draft(
        owner=owner,
        subject=Person.objects.first(),
        item_code=PROMISED,
        region="510812000000",
        channel=2,
        prefill={},
        now=now,
    )
    return services.keep(draft_id=draft.uuid, owner=owner, **kept)


# ── the kind ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_nothing_names_goes_after_its_last_day_and_not_before(now):
    file = uploaded(now)
    last_day = after(now) - timedelta(1)
    assert services.forget_unclaimed(now=last_day) == 0 and is_there(file)
    assert services.forget_unclaimed(now=after(now)) == 1 and not is_there(file)
    assert Entry.objects.filter(verb="file.forget", subject=f"file:{file.uuid}").count() == 1
    assert services.forget_unclaimed(now=after(now)) == 0


@pytest.mark.parametrize("hold", HOLDERS, ids=lambda hold: hold.__name__)
def test_what_is_named_anywhere_stays_and_its_neighbour_goes(hold, application, now):
    file = hold(application, now)
    neighbour = uploaded(now)
    services.forget_unclaimed(now=after(now))
    assert is_there(file) and not is_there(neighbour)
    years = after(now) + timedelta(2000)
    services.forget_unclaimed(now=years)
    assert is_there(file)


def test_every_row_that_may_refer_to_a_file_is_tried_here():
    fields = StoredFile._meta.get_fields(include_hidden=True)
    rows = {field.related_model for field in fields if isinstance(field, ForeignObjectRel)}
    # as_paper, in_a_correction; as_evidence; as_mandate; as_photo; as_consent; as_finding
    assert rows == {Material, Actual, Mandate, OnSitePhoto, TermChange, CheckFile}


def test_a_file_of_before_stays(now):
    file = uploaded(now)
    StoredFile.objects.filter(pk=file.pk).update(unclaimed_until=None)
    services.forget_unclaimed(now=after(now))
    assert is_there(file)


def test_a_draft_that_was_thrown_away_holds_nothing(application, now):
    file = in_a_draft_as_paper(application, now)
    services.forget_unclaimed(now=after(now))
    draft = _draft(now)
    services.discard(draft_id=draft.uuid, owner=draft.owner)
    services.forget_unclaimed(now=after(after(now)))
    assert not is_there(file)


def test_an_application_that_is_refused_claims_nothing(application, now):
    file = uploaded(now, picture("JPEG", 295, 413))
    wanted = _with_photo(application, now, file)
    wanted.answers["cert_form"] = "card"
    with pytest.raises(Problem):
        services.submit(application=wanted, now=now)
    services.forget_unclaimed(now=after(now))
    assert not is_there(file)


def test_terms_are_dated_and_checked(monkeypatch, world):
    day = local(clock.now()).date()
    terms = [{"from": day, "days": 30}, {"from": day + timedelta(10), "days": 60}]
    read = packs.read
    own = {UPLOADS: {"unclaimed": terms}}
    monkeypatch.setattr(packs, "read", lambda path: own.get(path) or read(path))
    assert kept_until(day) == kept_until(day - timedelta(9)) + timedelta(9) == day + timedelta(30)
    assert kept_until(day + timedelta(10)) == day + timedelta(70)
    assert check() == []
    terms.reverse()
    terms[0]["days"] = 1
    assert len(check()) == 2


# ── at the same moment ───────────────────────────────────────────────────────────────────────────────────────────────


def _forget_and_leave(moment):
    try:
        return services.forget_unclaimed(now=moment)
    finally:
        connection.close()


def _take_and_leave(take):
    try:
        return take()
    except Problem as problem:
        return problem
    finally:
        connection.close()


@pytest.mark.parametrize("way", ["paper", "answer"])
def test_who_takes_a_file_at_this_moment_has_it(way, real_application):
    now = clock.now()
    file = _old(now, way)
    take = _taker(way, real_application, now, file)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take()
            removing = pool.submit(_forget_and_leave, after(now))
            sleep(0.3)
            assert not removing.done()
        removing.result(30)
    assert is_there(file)


@pytest.mark.parametrize("way", ["paper", "answer"])
def test_who_comes_too_late_is_told_and_writes_nothing(way, real_application):
    now = clock.now()
    file = _old(now, way)
    take = _taker(way, real_application, now, file)
    before = Case.objects.count()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            StoredFile.objects.select_for_update().get(pk=file.pk).delete()
            taking = pool.submit(_take_and_leave, take)
            sleep(0.3)
            assert not taking.done()
        told = taking.result(30)
    assert isinstance(told, Problem) and told.code == "unknown_file"
    assert Case.objects.count() == before


def _old(now, way) -> StoredFile:
    """An upload in a transaction of its own, so that another connection sees it."""
    with ThreadPoolExecutor(1) as pool:
        content = picture("JPEG", 295, 413) if way == "answer" else PDF
        return pool.submit(_take_and_leave, lambda: uploaded(now, content)).result(30)


def _taker(way, application, now, file):
    key = f"unclaimed:{uuid4()}"
    if way == "answer":
        wanted = _with_photo(application, now, file, client_ref=key)
    else:
        wanted = application(PROMISED, now=now, client_ref=key)
        first, *rest = wanted.materials
        given = (Given(first.code, "file", str(file.uuid)), *rest)
        wanted = replace(wanted, materials=given, file_owners=(OWNER,))
    return lambda: services.submit(application=wanted, now=now)


@pytest.mark.parametrize("value", [{"id": "abc"}, {"file": None}, {"id": 5}, "id", None])
def test_what_is_no_upload_is_none(value):
    assert list(uuids_in(value)) == []
