"""Reads of identity: from what a person types to an account, from an account to the person or employer behind it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth import load_backend
from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.accounts.models import User
from yichuang.core import clock, crypto, spelling
from yichuang.core.ids import as_uuid
from yichuang.identity import rules
from yichuang.identity.models import LegalRepresentative, RealName, TrustedPhone
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person

FAMILY = 8  # accounts that may share a phone


@dataclass(frozen=True)
class Sight:
    """How far an account sees: whose data (`subject`), whether all of them or only what the account did itself (nothing
    from before it was opened, `since`), and the account's own phone. Every query of the portal for cases, papers,
    messages and prefilling takes one."""

    subject: Person | Employer
    everything: bool
    phone: str
    since: datetime

    @property
    def is_person(self) -> bool:
        """A natural person, not a unit."""
        return isinstance(self.subject, Person)

    @property
    def actor(self) -> str:
        """The subject as trails and audit write what the account does."""
        return subject_key(self.subject)


def accounts_for(typed: str) -> list[User]:
    """The accounts that may sign in with this phone number, number of a document, unified credit code or user name;
    several where a family shares a phone, or two passports of two countries a number."""
    accounts = [row.user for row in _by_identifier(typed)]
    return accounts or list(User.objects.filter(username=spelling.login(typed)))


def may_sign_in(user: User) -> bool:
    """Whether this account is open, by the backend's own rule."""
    return load_backend(settings.AUTHENTICATION_BACKENDS[0]).user_can_authenticate(user)


def user_for(identifier: str) -> User | None:
    """The one resident or employer account of this identifier, or None; never an officer's."""
    outside = (User.PERSON, User.EMPLOYER)
    accounts = [user for user in accounts_for(identifier) if user.kind in outside]
    if len(accounts) != 1:
        return None
    return accounts[0]


def by_phone_and_number(phone: str, number: str) -> RealName | None:
    """The account of this phone whose person has a document, or whose unit a credit code, of this number; or None."""
    rows = RealName.objects.select_related("user").filter(
        phone_blind=crypto.blind(spelling.phone(phone))
    )
    holders = registry.persons_by_number(number)
    if holders:
        return rows.filter(person__in=holders).first()
    employer = registry.employer_by_code(number)
    if employer:
        return rows.filter(employer=employer).first()
    return None


def real_name(user: User) -> RealName | None:
    """The real name behind the account, or None (officers have none)."""
    return (
        RealName.objects.select_related("person", "employer", "handler").filter(user=user).first()
    )


def subject_of(user: User) -> Person | Employer | None:
    """The person or employer that this account acts for."""
    real_name_row = real_name(user) if user.is_authenticated else None
    return real_name_row and (real_name_row.person or real_name_row.employer)


def sight_of(user: User) -> Sight | None:
    """How far this account sees; None for one without a real name."""
    real_name_row = real_name(user) if user.is_authenticated else None
    if real_name_row is None:
        return None
    subject = real_name_row.person or real_name_row.employer
    everything = is_in_force(real_name_row)
    since = user.created_at
    if is_over(real_name_row):
        since = _morning_after(real_name_row.handler_until)
    return Sight(subject, everything, real_name_row.phone, since)


def is_over(account: RealName) -> bool:
    """Whether the mandate has ended by which its handler had the account: he sees nothing of before any more."""
    until = account.handler_until
    if until is None:
        return False
    return until < clock.today()


def _morning_after(day: date) -> datetime:
    next_day = day + timedelta(days=1)
    return datetime.combine(next_day, time(), tzinfo=clock.SHANGHAI)


def is_in_force(account: RealName) -> bool:
    """Whether it is known, today too, that the person or unit itself has the account."""
    if is_over(account):
        return False
    return account.proved_at is not None


def in_force() -> Q:
    """`is_in_force` as a filter of accounts."""
    for_good = Q(handler_until=None)
    not_over = Q(handler_until__gte=clock.today())
    return Q(proved_at__isnull=False) & (for_good | not_over)


