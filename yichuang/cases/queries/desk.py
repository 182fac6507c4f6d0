"""Small lists of the desk: one person's matters, results to give out, questions, follow-ups, the instant report.

Every list of cases is cut to what the officer may see (`scope.visible_to`)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigAutoField,
    BigIntegerField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models import Case as DbCase

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import (
    Case,
    CaseEvent,
    Correction,
    CorrectionItem,
    Delivery,
    Draft,
    FollowUp,
    Material,
)
from yichuang.cases.queries import cases, mandates, permission, scope, versions
from yichuang.cases.queries.drafts import BLANK, held_by
from yichuang.cases.rules import chain, states, told
from yichuang.cases.rules.deliveries import COUNTER, ELSEWHERE
from yichuang.cases.rules.mandates import PAPER
from yichuang.cases.rules.permission import WORKING_ROLES
from yichuang.cases.rules.timing import INSTANT_MINUTES
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.core.prepared import Among, Prepared, Told
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person

UNDER_WAY = ("waiting", "sent", "returned")  # states of a result that is in nobody's hands yet
_AT_ANOTHERS = Q(way=COUNTER) & ~Q(place="")
_GOES = DbCase(  # Delivery.listed_as
    When(_AT_ANOTHERS, then=Value(ELSEWHERE)), default=F("way"), output_field=TextField()
)
NAMESAKES = 20  # so many people of one name are listed; a document tells more of them apart


@dataclass(frozen=True)
class InstantReport:
    """即办件 of a span: how many were finished, how many within 30 minutes, the share in percent (None without any),
    and the slow ones, newest first."""

    total: int
    within: int
    percent: float | None
    slow: list[Case]


@dataclass(frozen=True)
class Papers:
    """Materials of one open case: how many are in hand and not judged bad, of how many; when an answer is awaited,
    the day until which."""

    have: int
    needed: int
    answer_by: object = None


def cases_of(subject: Person | Employer, officer: Officer, limit: int = 12) -> list[Case]:
    """The newest cases of a person or employer that the officer may see."""
    rows = Case.objects.filter(scope.visible_to(officer), **_mine(subject))
    return list(rows.select_related("version__item").defer("form").order_by("-id")[:limit])


def drafts_of(subject: Person | Employer, owner) -> list[Draft]:
    """What this officer's account has begun for the subject and not sent; an item that was only looked at is nothing
    begun."""
    rows = Draft.objects.filter(held_by(owner), case_number="", **_mine(subject))
    begun = rows.exclude(BLANK)
    return list(begun.select_related("version__item").order_by("-updated_at")[:8])


def draft(uuid, owner) -> Draft:
    """The account's own draft, sent or not. Raises NotFound."""
    rows = Draft.objects.select_related("person", "employer", "version__item")
    mine = rows.filter(held_by(owner), uuid=uuid).first()
    if mine is None:
        raise NotFound("没有这份草稿", way_out="请从“办什么”重新开始")
    return mine


def deliveries(
    officer: Officer, *, ways: Iterable[str], states: Iterable[str]
) -> QuerySet[Delivery]:
    """Results of finished cases that the officer may see, by `listed_as` and state, the oldest first.

    Each says whether the officer may hand it out (`may_give`), and that in the same query."""
    rows = Delivery.objects.annotate(goes=_GOES)
    rows = rows.filter(goes__in=list(ways), state__in=list(states))
    rows = rows.filter(case__in=Case.objects.filter(scope.visible_to(officer)))
    open_to_me = Case.objects.filter(permission.open_to("deliver", officer), pk=OuterRef("case"))
    rows = rows.annotate(may_give=Exists(open_to_me))
    return rows.select_related("case").defer("case__form").order_by("id")


def with_guides(rows: Iterable[Delivery]) -> list[Delivery]:
    """The rows, each with the `guide` of its case, which the catalogue keeps in memory."""
    listed = list(rows)
    for row in listed:
        row.guide = versions.of_case(row.case).guide
    return listed


