"""Reads of ratings: who may still rate, and what was rated, counted. No row here ever names a rater."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, F, Q, QuerySet, TextField
from django.db.models import When as Is
from django.db.models.functions import JSONArray, TruncDate

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries.reach import Reach
from yichuang.catalog.models import Item
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import NotFound
from yichuang.core.prepared import Prepared, Told
from yichuang.ratings import rules, tables
from yichuang.ratings.models import BAD_AT_MOST, Invitation, Rating

COLUMNS = {"item": "item_code", "organisation": "organisation", "line": "line"}
ASKED_NAMES = {
    "item": "case__version__item__name",
    "organisation": "organisation__name",
    "line": "line",
}
NAMES = {
    "item": "invitation__case__version__item__name",
    "organisation": "invitation__organisation__name",
    "line": "invitation__line",
}


@dataclass(frozen=True)
class Counted:
    """One row of a count: by_grade {5: n, …}, and its rates."""

    key: str
    by_grade: dict[int, int]
    rates: rules.Rates


@dataclass(frozen=True)
class OfficerSummary:
    """What an officer may see: counts and comments, no case and no person; `hidden` below three ratings."""

    by_grade: dict[int, int]
    rates: rules.Rates
    reasons: list[tuple[str, int]]
    comments: list[str]
    hidden: bool


_BY_TOKEN = Prepared(
    lambda: (
        Invitation.objects.filter(token=Told("token", TextField()))
        .select_related("case__version__item", "organisation")
        .defer("case__form", "case__version__form", "case__version__definition")
    )
)


def by_token(token: str) -> Invitation:
    """The invitation behind a link. Raises NotFound."""
    invitation = _BY_TOKEN.first(token=token)
    if invitation is None:
        raise NotFound("没有这个评价", way_out="请从短信或“我的消息”里的链接打开")
    return invitation


def newest_token(case: Case) -> str:
    """The token of the newest service of a case that nobody has rated yet. Raises NotFound where there is none."""
    waiting = Invitation.objects.filter(case=case, used_at=None).order_by("-created_at", "-id")
    token = waiting.values_list("token", flat=True).first()
    if token is None:
        raise NotFound("这件没有等着评价的服务", way_out="办完以后才能评，一次服务评一次")
    return token


def by_uuid(uuid: UUID) -> Invitation:
    """The invitation of this identifier. Raises NotFound."""
    invitation = (
        Invitation.objects.select_related("case__version__item", "organisation")
        .filter(uuid=uuid)
        .first()
    )
    if invitation is None:
        raise NotFound("没有这个评价", way_out="请从短信或“我的消息”里的链接打开")
    return invitation


def waiting_of(case: Case, today: date) -> list[Invitation]:
    """What of a case may still be rated, newest first."""
    rows = Invitation.objects.filter(case=case, used_at__isnull=True, expires_on__gte=today)
    return list(rows.select_related("organisation").order_by("-created_at"))


def newest_of_case(case: Case, organisation: UUID, window: str) -> Invitation | None:
    """The newest service of the case at a counter, the window's own first, rated or not."""
    rows = list(
        Invitation.objects.filter(case=case, organisation__uuid=organisation).order_by(
            "used_at", "-created_at"
        )
    )
    rows.sort(key=lambda row: (row.used_at is not None, row.window != window))
    return rows[0] if rows else None


def newest_at_window(organisation: UUID, window: str, since: datetime) -> Invitation | None:
    """The service that a counter's device asks about: the newest since then that nobody rated."""
    rows = Invitation.objects.filter(
        organisation__uuid=organisation,
        window=window,
        kind=Invitation.WINDOW,
        created_at__gte=since,
    )
    return (
        rows.filter(used_at__isnull=True)
        .select_related("case__version__item")
        .order_by("-created_at")
        .first()
    )


