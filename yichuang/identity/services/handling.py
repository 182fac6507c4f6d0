"""Who handles a unit's account: by a mandate until its last day, or for good."""

from datetime import date

from yichuang.core.errors import Conflict
from yichuang.identity import queries
from yichuang.identity.models import RealName
from yichuang.registry.models import Employer, Person


def hand_to(*, real_name: RealName, handler: Person, until: date | None) -> None:
    """The unit's account is this handler's from now on.

    What was proved of a handler whose mandate has ended proves nothing
    of the next one.

    until: the last day of the handler's mandate; None is for good.
    """
    if queries.is_over(real_name):
        real_name.proved_at = None
        real_name.proved_by = ""
    real_name.handler = handler
    real_name.handler_until = until
    real_name.save(update_fields=["handler", "handler_until", "proved_at", "proved_by"])


def end_handling(*, employer: Employer, handler: Person, last_day: date) -> None:
    """Whoever handles the unit's account by a mandate did so until this day, and no longer.

    Of who has it for good nothing changes.
    """
    of_unit = RealName.objects.filter(employer=employer, handler=handler)
    by_mandate = of_unit.filter(handler_until__gt=last_day)
    by_mandate.update(handler_until=last_day)


def hold(account: RealName) -> None:
    """The row is held until the transaction ends.

    Raises Conflict where a window has given it to another since.
    """
    rows = RealName.objects.select_for_update()
    held = rows.get(pk=account.pk)
    if held.handler_id != account.handler_id:
        raise Conflict("这个账号刚才换了经办人", way_out="请刷新页面再看")
