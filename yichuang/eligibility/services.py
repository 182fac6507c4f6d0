"""A legal officer lets a rule decide, or no longer (个人信息保护法 24)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.catalog import queries as catalog
from yichuang.core.errors import Conflict, NotFound
from yichuang.eligibility import queries, tables
from yichuang.eligibility.models import Approval
from yichuang.eligibility.queries import Pack

REVIEWER = "legal"
CHANGED = "规则或者它用的数字在您打开以后改过了，同意的只能是看过的这一份"


@transaction.atomic
def approve(
    *, item_code: str, from_on: date, digest: str, officer: Officer, now: datetime
) -> Approval:
    """Let this very pack decide what comes in from now on.

    digest: of what the officer has read, in hex.
    Raises NotFound for no such pack, Forbidden for who does not review the
    item's law, Conflict when the text or a figure is another one by now, or
    when it was agreed to already.
    """
    pack = pack_of(item_code, from_on)
    require_reviewer(officer, item_code)
    if digest != queries.digest_of(pack):
        raise Conflict(CHANGED, code="stale", way_out="请刷新，看过现在的再定")
    approval = Approval(
        item_code=item_code, from_on=from_on, digest=digest, approved_by=officer, at=now
    )
    try:
        with transaction.atomic():
            approval.save()
    except IntegrityError:
        raise Conflict("这一份已经同意过了", way_out="请刷新看最新情况") from None
    _note("eligibility.approve", approval, officer)
    return approval


@transaction.atomic
def withdraw(*, item_code: str, from_on: date, officer: Officer, now: datetime) -> Approval:
    """Let the rule decide no more; what it decided stands.

    Raises NotFound for no such pack, Forbidden as `approve`, Conflict when
    it is not in force.
    """
    pack = pack_of(item_code, from_on)
    require_reviewer(officer, item_code)
    approval = queries.standing(pack)
    if approval is None:
        raise Conflict("这条规则现在不在用", way_out="请刷新看最新情况")
    approval.withdrawn_at = now
    approval.save(update_fields=["withdrawn_at"])
    _note("eligibility.withdraw", approval, officer)
    return approval


def pack_of(item_code: str, from_on: date) -> Pack:
    """The decision pack of an item that begins on a day. Raises NotFound."""
    first_day = from_on.isoformat()
    for pack in tables.decisions().get(item_code, ()):
        if pack["from"] == first_day:
            return pack
    raise NotFound("没有这条决定规则", way_out="请从列表里选")


def require_open(pack: Pack, *, is_approval: bool) -> None:
    """It is not so already. Raises Conflict."""
    is_in_force = queries.standing(pack) is not None
    if is_in_force == is_approval:
        raise Conflict("这条规则已经是这样了", way_out="请刷新看最新情况")


def require_reviewer(officer: Officer, item_code: str) -> None:
    """Let go on only who reviews the law of the item for all that it holds for. Raises Forbidden."""
    item = catalog.item(item_code)
    catalog.require_keeper(officer, REVIEWER, item)


def _note(verb: str, approval: Approval, officer: Officer) -> None:
    """One entry of the record: which rule, from when on, by which digest."""
    what = {"from": approval.from_on.isoformat(), "digest": approval.digest}
    record(actor=officer.actor, verb=verb, subject=f"item:{approval.item_code}", data=what)
