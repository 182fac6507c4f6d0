"""复岗: an officer who has left, or by a slip was said to have left, is at work again."""

from django.db import transaction

from yichuang.audit.services import record
from yichuang.core.errors import Conflict

from ..models import Officer
from .users import reactivate_user


@transaction.atomic
def reactivate_officer(*, actor: str, officer: Officer, reason: str) -> None:
    """The post and its account are open again, under a password that must be changed. Roles and qualifications stay
    ended: each is given anew, with all that is asked then. Raises Conflict for an officer at work."""
    officers = Officer.objects
    locked = officers.select_for_update()
    joined = locked.select_related("user")
    post = joined.get(pk=officer.pk)
    if post.active:
        raise Conflict("这名工作人员在岗", way_out="请刷新看最新情况")
    account = post.user
    reactivate_user(actor=actor, user=account)
    post.active = True
    post.save(update_fields=["active"])
    written = reason.strip()
    data = {"reason": written}
    record(actor=actor, verb="officer.reactivate", subject=post.actor, data=data)
