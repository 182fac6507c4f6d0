"""The one way to change a case: lock its row, apply the rule, append to its chain, record, publish."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import UUIDField

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import entry
from yichuang.cases.events import CaseMoved
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.rules import chain, sealed, states
from yichuang.cases.services import pauses
from yichuang.cases.services.coming import came_again
from yichuang.core import db
from yichuang.core.errors import Conflict, NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.outbox import row_of
from yichuang.core.prepared import Prepared, Told
from yichuang.core.wire import as_json, columns

_MOVE = "select case_move(%s, %s)"
_MOVES = "select case_moves(%s::jsonb[])"
SUPPLIED_TODO = "supplied"


_LOCKED = Prepared(
    lambda: (
        Case.objects.select_for_update(of=("self",))
        .select_related("organisation", "person", "employer")
        .filter(uuid=Told("uuid", UUIDField()))
    )
)


def lock(case: UUID | str) -> Case:
    """The case, its row held until the transaction ends. Raises NotFound.

    Its holder is not joined: who waited for the row would be shown the holder of before the wait."""
    row = _LOCKED.first(uuid=as_uuid(case))
    if row is None:
        raise NotFound("没有这件", way_out="请核对办件编号")
    return row


class Unseen(Conflict):
    """Something came to the case that the page which was sent did not show."""

    code = "unseen"


def require_seen(*, case_id: UUID, seq: int) -> None:
    """The case, its row held, stands where the page showed it. Raises Unseen where something came since: who decides
    has seen what he decides on. 行政许可法 34, 38."""
    case = lock(case_id)
    if case.seq != seq:
        raise Unseen("您打开这一页以后，这件有了变化", way_out="请看过现在的样子再办")


def actor_of(officer: Officer) -> str:
    """How the record names an officer."""
    return officer.actor


def write(
    case: Case,
    verb: str,
    *,
    actor: str,
    now: datetime,
    officer: Officer | None = None,
    data: dict | None = None,
    on_site: bool = False,
    **fields,
) -> CaseEvent:
    """Move a locked case by `verb`: state, chain, row, audit and event in one round trip, in the caller's transaction.
    When the next step is another role's, or nobody's, its holder has finished and lets go.

    data: what is told about the step, without personal identifiers; fields: further columns of the case to set;
    on_site: somebody stands there, and has come once more unless they were there that day already. An end of the case
    ends its pause.
    Raises Conflict when the verb may not be used in the state the case is in."""
    event, move = _moved(case, verb, actor, now, officer, data or {}, on_site, fields)
    event.pk = db.call(_MOVE, (case.pk, as_json(move)))[0]
    event._state.adding = False
    return event


class Step(NamedTuple):
    """One case of `write_many`, locked, with its subject joined. data, columns: as `write` takes them."""

    case: Case
    data: dict
    columns: dict


def write_many(verb: str, steps: Iterable[Step], *, actor: str, now: datetime) -> int:
    """Move many locked cases by the same verb in one round trip, in the caller's transaction; how many there were.

    All of them set the same columns. Raises as `write`."""
    moves = []
    for step in steps:
        _, move = _moved(step.case, verb, actor, now, None, step.data, False, step.columns)
        move["case"] = step.case.pk
        moves.append(as_json(move))
    if not moves:
        return 0
    return db.call(_MOVES, [moves])[0]


def _moved(
    case: Case,
    verb: str,
    actor: str,
    now: datetime,
    officer: Officer | None,
    data: dict,
    on_site: bool,
    fields: dict,
) -> tuple[CaseEvent, dict]:
    """The case as it is after the step, the entry of its trail, and what the database is to write."""
    before = case.state
    case.state = states.move(verb, case.state)
    case.open = not states.STATES[case.state].final
    if before == states.SUPPLIED and case.state != before:
        accounts.close_todos(kind=SUPPLIED_TODO, subject=case.ref, now=now)
    if states.passes_on(before, case.state):
        fields = {"holder": None, "held_at": None} | fields
    case.seq += 1
    facts = dict(data)
    if on_site:
        facts["on_site"] = True
    if officer and actor != actor_of(officer):
        facts["officer"] = str(officer.uuid)
    if states.STATES[case.state].final:
        fields |= pauses.end(case=case, now=now, officer=officer)
    if on_site and came_again(case, verb, facts, officer, now):
        case.visits += 1
    for name, value in fields.items():
        setattr(case, name, value)
    text = chain.canonical(
        case=str(case.uuid),
        seq=case.seq,
        kind=verb,
        actor=actor,
        at=now,
        state=case.state,
        data=facts,
        row=sealed.of_row(case),
    )
    previous = bytes(case.head)
    case.head = chain.link(previous, text)
    event = CaseEvent(
        case=case,
        seq=case.seq,
        kind=verb,
        actor=actor,
        officer=officer,
        at=now,
        state=case.state,
        code=states.exchange_code(verb),
        on_site=on_site,
        data=text,
        previous=previous,
        hash=case.head,
    )
    outbox = row_of(
        CaseMoved(
            case=case.uuid, verb=verb, state=case.state, seq=case.seq, at=now, on_site=on_site
        )
    )
    move = {
        "set": columns(case, ["state", "open", "seq", "head", "visits", *fields]),
        "event": columns(event),
        "record": columns(
            entry(actor=actor, verb=f"case.{verb}", subject=case.ref, data={"seq": case.seq})
        ),
        "outbox": columns(outbox),
    }
    return event, move
