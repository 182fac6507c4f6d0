"""The real things that stand at addresses with a place in them, each made in the fewest steps, for whoever looks."""

import re
from datetime import timedelta
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.looking import complete_instantly
from tests.paper_files import JPG, PDF
from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, STRANGER, paper
from yichuang.accounts.models import Leave, User
from yichuang.api.models import ApiKey
from yichuang.cases import services
from yichuang.cases.models import Draft, Recount, Recounted, StoredFile
from yichuang.cases.queries import versions
from yichuang.cases.services import Concerned
from yichuang.catalog.models import ChangeOrder, Item, PlaceOrder
from yichuang.core import clock, jobs
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent
from yichuang.demo.publicising import examine, put_up
from yichuang.identity import queries as identity
from yichuang.ratings.models import Invitation
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Actual, Bulletin, QualityCheck, Target
from yichuang.supervision.queries.reports import REPORTS

CITY, QINGDAO = "510800000000", "370202000000"
WITH_ROWS, ROWS = "990714102001", "household_members"
WITH_PAPERS = "990514102003"
LICENCE = "990114501007"
WITH_PHOTO, PHOTO = "992014101004", "photo_file"
POSTED = "992014101005"
GIVEN_UP = "cases.track_post"
EVIDENCE = "TGT-001"


def change_order(_who: str) -> dict:
    item = Item.objects.get(code=lives.BENEFIT)
    order = ChangeOrder.objects.create(
        item=item,
        kind=ChangeOrder.REVISED,
        reason="试一试",
        draft=item.versions.get(number=1).definition,
        effective_on=clock.today(),
        opened_by="officer:1",
        opened_at=clock.now(),
    )
    return {"changes": order.pk, "verb": "reject"}


def waiting_list(_who: str) -> dict:
    order = PlaceOrder.objects.create(
        item=Item.objects.get(code=lives.BENEFIT),
        region_id=lives.CHAOTIAN,
        differences={"hours": "9:00—12:00"},
        stood={"differences": {}},
        effective_from=clock.today(),
        opened_by=lives.officer("gy_catalogue").actor,
        opened_at=clock.now(),
    )
    return {"waiting": order.pk, "verb": "reject"}


def partners_key(_who: str) -> dict:
    given = ApiKey.objects.create(
        name="合作方",
        key_hash=sha256(b"key").digest(),
        channel=2,
        source="partner",
        scopes=["cases:read"],
        daily_quota=10,
        minute_quota=10,
        place_id=CITY,
    )
    return {"keys": given.pk}


def leave(_who: str) -> dict:
    clerk = lives.officer("gy_clerk")
    today = clock.today()
    away = Leave.objects.create(officer=clerk, first_day=today, last_day=today)
    return {"officers": clerk.uuid, "leave": away.uuid}


def failed_event(_who: str) -> dict:
    event = OutboxEvent.objects.create(
        uuid=uuid7(),
        topic="cases.CaseMoved",
        payload={"case": str(uuid7())},
        attempts=1,
        last_error="yichuang.cases.handlers.tell: x",
    )
    return {"events": event.pk}


def failed_job(_who: str) -> dict:
    jobs.defer(GIVEN_UP, case=-31)
    with connection.cursor() as cursor:
        for state in ("doing", "failed"):
            cursor.execute(
                "update procrastinate_jobs set status = %s::procrastinate_job_status"
                " where args->>'case' = '-31'",
                [state],
            )
    return {"name": GIVEN_UP}


def bulletin(_who: str) -> dict:
    month = f"{clock.today():%Y-%m}"
    lives.signed_in("gy_supervisor").post("/console/bulletins/", {"month": month, "at": CITY})
    return {"bulletins": Bulletin.objects.get().uuid}


def invitation() -> Invitation:
    """Somebody may rate a service at the window of gy_clerk."""
    clerk = lives.officer("gy_clerk")
    return Invitation.objects.create(
        case=lives.submitted(),
        kind=Invitation.WINDOW,
        step="visit",
        organisation=clerk.organisation,
        officer=clerk,
        window=clerk.window,
        created_at=clock.now(),
        expires_on=clock.today(),
    )


