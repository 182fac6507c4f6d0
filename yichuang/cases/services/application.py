"""What comes in by any door, and how it is checked, counted and hashed before anything is written."""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries import again, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import application as rules
from yichuang.cases.rules import chain, numbers, sealed, signing, sources, states, timing, uploads
from yichuang.cases.rules.new_case import NewCase
from yichuang.cases.rules.sources import Kept
from yichuang.cases.services import concerning
from yichuang.cases.services.concerning import Concerned
from yichuang.cases.services.guessing import asker_of
from yichuang.catalog.rules.forms import Cleaned, Told
from yichuang.core import asking, crypto, spelling
from yichuang.core.clock import local
from yichuang.core.errors import Invalid
from yichuang.core.ids import uuid7
from yichuang.reference import queries as reference
from yichuang.registry import queries as register
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer


@dataclass(frozen=True)
class Application:
    """What comes in by any door.

    subject: whose case, or their document and name, not looked up yet; region: 12-digit code of the place whose law
    and unit apply; filed_in: of the place where it is handed in ("": the same); parties: whom else it concerns;
    channel: 1 窗口 2 网厅 3 移动 4 自助 5 电话 6 村级;
    source, client_ref: who sends it and their own key, unique together (idempotency); actor: who did it, as text;
    file_owner, file_owners: whose uploaded files may be used; officer, received_at_org: at a window;
    refuses_second: a second application of a person for an item that allows one is refused while the first is open,
    wherever that is, by a door that shows nobody the open case before; sources: where answers come from that the
    sender did not type (rules/sources.py)."""

    item_code: str
    region: str
    channel: int
    subject: Person | Employer | Named | NamedEmployer
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
    filed_in: str = ""
    parties: tuple[Concerned, ...] = ()
    file_owners: tuple[str, ...] = ()
    refuses_second: bool = False
    sources: Kept = field(default_factory=dict)


