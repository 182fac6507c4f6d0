"""Taking an application: everything is checked in Python, everything is written in one round trip."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from yichuang.cases.models import Case
from yichuang.cases.queries import completeness, versions
from yichuang.cases.services.application import body_hash, prepare
from yichuang.cases.services.files import claim, unknown
from yichuang.cases.services.guessing import wrong_names_are_counted
from yichuang.cases.services.incoming import Application, Ready, Submitted
from yichuang.core import db
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Problem
from yichuang.registry import queries as register
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer


class OneIsOpen(Conflict):
    """The person has an open case of an item that allows one; `number`: its number, "" for who may not know it."""

    def __init__(self, item_code: str, number: str):
        named = f"，编号{number}" if number else ""
        way_out = "不是您这里提交的，请申请人登录网厅或打12333看进度"
        super().__init__(
            f"这位申请人的这个事项（{item_code}）已经有一件在办{named}，办完了才能再办",
            code="one_is_open",
            way_out="请看那一件的进度；不想要那一件的可以撤回" if number else way_out,
        )
        self.number = number


_SENT_BEFORE = "case_idem"  # constraint: the same (source, client_ref)
_SECOND = "YC409"  # states of the function's own refusals
_FILE_OF_ANOTHER = "YC422"
_SUBMIT = "select case_submit(%s, %b, null)"
_SUBMIT_MANY = "select case_submit_many(%s, %b)"


@wrong_names_are_counted
def submit(*, application: Application, now: datetime) -> Submitted:
    """Make the case, or give back the one that the same (source, client_ref) made before.

    Somebody who was not looked up yet is entered in the register, when the rest is right. Raises Invalid with every
    wrong answer by field, or for a known document under another name; Conflict when the key was used for another
    application or the item is not accepted (cancelled, off on this channel, outside its day), OneIsOpen where a second
    is refused. 行政许可法 29, 32."""
    body = body_hash(application=application)
    try:
        return _written(application, body, now)
    except Problem:
        # it was right when it came first, the catalogue has changed since
        earlier = _replay(application, body)
        if earlier:
            return earlier
        raise


@wrong_names_are_counted
@transaction.atomic
def submit_many(*, applications: list[Application], now: datetime) -> list[Submitted]:
    """Make all these cases or none, in one round trip; the answers stand in the order of the applications.

    Whoever makes several cases in one transaction does it by this: the counters of their numbers are taken in one
    order, so that two such transactions never wait for each other. Replays as `submit`. Raises as `submit`, at the
    first application that is wrong."""
    try:
        return _all_or_none(applications, now)
    except DatabaseError as clash:
        diagnosis = db.said(clash)
        if diagnosis.constraint_name != _SENT_BEFORE:
            raise
    # somebody sent one of them at the same moment: it is a replay now
    return _all_or_none(applications, now)


def _all_or_none(applications: list[Application], now: datetime) -> list[Submitted]:
    try:
        with transaction.atomic():
            return _written_together(applications, now)
    except DatabaseError as refusal:
        diagnosis = db.said(refusal)
        if diagnosis.sqlstate != _SECOND:
            raise
        raise _second_of(applications, diagnosis.message_detail) from refusal


def _written(app: Application, body: bytes, now: datetime) -> Submitted:
    ready = prepare(application=app, body=body, now=now)
    try:
        number = None if _must_be_looked_up(app.subject) else _number(ready)
        if number is None:  # met for the first time, or under another name: the register says
            number = _number_with_subject(ready, app)
    except DatabaseError as refusal:
        diagnosis = db.said(refusal)
        if diagnosis.constraint_name == _SENT_BEFORE:
            return _replay(app, body)
        if diagnosis.sqlstate == _SECOND:
            raise _second(app, diagnosis.message_detail) from refusal
        raise
    return ready.submitted(number)


def _second(app: Application, number: str) -> OneIsOpen:
    """The refusal of a second application. number: of the open case, told to whoever sent that one too."""
    sent_by_them = Case.objects.filter(number=number, source=app.source).exists()
    return OneIsOpen(app.item_code, number if sent_by_them else "")


def _second_of(applications: list[Application], number: str) -> OneIsOpen:
    """The same for the first of many whose item that case is of. Two of one person in one batch are each other's
    second: then no case of this number was left."""
    cases = Case.objects.filter(number=number)
    codes = set(cases.values_list("item_code", flat=True))
    for app in applications:
        if app.item_code in codes:
            return _second(app, number)
    last = applications[-1]
    return OneIsOpen(last.item_code, "")


def _must_be_looked_up(subject: object) -> bool:
    if isinstance(subject, Named):
        return bool(subject.phone)
    return isinstance(subject, NamedEmployer)


def _number(ready: Ready) -> str | None:
    if connection.in_atomic_block or ready.files:
        return _number_in_transaction(ready)
    row = ready.row.as_json()
    return _call(_SUBMIT, row, ready.form)  # alone it is one round trip


@transaction.atomic
def _number_in_transaction(ready: Ready) -> str | None:
    """With the files that answer the form, which are the case's from now on."""
    row = ready.row.as_json()
    number = _call(_SUBMIT, row, ready.form)
    if number is not None:
        claim(ready.files)
    return number


