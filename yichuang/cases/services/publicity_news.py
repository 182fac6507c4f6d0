"""What the applicant is told of 公示: that their matter is shown, where, and until when."""

from datetime import date
from uuid import UUID

from yichuang.cases.queries import taken_back, versions
from yichuang.cases.queries.moved import moved
from yichuang.cases.services.contexts import chinese
from yichuang.core.clock import local
from yichuang.notify import services as notify
from yichuang.registry.models import Person


def tell(*, case_id: UUID, seq: int) -> None:
    """Send the message of the step; the same step again sends nothing."""
    after = moved(case_id, seq)
    case = after.case
    subject = case.subject
    side = "employer"
    if isinstance(subject, Person):
        side = "person"
    facts = versions.told_at(case, seq)
    last = date.fromisoformat(facts["until_on"])
    day = local(after.step.at).date()
    notice = facts["notice"]
    notify.send(
        recipient=f"{side}:{subject.uuid}",
        kind="case_publicised",
        context={"item": after.version.guide.name, "number": case.number, "due": chinese(last)},
        key=f"{case.ref}:{seq}",
        link=f"/openness/notices/{notice}/",
        phone=taken_back.phone_of(case, day),
    )