def may_see_all(user: User) -> bool:
    """Whether it is known that the person or unit itself has this account: by a code to a phone known to be theirs, at
    a window, for a unit by its legal representative. 个人信息保护法 51; 网络安全法 24."""
    sight = sight_of(user)
    return sight is not None and sight.everything


def is_proved(actor: str) -> bool:
    """Whether it is known that the person or unit itself has the account that acts ("person:<uuid>",
    "employer:<uuid>"); False for everybody else."""
    side, _, key = actor.partition(":")
    uuid = as_uuid(key)
    if side not in ("person", "employer") or uuid is None:
        return False
    theirs = RealName.objects.filter(**{f"{side}__uuid": uuid})
    return theirs.filter(in_force()).exists()


def trusted_phone(person: Person) -> str:
    """The phone that is known to be this person's, or ""."""
    trusted = TrustedPhone.objects.filter(person=person).first()
    return trusted.phone if trusted else ""


def joined_phone(person: Person) -> str:
    """The same of somebody who was read with it (`trusted_phone` joined), so that it is not asked for again."""
    trusted = getattr(person, "trusted_phone", None)
    return trusted.phone if trusted else ""


def known_phone(person: Person) -> str:
    """The phone by which this person hears of what others do in their name: the one known to be theirs, else the one
    they left before, else ""; never one that was typed for an account nobody proved."""
    return trusted_phone(person) or person.phone or ""


def waiting_for_representative(person: Person) -> list[RealName]:
    """Accounts of units that this person stands for, and that are proved to nobody, or no longer."""
    units = LegalRepresentative.objects.filter(person=person).values("employer_id")
    rows = RealName.objects.select_related("user", "employer", "handler")
    waiting = rows.filter(~in_force(), employer_id__in=units)
    return list(waiting.order_by("id"))


def waits_for_proof(unit: Employer) -> bool:
    """Whether somebody opened an account for the unit, and neither its representative nor a window has let them in."""
    return RealName.objects.filter(employer=unit, proved_at=None).exists()


def handler_in_doubt(user: User) -> Person | None:
    """Whoever handles a unit's account of which it is not known, or no longer, that it is the unit's.

    None for every other account."""
    if user.kind != User.EMPLOYER:
        return None
    account = real_name(user)
    if account is None or is_in_force(account):
        return None
    return account.handler


def handler_of(unit: Employer) -> Person | None:
    """Whoever has the unit's account, proved or not; None where it has none."""
    accounts = RealName.objects.select_related("handler")
    account = accounts.filter(employer=unit).first()
    if account is None:
        return None
    return account.handler


def has_opened(unit: Employer, handler: Person, phone: str) -> bool:
    """Whether the unit's account, which nobody has proved, was opened in this person's name with this phone: who opens
    one in another's name leaves a phone of their own."""
    account = account_of(unit)
    if account is None:
        return False
    if handler_in_doubt(account) != handler:
        return False
    opened = real_name(account)
    return opened.phone == spelling.phone(phone)


def has_agreed(person: Person | Employer, unit: User) -> bool:
    """Whether this person, as its legal representative, has let in who has the account of a unit."""
    agreed = RealName.objects.filter(user=unit, proved_by=f"legal_rep:{person.uuid}")
    return agreed.exists()


def representatives_of(unit: Employer) -> frozenset[str]:
    """Under which name the unit's legal representative is known: as a clerk read it in its licence, else by the
    register; none of a unit that nobody has said it of."""
    name = unit.legal_rep_name
    licences = LegalRepresentative.objects.filter(employer=unit)
    by_licence = licences.select_related("person").first()
    if by_licence:
        name = by_licence.person.name
    if not name:
        return frozenset()
    return frozenset([name])


def is_known_to_act(unit: Employer, person: Person) -> bool:
    """Whether this very person is the unit's legal representative, or handles its business: by the licence or its
    proved account, there until the last day of a mandate. A name of the register says it of nobody (ADR 68), and who
    only opened an account for a unit is nobody to it. 民法典 61, 170."""
    if _handled_by(unit, person).exists():
        return True
    return _represented_by(unit, person).exists()