def bad_rating(_who: str) -> dict:
    service = invitation()
    Client().post(f"/rate/{service.token}/", {"grade": "1", "reasons": ["E7"]})
    return {"bad": service.uuid}


def device(_who: str) -> dict:
    service = invitation()
    place = f"/rate/w/{service.organisation.uuid}/{service.window}/poster/"
    page = lives.signed_in("gy_clerk").post(place).content.decode()
    return {"key": re.search(r"/rate/device/([^/]+)/", page).group(1)}


def sheet(who: str) -> dict:
    """A table of the console that was asked for and is made."""
    asked = supervision.ask_sheet(
        officer=lives.officer(who),
        kind="report",
        parameters={"key": next(iter(REPORTS.all())), "place": CITY},
        title="报表",
        page="/console/reports/",
        now=clock.now(),
    )
    supervision.make_sheet(uuid=str(asked.uuid), now=clock.now())
    return {"sheets": asked.uuid}


def evidence(who: str) -> dict:
    target = Target.objects.get(code=EVIDENCE)
    entered = Actual.objects.create(
        metric=target.metric,
        region_id=target.region_id,
        value=1,
        as_of=clock.today(),
        source="entered",
        evidence="台账",
        file=stored("officer:test"),
        officer=lives.officer(who),
        at=clock.now(),
    )
    return {"code": EVIDENCE, "evidence": entered.pk}


def stored(owner: str) -> StoredFile:
    return services.store_file(owner=owner, name="材料.pdf", content=PDF, now=clock.now())


def answered_by_a_file(_who: str) -> dict:
    case = lives.submitted(WITH_PHOTO)
    file = stored("person:test")
    case.form = case.form | {PHOTO: {"id": str(file.uuid), "name": file.name, "size": file.size}}
    case.save(update_fields=["form"])
    return {"cases": case.uuid, "field": PHOTO}


def scanned_mandate(_who: str) -> dict:
    clerk, unit = lives.signed_in("gy_clerk"), lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    scan = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    clerk.post("/desk/mandate/", paper(unit, how="file", file=scan))
    return {"cases": lives.taken(clerk, OF_UNITS, query).uuid}


def paper_handed_in(_who: str) -> dict:
    case = lives.submitted(WITH_PAPERS)
    return {"cases": case.uuid, "materials": case.materials.filter(file__isnull=False).first().pk}


def case_with_rows(_who: str) -> dict:
    return {"cases": lives.submitted(WITH_ROWS).uuid, "table": ROWS}


def draft_with_rows(who: str) -> dict:
    """An application with a row table that this account has begun, for 张三."""
    channel = 2 if who == "zhangsan" else 1
    version = versions.for_application(WITH_ROWS, lives.CHAOTIAN, channel, clock.today())
    draft = Draft.objects.create(
        owner=User.objects.get(username=who),
        person=lives.person(),
        answers={},
        version_id=version.id,
        region_id=lives.CHAOTIAN,
        channel=channel,
    )
    return {"drafts": draft.uuid, "table": ROWS}


def parcel(_who: str) -> dict:
    case = lives.submitted(POSTED)
    clerk = lives.officer("gy_clerk")
    complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="已补发")
    return {"issue": case.uuid}


def taken_in(who: str) -> dict:
    case = lives.submitted(
        region=QINGDAO,
        filed_in=lives.CHAOTIAN,
        channel=1,
        received_at_org=lives.officer(who).organisation,
    )
    return {"taken": case.uuid}


def concerned(_who: str) -> dict:
    lisi, zhangsan = lives.person(lives.LISI), lives.person()
    parties = (Concerned("about", zhangsan),)
    return {"concerned": lives.submitted(lives.CARD, subject=lisi, parties=parties).uuid}


def own_file(who: str) -> dict:
    owner = identity.actor_of(User.objects.get(username=who))
    return {"files": stored(owner).uuid}


def own_paper(_who: str) -> dict:
    case = lives.submitted()
    receipt = services.issue_paper(case_id=case.uuid, kind="receipt", now=clock.now())
    return {"papers": receipt.uuid}