def totals(reach: Reach, since: datetime, until: datetime) -> Counted:
    """All ratings of services in [since, until) of these cases, as they were given until then."""
    grade_by_then = When(Is(used_at__lt=until, then=F("grade")))
    rows = _invited(reach, since, until).values_list(grade_by_then)
    counted = dict(rows.annotate(n=Count("*")).order_by())
    invited = sum(counted.values())
    counted.pop(None, None)
    return _counted("", Counter(counted), invited)


def counts_by(dimension: str, reach: Reach, since: datetime, until: datetime) -> list[Counted]:
    """Rows by item, organisation, line or day (the day of the service); most bad ratings first, days in order."""
    invitations = _invited(reach, since, until)
    if dimension == "day":
        invitations = invitations.annotate(day=TruncDate("created_at", tzinfo=SHANGHAI))
        rows = _by_grade(invitations, "day")
        counted = [_row(str(day), graded) for day, graded in rows.items()]
        return sorted(counted, key=lambda row: row.key)
    rows = _by_grade(invitations, COLUMNS[dimension])
    names = _names(dimension, list(rows))
    named: dict[str, Counter] = {}
    for key, graded in rows.items():  # what has one name is one row
        row = named.setdefault(names[key], Counter())
        row.update(graded)
    counted = [_row(name, graded) for name, graded in named.items()]
    return sorted(counted, key=lambda row: (-row.rates.bad_count, -row.rates.rated, row.key))


def _by_grade(invitations: QuerySet[Invitation], column: str) -> dict[object, Counter]:
    """Value of the column → grade → how many; the grade of what nobody rated is None."""
    by_value: dict[object, Counter] = {}
    rows = invitations.values_list(column, "grade").annotate(n=Count("*"))
    for key, grade, count in rows.order_by():
        graded = by_value.setdefault(key, Counter())
        graded[grade] = count
    return by_value


def _names(dimension: str, keys: list) -> dict[object, str]:
    if dimension == "item":
        return dict(Item.objects.filter(code__in=keys).values_list("code", "name"))
    if dimension == "organisation":
        return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
    return {key: key for key in keys}


def _row(key: str, graded: Counter) -> Counted:
    invited = graded.total()
    rated = Counter({grade: n for grade, n in graded.items() if grade is not None})
    return _counted(key, rated, invited)


def reasons_of(
    reach: Reach, since: datetime, until: datetime, *, bad: bool
) -> list[tuple[str, int]]:
    """(words, count) of the reasons given with bad (or other) ratings, most frequent first."""
    rows = _rated(reach, since, until)
    if bad:
        rows = rows.filter(_bad())
    else:
        rows = rows.exclude(grade__in=tables.bad())
    return _worded(rows.values_list("reasons", flat=True))


def open_bad(reach: Reach, since: datetime, until: datetime) -> int:
    """How many bad ratings there are that nobody has answered."""
    return unanswered(_rated(reach, since, until)).count()


def unanswered(ratings: QuerySet[Rating]) -> QuerySet[Rating]:
    """The bad ones of these ratings that nobody has answered."""
    return ratings.filter(_bad(), mending__answered_at__isnull=True)


def by_due(ratings: QuerySet[Rating]) -> QuerySet[Rating]:
    """The longest overdue first, then by the day of their answer; those without a day last, the oldest first."""
    return ratings.order_by(F("mending__due_on").asc(nulls_last=True), "at", "id")


def _bad() -> Q:
    """A filter on Rating, found by the index of bad invitations."""
    return Q(invitation__grade__in=tables.bad(), invitation__grade__lte=BAD_AT_MOST)


def bad_rating(invitation: UUID) -> Rating:
    """The bad rating that answers this invitation. Raises NotFound."""
    rows = Rating.objects.select_related(
        "invitation__case__version__item", "invitation__organisation", "mending"
    )
    rating = rows.filter(invitation__uuid=invitation, grade__in=tables.bad()).first()
    if rating is None:
        raise NotFound("没有这条差评", way_out="请从评价的清单里选")
    return rating


