"""What the platform's own work asks of documents."""

from uuid import UUID

from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.core.sweeping import KEEPERS
from yichuang.documents import services
from yichuang.documents.models import Paper


@KEEPERS.register("papers")
def known_paths(uuids: list[UUID]) -> set[str]:
    """Paths of the papers with these uuids."""
    return set(Paper.objects.filter(uuid__in=uuids).values_list("path", flat=True))


@job("documents.set_unread", retries=0, cron="* * * * *")
def set_unread(timestamp: int) -> None:
    """Every minute, while nothing else happens: the sheets of papers that nobody has read yet."""
    services.set_unread(clock.now())