def delivery_counts(officer: Officer) -> dict[tuple[str, str], int]:
    """(`listed_as`, state) → how many results of cases that the officer may see are on their way so, those that
    arrived left out: what `deliveries` lists, counted in one read."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for way, state, count in _delivery_counts(_working_grants(officer))():
        counted[way, state] = count
    return counted


def _working_grants(officer: Officer) -> tuple[Grant, ...]:
    return accounts.scopes(officer).of(*WORKING_ROLES).grants


def _reached(rows: QuerySet[Delivery], grants: tuple[Grant, ...]) -> QuerySet[Delivery]:
    return rows.filter(case__in=Case.objects.filter(scope.reached_by(grants)))


@lru_cache(1024)
def _delivery_counts(grants: tuple[Grant, ...]) -> Prepared:
    def counted() -> QuerySet[Delivery]:
        rows = _reached(Delivery.objects.filter(state__in=UNDER_WAY), grants)
        rows = rows.annotate(goes=_GOES).order_by()
        return rows.values_list("goes", "state").annotate(n=Count("id"))

    return Prepared(counted, planned_anew=True)


def delivery(case: Case) -> Delivery:
    """How the result of a finished case goes out. Raises NotFound before its end."""
    rows = Delivery.objects.select_related("case__version__item").prefetch_related("events")
    row = rows.filter(case=case).first()
    if row is None:
        raise NotFound("这件还没有要送的结果", way_out="请回到出件列表")
    return row


def follow_ups(officer: Officer, until) -> QuerySet[FollowUp]:
    """Open follow-ups due by the day `until`, the oldest first."""
    rows = FollowUp.objects.filter(state="open", due_on__lte=until)
    rows = rows.filter(case__in=Case.objects.filter(scope.visible_to(officer)))
    return rows.select_related("case__version__item", "case__person", "case__employer").order_by(
        "due_on", "id"
    )


def day_of(officer: Officer, now: datetime) -> dict[str, int]:
    """How many of each step the officer has done today: {"submit": 3, …}; submit counts the cases taken in."""
    start = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    steps = CaseEvent.objects.filter(at__gte=start, officer=officer)
    counted = steps.values("kind").annotate(n=Count("*"))
    done = {row["kind"]: row["n"] for row in counted.order_by()}
    taken = Case.objects.filter(events__at__gte=start, events__kind="submit", received_by=officer)
    done["submit"] = taken.count()
    return done


def instant_report(officer: Officer, since: datetime, until: datetime) -> InstantReport:
    """即办件 that closed in [since, until) where the officer may look, in minutes of business."""
    rows = Case.objects.filter(scope.visible_to(officer), instant=True, state=states.CLOSED)
    rows = rows.filter(closed_at__gte=since, closed_at__lt=until)
    too_long = Q(minutes__gt=INSTANT_MINUTES)
    slow = rows.filter(too_long)
    counted = rows.aggregate(total=Count("*"), over=Count("id", filter=too_long))
    total = counted["total"]
    within = total - counted["over"]
    percent = None
    if total:
        percent = round(within / total * 100, 1)
    listed = slow.select_related("version__item", "organisation", "decided_by").defer("form")
    newest = listed.order_by("-closed_at")[:50]
    return InstantReport(total, within, percent, newest)


_CASES = Told("cases", ArrayField(BigIntegerField()))
_VERDICTS = Prepared(
    lambda: (
        Material.objects.filter(Among("case_id", _CASES))
        .order_by("id")
        .values_list("case_id", "code", "verdict")
    )
)


@Prepared
def _wanted_items() -> QuerySet[CorrectionItem]:
    """What the newest notice of each case asks for.

    One that was taken back before is answered by nobody either.
    """
    own = Correction.objects.filter(case=OuterRef("correction__case"))
    is_newer = own.filter(seq__gt=OuterRef("correction__seq"))
    items = CorrectionItem.objects.filter(
        Among("correction__case_id", _CASES), correction__answered_at__isnull=True
    )
    newest = items.filter(~Exists(is_newer))
    return newest.values_list("correction__case_id", "kind", "code", "correction__answer_by")


def papers_of(cases: Iterable[Case]) -> dict[int, Papers]:
    """Materials in hand and wanted of each case.

    One query for the whole page, one more where a correction waits, and one where somebody came for a unit.
    """
    cases = list(cases)
    owing = mandates.owing_among(cases)
    ids, waiting = [], []
    for case in cases:
        ids.append(case.id)
        if case.state == states.CORRECTING:
            waiting.append(case.id)
    last_verdicts: dict[int, dict[str, str]] = {pk: {} for pk in ids}
    for pk, code, verdict in _VERDICTS(cases=ids):
        last_verdicts[pk][code] = verdict
    asked_codes: dict[int, set[str]] = {pk: set() for pk in ids}
    answer_by: dict[int, object] = {}
    open_items = _wanted_items(cases=waiting) if waiting else []
    for pk, kind, code, day in open_items:
        answer_by[pk] = day
        if kind == "material":
            asked_codes[pk].add(code)
    papers = {}
    for pk in ids:
        to_mend = asked_codes[pk]
        verdicts = last_verdicts[pk]
        needed = to_mend.union(verdicts)
        if pk in owing:
            needed.add(PAPER.code)
        in_hand = verdicts.keys() - to_mend
        for code, verdict in verdicts.items():
            if verdict == "bad":
                in_hand.discard(code)
        papers[pk] = Papers(len(in_hand), len(needed), answer_by.get(pk))
    return papers


def named(name: str, officer: Officer) -> list[Person]:
    """Persons of exactly this name with a case that the officer may see, however old; the first NAMESAKES of them and
    one more, so that it can be told that there are more."""
    theirs = Case.objects.filter(scope.visible_to(officer), person=OuterRef("pk"))
    people = registry.persons_named(name).filter(Exists(theirs))
    return list(people.order_by("id")[: NAMESAKES + 1])


def _mine(subject: Person | Employer) -> dict:
    if isinstance(subject, Person):
        return {"person": subject}
    return {"employer": subject}


def chain_faults(case: Case) -> list[str]:
    """What is wrong with the trail of this case, or its row says otherwise; [] when both are whole."""
    return faults_of(case, cases.events(case))


def faults_of(case: Case, events: Iterable[CaseEvent]) -> list[str]:
    """`chain_faults` for a trail that was read already."""
    steps = list(events)
    uuid = str(case.uuid)
    head = bytes(case.head)
    broken = chain.faults(uuid, head, case.seq, case.state, steps)
    return broken + told.differing(case, steps)


_MATERIALS = Prepared(
    lambda: (
        Material.objects.filter(case_id=Told("case", BigAutoField()))
        .select_related("file", "query")
        .order_by("round", "id")
    )
)


def materials_of(case: Case) -> list[Material]:
    """Everything that was given, in order, the later rounds after the first."""
    return _MATERIALS(case=case.pk)


def employers_named(text: str, officer: Officer) -> list[Employer]:
    """Employers with a case that the officer may see and a name that holds the text."""
    if len(text) < 2:
        return []
    cases = Case.objects.filter(scope.visible_to(officer), employer__name__contains=text)
    return list(Employer.objects.filter(id__in=cases.values("employer_id")).order_by("id")[:20])
