"""Opening an account under a real name."""

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yichuang.accounts.models import User
from yichuang.core import limits, ports, spelling
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.core.limits import Limit
from yichuang.core.ports import NotConnected, Rejected, Unavailable
from yichuang.identity import queries, rules
from yichuang.identity.ports import Checked
from yichuang.identity.services import binding
from yichuang.registry import queries as registered
from yichuang.registry import services as registry
from yichuang.registry.models import Person

BY_ADDRESS = Limit("register:address", 60, timedelta(hours=1))
BY_ADDRESS_A_DAY = Limit("register:address:day", 300, timedelta(days=1))
BY_ADDRESS_AND_NUMBER = Limit("register:address+number", 5, timedelta(days=1))
BY_ADDRESS_AND_CODE = Limit("register:address+credit_code", 5, timedelta(days=1))
# whoever asks: more are an attack from twenty addresses, and it lasts no longer than they come anew
BY_NUMBER = Limit("register:number", 100, timedelta(hours=1))
BY_CODE = Limit("register:credit_code", 100, timedelta(hours=1))


def register_person(
    *,
    name: str,
    id_number: str,
    phone: str,
    password: str,
    now: datetime,
    username: str = "",
    visitor: str = "",
    again: str | None = None,
) -> User:
    """Open the account of one person after the police register has confirmed name and number; return its User.

    Others know a name and a number too: the account sees what it does itself until it is proved (`proving`), and the
    phone that was left before is told of it, not the one that was typed now.

    username: "" makes one; people sign in with phone or ID number. visitor: the address it comes from, "" for our
    own hands. again: the password typed a second time.

    Raises Invalid (fields name, id_number, phone, password, again), Conflict when the person has an account,
    TooMany when the address or the number was tried too often, Problem with status 503 while the register is not
    there: nothing is written then and the form keeps what was typed. 网络安全法 24 (real names)."""
    name = spelling.name(name)
    id_number = spelling.code(id_number)
    phone = spelling.phone(phone)
    problems = rules.person_problems(name=name, id_number=id_number, phone=phone, today=now.date())
    _refuse(
        problems + password_problems(password, name=name, known=(id_number, phone), again=again)
    )
    _count_tries(visitor, id_number, now)
    checked = _ask_police(name, id_number)
    with binding.once("这个身份号码已经注册过账号", "id_number"), transaction.atomic():
        person = _person(name, id_number, checked)
        user = binding.make_account(User.PERSON, name, password, username, person)
        binding.bind(user, phone, now, checked.receipt, person=person)
    return user


def register_employer(
    *,
    employer_name: str,
    credit_code: str,
    handler_name: str,
    id_number: str,
    phone: str,
    password: str,
    now: datetime,
    username: str = "",
    visitor: str = "",
    again: str | None = None,
    **more,
) -> User:
    """Open the account of one employer, with the person who handles its business checked by the police register.

    A handler is anybody: the account sees what it does itself until the legal representative or a window lets it in.
    more: kind, industry, region_id, address, legal_rep_name of the employer. Raises as register_person; fields
    employer_name (also where the register has another name), credit_code, handler_name, id_number, phone, password."""
    handler_name = spelling.name(handler_name)
    id_number = spelling.code(id_number)
    phone = spelling.phone(phone)
    employer_name = spelling.name(employer_name)
    credit_code = spelling.code(credit_code)
    problems = rules.employer_problems(name=employer_name, credit_code=credit_code)
    of_handler = rules.person_problems(
        name=handler_name, id_number=id_number, phone=phone, today=now.date()
    )
    problems += [_of_handler(problem) for problem in of_handler]
    problems += password_problems(
        password, name=employer_name, known=(id_number, phone, credit_code), again=again
    )
    _refuse(problems)
    _count_tries(visitor, id_number, now, credit_code)
    _refuse(_other_name(employer_name, credit_code))
    checked = _ask_police(handler_name, id_number, "handler_name")
    with binding.once("这个单位已经注册过账号", "credit_code"), transaction.atomic():
        handler = _person(handler_name, id_number, checked)
        employer = registry.record_employer(
            name=employer_name, credit_code=credit_code, actor=queries.subject_key(handler), **more
        )
        user = binding.make_account(User.EMPLOYER, employer.name, password, username, employer)
        binding.bind(user, phone, now, checked.receipt, employer=employer, handler=handler)
    return user