@transaction.atomic
def _number_with_subject(ready: Ready, app: Application) -> str:
    """Whoever is entered in the register stands there only if the case does."""
    subject = registry.recognise(named=app.subject, actor=app.actor)
    row = replace(
        ready.row,
        person_id=subject.id if isinstance(subject, Person) else None,
        employer_id=subject.id if isinstance(subject, Employer) else None,
        identity=None,
    )
    number = _call(_SUBMIT, row.as_json(), ready.form)
    claim(ready.files)
    return number


def _written_together(applications: list[Application], now: datetime) -> list[Submitted]:
    answers: list[Submitted | None] = []
    fresh: list[Ready] = []
    for app in applications:
        body = body_hash(application=app)
        earlier = _replay(app, body)
        answers.append(earlier)
        if earlier is None:
            fresh.append(prepare(application=_recognised(app), body=body, now=now))
    if fresh:
        rows = []
        forms = []
        named: set[UUID] = set()
        for ready in fresh:
            row = ready.row.as_json()
            rows.append(row)
            forms.append(ready.form)
            named.update(ready.files)
        listed = ",".join(rows)
        numbers_given = _call(_SUBMIT_MANY, f"[{listed}]", forms)
        claim(named)
        written = zip(fresh, numbers_given, strict=True)
        made = iter([ready.submitted(number) for ready, number in written])
        answers = [earlier or next(made) for earlier in answers]
    return answers


def _recognised(app: Application) -> Application:
    if not isinstance(app.subject, Named | NamedEmployer):
        return app
    return replace(app, subject=registry.recognise(named=app.subject, actor=app.actor))


def _call(statement: str, *args: object) -> str | list[str] | None:
    """What the function gives back. Raises Problem for a file of somebody else, Django's errors for the rest."""
    try:
        return db.call(statement, args)[0]
    except DatabaseError as refusal:
        diagnosis = db.said(refusal)
        if diagnosis.sqlstate != _FILE_OF_ANOTHER:
            raise
        raise unknown() from refusal


def _replay(app: Application, body: bytes) -> Submitted | None:
    old = Case.objects.filter(source=app.source, client_ref=app.client_ref).first()
    if old is None:
        return None
    if bytes(old.body_hash) != body:
        raise Conflict(
            "这个幂等键已经用在另一份申请上",
            code="idempotency_conflict",
            way_out="新的申请请换一个新的键",
        )
    received = local(old.received_at)
    version = versions.of_case(old)
    facts = register.facts(old.subject)
    notices = version.notices(old.form, received.date(), facts)
    lacking = []
    for material in completeness.missing(old):
        named = (material.code, material.name)
        lacking.append(named)
    return Submitted(
        old.uuid,
        old.number,
        password="",
        due_at=old.due_at,
        replayed=True,
        notices=notices,
        missing=tuple(lacking),
    )
