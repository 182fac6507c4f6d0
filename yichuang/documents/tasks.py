"""What the platform's own work asks of documents."""

from uuid import UUID

from yichuang.core.sweeping import KEEPERS
from yichuang.documents.models import Paper


@KEEPERS.register("papers")
def kept(uuids: list[UUID]) -> set[str]:
    """Paths of the papers with these uuids."""
    return set(Paper.objects.filter(uuid__in=uuids).values_list("path", flat=True))