@dataclass(frozen=True)
class Submitted:
    """number: 21 digits; password: six digits, told once ("" when replayed); replayed: it was here already;
    notices: what was told of conditions that these answers do not meet; missing: (code, name) of the papers that were
    not among the materials."""

    uuid: UUID
    number: str
    password: str
    due_at: datetime
    replayed: bool = False
    notices: tuple[Told, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Ready:
    """An application that may be written: its row, its encrypted answers, the password that is told once, and what was
    told of conditions that are not met and of missing papers. files: uploads that its answers name."""

    row: NewCase
    form: bytes
    password: str
    notices: tuple[Told, ...]
    missing: tuple[tuple[str, str], ...]
    files: frozenset[UUID] = frozenset()

    def submitted(self, number: str) -> Submitted:
        """What the sender is told once the case has its number."""
        lists = {"notices": self.notices, "missing": self.missing}
        return Submitted(self.row.uuid, number, self.password, self.row.due_at, **lists)


def prepare(*, application: Application, body: bytes, now: datetime) -> Ready:
    """Everything checked, counted and hashed; nothing written. Raises as `submit`."""
    version = versions.for_application(
        application.item_code,
        application.region,
        application.channel,
        now.date(),
        application.version_id,
    )
    papers = version.materials_of(application.situation, application.subject)
    cleaned = _checked(application, version, papers, now)
    app = application
    asker = asker_of(app.actor, app.officer)
    unsaid = concerning.refuse_wrong_names(version, cleaned.values, asker, now)
    others = concerning.named_in(version, cleaned.values, app.subject, app.parties, unsaid)
    if others:
        app = replace(app, parties=(*app.parties, *others))
    due = timing.due(
        clock_from=now,
        definition=version.definition,
        stops=[],
        calendar=reference.calendar(app.region),
        thresholds=reference.thresholds(),
    )
    uuid = uuid7()
    password = numbers.query_password()
    brought = rules.complete(papers, app.materials)
    lacking = tuple((m.code, m.name) for m in rules.missing(papers, {g.code for g in brought}))
    names = {m.code: m.name for m in papers}
    row = NewCase(
        uuid=uuid,
        version_id=version.id,
        item_code=app.item_code,
        line=version.line,
        region_id=app.region,
        filed_in_id=app.filed_in if app.filed_in != app.region and app.filed_in else None,
        organisation_id=version.organisation_id,
        received_at_org_id=app.received_at_org and app.received_at_org.id,
        channel=app.channel,
        source=app.source,
        client_ref=app.client_ref,
        body_hash=body,
        person_id=app.subject.id if isinstance(app.subject, Person) else None,
        employer_id=app.subject.id if isinstance(app.subject, Employer) else None,
        situation=app.situation,
        password_hash=password_hash(uuid, password),
        received_at=now,
        due_at=due.at,
        yellow_on=due.yellow_on,
        red_on=due.red_on,
        statutory_due=due.statutory and due.statutory.due,
        due_provisional=due.promised.provisional,
        instant=version.instant,
        visits=int(app.channel in rules.ON_SITE),
        received_by_id=app.officer and app.officer.id,
        head=chain.GENESIS,
        materials=tuple(
            {
                "code": g.code,
                "name": names[g.code],
                "source": g.source,
                "file": g.file and str(g.file),
            }
            for g in brought
        ),
        file_owners=(app.file_owner, *app.file_owners),
        parties=tuple(concerning.as_row(party) for party in app.parties),
        actor=app.actor,
        event="",
        outbox=uuid7(),
        request_id=asking.request_id() or None,
        identity=app.subject.identity if isinstance(app.subject, Named) else None,
        alone=app.refuses_second and not _may_have_many(app, version),
    )
    event = chain.canonical(
        case=str(uuid),
        seq=1,
        kind="submit",
        actor=app.actor,
        at=now,
        state=states.RECEIVED,
        data=_event_data(app, version, cleaned, brought, uuid, now),
        row=sealed.of_new(row, _sealed_subject(app.subject)),
    )
    row = replace(row, event=event, head=chain.link(chain.GENESIS, event))
    form = Case._meta.get_field("form").sealed(cleaned.values, uuid)
    named = uploads.uuids_in(cleaned.values)
    return Ready(row, form, password, cleaned.notices, lacking, frozenset(named))


def _sealed_subject(subject: Person | Employer | Named | NamedEmployer) -> str:
    if isinstance(subject, Employer | NamedEmployer):
        code = spelling.code(subject.credit_code)
        return sealed.of_credit_code(code)
    return sealed.of_document(subject.id_type, subject.id_blind)


def _may_have_many(app: Application, version: Version) -> bool:
    return again.allows_many(version, by_employer=isinstance(app.subject, Employer | NamedEmployer))


def _checked(app: Application, version, papers, now: datetime) -> Cleaned:
    problems = rules.situation_problems(version.situations, app.situation)
    answers = {**app.answers, **version.situation_answers(app.situation)}
    owners = (app.file_owner, *app.file_owners)
    cleaned = version.clean(answers, local(now).date(), *owners, facts=_facts(app.subject))
    problems += cleaned.problems
    if app.officer is None:
        problems += signing.unseen(version.form, answers)
    if not problems:
        problems = rules.material_problems(papers, app.materials)
    if isinstance(app.subject, Named | NamedEmployer):
        problems = [*registry.named_problems(app.subject), *problems]
    if problems:
        raise Invalid(problems)
    return cleaned


def _facts(subject: Person | Employer | Named | NamedEmployer) -> dict[str, str]:
    """Who the subject is: the answers must be theirs."""
    if isinstance(subject, NamedEmployer):
        return register.employer_facts_said(name=subject.name, credit_code=subject.credit_code)
    if not isinstance(subject, Named):
        return register.facts(subject)
    return register.facts_said(
        name=subject.name, id_number=subject.id_number, id_type=subject.id_type
    )


def _event_data(
    app: Application, version, cleaned: Cleaned, brought, uuid: UUID, now: datetime
) -> dict:
    data = {
        "channel": app.channel,
        "form": rules.digest([str(uuid), cleaned.values]).hex(),
        "item": app.item_code,
        "materials": [[g.code, g.source, g.file and str(g.file)] for g in brought],
        "region": app.region,
        "revision": version.revision,
        "version": version.number,
    }
    papers = version.materials_of(app.situation, app.subject)
    lacking = rules.missing(papers, {g.code for g in brought})
    if lacking:
        data["missing"] = [m.code for m in lacking]
    if cleaned.notices:
        data["notices"] = [[notice.field, notice.key] for notice in cleaned.notices]
    origins = {**app.sources, **sources.typed(cleaned.followed, sources.COMPUTED, now)}
    not_typed = sources.to_tell(origins, cleaned.values, _sender(app))
    if not_typed:
        data["sources"] = not_typed
    return data | _beyond_the_usual(app)


def _sender(app: Application) -> str:
    if app.officer:
        return sources.CLERK
    return sources.PARTNER if app.actor.startswith("api:") else sources.APPLICANT


def _beyond_the_usual(app: Application) -> dict:
    """Another place of filing and further parties, only where there are any: all other hashes stay as they were."""
    if app.filed_in and app.filed_in != app.region:
        extra = {"filed_in": app.filed_in}
    else:
        extra = {}
    if app.parties:
        extra["parties"] = [concerning.as_told(party) for party in app.parties]
    return extra


def password_hash(uuid: UUID, password: str) -> bytes:
    """Keyed hash of a query password: useless without the server's key, and wrong tries are limited."""
    return hmac.digest(crypto.blind(str(uuid)), password.encode(), sha256)


def body_hash(*, application: Application) -> bytes:
    """What a repeated key must match: 32 bytes."""
    app = application
    unknown = isinstance(app.subject, Named | NamedEmployer)
    known = app.subject.identity.hex() if unknown else app.subject.uuid
    subject = f"{type(app.subject).__name__}:{known}"
    materials = [[g.code, g.source, g.file and str(g.file)] for g in app.materials]
    body = [app.item_code, app.region, app.channel, subject, app.situation, app.answers, materials]
    beyond = _beyond_the_usual(app)
    return rules.digest([*body, beyond] if beyond else body)
