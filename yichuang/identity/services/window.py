"""What a clerk does for an account when its owner stands at the window and the document lies on the desk."""

import secrets
from datetime import date, datetime

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.identity import queries, rules
from yichuang.identity.models import RealName
from yichuang.identity.services import binding, codes, handling, licences, passwords, proving
from yichuang.identity.services.licences import Licence
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person

PHONE_IS_UNKNOWN = "这个账号还没有核对过是谁开的，请问他现在用的手机号填上"
PHONE_OF_A_NEW_ACCOUNT = "开账号要手机号，收验证码和办件消息，请问他现在用的"
PHONE_OF_ANOTHER = "经办人换了，请填新经办人现在用的手机号"
LETTERS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"


@transaction.atomic
def confirm_person(
    *,
    actor: str,
    person: Person,
    number: str,
    phone: str = "",
    new_password: bool = False,
    open_account: bool = False,
    now: datetime,
) -> str:
    """The clerk `actor` has seen the document.

    The account is proved, the phone is known to be the person's, and a
    password for once is set: with another phone, on demand, and when the
    account is proved for the first time, because nobody knows who opened
    it. Returns that password, "" when none was set.

    A person without an account leaves the phone, with which an account
    can be proved later.
    open_account: it is opened now, which is the only way for documents
    that no register answers for.
    Raises Invalid (fields number, phone).
    """
    phone = spelling.phone(phone)
    real_name = RealName.objects.select_related("user", "person").filter(person=person).first()
    opens = open_account and real_name is None
    problems = _number_problems("number", number, person)
    problems += _phone_problems(phone, real_name, opens)
    _refuse(problems)
    if phone:
        window = actor.replace("officer", "window", 1)
        proving.trust_phone(person=person, phone=phone, came_from=window, now=now)
        registry.update_contact(person=person, phone=phone, actor=actor)
    if opens:
        return _open(actor, User.PERSON, person.name, phone, now, person=person)
    return _settle(actor, queries.subject_key(person), real_name, phone, new_password, now)


@transaction.atomic
def confirm_employer(
    *,
    actor: str,
    employer: Employer,
    credit_code: str,
    name: str,
    handler: Person,
    handler_until: date | None = None,
    phone: str = "",
    licence: Licence | None = None,
    new_password: bool = False,
    open_account: bool = False,
    now: datetime,
) -> str:
    """The clerk has seen the licence and the handler's document.

    The account is proved and the handler's, the name is the licence's,
    and whoever stands for the unit is kept. Whoever is not the handler
    any more is told.

    handler_until: of a handler by a mandate its last day: the account is
    proved until then, and the register names no other handler. The
    caller has looked at the mandate.
    Returns and raises as `confirm_person` (fields credit_code,
    employer_name, phone, licence_name).
    """
    phone, name = spelling.phone(phone), spelling.name(name)
    real_name = (
        RealName.objects.select_related("user", "employer").filter(employer=employer).first()
    )
    other_hands = real_name is not None and real_name.handler_id != handler.pk
    opens = open_account and real_name is None
    problems = _phone_problems(phone, real_name, opens)
    if other_hands and not phone:
        problems = [FieldProblem("phone", PHONE_OF_ANOTHER, "required")]
    if spelling.code(credit_code) != employer.credit_code:
        problems.append(
            FieldProblem("credit_code", "和登记的信用代码不一样，请照营业执照再核对", "mismatch")
        )
    if not name:
        problems.append(FieldProblem("employer_name", "请照营业执照填单位名称", "required"))
    _refuse(problems)
    if licence:
        licences.read_licence(employer=employer, licence=licence, actor=actor, now=now)
    registry.correct_employer_name(employer=employer, name=name, actor=actor)
    licences.tell_of_handler(employer=employer, handler=handler, phone=phone, now=now)
    if handler_until is None:
        registry.update_employer_contact(
            employer=employer, handler_name=handler.name, phone=phone, actor=actor
        )
    if opens:
        return _open(
            actor,
            User.EMPLOYER,
            name,
            phone,
            now,
            employer=employer,
            handler=handler,
            handler_until=handler_until,
        )
    if real_name:
        handling.hand_to(real_name=real_name, handler=handler, until=handler_until)
    return _settle(
        actor, queries.subject_key(employer), real_name, phone, new_password or other_hands, now
    )


def _open(actor: str, kind: str, name: str, phone: str, now: datetime, **whose) -> str:
    """An account that was never anybody else's: the documents were compared before it was opened.

    whose: as `binding.bind`."""
    password = _for_once()
    subject = whose.get("person") or whose["employer"]
    window = actor.replace("officer", "window", 1)
    with binding.once("刚才已经开过账号了", "phone"), transaction.atomic():
        user = binding.make_account(kind, name, password, "", subject, for_once=True)
        binding.bind(user, phone, now, window, by=window, **whose)
    changes = {"account": True, "opened": True, "phone": True, "password": True}
    record(actor=actor, verb="identity.window", subject=queries.subject_key(subject), data=changes)
    return password


def _settle(
    actor: str,
    subject: str,
    real_name: RealName | None,
    phone: str,
    new_password: bool,
    now: datetime,
) -> str:
    changes = {"account": real_name is not None, "phone": bool(phone), "password": False}
    password = ""
    if real_name:
        is_of_whoever_opened_it = real_name.proved_at is None
        moved = bool(phone) and phone != real_name.phone
        if moved:
            proving.move_phone(real_name=real_name, phone=phone, recipient=subject, now=now)
        window = actor.replace("officer", "window", 1)
        proving.mark_proved(real_name=real_name, by=window, actor=actor, now=now)
        if moved or new_password or is_of_whoever_opened_it:
            password = _for_once()
            accounts.set_password(
                actor=actor, user=real_name.user, password=password, must_change_password=True
            )
            codes.void(real_name.user, now)
            passwords.tell_change(real_name, subject, now)
            changes["password"] = True
    record(actor=actor, verb="identity.window", subject=subject, data=changes)
    return password


def _for_once() -> str:
    drawn = []
    for alphabet in (LETTERS, DIGITS):
        for _ in range(6):
            drawn.append(secrets.choice(alphabet))
    return "".join(drawn)


def _number_problems(field: str, number: str, person: Person) -> list[FieldProblem]:
    if spelling.code(number) == person.id_number:
        return []
    return [FieldProblem(field, "和登记的证件号码不一样，请照他手里的证件再核对", "mismatch")]


def _phone_problems(
    phone: str, real_name: RealName | None, opens: bool = False
) -> list[FieldProblem]:
    if phone:
        wrong = rules.mobile_problem(phone)
        if not wrong:
            return []
        problem = FieldProblem("phone", wrong, "type")
        return [problem]
    if opens:
        problem = FieldProblem("phone", PHONE_OF_A_NEW_ACCOUNT, "required")
        return [problem]
    if real_name is None or queries.is_in_force(real_name):
        return []
    problem = FieldProblem("phone", PHONE_IS_UNKNOWN, "required")
    return [problem]


def _refuse(problems: list[FieldProblem]) -> None:
    if problems:
        raise Invalid(problems)
