"""How what comes in by any door is checked, counted and hashed before anything is written."""

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries import again, held, signers, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import application as rules
from yichuang.cases.rules import chain, numbers, sealed, signing, sources, states, uploads
from yichuang.cases.rules.new_case import NewCase
from yichuang.cases.services import concerning, dates
from yichuang.cases.services.guessing import asker_of
from yichuang.cases.services.incoming import Application, Ready, Subject
from yichuang.catalog.rules.forms import Cleaned
from yichuang.catalog.rules.situations import Material
from yichuang.core import asking, crypto, spelling
from yichuang.core.clock import local
from yichuang.core.errors import Invalid
from yichuang.core.ids import uuid7
from yichuang.registry import queries as register
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer

Papers = Sequence[Material]  # of the item
Brought = Sequence[rules.Given]


def prepare(*, application: Application, body: bytes, now: datetime) -> Ready:
    """Everything checked, counted and hashed.

    Nothing is written.
    body: its `body_hash`. Raises as `submit`.
    """
    version = versions.for_application(
        application.item_code,
        application.region,
        application.channel,
        now.date(),
        application.version_id,
    )
    papers = version.materials_of(application.situation, application.subject)
    cleaned = _checked(application, version, papers, now)
    app = _with_named(application, version, cleaned, now)
    uuid = uuid7()
    password = numbers.query_password()
    papers = held.as_held(version, app.subject, cleaned.values, papers)
    materials = app.materials
    brought = rules.complete(papers, materials)
    codes = {paper.code for paper in brought}
    lacking = rules.missing(papers, codes)
    subject = app.subject
    parties = [concerning.as_row(party) for party in app.parties]
    row = NewCase(
        uuid=uuid,
        version_id=version.id,
        item_code=app.item_code,
        line=version.line,
        region_id=app.region,
        filed_in_id=app.other_place or None,
        organisation_id=version.organisation_id,
        received_at_org_id=_id_of(app.received_at_org),
        channel=app.channel,
        source=app.source,
        client_ref=app.client_ref,
        body_hash=body,
        person_id=subject.id if isinstance(subject, Person) else None,
        employer_id=subject.id if isinstance(subject, Employer) else None,
        situation=app.situation,
        password_hash=password_hash(uuid, password),
        received_at=now,
        **dates.of_new(version, app.region, app.situation, cleaned.values, now),
        instant=version.instant,
        visits=int(app.channel in rules.ON_SITE),
        received_by_id=_id_of(app.officer),
        head=chain.GENESIS,
        materials=_material_rows(brought, papers),
        file_owners=app.owners,
        parties=tuple(parties),
        actor=app.actor,
        event="",
        outbox=uuid7(),
        request_id=asking.request_id() or None,
        identity=subject.identity if isinstance(subject, Named) else None,
        alone=app.refuses_second and not _may_have_many(app, version),
    )
    name = str(uuid)
    event = chain.canonical(
        case=name,
        seq=1,
        kind="submit",
        actor=app.actor,
        at=now,
        state=states.RECEIVED,
        data={
            "channel": app.channel,
            "form": rules.digest([name, cleaned.values]).hex(),
            "item": app.item_code,
            "materials": _told_materials(brought),
            "region": app.region,
            "revision": version.revision,
            "version": version.number,
            **_told_of_answers(app, cleaned, lacking, now),
            **_beyond_the_usual(app),
        },
        row=sealed.of_new(row, _sealed_subject(subject)),
    )
    head = chain.link(chain.GENESIS, event)
    row = replace(row, event=event, head=head)
    field = Case._meta.get_field("form")
    form = field.sealed(cleaned.values, uuid)
    files = frozenset(uploads.uuids_in(cleaned.values))
    named_lacking = [(paper.code, paper.name) for paper in lacking]
    return Ready(row, form, password, cleaned.notices, tuple(named_lacking), files)


def _id_of(row: Officer | Organisation | None) -> int | None:
    """The id of who took it in, at a window.

    None where nobody did.
    """
    if row is None:
        return None
    return row.id


def _checked(app: Application, version: Version, papers: Papers, now: datetime) -> Cleaned:
    """The answers, checked with everything else that was handed in.

    Raises Invalid with all that is wrong.
    """
    subject = app.subject
    problems = rules.situation_problems(version.situations, app.situation)
    before = version.situation_answers(app.situation)
    answers = {**app.answers, **before}
    moment = local(now)
    day = moment.date()
    facts = _facts(subject)
    parties = app.parties
    actor = app.actor
    acting = signers.of_filing(subject, parties, actor)
    facts |= acting
    cleaned = version.clean(answers, day, *app.owners, facts=facts)
    problems += cleaned.problems
    if app.officer is None:
        form = version.form
        unseen = signing.unseen(form, answers)
        problems += unseen
    if not problems:
        problems = rules.material_problems(papers, app.materials)
    if isinstance(subject, Named | NamedEmployer):
        of_names = registry.named_problems(subject)
        problems = [*of_names, *problems]
    if problems:
        raise Invalid(problems)
    return cleaned


