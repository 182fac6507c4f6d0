"""Applications being written, as those who hold them see them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.accounts.models import User
from yichuang.cases.models import Draft, DraftHolder, Enquiry
from yichuang.cases.queries import versions
from yichuang.cases.rules import uploads
from yichuang.catalog.rules import forms
from yichuang.core import clock
from yichuang.core.errors import NotFound

NOTHING: Mapping[str, Any] = MappingProxyType({})
AT_ONCE = 500  # drafts in memory
# nobody has typed anything, and nobody else holds it
BLANK = Q(revision=0, situation={}, materials={}, code__isnull=True)


def held_by(user: User) -> Q:
    """A filter on Draft: begun by this account, or taken up by it."""
    taken_up = DraftHolder.objects.filter(user=user, until__isnull=True)
    return Q(owner=user) | Q(pk__in=taken_up.values("draft"))


def of_owner(uuid: UUID | str, owner: User) -> Draft:
    """The draft, if this account writes it. Raises NotFound, for somebody else's too."""
    mine = Draft.objects.filter(held_by(owner), uuid=uuid)
    rows = mine.select_related("person", "employer", "region")
    draft = rows.first()
    if draft is None:
        raise NotFound("没有这份草稿，或不是您的", way_out="请到“我的事”里找，或从办事指南重新开始")
    return draft


def files_named(uuids: Collection[UUID]) -> set[UUID]:
    """Those of the files with these uuids that an unsent draft of anybody names, in its answers or as a paper."""
    if not uuids:
        return set()
    unsent_ones = Draft.objects.filter(case_number="")
    rows = unsent_ones.only("uuid", "answers", "materials")
    named = set()
    for draft in rows.iterator(chunk_size=AT_ONCE):
        named.update(uploads.uuids_in(draft.answers))
        named.update(uploads.uuids_in(draft.materials))
    return named.intersection(uuids)


def unsent(owner: User) -> QuerySet[Draft]:
    """Everything begun and not sent, the latest first."""
    mine = Draft.objects.filter(held_by(owner), case_number="")
    rows = mine.select_related("version__item", "region")
    return rows.order_by("-updated_at")


def only_looked_at(owner: User, before: datetime) -> QuerySet[Draft]:
    """What the account opened before this moment and typed nothing into; what was begun from an enquiry is none of it.

    before: the moment until which it may have been opened; a page opened later may still stand before somebody, who
    types into it."""
    from_enquiry = Enquiry.objects.filter(draft=OuterRef("pk"))
    rows = unsent(owner)
    blank = rows.filter(BLANK, updated_at__lt=before)
    return blank.exclude(Exists(from_enquiry))


def still_asked(draft: Draft, beside: Mapping[str, Any] = NOTHING) -> dict[str, Any]:
    """The answers of a draft without what was typed while another answer asked for it, and follows by now.

    beside: answers that are laid over those of the draft."""
    version = versions.of_draft(draft)
    before = version.situation_answers(draft.situation)
    answers = dict(draft.answers)
    answers.update(beside)
    day = clock.today()
    return forms.still_asked(version.form, answers, before, day)
