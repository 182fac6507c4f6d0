"""Every earlier grant of the same matter, as whoever decides is told of it, wherever it was given.

To the same applicant, or about the same people to whomever it was given.
To another unit for the same people of its list.
Of another item of which the law gives one alone (`packs/catalogue/repeats.yaml`, only_one_of).
Over or not: what is asked for now may lie in a time that was paid for already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case, NameCheck, Party
from yichuang.cases.queries import grants, listed, named, versions
from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.queries.versions import Version
from yichuang.catalog import queries as catalog
from yichuang.core import spelling

MOST = 20  # earlier grants that are shown, the newest
_LOOKED_THROUGH = 60  # that may be about somebody else, the newest first
_NAMESAKES = 200  # cases in which the same people stand, the newest
_AGENT = "agent_name"
_IN_A_LIST = "."  # in the key of a name that stands in a list (`listed.py`)
_JOINED = ("person", "organisation__region")

# primary key of a case → imprints of the people whom it shares with the one that is decided
Shared = Mapping[int, set[bytes]]


@dataclass(frozen=True)
class Earlier:
    """One earlier grant.

    on: the day.
    money: what it pays, label → text; {} where it pays nothing.
    item: name of the other item that it was given for; "" for the same.
    people: names of those who stand in the lists of both.
    """

    case: Case
    on: date
    money: Mapping[str, str]
    item: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Matter:
    """The case that is being decided, with its version."""

    case: Case
    version: Version

    @property
    def codes(self) -> list[str]:
        """Items whose grants concern it."""
        own = self.version.item_code
        others = catalog.only_one_of(own)
        return [own, *others]

    @property
    def names_others(self) -> bool:
        """Whether its form asks whom it is about."""
        form = self.version.form
        return bool(form.about)

    @property
    def is_of_a_list(self) -> bool:
        """Whether a unit applies for those whom it lists."""
        if self.names_others:
            return False
        return self.case.employer_id is not None

    @property
    def beneficiaries(self) -> list[NamedPerson]:
        """Those whom it is about.

        Of nobody else about its applicant; of a unit that names nobody there is none.
        """
        people = []
        for person in named.in_form(self.version, self.case.form):
            if person.role == "about":
                people.append(person)
        applicant = self.case.person
        if applicant and not people:
            itself = NamedPerson("", applicant.name, applicant.id_number)
            people.append(itself)
        return people


def before(version: Version, case: Case) -> list[Earlier]:
    """The earlier grants, the newest first, at most MOST.

    version: of the case.
    case: the one that is to be decided, with its answers.
    They are looked for by keys that have indexes.

    None of an item whose grant neither pays nor lasts.
    """
    lasts = catalog.lasts(version.item_code)
    if not version.pays and not lasts:
        return []
    matter = Matter(case, version)
    shared = _namesakes(matter)
    candidates = _granted(matter, shared)
    if matter.names_others:
        some = candidates[:_LOOKED_THROUGH]
        cases = _about_these(matter, some, shared)
    else:
        without_answers = candidates.defer("form")
        cases = list(without_answers[:MOST])
    return _with_what_they_pay(matter, cases, shared)


def _granted(matter: Matter, shared: Shared) -> QuerySet[Case]:
    """Other cases of these items that were granted to the same or share people.

    The newest first, whether they are about the same people or not.
    """
    others = Case.objects.exclude(pk=matter.case.pk)
    of_items = others.filter(item_code__in=matter.codes)
    granted = of_items.filter(grants.is_granted())
    keys = list(shared)
    concerned = _of_the_applicant(matter) | Q(pk__in=keys)
    if matter.names_others:
        concerned |= _about_the_same(matter.case)
    related = granted.filter(concerned)
    joined = related.select_related(*_JOINED)
    return joined.order_by("-id")


def _of_the_applicant(matter: Matter) -> Q:
    """A filter on Case: applied for by the same.

    A unit's own are all of its cases, whoever came for it.
    """
    case = matter.case
    if case.employer_id:
        return Q(employer=case.employer_id)
    return Q(person=case.person_id)


def _about_the_same(case: Case) -> Q:
    """A filter on Case: applied for by whom the case is about, or about one of them or about the applicant.

    Keys are read first, so that each side has its index.
    """
    about = Party.objects.filter(role="about")
    of_case = about.filter(case=case)
    keys_of_people = of_case.values_list("person_id", flat=True)
    people = set(keys_of_people)
    if case.person_id:
        people.add(case.person_id)
    about_them = about.filter(person__in=people)
    keys_of_cases = about_them.values_list("case_id", flat=True)
    keys = list(keys_of_cases)
    return Q(person__in=people) | Q(pk__in=keys)


def _namesakes(matter: Matter) -> Shared:
    """Granted cases in which the same people stand under the same names.

    Also those of whom our register does not know.
    """
    checks = _same_names(matter)
    of_others = checks.exclude(case=matter.case)
    of_items = of_others.filter(case__item_code__in=matter.codes)
    granted = of_items.filter(grants.is_granted("case__"))
    newest = granted.order_by("-case_id")
    pairs = newest.values_list("case_id", "imprint")
    shared: dict[int, set[bytes]] = {}
    for key, imprint in pairs[:_NAMESAKES]:
        imprints = shared.setdefault(key, set())
        imprints.add(bytes(imprint))
    return shared


def _same_names(matter: Matter) -> QuerySet[NameCheck]:
    """Names of all cases that are those of the people of this one.

    But for agents: they come for many, and nothing is granted to them.
    """
    others = NameCheck.objects.exclude(name_key=_AGENT)
    if matter.is_of_a_list:
        of_case = others.filter(case=matter.case)
        own = of_case.values("imprint")
        return others.filter(imprint__in=own)
    imprints = [person.imprint for person in matter.beneficiaries]
    of_these = others.filter(imprint__in=imprints)
    if matter.names_others:
        return of_these.exclude(name_key__contains=_IN_A_LIST)
    return of_these


def _about_these(matter: Matter, candidates: Iterable[Case], shared: Shared) -> list[Case]:
    """Those of them that are about somebody whom this case is about.

    candidates: the newest first; their answers are read.
    """
    people = _numbers_of(matter.version, matter.case)
    cases = list(candidates)
    its_versions = versions.of_cases(cases)
    related = []
    for other, version in zip(cases, its_versions, strict=True):
        others_people = _numbers_of(version, other)
        if other.pk in shared or people & others_people:
            related.append(other)
    return related[:MOST]


def _numbers_of(version: Version, case: Case) -> set[str]:
    """Numbers of those whom a case is about.

    Of nobody else about its applicant: a person by number, a unit by its key.
    """
    people = grants.people_of(version, case.form)
    if people:
        return people
    if case.person:
        number = spelling.code(case.person.id_number)
        return {number}
    return {f"employer:{case.employer_id}"}


def _with_what_they_pay(matter: Matter, cases: list[Case], shared: Shared) -> list[Earlier]:
    """The grants as they are shown.

    Their decisions are read at once, however many they are.
    """
    approvals = grants.approvals_of(cases)
    its_versions = versions.of_cases(cases)
    name_by_imprint = _names(matter, shared)
    rows = []
    for case, version in zip(cases, its_versions, strict=True):
        approval = approvals.get(case.pk, {})
        granted = grants.of_money(case, approval)
        item = ""
        if case.item_code != matter.version.item_code:
            item = version.guide.name
        imprints = shared.get(case.pk, set())
        people = _called(imprints, name_by_imprint)
        row = Earlier(case=case, on=granted.on, money=granted.money, item=item, people=people)
        rows.append(row)
    return rows


def _called(imprints: set[bytes], name_by_imprint: Mapping[bytes, str]) -> tuple[str, ...]:
    """Names of those whom the list of this case has under these imprints."""
    names = []
    for imprint in imprints:
        name = name_by_imprint.get(imprint)
        if name:
            names.append(name)
    names.sort()
    return tuple(names)


def _names(matter: Matter, shared: Shared) -> dict[bytes, str]:
    """Imprint → name of those whom a unit lists.

    {} where nobody of them stands in another case.
    """
    names: dict[bytes, str] = {}
    if not shared or not matter.is_of_a_list:
        return names
    for each in listed.in_case(matter.version, matter.case):
        person = each.person
        names[person.imprint] = person.name
    return names