def listed(
    reach: Reach,
    since: datetime,
    until: datetime,
    *,
    grade: int | None,
    by: str = "",
    key: str = "",
) -> QuerySet[Rating]:
    """The ratings that one number of `counts_by` or `totals` counts, newest first. grade: None for all of them;
    by, key: the row of `counts_by`, "" for all rows."""
    rows = _rated(reach, since, until)
    if grade is not None:
        rows = rows.filter(grade=grade)
    if by == "day":
        rows = rows.annotate(day=TruncDate("invitation__created_at", tzinfo=SHANGHAI)).filter(
            day=key
        )
    elif by:
        rows = rows.filter(**{NAMES[by]: key})
    joined = rows.select_related(
        "invitation__case__version__item", "invitation__organisation", "mending"
    )
    return joined.order_by("-at", "-id")


def bad_for(ratings: QuerySet[Rating], words: str) -> QuerySet[Rating]:
    """The bad ones of these ratings that were given for a reason, told by its words."""
    for_reason = Q(pk__in=[])
    for code in tables.reasons_called(words):
        for_reason |= Q(reasons__contains=[code])
    return ratings.filter(for_reason, grade__in=tables.bad())


def invitations_counted(
    reach: Reach, since: datetime, until: datetime, *, by: str = "", key: str = ""
) -> QuerySet[Invitation]:
    """The services whose rating was asked for, that one number of `counts_by` counts, newest first. by, key: as
    `listed`."""
    rows = _invited(reach, since, until)
    if by == "day":
        rows = rows.annotate(day=TruncDate("created_at", tzinfo=SHANGHAI)).filter(day=key)
    elif by:
        rows = rows.filter(**{ASKED_NAMES[by]: key})
    joined = rows.select_related("case__version__item", "organisation")
    return joined.order_by("-created_at", "-id")


def misplaced() -> QuerySet[Invitation]:
    """Invitations that do not say what their case and their rating say: none, or counts are not to be believed."""
    rows = Invitation.objects.annotate(
        said=JSONArray("county", "region", "line", "item_code", "grade"),
        true=JSONArray(
            "case__county", "case__region", "case__line", "case__item_code", "rating__grade"
        ),
    )
    return rows.exclude(said=F("true"))


def of_officer(officer: Officer, since: datetime) -> OfficerSummary:
    """The officer's own ratings since then, without anything that could tell who gave them."""
    rows = Rating.objects.filter(invitation__officer=officer, invitation__created_at__gte=since)
    grades = Counter(dict(rows.values_list("grade").annotate(n=Count("*")).order_by()))
    invited = Invitation.objects.filter(officer=officer, created_at__gte=since).count()
    summary = _counted("", grades, invited)
    if summary.rates.rated < rules.FEWEST_SHOWN:
        return OfficerSummary({}, rules.rates({}, invited), [], [], hidden=True)
    ratings = list(rows.only("reasons", "comment", "invitation_id"))
    comments = sorted(rating.comment for rating in ratings if rating.comment)
    return OfficerSummary(
        summary.by_grade,
        summary.rates,
        _worded(rating.reasons for rating in ratings),
        comments,
        hidden=False,
    )


def _rated(reach: Reach, since: datetime, until: datetime) -> QuerySet[Rating]:
    return Rating.objects.filter(
        reach.condition("invitation__"),
        invitation__created_at__gte=since,
        invitation__created_at__lt=until,
    )


def _invited(reach: Reach, since: datetime, until: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(reach.condition(), created_at__gte=since, created_at__lt=until)


def _counted(key: str, grades: Counter, invited: int) -> Counted:
    return Counted(
        key, {code: grades.get(code, 0) for code in (5, 4, 3, 2, 1)}, rules.rates(grades, invited)
    )


def _worded(reason_codes: Iterable[list[str]]) -> list[tuple[str, int]]:
    """Counted by their words: two grades may give the same reason."""
    return Counter(
        tables.reason_text(code) for codes in reason_codes for code in codes
    ).most_common()
