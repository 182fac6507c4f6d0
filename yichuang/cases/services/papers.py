"""The papers of a case: which there are, and how each is issued; what they say is in contexts."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import versions
from yichuang.cases.queries.moved import Moved, moved
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import papers, states
from yichuang.cases.services.contexts import CONTEXT, given_by
from yichuang.cases.services.issuers import issuer_of
from yichuang.catalog import queries as catalog
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.documents import services as documents
from yichuang.documents.models import Paper
from yichuang.documents.queries import issued
from yichuang.documents.rules import OTHER_WHY, TAKEN_BACK
from yichuang.registry.models import Person


def issue_paper(*, case_id: UUID, kind: str, now: datetime, seq: int | None = None) -> Paper:
    """The paper of this kind for the latest step that calls for it, or for step `seq`; issuing twice gives the same
    paper.

    kind: one of rules/papers.py. Raises NotFound when the case has not come to that step, and for a paper that its item
    does not give. 行政许可法 32, 38, 44."""
    case = _case(case_id)
    if case is None:
        raise NotFound("这件没有这种文书", way_out="请刷新看最新情况")
    version = versions.of_case(case)
    if not _called_for(case, version, kind):
        raise NotFound("这件没有这种文书", way_out="请刷新看最新情况")
    step = _step(case, kind, seq)
    earlier = issued(kind=kind, subject=case.ref, occasion=str(step.seq))
    return earlier or _issue(Moved(case, step, version), kind)


def void_papers(*, case: Case, now: datetime, actor: str) -> int:
    """The papers of a case that was made void or taken back no longer hold; returns how many. What is issued of it
    later is void from the start. Its receipt stays: that it came in on that day is true all the same."""
    why = _why_void(case)
    return documents.void_all(subject=case.ref, why=why, now=now, actor=actor, but=papers.LASTING)


def void_left(case: Case) -> int:
    """The papers that still hold of a case that has come to nothing (`queries.of_no_effect`), from the moment it did;
    returns how many."""
    return void_papers(case=case, now=case.closed_at, actor="system")


def issue_for(*, case_id: UUID, verb: str, seq: int, now: datetime) -> None:
    """Issue whatever papers the step `verb` at `seq` calls for, however late that is."""
    kinds = papers.brought_by(verb)
    if not kinds:
        return
    after = moved(case_id, seq)
    for kind in kinds:
        if _called_for(after.case, after.version, kind):
            _issue(after, kind)


def result_kind(case: Case) -> str:
    """The kind of paper that a finished case shows as its result: the item's own, else the decision, else the notice
    that it is done; of a refusal to accept, its notice. It is what the receipt of delivery names."""
    if case.state == states.REFUSED:
        return papers.REFUSAL
    if _called_for(case, versions.of_case(case), "result"):
        return "result"
    decided = case.events.filter(kind__in=papers.KINDS["decision"].after)
    return "decision" if decided.exists() else "completion"


def kinds_of(case: Case, verbs: Collection[str]) -> list[tuple[str, str]]:
    """(kind, title) of the papers that a case with these verbs in its trail has."""
    done = set(verbs)
    version = versions.of_case(case)
    titled = []
    for code, kind in papers.KINDS.items():
        if done.isdisjoint(kind.after):
            continue
        if _called_for(case, version, code):
            titled.append((code, kind.title))
    return titled


def kinds_of_last_step(case: Case) -> list[str]:
    """Codes of the papers that came of the last step that brought some: steps of one moment are one to whoever did
    them, and a step that brings none (督办, its answer, 提请复核) hides none of before."""
    steps = case.events.order_by("-seq").values_list("at", "kind")
    verbs_at: dict[datetime, set[str]] = {}
    for at, verb in steps:
        verbs_at.setdefault(at, set()).add(verb)
    for verbs in verbs_at.values():
        brought = kinds_of(case, verbs)
        if brought:
            return [code for code, _title in brought]
    return []


def _case(case_id: UUID) -> Case | None:
    joined = ("person", "employer", "organisation", "received_by", "received_at_org")
    return Case.objects.select_related(*joined).filter(uuid=case_id).first()


def _called_for(case: Case, version: Version, kind: str) -> bool:
    granted = case.outcome == states.APPROVED
    result = catalog.result_of(version.guide)
    return papers.called_for(kind, granted=granted, of_its_own=result.paper)


def _step(case: Case, kind: str, seq: int | None) -> CaseEvent:
    steps = case.events.filter(kind__in=papers.KINDS[kind].after)
    if seq:
        steps = steps.filter(seq=seq)
    step = steps.order_by("-seq").first()
    if step is None:
        raise NotFound("这件还没有到出这份文书的一步", way_out="请刷新看最新情况")
    return step


def _issue(after: Moved, kind: str) -> Paper:
    case = after.case
    step = after.step
    version = after.version
    context = {
        "case_number": case.number,
        "applicant": case.subject.name,
        **CONTEXT[kind](case, version, step),
    }
    issuer = issuer_of(case, version, at_the_door=kind == "receipt")
    paper = documents.issue(
        kind=kind,
        subject=case.ref,
        occasion=str(step.seq),
        context={k: v for k, v in context.items() if v not in ("", None)},
        issuer_name=issuer.name,
        issuer_code=issuer.code,
        year=local(step.at).year,
        now=step.at,
        issuer_short=issuer.short,
        heading=_heading(kind, case, version),
        chain_head=bytes(step.hash).hex()[:16],
        employer=not isinstance(case.subject, Person),
    )
    if kind in papers.LASTING or case.outcome not in states.OF_NO_EFFECT or paper.voided_at:
        return paper
    return documents.void(paper, _why_void(case), now=case.closed_at)


def _why_void(case: Case) -> str:
    """Why the papers of a case of no effect do not hold: a key of documents.rules.WHY_VOID. What somebody typed is not
    for everybody to read, an applicant's words neither."""
    if case.outcome == states.WITHDRAWN:
        return TAKEN_BACK
    end = versions.last_told(case, "void")
    return end.told.get("why", OTHER_WHY)


def _heading(kind: str, case: Case, version: Version) -> str:
    """The title that the item gives its paper: of its result, and of a decision that is the result; "" for others."""
    result = given_by(version, case)
    is_result = kind == "result" or (kind == "decision" and result.headed)
    if is_result and case.outcome == states.APPROVED:
        return result.title
    return ""
