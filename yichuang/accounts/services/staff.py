"""Many officers at once, with their roles and qualifications.

What an import names and the register lacks is added.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from ..models import Assignment, Officer, Organisation, Qualification, User


@dataclass(frozen=True)
class Staff:
    """One officer as an import names them.

    grants: (role, line or "", region code).
    items: codes they may accept, by the certificate `certificate`.
    """

    username: str
    name: str
    organisation_code: str
    employee_no: str
    window: str
    grants: tuple[tuple[str, str, str], ...]
    items: tuple[str, ...]
    certificate: str
    since: date


@transaction.atomic
def enter_staff(*, staff: list[Staff], password: str) -> int:
    """Add who is missing, under one password; give everybody the roles and qualifications that they never had.

    What was revoked is not given back. Returns how many officers are
    new. Raises KeyError for an unknown unit.
    """
    fresh = _add_missing(staff, password)
    officers = _by_username(staff)
    grants = []
    papers = []
    for one in staff:
        officer = officers[one.username]
        grants += _missing_grants(officer, one)
        papers += _missing_papers(officer, one)
    Assignment.objects.bulk_create(grants)
    Qualification.objects.bulk_create(papers)
    return fresh


def _by_username(staff: list[Staff]) -> dict[str, Officer]:
    """The officers of an import, by user name.

    With the roles and qualifications that they have and had.
    """
    names = [one.username for one in staff]
    rows = Officer.objects.filter(user__username__in=names)
    officers = rows.select_related("user").prefetch_related("assignments", "qualifications")
    return {officer.user.username: officer for officer in officers}


def _add_missing(staff: list[Staff], password: str) -> int:
    """Add the officers that the register lacks; returns how many.

    Raises KeyError for an unknown unit.
    """
    names = [one.username for one in staff]
    users = User.objects.filter(username__in=names)
    known = set(users.values_list("username", flat=True))
    missing = [one for one in staff if one.username not in known]
    if not missing:
        return 0
    hashed = make_password(password)  # once: a good hash is slow on purpose
    codes = [one.organisation_code for one in missing]
    units = Organisation.objects.in_bulk(codes, field_name="code")
    officers = []
    for one in missing:
        user = User(username=one.username, password=hashed, kind=User.OFFICER, name=one.name)
        officer = Officer(
            user=user,
            name=one.name,
            organisation=units[one.organisation_code],
            employee_no=one.employee_no,
            window=one.window,
        )
        officers.append(officer)
    User.objects.bulk_create([officer.user for officer in officers])
    Officer.objects.bulk_create(officers)
    return len(officers)


def _missing_grants(officer: Officer, one: Staff) -> list[Assignment]:
    """The roles that the officer never had.

    What was revoked is one that they had.
    """
    had = set()
    for grant in officer.assignments.all():
        had.add((grant.role, grant.line, grant.region_id))
    missing = []
    for role, line, region in one.grants:
        if (role, line, region) in had:
            continue
        grant = Assignment(
            officer=officer, role=role, line=line, region_id=region, valid_from=one.since
        )
        missing.append(grant)
    return missing


def _missing_papers(officer: Officer, one: Staff) -> list[Qualification]:
    """The qualifications that the officer never had.

    What was revoked is one that they had.
    """
    had = {paper.item_code for paper in officer.qualifications.all()}
    missing = []
    for code in one.items:
        if code in had:
            continue
        paper = Qualification(
            officer=officer, item_code=code, valid_from=one.since, certificate=one.certificate
        )
        missing.append(paper)
    return missing
