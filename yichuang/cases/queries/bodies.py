"""Who has a matter, as applicants read it.

The unit that decides, or the body that has the matter where it is no bureau's (劳动争议调解仲裁法 17, 工伤保险条例 24).
"""

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.results import Issuer


def of_case(case: Case) -> str:
    """The name of who has this case."""
    version = versions.of_case(case)
    return of_matter(version.guide, case.organisation)


def of_matter(guide: Guide, unit: Organisation) -> str:
    """The name of who has a matter of this item.

    unit: that which decides it.
    """
    if not catalog.has_organ(guide):
        return unit.name
    bureau = unit
    if unit.kind != Organisation.BUREAU:
        bureau = accounts.bureau_of(unit.region_id)
    office = Issuer(bureau.code, bureau.name, accounts.short_name(bureau.code))
    body = catalog.issuer_of(guide, office)
    return body.name
