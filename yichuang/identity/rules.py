"""What a registration and a password must be, and how often a code may be asked for. Pure."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from yichuang.core import crypto, masking, spelling
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules import documents, identifiers

CODE_LASTS = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)
CODES_PER_DAY = 5
CODE_TRIES = 5
CODES_OF_THE_DAY = "今天要验证码的次数太多了，请24小时后再试，或带证件到窗口重置密码"
KNOWN_AT_MOST = 8
_DEVICE = re.compile(r"[0-9a-f]{32}")
NOT_ONLINE = (
    documents.HK_MACAO_TRAVEL,
    documents.TAIWAN_TRAVEL,
    documents.HMT_RESIDENCE,
    documents.FOREIGN_RESIDENCE,
)
AT_A_WINDOW = (
    "这不是居民身份证的号码，公安人口库核对不了。请带证件原件到就近的人社窗口，看过证件当场开账号"
)
GO_TO_COUNTER = "请核对证件上的姓名和号码；确实没错的，请带证件到就近的人社窗口办理"


@dataclass(frozen=True)
class Device:
    """A browser as accounts know it again. key: a random name; marks: keyed hashes of name and account together, so
    that nobody can write one and none tells whose it is."""

    key: str
    marks: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:
        """The device that a cookie names; a new one for what is no such cookie."""
        key, *marks = text.split(".")
        if _DEVICE.fullmatch(key):
            return cls(key, tuple(marks[-KNOWN_AT_MOST:]))
        return cls(secrets.token_hex(16))

    def knows(self, account: UUID) -> bool:
        """Whether this account has signed in here."""
        return self._mark(account) in self.marks

    def with_account(self, account: UUID) -> Self:
        """The device after this account has signed in."""
        others = tuple(mark for mark in self.marks if mark != self._mark(account))
        return type(self)(self.key, (*others, self._mark(account))[-KNOWN_AT_MOST:])

    def written(self) -> str:
        """The cookie."""
        return ".".join((self.key, *self.marks))

    def _mark(self, account: UUID) -> str:
        return crypto.blind(f"device:{self.key}:{account}").hex()[:32]


def person_problems(*, name: str, id_number: str, phone: str, today: date) -> list[FieldProblem]:
    """What is wrong with the three answers, by field name, id_number, phone."""
    problems = []
    if not name.strip():
        problems.append(FieldProblem("name", "请填写姓名，和证件上的一样", "required"))
    wrong = identifiers.characters_problem(name)
    if wrong:
        problems.append(FieldProblem("name", f"姓名里{wrong}", "type"))
    wrong = _number_problem(id_number, today)
    if wrong:
        problems.append(FieldProblem("id_number", wrong, "type"))
    wrong = mobile_problem(phone)
    if wrong:
        problems.append(FieldProblem("phone", wrong, "type"))
    return problems


def _number_problem(id_number: str, today: date) -> str | None:
    """Of who registers online: the register that is asked holds citizens only."""
    for kind in NOT_ONLINE:
        if documents.problem(kind, id_number, today) is None:
            return AT_A_WINDOW
    is_all_digits = spelling.is_digits(spelling.code(id_number))
    if not is_all_digits and documents.problem(documents.PASSPORT, id_number, today) is None:
        return AT_A_WINDOW
    return documents.problem(documents.CITIZEN, id_number, today)


def employer_problems(*, name: str, credit_code: str) -> list[FieldProblem]:
    """What is wrong with the two answers, by field employer_name, credit_code."""
    problems = []
    if not name.strip():
        problems.append(
            FieldProblem("employer_name", "请填写单位名称，和营业执照或登记证上的一样", "required")
        )
    wrong = identifiers.characters_problem(name)
    if wrong:
        problems.append(FieldProblem("employer_name", f"单位名称里{wrong}", "type"))
    wrong = identifiers.credit_code_problem(credit_code)
    if wrong:
        problems.append(FieldProblem("credit_code", wrong, "type"))
    return problems


def licence_problem(printed_name: str, person_name: str, known: Collection[str]) -> str:
    """Why a licence does not show that somebody is the legal representative of a unit; "" where it does.

    printed_name: as a clerk read it in the licence; known: under which names the register has the representative."""
    printed = spelling.name(printed_name)
    if not printed and known:
        before = "、".join(masking.name(name) for name in sorted(known))
        return f"登记的法定代表人是{before}，不是他。请看营业执照，照执照填法定代表人姓名"
    if not printed:
        return "请照营业执照填法定代表人姓名"
    if not spelling.is_same_name(printed, person_name):
        return "营业执照上的法定代表人不是他，请按授权委托书办"
    return ""


def is_among(name: str, names: Collection[str]) -> bool:
    """Whether the name is one of them, however it is written."""
    return any(spelling.is_same_name(name, each) for each in names)


def mobile_problem(phone: str) -> str | None:
    """A code can only reach a mobile phone."""
    digits = spelling.phone(phone)
    if len(digits) == 11 and digits.startswith("1") and identifiers.phone_problem(digits) is None:
        return None
    return "请填写11位手机号，用来收验证码和办件消息"


def password_problem(password: str, known: Sequence[str]) -> str | None:
    """GB/T 22239-2019 8.1.4.1: two of letters, digits and other signs; nothing that others know of the owner.

    known: what a stranger may know (phone, document number, code); a run of six of its characters is refused."""
    kinds = {_kind_of(sign) for sign in password}
    if len(kinds) < 2:
        return "密码要有字母、数字、符号里的至少两种"
    upper = password.upper()
    if any(text[i : i + 6] in upper for text in known for i in range(len(text) - 5)):
        return "密码里不要用手机号、证件号码里的连续数字，容易被人猜到"
    return None


def _kind_of(sign: str) -> str:
    if sign.isalpha():
        return "letter"
    if sign.isdecimal():
        return "digit"
    return "sign"


PASSWORD_WORDS = {
    "password_too_short": "密码太短，至少要8位",
    "password_too_common": "这个密码太常见，容易被人猜到",
    "password_entirely_numeric": "密码不能只有数字",
    "password_too_similar": "密码和姓名太像，容易被人猜到",
}


def password_words(code: str, params: Mapping[str, object] | None = None) -> str:
    """A fault of Django's password rules in our words. params: `min_length`, where there is one."""
    least = (params or {}).get("min_length")
    if code == "password_too_short" and least:
        return f"密码太短，至少要{least}位"
    return PASSWORD_WORDS.get(code, "这个密码不能用，请换一个")


def code_refusal(asked_times: Sequence[datetime], now: datetime) -> str | None:
    """Why no new code is sent now, given when codes were asked for within the last day, newest first."""
    if len(asked_times) >= CODES_PER_DAY:
        return CODES_OF_THE_DAY
    if asked_times and now - asked_times[0] < CODE_PAUSE:
        wait = int((CODE_PAUSE - (now - asked_times[0])).total_seconds()) + 1
        return f"验证码刚发过，请{wait}秒后再要"
    return None
