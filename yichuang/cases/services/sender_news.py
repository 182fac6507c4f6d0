"""A case that a unit's account sent while nobody has proved it is told to who can say whether it is the unit's own."""

from yichuang.cases.models import Case
from yichuang.cases.services import mandate_news
from yichuang.identity import queries as identity
from yichuang.notify import services as notify


def tell(case: Case) -> None:
    """To the unit's phone in the register, and to its representative where a licence has shown who that is; never to
    the phone of the account, which whoever opened it typed.

    In the transaction that files the case."""
    unit = case.employer
    account = identity.real_name(identity.account_of(unit))
    context = {"unit": unit.name, "item": case.version.definition["name"], "number": case.number}
    if unit.handler_phone and unit.handler_phone != account.phone:
        notify.send(
            recipient=identity.subject_key(unit),
            kind="case_in_units_name",
            context=context,
            key=f"case_in_units_name:{case.uuid}",
            phone=unit.handler_phone,
        )
    representative = mandate_news.representative_phone(unit)
    for recipient, phone in representative.items():
        notify.send(
            recipient=recipient,
            kind="unit_account_waits",
            context=context,
            key=f"unit_account_waits:{case.uuid}",
            link=f"/account/units/{account.user.uuid}/",
            phone=phone,
        )
