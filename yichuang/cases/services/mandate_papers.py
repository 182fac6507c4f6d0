"""The mandate of who came for a unit as one of the papers of a case: opened and judged like the others (ADR 51)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Correction, Mandate, Material, Party
from yichuang.cases.queries import cases
from yichuang.cases.rules.application import ON_SITE, Given
from yichuang.cases.rules.mandates import ALL, ONE, PAPER
from yichuang.cases.services import corrections
from yichuang.cases.services.journal import actor_of, lock
from yichuang.registry.models import Employer, Person


def settle(
    *,
    employer: Employer,
    person: Person,
    mandate: Mandate | None,
    settled_by: Officer | str,
    with_account: bool = False,
    now: datetime,
) -> None:
    """What the person filed for the unit owes no mandate any more, and a notice that asked only for it is answered.

    mandate: None of who needs none; it settles only what it is for. In the caller's transaction.
    settled_by: the officer who has seen it, or the actor text of the representative who has said so online.
    with_account: it is known that the unit's account is theirs. Without it what was sent from there stays in doubt:
    whoever opened it may have typed the name of somebody else (ADR 75)."""
    parties = Party.objects.filter(
        case__employer=employer, role="agent", person=person, owes_mandate=True
    )
    if not with_account:
        parties = parties.filter(case__channel__in=ON_SITE)
    with_case = parties.select_related("case")
    for party in _reached(with_case.order_by("case_id"), mandate):
        settle_one(party, mandate=mandate, settled_by=settled_by, now=now)


def settle_one(
    party: Party, *, mandate: Mandate | None, settled_by: Officer | str, now: datetime
) -> None:
    """The same of one case, which this agent filed."""
    party.owes_mandate = False
    party.mandate = mandate
    if mandate:
        party.until = mandate.until
    party.save(update_fields=["owes_mandate", "mandate", "until"])
    case = lock(party.case.uuid)
    if case.open:
        _put_in(case, mandate, party.person, settled_by, now)


def _reached(owing: QuerySet[Party], mandate: Mandate | None) -> Sequence[Party]:
    """Those of the cases that the mandate is for.

    One for one matter is for the last that was filed."""
    if mandate is None:
        return owing
    scope = mandate.scope
    if scope == ALL:
        return owing
    if scope == ONE:
        in_order = list(owing)
        return in_order[-1:]
    return owing.filter(case__line=scope)


def add_to_new_case(case: Case, mandate: Mandate) -> None:
    """The mandate that was brought before stands among the papers with which the case begins."""
    _keep(case, mandate, round_of_notice=0)


def _put_in(
    case: Case, mandate: Mandate | None, bringer: Person, by: Officer | str, now: datetime
) -> None:
    """Among the papers of a case that waited for it, unless a notice had brought it there, to be read.

    A notice that asks for nothing else is answered by it, and by the licence of who needs none."""
    notice = cases.open_correction(case)
    asked_for = _asked_for(notice)
    papers = []
    round_of_notice = None
    if PAPER.code in asked_for:
        round_of_notice = notice.seq
    elif not case.materials.filter(code=PAPER.code).exists():
        round_of_notice = 0
    if mandate and round_of_notice is not None:
        paper = _keep(case, mandate, round_of_notice)
        papers.append(paper)
    if asked_for != [PAPER.code]:
        return
    answer = corrections.Answer(case.form, (), papers, bringer=bringer)
    if isinstance(by, str):
        corrections.end_notice(case, notice, answer, actor=by, on_site=False, now=now)
        return
    corrections.end_notice(
        case, notice, answer, actor=actor_of(by), officer=by, on_site=True, now=now
    )


def _asked_for(notice: Correction | None) -> list[str]:
    """Codes and keys of everything that a notice asks for; none without a notice."""
    codes = []
    if notice is None:
        return codes
    for item in notice.items.all():
        codes.append(item.code)
    return codes


def _keep(case: Case, mandate: Mandate, round_of_notice: int) -> Given:
    """A row among the papers of the case: the scan, or an original that was collected."""
    source = Material.SEEN
    file = None
    if mandate.file:
        source = Material.FILE
        file = str(mandate.file.uuid)
    Material.objects.create(
        case=case,
        code=PAPER.code,
        name=PAPER.name,
        source=source,
        file=mandate.file,
        round=round_of_notice,
    )
    return Given(PAPER.code, source, file)
