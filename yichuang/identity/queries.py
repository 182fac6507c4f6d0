"""Reads of identity: from what a person types to an account, from an account to the person or employer behind it."""

from yichuang.accounts.models import User
from yichuang.core import crypto, spelling
from yichuang.identity.models import RealName
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person


def username_for(identifier: str) -> str:
    """The username of whoever signs in with this phone number, ID number, unified credit code or username.

    What leads to nobody, or to several accounts (a phone that a family shares), comes back as it was typed: signing
    in then fails in the ordinary way and tells a stranger nothing."""
    found = _by_identifier(identifier)
    return found.user.username if found else identifier.strip()


def user_for(identifier: str) -> User | None:
    """The resident or employer account of this identifier, or None; never an officer's."""
    found = _by_identifier(identifier)
    if found:
        return found.user
    return User.objects.filter(username=identifier.strip(), kind__in=[User.PERSON, User.EMPLOYER]).first()


def real_name(user: User) -> RealName | None:
    """The real name behind the account, or None (officers have none)."""
    return RealName.objects.select_related("person", "employer", "handler").filter(user=user).first()


def subject_of(user: User) -> Person | Employer | None:
    """The person or employer that this account acts for."""
    found = real_name(user) if user.is_authenticated else None
    return found and (found.person or found.employer)


def subject_key(subject: Person | Employer) -> str:
    """ "person:<uuid>" or "employer:<uuid>": how messages, audit and cases name a subject."""
    return f"{'person' if isinstance(subject, Person) else 'employer'}:{subject.uuid}"


def actor_of(user: User) -> str:
    """Who acts, as audit writes it: "person:<uuid>", "employer:<uuid>", "officer:<uuid>", else "user:<uuid>"."""
    if user.kind == User.OFFICER:
        return f"officer:{user.officer.uuid}"
    subject = subject_of(user)
    return subject_key(subject) if subject else f"user:{user.uuid}"


def account_of(subject: Person | Employer) -> User | None:
    """The account of this person or employer, or None."""
    field = "person" if isinstance(subject, Person) else "employer"
    found = RealName.objects.select_related("user").filter(**{field: subject}).first()
    return found and found.user


def contact_phone(subject: Person | Employer) -> str:
    """Where messages about this subject's business go: the account's phone, else the register's, else ""."""
    field = "person" if isinstance(subject, Person) else "employer"
    found = RealName.objects.filter(**{field: subject}).first()
    if found:
        return found.phone
    return (subject.phone if isinstance(subject, Person) else subject.handler_phone) or ""


def _by_identifier(identifier: str) -> RealName | None:
    typed = spelling.code(identifier)
    rows = RealName.objects.select_related("user")
    if person := registry.person_by_id_number(typed):
        if found := rows.filter(person=person).first():
            return found
    if employer := registry.employer_by_code(typed):
        return rows.filter(employer=employer).first()
    several = list(rows.filter(phone_blind=crypto.blind(spelling.phone(typed)))[:2])
    return several[0] if len(several) == 1 else None
