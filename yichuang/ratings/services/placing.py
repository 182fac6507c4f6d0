"""What the database keeps beside an invitation, written anew where it differs."""

from django.db.models import OuterRef, Subquery

from yichuang.cases.models import Case
from yichuang.ratings import queries
from yichuang.ratings.models import Rating


def place_invitations() -> int:
    """Write place, line, item and grade anew where they differ.

    Returns how many invitations did not say what their case and rating
    say, and do now.
    """
    case = Case.objects.filter(pk=OuterRef("case"))
    rating = Rating.objects.filter(invitation=OuterRef("pk"))
    grade = rating.values("grade")
    wrong = queries.misplaced()
    return wrong.update(
        county=Subquery(case.values("county")),
        region=Subquery(case.values("region")),
        line=Subquery(case.values("line")),
        item_code=Subquery(case.values("item_code")),
        grade=Subquery(grade),
    )
