"""Applications and cases of the caller's own channel."""

from typing import Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Path, Query, Router

from yichuang.api import cursors, queries, services
from yichuang.api.keys import Key
from yichuang.api.problems import CameSince
from yichuang.api.rules import Caller
from yichuang.api.schemas import cases as shapes
from yichuang.api.v1.writing import as_json
from yichuang.audit.services import record
from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.queries import cases as reads
from yichuang.cases.rules.application import Given
from yichuang.core import clock
from yichuang.core.errors import Problem

router = Router(tags=["办件"])
Number = Annotated[str, Path(pattern=r"^\d{21}$")]
WRITE, READ = Key("cases:write"), Key("cases:read")
PAGE = 50


@router.post("/cases", auth=WRITE, response={201: shapes.Received}, summary="提交申请")
def submit_case(
    request: HttpRequest,
    body: Annotated[shapes.Application, Body()],
    idempotency_key: Annotated[
        str,
        Header(alias="Idempotency-Key", min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$"),
    ],
) -> HttpResponse:
    """同一个 `Idempotency-Key` 只成一件：再发同样的内容，得到同一个编号，响应头带 `Idempotent-Replayed: true`；
    内容不同就是 409。密码只在第一次给出。

    个人的同一事项还有一件没办完，而这个事项一次只办一件，是 409 `one_is_open`；那一件是本渠道提交的，
    `links.case` 就是它的地址。哪些事项可以同时有几件，看指南的 `many_at_once`。"""
    caller: Caller = request.auth
    try:
        done = cases.submit(
            application=_application(body, caller, idempotency_key), now=clock.now()
        )
    except Problem as refusal:
        if refusal.code in ("channel_off", "item_cancelled", "not_offered"):
            services.refuse(
                actor=caller.actor,
                subject=f"item:{body.item_code}",
                code=refusal.code,
                now=clock.now(),
            )
        raise
    here = f"/api/v1/cases/{done.number}"
    receipt = {
        "number": done.number,
        "password": done.password or None,
        "due_at": clock.local(done.due_at).isoformat(),
        "missing": [{"code": code, "name": name} for code, name in done.missing],
        "warnings": [
            {"field": warning.field, "message": warning.message, "basis": warning.basis}
            for warning in done.notices
        ],
        "links": {
            "case": here,
            "corrections": f"{here}/corrections",
            "withdrawal": f"{here}/withdrawal",
        },
    }
    response = as_json(receipt, status=201)
    response["Location"] = here
    if done.replayed:
        response["Idempotent-Replayed"] = "true"
    return response


@router.get("/cases", auth=READ, response=shapes.CasePage, summary="本渠道的办件，新的在前")
def list_cases(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=queries.MOST)] = PAGE,
    cursor: Annotated[str, Query(max_length=200)] = "",
):
    """只有用同一来源的密钥提交的。新来的件不会打乱已经开始的翻页。"""
    place = cursors.read(cursor, int)
    rows = queries.cases_of(request.auth, below=place and place[0], limit=limit + 1)
    page = rows[:limit]
    if len(rows) > limit:
        last_id = page[-1][0]
    else:
        last_id = None
    return as_json(
        {
            "cases": [row for _, row in page],
            "next_cursor": cursors.write(last_id) if last_id else None,
        }
    )


@router.get("/cases/{number}", auth=READ, response=shapes.Case, summary="一件的状态和经过")
def read_case(request: HttpRequest, number: Number):
    """状态带全国交换的代码；等补正的时候，`correction` 写明要补什么、哪天以前补；没有全部准予的，`burden` 写明
    没有准予什么、为什么、不服怎么办；办结以后，`delivery` 写明结果怎么送、到哪了。`papers` 写明每一样材料怎么来的，
    向别的部门问的，问到了没有、回执。"""
    case = queries.own_case(request.auth, number)
    record(actor=request.auth.actor, verb="case.read", subject=case.ref)
    return as_json(
        {
            **queries.row(case),
            "version": case.version.number,
            "organisation": case.organisation.name,
            "papers": queries.papers(case),
            "trail": queries.trail(reads.trail(case)),
            "correction": queries.open_correction(case),
            "burden": queries.burden(case),
            "delivery": queries.delivery(case),
        }
    )


@router.post("/cases/{number}/corrections", auth=WRITE, response=shapes.CaseRow, summary="补正")
@transaction.atomic
def answer_correction(
    request: HttpRequest, number: Number, body: Annotated[shapes.Correction, Body()]
):
    """只改 `correction` 里要求的内容和材料。不改的、要去掉的答案，把它的键写进 `confirmed`。

    `seq` 写您看到的最后一步：后来又有了变化，就是 409 `unseen`，`trail` 是您没看到的几步，什么也不改。不写就不比。"""
    caller: Caller = request.auth
    own = _as_seen(caller, number, body)
    case = cases.answer_correction(
        case_id=own.uuid,
        actor=caller.actor,
        answers=body.answers,
        materials=_materials(body.materials),
        file_owner=caller.actor,
        now=clock.now(),
        channel=caller.channel,
        confirmed=body.confirmed,
    )
    return queries.row(case)


@router.post("/cases/{number}/withdrawal", auth=WRITE, response=shapes.CaseRow, summary="撤回")
@transaction.atomic
def withdraw_case(request: HttpRequest, number: Number, body: Annotated[shapes.Withdrawal, Body()]):
    """决定作出以前可以撤回。`seq` 写您看到的最后一步：后来又有了变化（比如已经受理），就是 409 `unseen`，`trail` 是您
    没看到的几步，件不撤回。不写就不比。"""
    caller: Caller = request.auth
    own = _as_seen(caller, number, body)
    case = cases.withdraw(case_id=own.uuid, actor=caller.actor, reason=body.reason, now=clock.now())
    return queries.row(case)


def _as_seen(caller: Caller, number: str, body: shapes.Seen) -> Case:
    """The caller's own case, held where the caller says what was seen of it. Raises NotFound, CameSince."""
    case = queries.own_case(caller, number)
    if body.seq is None:
        return case
    try:
        cases.require_seen(case_id=case.uuid, seq=body.seq)
    except cases.Unseen:
        steps = [step for step in reads.trail(case) if step.seq > body.seq]
        raise CameSince(number, queries.trail(steps)) from None
    return case


def _application(body: shapes.Application, caller: Caller, key: str) -> cases.Application:
    return cases.Application(
        item_code=body.item_code,
        region=body.region,
        channel=caller.channel,
        subject=queries.subject(body.subject),
        answers=body.answers,
        source=caller.actor,
        client_ref=key,
        actor=caller.actor,
        situation=body.situation,
        materials=_materials(body.materials),
        file_owner=caller.actor,
        refuses_second=True,
    )


def _materials(materials: list[shapes.GivenMaterial]) -> tuple[Given, ...]:
    return tuple(Given(m.code, m.source, m.file and str(m.file)) for m in materials)
