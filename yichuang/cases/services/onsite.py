"""现场核查: two officers look at the place and both sign, each in an account of their own; the clock runs on.

行政许可法 34(三).
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, OnSiteCheck, OnSitePhoto
from yichuang.cases.queries import files, permission
from yichuang.cases.queries.permission import require
from yichuang.cases.services import dates, tasks_of_clock
from yichuang.cases.services.files import claim
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.tasks_of_clock import SIGN_TODO
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound

NONE = "这个事项没有现场核查的依据"
ALONE = "要两名以上工作人员一起去，请选另一个人（行政许可法第34条）"
CANNOT = "{name}不能审核这件，请选别的审核的人"


@transaction.atomic
def check_on_site(
    *,
    case_id: UUID,
    officer: Officer,
    second: Officer | None,
    on_day: date | None,
    place_of: str,
    findings: str,
    photos: Collection[str] = (),
    now: datetime,
) -> OnSiteCheck:
    """Write down what two officers saw; whoever writes has signed, the other signs next.

    place_of: where it was; photos: uuids of the officer's uploads.
    Raises Conflict where the rule has no check, Invalid without another
    officer who may review the case, a day that has been, or what was seen.
    """
    case = lock(case_id)
    require("check_on_site", case, officer, now)
    if dates.terms_of(case).on_site is None:
        raise Conflict(NONE, code="not_lawful", way_out="请按材料审核")
    wrong = _of_second(case, officer, second, now)
    wrong += _of_visit(case, on_day, now)
    if not place_of.strip():
        wrong.append(FieldProblem("place_of", "请写明去了哪里", "required"))
    if not findings.strip():
        wrong.append(FieldProblem("findings", "请写明看到了什么", "required"))
    if wrong:
        raise Invalid(wrong)
    check = OnSiteCheck(
        case=case,
        on_day=on_day,
        place_of=place_of.strip(),
        findings=findings.strip(),
        made_by=officer,
        second=second,
        signed_first_at=now,
    )
    check.save(force_insert=True)
    _keep_photos(check, photos, officer)
    facts = {
        "check": str(check.uuid),
        "second": str(second.uuid),
        "on_day": on_day.isoformat(),
        "photos": len(photos),
    }
    write(case, "check_on_site", actor=actor_of(officer), officer=officer, now=now, data=facts)
    tasks_of_clock.to_officer(SIGN_TODO, case, "请签现场核查的记录", now, second, check.ref)
    return check


@transaction.atomic
def sign_check(*, check: UUID, officer: Officer, now: datetime) -> Case:
    """The other officer who was there signs it too: then the record is issued.

    Raises NotFound, Forbidden for anybody else, Conflict when it is signed.
    """
    row = OnSiteCheck.objects.filter(uuid=check).select_related("case").first()
    if row is None:
        raise NotFound("没有这份现场核查的记录", way_out="请刷新看最新情况")
    case = lock(row.case.uuid)
    require("sign_check", case, officer, now)
    if row.second_id != officer.pk:
        raise Forbidden("要由一起去的另一个人签字", way_out="请告诉他")
    unsigned = OnSiteCheck.objects.filter(pk=row.pk, signed_second_at__isnull=True)
    if not unsigned.update(signed_second_at=now):
        raise Conflict("这份记录已经签过", code="wrong_state", way_out="请刷新看最新情况")
    facts = {"check": str(row.uuid)}
    write(case, "sign_check", actor=actor_of(officer), officer=officer, now=now, data=facts)
    accounts.close_todos(kind=SIGN_TODO, subject=row.ref, now=now)
    return case


def _of_second(
    case: Case, officer: Officer, second: Officer | None, now: datetime
) -> list[FieldProblem]:
    """Another officer was there.

    They may sign, too.
    """
    if second is None or second.pk == officer.pk:
        return [FieldProblem("second", ALONE, "required")]
    if permission.refusal("sign_check", case, second, now):
        message = CANNOT.format(name=second.name)
        problem = FieldProblem("second", message, "permission")
        return [problem]
    return []


def _of_visit(case: Case, on_day: date | None, now: datetime) -> list[FieldProblem]:
    """It was between the receipt and today."""
    first = local(case.received_at).date()
    last = local(now).date()
    if on_day and first <= on_day <= last:
        return []
    problem = FieldProblem("on_day", "请填去的那一天，在收件以后、最晚今天", "required")
    return [problem]


def _keep_photos(check: OnSiteCheck, photos: Collection[str], officer: Officer) -> None:
    """The pictures are part of the case from now on. Raises NotFound for somebody else's upload."""
    if not photos:
        return
    for uuid in photos:
        file = files.of_owner(uuid, officer.actor)
        claim([file.uuid])
        OnSitePhoto.objects.create(on_site_check=check, file=file)