def _of_handler(problem: FieldProblem) -> FieldProblem:
    """The same problem where the form of a unit asks for its handler."""
    if problem.field != "name":
        return problem
    if problem.violates == "required":
        return FieldProblem("handler_name", "请填写经办人姓名，和证件上的一样", "required")
    return FieldProblem("handler_name", f"经办人{problem.message}", problem.violates)


def password_problems(
    password: str, *, name: str, known: tuple[str, ...], again: str | None = None
) -> list[FieldProblem]:
    """What is wrong with a new password: the password rules of settings in our words, and our own.

    again: the password as it was typed the second time; None where it is typed once."""
    messages = []
    problems = []
    try:
        validate_password(password, User(name=name))
    except ValidationError as refused:
        messages = [rules.password_words(fault.code, fault.params) for fault in refused.error_list]
    ours = rules.password_problem(password, known)
    if ours:
        messages.append(ours)
    if messages:
        problems.append(FieldProblem("password", "；".join(messages), "password"))
    if again is not None and again != password:
        problems.append(FieldProblem("again", "两次填的密码不一样，请再填一遍", "again"))
    return problems


def _refuse(problems: list[FieldProblem]) -> None:
    if problems:
        raise Invalid(problems)


def _count_tries(visitor: str, id_number: str, now: datetime, credit_code: str = "") -> None:
    """Each question to a register is a try to guess whose number it is."""
    if not visitor:
        return
    tries = [(BY_ADDRESS, visitor), (BY_ADDRESS_A_DAY, visitor)]
    tries += [(BY_ADDRESS_AND_NUMBER, f"{visitor}:{id_number}"), (BY_NUMBER, id_number)]
    if credit_code:
        tries += [(BY_ADDRESS_AND_CODE, f"{visitor}:{credit_code}"), (BY_CODE, credit_code)]
    limits.take(tries, now)


def _other_name(employer_name: str, credit_code: str) -> list[FieldProblem]:
    known = registered.employer_by_code(credit_code)
    if known is None or spelling.is_same_name(known.name, employer_name):
        return []
    message = (
        "单位名称和这个代码登记的不一样，请照营业执照再核对；改过名的，请带执照到就近的人社窗口"
    )
    return [FieldProblem("employer_name", message, "mismatch")]


def _ask_police(name: str, id_number: str, name_field: str = "name") -> Checked:
    try:
        checked = ports.ask("idcheck", "check", name=name, id_number=id_number, id_type="01")
    except NotConnected as fault:
        raise Problem(
            "这里还没有接通公安人口库，网上不能核对身份",
            code="not_connected",
            way_out="请带证件到就近的人社窗口，当面核对",
            status=503,
        ) from fault
    except Unavailable as fault:
        raise Problem(
            "公安人口库暂时连不上，现在还不能核对身份",
            code="unavailable",
            way_out="您填的内容还在，请过几分钟再点一次；着急的请带证件到就近的人社窗口",
            status=503,
        ) from fault
    except Rejected as fault:
        raise Invalid(
            [FieldProblem("id_number", f"公安人口库里查不到这个号码。{rules.GO_TO_COUNTER}")]
        ) from fault
    if not checked.matches:
        raise Invalid(
            [FieldProblem(name_field, f"姓名和身份号码对不上。{rules.GO_TO_COUNTER}", "mismatch")]
        )
    return checked


def _person(name: str, id_number: str, checked: Checked) -> Person:
    """The golden record; a phone that was only typed does not come into it."""
    return registry.record_person(
        name=name,
        id_number=id_number,
        source="police",
        actor="system",
        sex=checked.sex,
        birth_date=checked.birth_date,
    )
