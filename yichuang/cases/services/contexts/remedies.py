"""What may be done against a paper, and to whom: 行政复议法 20, 23, 24."""

from yichuang.cases.models import Case
from yichuang.cases.queries.versions import Version
from yichuang.cases.services.contexts.wording import Context, addressed
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules import results
from yichuang.reference import queries as reference


def remedies(case: Case, version: Version, *, answer: str = "") -> Context:
    """The way that the law opens against this paper, first or instead of the review by the government above.

    answer: refusals or denials, which may open another way than the item does; "" for what grants.
    review_body: the reviewing government, "" where the remedy names it itself."""
    first, instead = results.own_remedy(version.guide.remedy)
    own = ""
    if answer:
        own = catalog.remedy_instead(case.item_code, answer)
    way = own or instead
    review = reference.reviewing_government(case.organisation.region_id)
    if not way:
        return {"first": first, "remedy": "", "review_body": review}
    words = way.format(review=review)
    remedy = addressed(words, case)
    return {"first": first, "remedy": remedy, "review_body": ""}
