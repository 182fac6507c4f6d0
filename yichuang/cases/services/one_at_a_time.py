"""Of most items somebody has one open case at a time: a draft of a second one is not sent."""

from yichuang.accounts.models import Officer
from yichuang.cases.models import Draft
from yichuang.cases.queries import again, versions
from yichuang.core.errors import Conflict
from yichuang.identity import queries as identity


def refuse_second(draft: Draft, officer: Officer | None) -> None:
    """Conflict while the subject has an open case of an item that allows one, or one about the same people. The
    subject's row is held until the case is written, so that two drafts sent at once are one case."""
    subject = draft.person or draft.employer
    kind = type(subject)
    rows = kind.objects.select_for_update(no_key=True)
    rows.get(pk=subject.pk)
    version = versions.of_draft(draft)
    sight = identity.sight_of(draft.owner)
    open_case = again.in_the_way(version, subject, draft.answers, officer=officer, sight=sight)
    if open_case:
        raise Conflict(
            f"“{version.guide.name}”已经有一件在办，编号{open_case.number}，办完了才能再办",
            code="one_is_open",
            way_out="请打开那一件看进度；填的都留着，不想要那一件的可以撤回",
        )
