"""Applications being written, as their owner sees them."""

from uuid import UUID

from django.db.models import QuerySet

from yichuang.accounts.models import User
from yichuang.cases.models import Draft
from yichuang.core.errors import NotFound


def of_owner(uuid: UUID | str, owner: User) -> Draft:
    """The draft, if this account writes it. Raises NotFound, for somebody else's too."""
    found = Draft.objects.filter(uuid=uuid, owner=owner).select_related("person", "employer", "region").first()
    if found is None:
        raise NotFound("没有这份草稿，或不是您的", way_out="请到“我的事”里找，或从办事指南重新开始")
    return found


def unsent(owner: User) -> QuerySet[Draft]:
    """Everything begun and not sent, the latest first."""
    rows = Draft.objects.filter(owner=owner, case_number="").select_related("version__item", "region")
    return rows.order_by("-updated_at")
