"""一次性告知补正: ask once, take the answer, send back what is not answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer, User
from yichuang.cases.models import Case, Correction, CorrectionItem, Material, StoredFile
from yichuang.cases.queries import amending, permission, versions
from yichuang.cases.queries.cases import corrections_of
from yichuang.cases.queries.permission import require
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import application as rules
from yichuang.cases.rules import corrections, signing, states, uploads
from yichuang.cases.rules.collecting import AGENT
from yichuang.cases.rules.parties import BROUGHT_BY
from yichuang.cases.services import concerning, demanding, heard, pauses, told_once
from yichuang.cases.services.dates import counted_from_answer, terms_of
from yichuang.cases.services.files import claim
from yichuang.cases.services.guessing import asker_of, wrong_names_are_counted
from yichuang.cases.services.journal import SUPPLIED_TODO, actor_of, lock, write
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.notify import services as notify
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import deadline
from yichuang.registry.models import Person


@dataclass(frozen=True)
class Asked:
    """One thing to mend: kind "material" or "field", its code or key, why, in the words the applicant reads."""

    kind: str
    code: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """What answers a notice. form: all answers after it; changed: keys of those that it changed; papers: what came;
    by_agent: whether the agent of the form brought it; bringer: who brought it for a unit, by document."""

    form: dict
    changed: Sequence[str]
    papers: Sequence[rules.Given]
    by_agent: bool = False
    bringer: Person | None = None


@transaction.atomic
def ask_correction(
    *, case_id: UUID, officer: Officer, items: list[Asked], now: datetime
) -> Correction:
    """Tell everything that is missing, once. A further notice for what was visible before is a breach, and so is one
    after the last day for accepting the case, or for what another department holds: it is recorded, and the clock goes
    on. Raises Invalid when nothing is named or a reason is empty, Conflict when the law has accepted the case by then.
    行政许可法 32(四)."""
    case = lock(case_id)
    require("ask_correction", case, officer, now)
    heard.require_answerable(case, "要求补正", now)
    version = versions.of_case(case)
    names = _names(case, version)
    problems = [
        FieldProblem(i.code, "请写明这一项要怎么改", "required")
        for i in items
        if not i.reason.strip()
    ]
    problems += [
        FieldProblem(i.code, "这件里没有这一项", "unknown")
        for i in items
        if (i.kind, i.code) not in names
    ]
    if not items:
        problems.append(FieldProblem("items", "请至少勾选一项要补正的材料或填写内容", "required"))
    if problems:
        raise Invalid(problems)
    earlier = corrections_of(case)
    keys = [(i.kind, i.code) for i in items]
    faults = told_once.faults_of(case, keys, earlier, now)
    demand = demanding.of_notice(case, [i.code for i in items if i.kind == "material"])
    breach = faults.is_breach or bool(demand.unlawful)
    answer = version.terms_in(case.situation).correction.answer
    calendar = reference.calendar(case.region_id)
    answer_by = deadline(local(now), answer.days, answer.unit, [], calendar).due
    correction = Correction.objects.create(
        case=case,
        seq=len(earlier) + 1,
        asked_by=officer,
        asked_at=now,
        answer_by=answer_by,
        breach=breach,
        stops_clock=not breach,
    )
    CorrectionItem.objects.bulk_create(
        CorrectionItem(
            correction=correction,
            kind=i.kind,
            code=i.code,
            name=names[i.kind, i.code],
            reason=demand.printed(i.code, i.reason.strip()),
        )
        for i in items
    )
    stand = (
        {}
        if breach
        else pauses.begin(
            case=case, kind="correction", now=now, officer=officer, planned_until=answer_by
        )
    )
    write(
        case,
        "ask_correction",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        flags=corrections.flags_after(
            case.flags, late=faults.late, again=faults.again, demanded=demand.unlawful
        ),
        **stand,
        data={
            "seq": correction.seq,
            "breach": breach,
            "answer_by": answer_by.isoformat(),
            "items": [[i.kind, i.code, i.reason.strip()] for i in items],
        },
    )
    return correction


@wrong_names_are_counted
@transaction.atomic
def answer_correction(
    *,
    case_id: UUID,
    actor: str,
    answers: dict,
    materials: list[rules.Given],
    file_owner: str,
    now: datetime,
    channel: int = 2,
    officer: Officer | None = None,
    confirmed: Collection[str] = (),
    by_agent: bool = False,
    bringer: Person | None = None,
    signed_in: User | None = None,
) -> Case:
    """The applicant's answer: only what was asked may change. The clock starts anew from this moment, unless the
    notice was a breach.

    confirmed: keys of the answers that the applicant said stay as they are, or fall away: nothing is left or taken
    away unsaid.

    by_agent: the agent of the form has brought it, under a document of their own: the trail says so.

    bringer: who has brought it to a window for a unit, by document: the trail says so too, and they may sign.

    signed_in: whose account gives it online: they sign, and nobody else.

    channel: where it is given; at a window, a kiosk or a village point it counts as a visit. officer: the clerk who
    takes it. Raises Invalid with every asked thing that is still missing or wrong, Forbidden for an officer who is no
    clerk of this line and place."""
    case = lock(case_id)
    if officer:
        require("supply", case, officer, now)
    correction = case.corrections.filter(answered_at__isnull=True).order_by("-seq").first()
    states.move("answer_correction", case.state)
    if correction is None:
        raise Conflict("这件没有要补正的内容", code="wrong_state", way_out="请刷新看最新情况")
    version = versions.of_case(case)
    labels = {key: field.label for key, field in version.form.fields.items()}
    amendment = amending.look_over(
        case, correction, answers, materials, file_owner, signed_in=signed_in, bringer=bringer
    )
    problems = [*amendment.problems, *amendment.unconfirmed(labels, confirmed)]
    if officer is None:
        unseen = signing.unseen(version.form, answers)
        problems += unseen
    if problems:
        raise Invalid(problems)
    asker = asker_of(actor, officer)
    concerning.refuse_wrong_names(version, amendment.values, asker, now)
    _keep_materials(
        case,
        correction,
        amendment.brought,
        {m.code: m.name for m in version.askable_of(case.subject)},
        file_owner,
    )
    claim(set(uploads.uuids_in(amendment.values)))
    end_notice(
        case,
        correction,
        Answer(
            amendment.values,
            sorted(amendment.effect.changed),
            tuple(amendment.brought.values()),
            by_agent,
            bringer,
        ),
        actor=actor,
        officer=officer,
        on_site=channel in rules.ON_SITE,
        now=now,
    )
    return case


def end_notice(
    case: Case,
    correction: Correction,
    answer: Answer,
    *,
    actor: str,
    officer: Officer | None = None,
    on_site: bool,
    now: datetime,
) -> None:
    """The notice is answered, by papers that are kept already: the clock starts anew, and somebody looks at the case.

    In the transaction of the caller, who holds the case."""
    correction.answered_at = now
    correction.save(update_fields=["answered_at"])
    restart = {}
    if correction.stops_clock:
        restart = pauses.end(case=case, now=now, officer=officer)
        restart |= counted_from_answer(case, answer.form, now) | {"alarm": "green"}
    write(
        case,
        "answer_correction",
        actor=actor,
        officer=officer,
        now=now,
        on_site=on_site,
        form=answer.form,
        **restart,
        data={
            "seq": correction.seq,
            "form": rules.digest([str(case.uuid), answer.form]).hex(),
            "changed": answer.changed,
            "materials": [[m.code, m.source, m.file and str(m.file)] for m in answer.papers],
            **_by_whom(answer),
        },
    )
    _give_back(case, now)


def _by_whom(answer: Answer) -> dict[str, str]:
    """Who brought it, for the trail: no names."""
    if answer.by_agent:
        return {"by": AGENT}
    if answer.bringer:
        return {BROUGHT_BY: str(answer.bringer.uuid)}
    return {}


@transaction.atomic
def return_unanswered(*, case_id: UUID, now: datetime) -> bool:
    """退件 when the last day to answer has passed; True when it was done. Called by the nightly job.

    A notice that was a breach takes nobody's application away. The step says what the rule makes of the silence: sent
    back, or given up."""
    case = lock(case_id)
    unanswered = case.corrections.filter(answered_at__isnull=True, stops_clock=True)
    late = unanswered.filter(answer_by__lt=local(now).date())
    if case.state != states.CORRECTING or not late.exists():
        return False
    effect = terms_of(case).correction.unanswered
    write(
        case,
        "return",
        actor="system",
        now=now,
        closed_at=now,
        outcome=states.RETURNED,
        data={"effect": effect},
    )
    return True


def _give_back(case: Case, now: datetime) -> None:
    """补正到了: who holds the case, or the clerks of the place, look at it again."""
    holder = None
    if permission.standing(case).holder is not None:
        holder = case.holder
    todo = accounts.open_todo(
        kind=SUPPLIED_TODO,
        subject=case.ref,
        title=f"补正到了：{versions.of_case(case).guide.name}",
        now=now,
        owner=holder,
        role="clerk",
        region=case.region_id,
        line=case.line,
        due_on=local(case.due_at).date(),
        link=f"/desk/cases/{case.uuid}/",
    )
    notify.tell_of_todo(todo)


def _names(case: Case, version: Version) -> dict[tuple[str, str], str]:
    fields = {("field", key): field.label for key, field in version.form.fields.items()}
    papers = version.askable_of(case.subject)
    return fields | {("material", m.code): m.name for m in papers}


def _keep_materials(
    case: Case, correction: Correction, brought: dict, names: dict, owner: str
) -> None:
    uploads_named = [m.file for m in brought.values() if m.file]
    rows = StoredFile.objects.filter(uuid__in=uploads_named, owner=owner).select_for_update(
        no_key=True
    )
    files = {str(row.uuid): row for row in rows}
    if len(files) != len(set(map(str, uploads_named))):
        raise Invalid(
            [FieldProblem("materials", "有一份文件找不到，或不是您上传的，请重新上传", "unknown")]
        )
    Material.objects.bulk_create(
        Material(
            case=case,
            code=m.code,
            name=names[m.code],
            source=m.source,
            file=files.get(str(m.file)) if m.file else None,
            round=correction.seq,
        )
        for m in brought.values()
    )
