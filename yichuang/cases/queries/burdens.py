"""What a decision refuses, the whole or a part, and what may be done against it: 行政许可法 38, 社会保险法 83."""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import counting, endings, grant_words, states
from yichuang.cases.rules.flags import IN_PART
from yichuang.cases.rules.papers import REFUSAL
from yichuang.catalog import queries as catalog
from yichuang.core.clock import local
from yichuang.documents import queries as documents
from yichuang.reference import queries as reference


@dataclass(frozen=True)
class Burden:
    """What somebody may turn against.

    halves: both halves of what was granted in part, "" of a denial.
    reason: why the rest, or all, was refused, as the officer wrote it.
    remedy: sentences.
    """

    halves: str
    reason: str
    remedy: str


def of_case(case: Case, version: Version) -> Burden | None:
    """Of a closed case that was denied or granted in part.

    None of any other.
    """
    ended = endings.of_case(case)
    if case.state != states.CLOSED or ended not in endings.BURDENS:
        return None
    remedy = remedy_of(case, version)
    if ended != IN_PART:
        denial = versions.last_told(case, "deny").told
        return Burden("", denial.get("reason", ""), remedy)
    ruling = versions.ruling_of(case)
    result = catalog.result_as_answered(version.guide, case.form)
    halves = grant_words.divided(ruling, result.grant, result.deny, result.part)
    return Burden(halves, ruling["cut"], remedy)


def remedy_of(case: Case, version: Version) -> str:
    """What may be done against the decision, by when and where: the item's own way, else review and suit."""
    review = reference.reviewing_government(case.organisation.region_id)
    own = catalog.remedy_instead(case.item_code, "denials")
    since = counted_from(case)
    if own:
        words = own.format(review=review)
        return f"{words.rstrip('。')}。{since}。"
    way = f"不服的，可以这样办：{version.guide.against_decision}"
    if not version.guide.open_to_review:
        return f"{way}。"
    return f"{way}；行政复议向{review}申请。{since}。"


def against_refusal(case: Case, version: Version) -> str:
    """What may be done against a refusal to accept, and from which day.

    The item's own way, else review and suit; "" of a case that was not
    refused.
    """
    if case.state != states.REFUSED:
        return ""
    guide = version.guide
    own = catalog.remedy_instead(case.item_code, "refusals")
    review = reference.reviewing_government(case.organisation.region_id)
    if own:
        way = own.format(review=review)
    elif guide.open_to_review:
        way = f"不服的，可以这样办：{guide.against_decision}；行政复议向{review}申请。"
    else:
        way = f"不服的，可以这样办：{guide.against_decision}。"
    if not guide.open_to_review:
        return way
    read_at = documents.first_read(case.ref, REFUSAL)
    read_on = _day_of(read_at)
    delivery = getattr(case, "delivery", None)
    delivered_on = None
    if delivery is not None:
        delivered_on = _day_of(delivery.delivered_at)
    since = counting.of_refusal(read_on, delivered_on)
    return f"{way}{since}。"


def why_refused(case: Case) -> str:
    """Why the case was not taken on, as the officer wrote it; "" of a case that was not refused."""
    if case.state != states.REFUSED:
        return ""
    return versions.last_told(case, "refuse").told["reason"]


def counted_from(case: Case) -> str:
    """From which day the terms run, as far as it is known.

    A sentence without full stop, for pages, papers and messages alike.
    Before there is a delivery nothing is known of it.
    """
    delivery = getattr(case, "delivery", None)
    if delivery is None:
        return counting.OPEN
    read_on = _day_of(delivery.read_at)
    delivered_on = _day_of(delivery.delivered_at)
    return counting.from_when(read_on, delivered_on)


def _day_of(moment: datetime | None) -> date | None:
    """The day of a moment in our time."""
    if moment is None:
        return None
    there = local(moment)
    return there.date()
