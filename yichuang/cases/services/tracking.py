"""Looking a case up by its number and its six-digit password.

Five wrong tries stop the address that made them for half an hour. Whoever else asks for the number is not kept out by a
stranger, until so many have guessed, from many addresses, that it is an attack: then a new password opens it again.

A partner asks for a whole city from one server: its wrong tries are counted by its key, whose bounds are far larger."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.audit.services import record
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants
from yichuang.cases.rules import numbers
from yichuang.cases.services.application import password_hash
from yichuang.cases.services.journal import lock
from yichuang.core import limits, spelling
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.core.limits import Limit

LOCKED_FOR = timedelta(minutes=30)
BY_NUMBER_AND_ADDRESS = Limit("track:number+address", 5, LOCKED_FOR, locks=True)
BY_NUMBER = Limit("track:number", 100, timedelta(days=1), locks=True)
BY_ADDRESS = Limit("track:address", 30, LOCKED_FOR, locks=True)
# sixty people at a hotline mistype ten numbers each; a million passwords would take a month of guessing
BY_KEY = Limit("track:key", 600, LOCKED_FOR, locks=True)
# one caller who guesses does not keep its owner out of the whole hotline; BY_NUMBER bounds all of them together
BY_NUMBER_AND_KEY = Limit("track:number+key", 30, LOCKED_FOR, locks=True)
OF_VISITOR = (BY_NUMBER_AND_ADDRESS, BY_ADDRESS)
OF_PARTNER = (BY_NUMBER_AND_KEY, BY_KEY)


def track(
    *,
    number: str,
    password: str,
    address: str,
    now: datetime,
    bounds: tuple[Limit, Limit] = OF_VISITOR,
) -> Case:
    """The case, for anyone who has both. address: where the request comes from, or the key of a partner, limited too;
    bounds: for one number and for all of them, OF_PARTNER for a partner.

    Raises Invalid for a number that cannot exist (no try is counted), NotFound for a wrong pair, TooMany when
    locked. A wrong number and a wrong password look the same."""
    number = spelling.code(number)
    wrong = numbers.case_number_problem(number)
    if wrong:
        problem = FieldProblem("number", wrong, "type")
        raise Invalid([problem])
    case = applicants.tracked(number)
    here = f"{number}:{address}"
    if case:
        hash_of_now = bytes(case.password_hash)
        password_of_now = hash_of_now.hex()
        here += password_of_now  # a new password begins anew
    of_number, of_all = bounds
    wrong_tries = [(of_number, here), (BY_NUMBER, number), (of_all, address)]
    counted = limits.refuse_when_over(wrong_tries, now)
    is_right = case is not None and _is_password(case, password)
    if not is_right:
        limits.count(wrong_tries, now)
        way_out = (
            "编号在收件凭证上，密码是交申请时显示的6位数字，忘了的登录后换一个；"
            f"连错{of_number.most}次要等30分钟，急用请打12333"
        )
        raise NotFound("编号或密码不对", way_out=way_out)
    if counted:
        limits.forget(of_number, here)
    record(actor="public:tracking", verb="case.track", subject=case.ref)
    return case


def _is_password(case: Case, typed: str) -> bool:
    """Whether what was typed is the query password of the case."""
    password = spelling.code(typed)
    hash_of_case = bytes(case.password_hash)
    typed_hash = password_hash(case.uuid, password)
    return hmac.compare_digest(hash_of_case, typed_hash)


@transaction.atomic
def renew_password(*, case_id: UUID, actor: str) -> str:
    """A new six-digit query password, told once; the old one ends. The caller has checked whose case it is."""
    case = lock(case_id)
    password = numbers.query_password()
    row = Case.objects.filter(pk=case.pk)
    new_hash = password_hash(case.uuid, password)
    row.update(password_hash=new_hash)
    limits.forget(BY_NUMBER, case.number)
    record(actor=actor, verb="case.renew_password", subject=case.ref)
    return password
