"""Who acts for an applicant, as long as the applicant wants it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.audit.services import record
from yichuang.cases.models import Party
from yichuang.cases.queries import concerned
from yichuang.cases.services.journal import lock
from yichuang.core.clock import local
from yichuang.core.errors import NotFound


@transaction.atomic
def end_mandate(*, case_id: UUID, party_id: int, actor: str, now: datetime) -> Party:
    """The applicant takes the mandate back: from now on the agent sees nothing of the case (民法典 173).

    The caller has checked whose case it is. Raises NotFound where no mandate of this case stands."""
    case = lock(case_id)
    today = local(now).date()
    rows = case.parties.select_related("person", "employer")
    party = rows.filter(concerned.standing(today), pk=party_id, role="agent").first()
    if party is None:
        raise NotFound("没有这个代办人，或已经不再代办", way_out="请刷新看最新情况")
    party.until = today - timedelta(days=1)
    party.save(update_fields=["until"])
    record(actor=actor, verb="case.end_mandate", subject=case.ref)
    return party
