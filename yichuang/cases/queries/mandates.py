"""Who may act for a unit at a window: its representative, its handler, or who brought a mandate that has not ended.

The counter, a correction, a new slip and the account of the unit ask here; what is wrong with the paper itself is
said by `rules.mandates`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.cases.models import Case, Mandate, Party
from yichuang.cases.rules.application import ON_SITE
from yichuang.cases.rules.mandates import ALL, ONE, PAPER
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person


@dataclass(frozen=True)
class Matter:
    """For what somebody acts.

    line: 业务条线;
    case: the one that is there already, None for one that begins."""

    line: str
    case: Case | None = None


def matter_of(case: Case) -> Matter:
    """The matter of a case that is there already.

    What was filed by a mandate for one matter stays in it."""
    return Matter(case.line, case)


def may_act(employer: Employer, person: Person, today: date, matter: Matter | None = None) -> bool:
    """Whether this person may act for the unit today without another paper, in this matter or, where it is not known
    yet, in some.

    Who may not is received all the same once the clerk says that they bring it later; nothing is handed out to them."""
    if identity.is_known_to_act(employer, person):
        return True
    mandate = in_force(employer, person, today, matter)
    return mandate is not None


def may_collect(case: Case, person: Person, today: date) -> bool:
    """Whether the result of a unit's case is handed to this person.

    To who may act for the unit, or who filed this case by a mandate that has not ended."""
    if may_act(case.employer, person, today, matter_of(case)):
        return True
    for_this_matter = Q(until=None)
    not_ended = for_this_matter | Q(until__gte=today)
    agents = case.parties.filter(not_ended, role="agent", person=person)
    by_mandate = agents.exclude(mandate=None)
    return by_mandate.exists()


def acts_in(case: Case, person: Person, today: date) -> bool:
    """Whether this person filed the case for the unit.

    Neither their mandate nor the unit has ended it since."""
    no_last_day = Q(until=None)
    not_over = Q(until__gte=today)
    agents = case.parties.filter(no_last_day | not_over, role="agent", person=person)
    return agents.exists()


def in_force(
    employer: Employer, person: Person, today: date, matter: Matter | None = None
) -> Mandate | None:
    """The mandate by which this person acts for the unit today, the last one brought; None where there is none.

    One that names no last day is in force on the day on which it was brought."""
    every = standing(employer, today)
    of_person = every.filter(person=person)
    rows = of_person.filter(_reaches(matter))
    newest_first = rows.order_by("-id")
    return newest_first.first()


def standing(employer: Employer, today: date) -> QuerySet[Mandate]:
    """Every mandate by which somebody may act for the unit today.

    Those that the unit has ended are none of them."""
    lasting = Q(until__gte=today)
    of_one_day = Q(until=None, brought_on=today)
    return Mandate.objects.filter(lasting | of_one_day, employer=employer, ended_at=None)


def _reaches(matter: Matter | None) -> Q:
    """A filter: the mandate is for this matter.

    One for one matter is for the first that is begun by it,
    and for no other."""
    begun_by_it = Party.objects.filter(mandate=OuterRef("pk"))
    is_for_one = Q(scope=ONE)
    is_used = Exists(begun_by_it)
    for_one = is_for_one & ~is_used
    if matter is None:
        return ~is_for_one | for_one
    for_all = Q(scope=ALL)
    of_line = Q(scope=matter.line)
    reaches = for_all | of_line | for_one
    if matter.case is None:
        return reaches
    in_it = begun_by_it.filter(case=matter.case)
    of_this_one = is_for_one & Exists(in_it)
    return reaches | of_this_one


def last_day_as_handler(employer: Employer, person: Person, today: date) -> date | None:
    """Until when this person handles the unit's business and its account by a mandate that says so.

    The longest of them counts.
    None where none in force does."""
    of_unit = Mandate.objects.filter(employer=employer, as_handler=True, ended_at=None)
    lasting = of_unit.filter(person=person, until__gte=today)
    longest = lasting.order_by("-until").first()
    if longest is None:
        return None
    return longest.until


def agent_at_the_window(case: Case) -> Party | None:
    """Who came for the unit whose case it is, with the mandate; None for a person's case and one that came online."""
    if case.employer_id is None or case.channel not in ON_SITE:
        return None
    agents = case.parties.filter(role="agent")
    people = agents.exclude(person=None)
    with_mandate = people.select_related("person", "mandate")
    first_come = with_mandate.order_by("id")
    return first_come.first()


def sender_in_doubt(case: Case) -> Party | None:
    """Who sent the unit's case online from an account that was proved to nobody, with the mandate that came since.

    None for a person's case, for one that came at a window, and once the unit let them have the account."""
    if case.employer_id is None or case.channel in ON_SITE:
        return None
    agents = case.parties.filter(role="agent")
    in_doubt = Q(owes_mandate=True) | Q(mandate__isnull=False)
    with_mandate = agents.filter(in_doubt).select_related("person", "mandate")
    first_come = with_mandate.order_by("id")
    return first_come.first()


def came_by_mandate(case: Case) -> bool:
    """Whether whoever came to a window for the unit is neither its representative nor its handler.

    They brought a mandate, or owe one."""
    party = agent_at_the_window(case)
    if party is None:
        return False
    return party.owes_mandate or party.mandate is not None


def is_owed(case: Case) -> bool:
    """Whether who came for the unit has brought no mandate yet, neither to the counter nor with a correction.

    A case is not accepted while it is owed."""
    party = who_owes(case)
    return party is not None and not _has_come(case, party)


def unread_of(case: Case) -> Party | None:
    """Who came for the unit, whose mandate came with a correction and nobody has read: who signed it, when, until when.

    A case is not accepted meanwhile either. None where nothing waits to be read."""
    party = who_owes(case)
    if party is None or not _has_come(case, party):
        return None
    return party


def owing_among(cases: Iterable[Case]) -> set[int]:
    """Of these cases the keys of those that owe a mandate.

    One that came by a notice and nobody has read is owed still.
    At most one query."""
    of_units = []
    for case in cases:
        if case.employer_id is not None:
            of_units.append(case.id)
    if not of_units:
        return set()
    owing = Party.objects.filter(case_id__in=of_units, role="agent", owes_mandate=True)
    keys = owing.values_list("case_id", flat=True)
    return set(keys)


def who_owes(case: Case) -> Party | None:
    """Who acts for the unit, at a window or from an account in doubt, and has no mandate that was read; None for a
    person's case, and once it was."""
    if case.employer_id is None:
        return None
    agents = case.parties.filter(role="agent", owes_mandate=True)
    in_order = agents.order_by("id")
    with_names = in_order.select_related("person", "mandate")
    return with_names.first()


def _has_come(case: Case, party: Party) -> bool:
    """Whether a mandate is among the papers that nobody has read; after the unit has ended one, another."""
    brought = case.materials.filter(code=PAPER.code)
    ended = party.mandate
    if ended and ended.ended_at:
        brought = brought.filter(created_at__gt=ended.ended_at)
    return brought.exists()
