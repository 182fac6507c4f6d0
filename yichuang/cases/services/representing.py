"""Who a unit's legal representative is, and whose its account is, as a window has seen it: by the licence, by the
register, or by a mandate that says so."""

from datetime import datetime

from django.db import transaction

from yichuang.accounts.models import Officer, User
from yichuang.cases.queries import mandates
from yichuang.cases.services import mandate_papers, ratifying
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.identity import queries as identity
from yichuang.identity import services as accounts
from yichuang.identity.services import Licence
from yichuang.registry.models import Employer, Person

NOT_HANDLER = (
    "他不是登记的经办人，也没有委托他当经办人的授权委托书。"
    "请先在窗口页看委托书：写明他当经办人、到哪天的，照着记下，再来核对账号"
)
NAMESAKE = (
    "登记里只有这个名字，没有证件号码，他可能是同名的另一个人。"
    "他就是法定代表人的，照营业执照填；是经办人的，请先在窗口页看委托书，"
    "写明他当经办人、到哪天的，照着记下，再来核对账号"
)


@transaction.atomic
def meet_representative(
    *, employer: Employer, person: Person, licence_name: str, officer: Officer, now: datetime
) -> None:
    """The clerk has read in the licence that who stands here is the unit's legal representative, who needs no mandate,
    neither for what they filed at a window before (民法典 61).

    licence_name: the representative's name as it stands in the licence. Raises Invalid (field licence_name)."""
    licence = Licence(person, licence_name)
    accounts.read_licence(employer=employer, licence=licence, actor=officer.actor, now=now)
    mandate_papers.settle(
        employer=employer, person=person, mandate=None, settled_by=officer, now=now
    )


@transaction.atomic
def confirm_unit_account(
    *,
    officer: Officer,
    employer: Employer,
    handler: Person,
    licence: Licence | None,
    now: datetime,
    **typed,
) -> str:
    """The account of a unit becomes the handler's, with phone and password: of its representative by licence, of
    the handler who has it already, else of who has a mandate that says so, until its last day. What was sent from it
    before is the unit's own from now on where it was opened in their name with the very phone that they name here.

    typed: credit_code, name, phone, new_password, open_account. Returns and raises as
    `identity.services.confirm_employer`, Invalid too (field handler_number) for anybody else."""
    is_representative = licence is not None and handler == licence.person
    until = None
    if not is_representative and not identity.acts_for_good(employer, handler):
        today = local(now).date()
        until = mandates.last_day_as_handler(employer, handler, today)
        if until is None:
            raise Invalid([_not_handler(employer, handler)])
    ratifying.note_sender(employer, officer.actor)
    opened_it = identity.has_opened(employer, handler, typed.get("phone", ""))
    password = accounts.confirm_employer(
        actor=officer.actor,
        employer=employer,
        handler=handler,
        handler_until=until,
        licence=licence,
        now=now,
        **typed,
    )
    mandate_papers.settle(
        employer=employer,
        person=handler,
        mandate=None,
        settled_by=officer,
        with_account=opened_it,
        now=now,
    )
    return password


def let_handler_in(*, representative: User, unit: User, phone: str, now: datetime) -> None:
    """The legal representative agrees online that this handler has the unit's account; what the handler sent from it
    before is the unit's own from now on: both, or neither.

    Raises as `identity.services.authorise`."""
    agreeing = identity.actor_of(representative)

    def settle(employer: Employer, handler: Person) -> None:
        mandate_papers.settle(
            employer=employer,
            person=handler,
            mandate=None,
            settled_by=agreeing,
            with_account=True,
            now=now,
        )

    accounts.authorise(
        representative=representative, unit=unit, phone=phone, now=now, settle=settle
    )


def _not_handler(employer: Employer, person: Person) -> FieldProblem:
    """Why the account of the unit is not given to this person."""
    why = NOT_HANDLER
    if identity.is_namesake(employer, person):
        why = NAMESAKE
    return FieldProblem("handler_number", why, "mandate")