def acts_for_good(unit: Employer, person: Person) -> bool:
    """The same, whatever day it is: not by a mandate that ends."""
    for_good = _handled_by(unit, person).filter(handler_until=None)
    if for_good.exists():
        return True
    return _represented_by(unit, person).exists()


def is_namesake(unit: Employer, person: Person) -> bool:
    """Whether the register has the unit's handler or representative under the name of somebody who is not known to act
    for it: it may be they, or another of that name."""
    names = list(representatives_of(unit))
    if unit.handler_name:
        names.append(unit.handler_name)
    if rules.is_among(person.name, names):
        return not is_known_to_act(unit, person)
    return False


def has_another_representative(unit: Employer, person: Person) -> bool:
    """Whether a licence has shown that somebody else stands for the unit, whatever the names are."""
    licences = LegalRepresentative.objects.filter(employer=unit)
    of_others = licences.exclude(person=person)
    return of_others.exists()


def _handled_by(unit: Employer, person: Person) -> QuerySet[RealName]:
    """The unit's proved account, where this person has it today."""
    return RealName.objects.filter(in_force(), employer=unit, handler=person)


def _represented_by(unit: Employer, person: Person) -> QuerySet[LegalRepresentative]:
    return LegalRepresentative.objects.filter(employer=unit, person=person)


def subject_key(subject: Person | Employer) -> str:
    """ "person:<uuid>" or "employer:<uuid>": how messages, audit and cases name a subject."""
    return f"{_side(subject)}:{subject.uuid}"


def _side(subject: Person | Employer) -> str:
    """Which of the two a subject is: as the first word of its key, and as the column of its account."""
    if isinstance(subject, Person):
        return "person"
    return "employer"


def actor_of(user: User) -> str:
    """Who acts, as audit writes it: "person:<uuid>", "employer:<uuid>", "officer:<uuid>", else "user:<uuid>"."""
    if user.kind == User.OFFICER:
        return user.officer.actor
    subject = subject_of(user)
    return subject_key(subject) if subject else f"user:{user.uuid}"


def signers_of(user: User) -> frozenset[str]:
    """The names by which whoever is signed in may sign: their own; of a unit that of who has its account, neither
    the unit's nor its representative's. 电子签名法 13."""
    row = real_name(user)
    if row is None:
        return frozenset()
    signs = row.person or row.handler
    return frozenset([signs.name])


def account_of(subject: Person | Employer) -> User | None:
    """The account of this person or employer, or None."""
    accounts = RealName.objects.select_related("user")
    real_name_row = accounts.filter(**{_side(subject): subject}).first()
    return real_name_row and real_name_row.user


def has_account(person: str, employer: str) -> Exists:
    """For an annotation: whether the person or the employer of a row, named by its two columns, has an account."""
    of_person = Q(person=OuterRef(person))
    of_employer = Q(employer=OuterRef(employer))
    return Exists(RealName.objects.filter(of_person | of_employer))


def contact_phone(subject: Person | Employer) -> str:
    """Where messages about this subject's business go: the account's phone, else the register's, else ""."""
    real_name_row = RealName.objects.filter(**{_side(subject): subject}).first()
    if real_name_row and not is_over(real_name_row):
        return real_name_row.phone
    return (subject.phone if isinstance(subject, Person) else subject.handler_phone) or ""


def _by_identifier(identifier: str) -> list[RealName]:
    typed = spelling.code(identifier)
    rows = RealName.objects.select_related("user").order_by("id")
    by_phone = rows.filter(phone_blind=crypto.blind(spelling.phone(typed)))
    holders = registry.persons_by_number(typed)
    of_holders = rows.filter(person__in=holders)
    if holders and of_holders:
        return [*of_holders, *by_phone[:FAMILY]]
    employer = registry.employer_by_code(typed)
    if employer:
        return list(rows.filter(employer=employer))
    return list(by_phone[:FAMILY])
