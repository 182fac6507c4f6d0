"""Applications being written, as those who hold them see them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.accounts.models import User
from yichuang.cases.models import Draft, DraftHolder
from yichuang.core.errors import NotFound


def held_by(user: User) -> Q:
    """A filter on Draft: begun by this account, or taken up by it."""
    taken_up = DraftHolder.objects.filter(user=user, until__isnull=True)
    return Q(owner=user) | Q(pk__in=taken_up.values("draft"))


def of_owner(uuid: UUID | str, owner: User) -> Draft:
    """The draft, if this account writes it. Raises NotFound, for somebody else's too."""
    found = (
        Draft.objects.filter(held_by(owner), uuid=uuid)
        .select_related("person", "employer", "region")
        .first()
    )
    if found is None:
        raise NotFound("没有这份草稿，或不是您的", way_out="请到“我的事”里找，或从办事指南重新开始")
    return found


def unsent(owner: User) -> QuerySet[Draft]:
    """Everything begun and not sent, the latest first."""
    rows = Draft.objects.filter(held_by(owner), case_number="").select_related(
        "version__item", "region"
    )
    return rows.order_by("-updated_at")
