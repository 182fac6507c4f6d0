"""Many officers at once, with their roles and qualifications: what an import names and the register lacks."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from ..models import Assignment, Officer, Organisation, Qualification, User


@dataclass(frozen=True)
class Staff:
    """One officer as an import names them. grants: (role, line or "", region code); items: codes they may accept, by
    the certificate `certificate`."""

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

    What was revoked is not given back. Returns how many officers are new. Raises KeyError for an unknown unit."""
    fresh = _add_missing(staff, password)
    officers = {
        officer.user.username: officer
        for officer in Officer.objects.filter(user__username__in=[one.username for one in staff])
        .select_related("user")
        .prefetch_related("assignments", "qualifications")
    }
    grants = []
    papers = []
    for one in staff:
        grants += _missing_grants(officers[one.username], one)
        papers += _missing_papers(officers[one.username], one)
    Assignment.objects.bulk_create(grants)
    Qualification.objects.bulk_create(papers)
    return fresh


def _add_missing(staff: list[Staff], password: str) -> int:
    names = [one.username for one in staff]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    missing = [one for one in staff if one.username not in known]
    if not missing:
        return 0
    hashed = make_password(password)  # once: a good hash is slow on purpose
    units = Organisation.objects.in_bulk(
        [one.organisation_code for one in missing], field_name="code"
    )
    officers = []
    for one in missing:
        user = User(username=one.username, password=hashed, kind=User.OFFICER, name=one.name)
        officers.append(
            Officer(
                user=user,
                name=one.name,
                organisation=units[one.organisation_code],
                employee_no=one.employee_no,
                window=one.window,
            )
        )
    User.objects.bulk_create([officer.user for officer in officers])
    Officer.objects.bulk_create(officers)
    return len(officers)


def _missing_grants(officer: Officer, one: Staff) -> list[Assignment]:
    had = {(grant.role, grant.line, grant.region_id) for grant in officer.assignments.all()}
    return [
        Assignment(officer=officer, role=role, line=line, region_id=region, valid_from=one.since)
        for role, line, region in one.grants
        if (role, line, region) not in had
    ]


def _missing_papers(officer: Officer, one: Staff) -> list[Qualification]:
    had = {paper.item_code for paper in officer.qualifications.all()}
    return [
        Qualification(
            officer=officer, item_code=code, valid_from=one.since, certificate=one.certificate
        )
        for code in one.items
        if code not in had
    ]
