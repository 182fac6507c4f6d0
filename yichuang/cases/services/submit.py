"""Taking an application: everything is checked in Python, everything is written in one round trip."""

import hmac
import json
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from psycopg import errors as pg

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.rules import application as rules
from yichuang.cases.rules import chain, numbers, timing
from yichuang.core import crypto, db
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Invalid, Problem
from yichuang.core.ids import uuid7
from yichuang.reference import queries as reference
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named

_SUBMIT = "select case_submit(%s, %b)"


@dataclass(frozen=True)
class Application:
    """What comes in by any door.

    subject: whose case, or their document and name, not looked up yet; region: 12-digit code of the place;
    channel: 1 窗口 2 网厅 3 移动 4 自助 5 电话 6 村级;
    source, client_ref: who sends it and their own key, unique together (idempotency); actor: who did it, as text;
    file_owner: whose uploaded files may be used; officer, received_at_org: at a window."""

    item_code: str
    region: str
    channel: int
    subject: Person | Employer | Named
    answers: dict
    source: str
    client_ref: str
    actor: str
    situation: dict = field(default_factory=dict)
    materials: tuple[rules.Given, ...] = ()
    file_owner: str = ""
    officer: Officer | None = None
    received_at_org: Organisation | None = None
    version_id: int | None = None


@dataclass(frozen=True)
class Submitted:
    """number: 21 digits; password: six digits, told once ("" when replayed); replayed: it was here already."""

    uuid: UUID
    number: str
    password: str
    due_at: datetime
    replayed: bool = False


def submit(*, application: Application, now: datetime) -> Submitted:
    """Make the case, or give back the one that the same (source, client_ref) made before.

    Somebody who was not looked up yet is entered in the register, when the rest is right. Raises Invalid with every
    wrong answer by field, or for a known document under another name; Conflict when the key was used for another
    application or the item is not accepted (cancelled, off on this channel, outside its day). 行政许可法 29, 32."""
    body = _body_hash(application)
    try:
        return _taken(application, body, now)
    except Problem:
        if earlier := _replay(application, body):  # it was right when it came first, the catalogue has changed since
            return earlier
        raise


def _taken(app: Application, body: bytes, now: datetime) -> Submitted:
    version = versions.for_application(app.item_code, app.region, app.channel, now.date(), app.version_id)
    wanted = version.materials(app.situation)
    values = _checked(app, version, wanted, now)
    due = timing.due(
        clock_from=now,
        definition=version.definition,
        stops=[],
        calendar=reference.calendar(app.region),
        thresholds=reference.thresholds(),
    )
    uuid, password = uuid7(), numbers.query_password()
    given = rules.complete(wanted, app.materials)
    names = {m.code: m.name for m in wanted}
    text = chain.canonical(
        case=str(uuid),
        seq=1,
        kind="submit",
        actor=app.actor,
        at=now,
        state="received",
        data=_told(app, version, values, given, uuid),
    )
    told = {
        "source": app.source,
        "client_ref": app.client_ref,
        "body_hash": _bytea(body),
        "case_uuid": str(uuid),
        "version": version.id,
        "item_code": app.item_code,
        "line": version.line,
        "region": app.region,
        "organisation": version.organisation_id,
        "received_at_org": app.received_at_org and app.received_at_org.id,
        "channel": app.channel,
        "person": app.subject.id if isinstance(app.subject, Person) else None,
        "employer": app.subject.id if isinstance(app.subject, Employer) else None,
        "situation": app.situation,
        "password_hash": _bytea(password_hash(uuid, password)),
        "at": now.isoformat(),
        "due_at": due.at.isoformat(),
        "yellow_on": due.yellow_on.isoformat(),
        "red_on": due.red_on.isoformat(),
        "statutory_due": due.statutory and due.statutory.due.isoformat(),
        "provisional": due.promised.provisional,
        "instant": version.instant,
        "visits": int(app.channel in rules.ON_SITE),
        "officer": app.officer and app.officer.id,
        "file_owner": app.file_owner,
        "materials": [
            {"code": g.code, "name": names[g.code], "source": g.source, "file": g.file and str(g.file)} for g in given
        ],
        "actor": app.actor,
        "event": text,
        "hash": _bytea(chain.link(chain.GENESIS, text)),
        "outbox": str(uuid7()),
        "identity": _bytea(app.subject.identity) if isinstance(app.subject, Named) else None,
    }
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():  # alone it is one round trip
            number = db.call(_SUBMIT, (_json(told), crypto.encrypt(_json(values))))[0]
    except pg.UniqueViolation as clash:
        if clash.diag.constraint_name != "case_idem":
            raise
        return _replay(app, body)
    except pg.Error as refusal:
        if refusal.sqlstate != "YC422":
            raise
        raise Problem(
            "有一份材料的文件找不到，或不是您上传的",
            code="unknown_file",
            field="materials",
            way_out="请重新上传这份材料",
        ) from refusal
    if number is None:  # met for the first time, or under another name: the register says
        person = registry.recognise_person(named=app.subject, actor=app.actor)
        return _taken(replace(app, subject=person), body, now)
    return Submitted(uuid, number, password, due.at)


def password_hash(uuid: UUID, password: str) -> bytes:
    """Keyed hash of a query password: useless without the server's key, and wrong tries are limited."""
    return hmac.digest(crypto.blind(str(uuid)), password.encode(), sha256)


def _checked(app: Application, version, wanted, now: datetime) -> dict:
    problems = rules.situation_problems(version.situations, app.situation)
    cleaned = version.clean(
        {**app.answers, **version.situation_answers(app.situation)}, local(now).date(), app.file_owner
    )
    problems += cleaned.problems
    if not problems:
        problems = rules.material_problems(wanted, app.materials)
    if problems:
        raise Invalid(problems)
    return cleaned.values


def _told(app: Application, version, values: dict, given, uuid: UUID) -> dict:
    return {
        "channel": app.channel,
        "form": rules.digest([str(uuid), values]).hex(),
        "item": app.item_code,
        "materials": [[g.code, g.source, g.file and str(g.file)] for g in given],
        "region": app.region,
        "revision": version.revision,
        "version": version.number,
    }


def _body_hash(app: Application) -> bytes:
    known = app.subject.identity.hex() if isinstance(app.subject, Named) else app.subject.uuid
    subject = f"{type(app.subject).__name__}:{known}"
    materials = [[g.code, g.source, g.file and str(g.file)] for g in app.materials]
    return rules.digest([app.item_code, app.region, app.channel, subject, app.situation, app.answers, materials])


def _replay(app: Application, body: bytes) -> Submitted | None:
    old = Case.objects.filter(source=app.source, client_ref=app.client_ref).first()
    if old is None:
        return None
    if bytes(old.body_hash) != body:
        raise Conflict("这个幂等键已经用在另一份申请上", code="idempotency_conflict", way_out="新的申请请换一个新的键")
    return Submitted(old.uuid, old.number, "", old.due_at, replayed=True)


def _bytea(value: bytes) -> str:
    return "\\x" + value.hex()


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
