"""In whose name a paper of a case is given, and where the case was handed in."""

from yichuang.accounts import queries as accounts
from yichuang.cases.models import Case
from yichuang.cases.queries.versions import Version
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.results import Issuer


def issuer_of(case: Case, version: Version, *, at_the_door: bool) -> Issuer:
    """In whose name a paper of the case is given: of the unit that decides, or of the desk where it was handed in; of
    the body that has the matter where it is no bureau's, whoever took it in (劳动争议调解仲裁法 17, 29).

    code: of whose row of numbers it is one."""
    guide = version.guide
    unit = case.organisation
    if catalog.has_organ(guide):
        unit = accounts.bureau_of(unit.region_id)
    elif at_the_door and case.received_at_org:
        unit = case.received_at_org
    code = accounts.numbered_by(unit.code)
    office = Issuer(code, unit.name, accounts.short_name(code))
    return catalog.issuer_of(guide, office)


def door_of(case: Case, version: Version) -> str:
    """Where the case was handed in.

    The body in whose name the receipt is given, and the desk, where that took it in for another.
    """
    issuer = issuer_of(case, version, at_the_door=True)
    body = issuer.name
    desk = case.received_at_org
    if desk is None:
        return body
    if desk.name == body:
        return body
    return f"{body}（{desk.name}代收）"
