"""Whoever is asked about a made-up case answers at once, as the simulators of the demo do.

A life of the demo goes on an hour later, and no worker runs while it is made.
"""

from datetime import datetime
from uuid import UUID

from yichuang.cases.services import asking
from yichuang.core import ports
from yichuang.exchange import queries as asked
from yichuang.exchange import services as exchange


def answer_for(case_id: UUID, now: datetime) -> None:
    """Have all questions about the papers of a case asked and answered.

    Nothing where no paper of it is asked for. Never within a transaction.
    """
    asking.ask_for_submitted(case_id=case_id, seq=1, now=now)
    questions = asked.standing(f"case:{case_id}")
    with ports.nobody_waits():
        for question in questions:
            exchange.take(query_uuid=question.uuid, now=now)
    asking.settle(case_id=case_id, now=now)
