"""Accounts. `actor` is who does it, as audit writes it: "officer:12", "person:<uuid>", "system"."""

from django.db import IntegrityError, transaction

from yichuang.audit.services import record
from yichuang.core import spelling
from yichuang.core.errors import Conflict

from ..models import User


@transaction.atomic
def create_user(
    *,
    actor: str,
    username: str,
    kind: str,
    name: str,
    password: str | None = None,
    must_change_password: bool = False,
) -> User:
    """A new account. Raises Conflict when the user name is taken. Password rules are checked by the caller."""
    username = spelling.login(username)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username, password, kind=kind, name=name, must_change_password=must_change_password
            )
    except IntegrityError:
        raise Conflict(
            "这个用户名已经有人用了。", field="username", way_out="请换一个，或直接登录。"
        ) from None
    record(actor=actor, verb="user.create", subject=f"user:{user.uuid}", data={"kind": kind})
    return user


@transaction.atomic
def set_password(
    *, actor: str, user: User, password: str, must_change_password: bool = False
) -> None:
    """Replace the password; `must_change_password` for one that somebody else has chosen."""
    user.set_password(password)
    user.must_change_password = must_change_password
    user.save(update_fields=["password", "must_change_password"])
    record(actor=actor, verb="user.password", subject=f"user:{user.uuid}")


@transaction.atomic
def rename_user(*, actor: str, user: User, name: str) -> None:
    """Change the name shown on pages."""
    user.name = name
    user.save(update_fields=["name"])
    record(actor=actor, verb="user.rename", subject=f"user:{user.uuid}")


@transaction.atomic
def deactivate_user(*, actor: str, user: User) -> None:
    """Close the account: its sessions end with the next request."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(actor=actor, verb="user.deactivate", subject=f"user:{user.uuid}")


@transaction.atomic
def reactivate_user(*, actor: str, user: User) -> None:
    """Open a closed account again; its password must be changed at the next sign-in."""
    user.is_active = True
    user.must_change_password = True
    user.save(update_fields=["is_active", "must_change_password"])
    record(actor=actor, verb="user.reactivate", subject=f"user:{user.uuid}")