def _facts(subject: Subject) -> dict[str, str]:
    """Who the subject is: the answers must be theirs.

    Of one who is only named, as they were named.
    """
    name = subject.name
    if isinstance(subject, NamedEmployer):
        return register.employer_facts_said(name=name, credit_code=subject.credit_code)
    if isinstance(subject, Named):
        number = subject.id_number
        return register.facts_said(name=name, id_number=number, id_type=subject.id_type)
    return register.facts(subject)


def _with_named(app: Application, version: Version, cleaned: Cleaned, now: datetime) -> Application:
    """The application, with those among its parties whom its answers name.

    Raises as `refuse_wrong_names`.
    """
    values = cleaned.values
    parties = app.parties
    asker = asker_of(app.actor, app.officer)
    unsaid = concerning.refuse_wrong_names(version, values, asker, now)
    named = concerning.named_in(version, values, app.subject, parties, unsaid)
    if not named:
        return app
    return replace(app, parties=(*parties, *named))


def _may_have_many(app: Application, version: Version) -> bool:
    """Whether the applicant may have several open cases of the item."""
    by_employer = app.is_by_employer
    return again.allows_many(version, by_employer=by_employer)


def _sealed_subject(subject: Subject) -> str:
    """The applicant as the seal of the case's row has them.

    A unit by its code, a person by kind and blind of the document.
    """
    if isinstance(subject, Employer | NamedEmployer):
        code = spelling.code(subject.credit_code)
        return sealed.of_credit_code(code)
    return sealed.of_document(subject.id_type, subject.id_blind)


def _material_rows(brought: Brought, papers: Papers) -> tuple[dict[str, str | None], ...]:
    """The papers that were handed in, as NewCase has them.

    papers: those of the item, for their names.
    """
    names = {paper.code: paper.name for paper in papers}
    rows = []
    for paper in brought:
        row = {
            "code": paper.code,
            "name": names[paper.code],
            "source": paper.source,
            "file": _file_of(paper),
        }
        rows.append(row)
    return tuple(rows)


def _file_of(paper: rules.Given) -> str | None:
    """The uuid of the file of a paper.

    None for one that came without.
    """
    if not paper.file:
        return paper.file
    return str(paper.file)


def _told_materials(brought: Brought) -> list[list[str | None]]:
    """The papers that were handed in, as what is hashed has them: code, how, file."""
    rows = []
    for paper in brought:
        row = [paper.code, paper.source, _file_of(paper)]
        rows.append(row)
    return rows


def _told_of_answers(
    app: Application, cleaned: Cleaned, lacking: Papers, now: datetime
) -> dict[str, Any]:
    """What the trail tells beside the application, each only where there is any.

    missing: papers that are not there.
    notices: conditions that are not met.
    sources: whence the answers come that nobody typed.
    """
    beside: dict[str, Any] = {}
    if lacking:
        beside["missing"] = [paper.code for paper in lacking]
    if cleaned.notices:
        beside["notices"] = [[notice.field, notice.key] for notice in cleaned.notices]
    computed = sources.typed(cleaned.followed, sources.COMPUTED, now)
    every = {**app.sources, **computed}
    not_typed = sources.to_tell(every, cleaned.values, _sender(app))
    if not_typed:
        beside["sources"] = not_typed
    return beside


def _sender(app: Application) -> str:
    """Who typed what is not said to come from elsewhere.

    A key of `rules.sources`.
    """
    if app.officer:
        return sources.CLERK
    if app.actor.startswith("api:"):
        return sources.PARTNER
    return sources.APPLICANT


def _beyond_the_usual(app: Application) -> dict[str, Any]:
    """Another place of filing and further parties, only where there are any.

    All other hashes stay as they were.
    """
    extra: dict[str, Any] = {}
    if app.other_place:
        extra["filed_in"] = app.other_place
    parties = app.parties
    if parties:
        extra["parties"] = [concerning.as_told(party) for party in parties]
    return extra


def password_hash(uuid: UUID, password: str) -> bytes:
    """Keyed hash of a query password.

    Useless without the server's key, and wrong tries are limited.
    """
    key = crypto.blind(str(uuid))
    return hmac.digest(key, password.encode(), sha256)


def body_hash(*, application: Application) -> bytes:
    """What a repeated key must match: 32 bytes.

    Who applies for what, with which answers and papers; not when.
    """
    app = application
    subject = app.subject
    kind = type(subject).__name__
    if isinstance(subject, Named | NamedEmployer):
        identity = subject.identity.hex()
    else:
        identity = subject.uuid
    body = [
        app.item_code,
        app.region,
        app.channel,
        f"{kind}:{identity}",
        app.situation,
        app.answers,
        _told_materials(app.materials),
    ]
    beyond = _beyond_the_usual(app)
    if beyond:
        body.append(beyond)
    return rules.digest(body)
