"""What follows once a unit no longer lets somebody act for it (民法典 173).

Whom it has ended, which mandates it may end, and by which phone it hears of its cases."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from yichuang.cases.models import Case, Mandate, Party
from yichuang.cases.queries import mandates
from yichuang.cases.rules.application import ON_SITE
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person

MOST = 100  # mandates on one page


def standing(employer: Employer, today: date) -> list[Mandate]:
    """Every mandate that the unit may end, the newest first.

    With who has it, and where it was brought."""
    rows = mandates.standing(employer, today)
    newest_first = rows.order_by("-id")
    with_names = newest_first.select_related("person", "officer__organisation")
    return list(with_names[:MOST])


def of_unit(uuid: UUID, employer: Employer) -> Mandate:
    """One mandate of this unit with who has it.

    Raises NotFound, for another's too."""
    rows = Mandate.objects.select_related("person")
    mandate = rows.filter(employer=employer, uuid=uuid).first()
    if mandate is None:
        raise NotFound("单位没有这份委托书", way_out="请刷新看最新情况")
    return mandate


def taken_back_on(employer: Employer, person: Person) -> date | None:
    """The last day on which the unit said that this person acts for it no longer; None where it never did.

    Who owed a mandate has no row of one: there the case tells it."""
    days = []
    of_person = Mandate.objects.filter(employer=employer, person=person)
    ended = of_person.exclude(ended_at=None)
    newest_first = ended.order_by("-ended_at")
    newest = newest_first.first()
    if newest:
        moment = local(newest.ended_at)
        day = moment.date()
        days.append(day)
    owing = Party.objects.filter(
        case__employer=employer, role="agent", person=person, owes_mandate=True
    )
    stopped = owing.exclude(until=None)
    latest_first = stopped.order_by("-until")
    last = latest_first.first()
    if last:
        day_after = last.until + timedelta(days=1)
        days.append(day_after)
    return max(days, default=None)


def is_taken_back(employer: Employer, person: Person, today: date) -> bool:
    """Whether the unit has said that this person acts for it no longer.

    Not where a mandate that came later lets them act again."""
    if taken_back_on(employer, person) is None:
        return False
    acts_again = mandates.may_act(employer, person, today)
    return not acts_again


def phone_of(case: Case, today: date) -> str:
    """The phone to which the messages of one case go.

    As `phones_of` says it."""
    phones = phones_of([case], today)
    return phones[case.pk]


def phones_of(cases: Iterable[Case], today: date) -> dict[int, str]:
    """Key of a case → the phone to which its messages go: the one of the form.

    For a unit, once who came for it acts for it no longer, the unit's own: theirs may stand in the form."""
    phones = {}
    came = {}
    for case in cases:
        key = case.pk
        form = case.form
        typed = form.get("person_phone") or form.get("handler_phone")
        phones[key] = str(typed or "")
        if case.employer_id is None:
            continue
        if case.channel in ON_SITE:
            came[key] = case
    if not came:
        return phones
    left = Party.objects.filter(case_id__in=list(came), role="agent", until__lt=today)
    for key in left.values_list("case_id", flat=True):
        unit = came[key].employer
        phones[key] = identity.contact_phone(unit)
    return phones