def notice(_who: str) -> dict:
    """A list of 公示 that stands, with one case."""
    case = lives.reviewing(WITH_PAPERS)
    reviewer = lives.officer("gy_reviewer")
    examine(case, reviewer, clock.now())
    return {"notices": put_up([case], reviewer, clock.now()).uuid}


def recount(_who: str) -> dict:
    """A calendar that moved the day of one case."""
    now = clock.now()
    run = Recount.objects.create(
        year=now.year, digest="a", begun_at=now, ended_at=now, looked=1, moved=1
    )
    today = clock.today()
    tomorrow = today + timedelta(days=1)
    Recounted.objects.create(
        run=run, case=lives.submitted(), clock="promise", from_on=today, to_on=tomorrow
    )
    return {"recounts": run.pk}


def drawn_check() -> QualityCheck:
    """A case of a sample of this month, which was drawn in the next one."""
    lives.finished()
    supervision.publish_seeds(now=clock.now())
    afterwards = clock.now() + timedelta(days=40)
    with clock.frozen(afterwards):
        supervision.draw_samples(now=afterwards)
    return QualityCheck.objects.earliest("pk")


def drawn_sample(_who: str) -> dict:
    return {"quality": drawn_check().sample_id}


def case_of_a_sample(_who: str) -> dict:
    return {"quality": drawn_check().uuid}


def checked_on_site(_who: str) -> dict:
    case = lives.reviewing(LICENCE, subject=lives.employer())
    reviewer = lives.officer("gy_reviewer")
    photo = services.store_file(owner=reviewer.actor, name="门头.jpg", content=JPG, now=clock.now())
    services.check_on_site(
        case_id=case.uuid,
        officer=reviewer,
        second=lives.officer("gy_city_reviewer"),
        on_day=clock.today(),
        place_of="经营场所",
        findings="和申请书写的相符",
        photos=[str(photo.uuid)],
        now=clock.now(),
    )
    return {"cases": case.uuid, "evidence": photo.uuid}


def fault(_who: str) -> dict:
    return {"error": 403}


# how an address begins → what makes the things that stand in it, by the word before each or by its name
MAKERS = {
    "console/admin/background/events/<": failed_event,
    "console/admin/background/jobs/<": failed_job,
    "console/admin/changes/<": change_order,
    "console/admin/keys/<": partners_key,
    "console/admin/officers/<uuid:uuid>/leave/<": leave,
    "console/admin/places/waiting/<": waiting_list,
    "console/admin/recounts/<": recount,
    "console/bulletins/<": bulletin,
    "console/quality/<int": drawn_sample,
    "console/quality/<uuid": case_of_a_sample,
    "console/ratings/bad/<": bad_rating,
    "console/sheets/<": sheet,
    "console/targets/<str:code>/evidence/<": evidence,
    "desk/cases/<uuid:uuid>/answers/<": answered_by_a_file,
    "desk/cases/<uuid:uuid>/evidence/<": checked_on_site,
    "desk/cases/<uuid:uuid>/mandate/": scanned_mandate,
    "desk/cases/<uuid:uuid>/materials/<": paper_handed_in,
    "desk/cases/<uuid:uuid>/supply/rows/<": case_with_rows,
    "desk/drafts/<uuid:uuid>/rows/<": draft_with_rows,
    "desk/issue/<uuid:uuid>/where/": parcel,
    "desk/taken/<": taken_in,
    "drafts/<uuid:draft_id>/rows/<": draft_with_rows,
    "my/cases/<uuid:case_id>/correct/rows/<": case_with_rows,
    "my/concerned/<": concerned,
    "my/files/<": own_file,
    "my/papers/<": own_paper,
    "openness/notices/<": notice,
    "rate/device/<": device,
    "ui/error/<": fault,
}


def things_at(address: str, who: str) -> dict:
    """What stands at this address, by the word before its place or by the name of the place; {} where nothing of this
    list does. who: the account that looks."""
    for beginning, make in MAKERS.items():
        if address.startswith(beginning):
            return make(who)
    return {}
