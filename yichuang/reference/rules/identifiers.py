"""Numbers that check themselves: citizen numbers, unified codes, bank cards, phones, addresses of mail.

Every `*_problem` takes what a person typed and returns None or one plain sentence that says what is wrong.
GB 11643-1999, GB/T 17710 (citizen numbers), GB 32100-2015 (unified codes), GB/T 19584-2010 (cards).
"""

import re
from datetime import date

from yichuang.core import spelling

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# Provinces, then 71 and 81–83 (residence permits of Taiwan, Hong Kong, Macao), then 9x (foreigners' permits).
_ID_PREFIX = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-[2-9][0-9]{6,7}(-[0-9]{1,6})?")
_SERVICE_NUMBER = re.compile(r"[48]00[0-9]{7}")
_DOMAIN_PART = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_OLDEST_YEAR = 1880
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9X]")


def id_check_digit(first17: str) -> str:
    """The 18th character for the first 17 digits (modulus 11-2)."""
    return ID_CHECKS[
        sum(int(digit) * weight for digit, weight in zip(first17, ID_WEIGHTS, strict=True)) % 11
    ]


def id_number_problem(text: str, today: date | None = None) -> str | None:
    """What is wrong with an 18-digit citizen number, or None; `today` also refuses births in the future."""
    number = spelling.code(text)
    if len(number) != 18:
        return f"身份号码应为18位，现在是{len(number)}位，请核对证件"
    if not _ID_SHAPE.fullmatch(number):
        return "身份号码前17位是数字，末位是数字或X，请核对证件"
    if not _ID_PREFIX.match(number):
        return "身份号码开头的地区码不存在，请核对前两位"
    born = birth_date_of(number)
    if born is None:
        return f"身份号码里的出生日期不存在（{number[6:14]}），请核对第7至14位"
    if today and born > today:
        return f"身份号码里的出生日期在将来（{number[6:14]}），请核对第7至14位"
    if number[17] != id_check_digit(number[:17]):
        return "身份号码末位校验不对，可能有一位填错了，请对照证件逐位核对"
    return None


def characters_problem(text: str) -> str | None:
    """What is wrong with the characters of a name or another text, or None; GB 18030-2022."""
    made = spelling.private(text)
    if not made:
        return None
    code = f"{ord(made):04X}"
    return (
        f"有一个自己造的字（U+{code}），别的电脑和文书上显示不出来："
        "请删去，用输入法换成身份证件上的字；打不出来，请带证件到窗口办"
    )


def birth_date_of(text: str) -> date | None:
    """The birth date inside an 18-digit number, or None when no such day exists, and of the numbers of passports and
    travel permits."""
    number = spelling.code(text)
    if not _ID_SHAPE.fullmatch(number):
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST_YEAR else None


def sex_of(text: str) -> str:
    """ "1" for men (17th digit odd), "2" for women: the codes of GB/T 2261.1."""
    if int(spelling.code(text)[16]) % 2:
        return "1"
    return "2"


def age_on(born: date, day: date) -> int:
    """Full years on `day`; somebody born on 29 February turns a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def credit_check_char(first17: str) -> str:
    """The 18th character for the first 17 of a unified code (modulus 31)."""
    total = sum(
        CREDIT_ALPHABET.index(char) * weight
        for char, weight in zip(first17, CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def credit_code_problem(text: str) -> str | None:
    """What is wrong with a unified social credit code, or None. One citizen's number in 31 ends as a code would (GB
    32100 beside GB 11643): it is a person's all the same."""
    code = spelling.code(text)
    if len(code) != 18:
        return f"统一社会信用代码应为18位，现在是{len(code)}位，请核对营业执照或登记证"
    strange = next((char for char in code if char not in CREDIT_ALPHABET), None)
    if strange:
        return f"统一社会信用代码里不会出现“{strange}”，只用数字和除 I、O、S、V、Z 以外的大写字母，请核对"
    if code[17] != credit_check_char(code[:17]):
        return "统一社会信用代码末位校验不对，可能有一位填错了，请对照证照逐位核对"
    if id_number_problem(code) is None:
        return "这是个人的身份号码，请填营业执照或登记证上的统一社会信用代码"
    return None


def luhn_digit(payload: str) -> str:
    """The check digit to be appended to `payload` (digits only)."""
    total = 0
    for place, char in enumerate(reversed(payload)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def luhn_ok(number: str) -> bool:
    """Whether the last digit of `number` is the check digit of the others."""
    return len(number) > 1 and luhn_digit(number[:-1]) == number[-1]


def bank_card_problem(text: str) -> str | None:
    """What is wrong with the number of a personal bank card or passbook, or None.

    Passbooks have 15 to 21 digits and no check digit, and some cards in use fail it: `bank_card_doubt` asks to look
    again instead of refusing what exists."""
    if re.fullmatch(r"[0-9]{15,21}", spelling.account(text)):
        return None
    return "银行卡号或存折账号应为15至21位数字，请对照卡面或存折核对"


def bank_card_doubt(text: str) -> str | None:
    """What should be looked at once more before it is sent, or None: a number without a valid check digit."""
    number = spelling.account(text)
    if luhn_ok(number):
        return None
    return "这个账号和一般银行卡号的校验规则不一样，请对照卡面或存折再核对一遍；确认没错就可以提交"


def is_mobile(text: str) -> bool:
    """Whether it is the number of a mobile phone."""
    number = spelling.phone(text)
    return _MOBILE.fullmatch(number) is not None


def phone_problem(text: str) -> str | None:
    """What is wrong with a mobile number, a landline written 区号-号码(-分机) or a 400 number, or None."""
    number = spelling.phone(text)
    if any(shape.fullmatch(number) for shape in (_MOBILE, _LANDLINE, _SERVICE_NUMBER)):
        return None
    return "电话应为11位手机号，或写成“区号-号码”的固定电话，请核对"


def email_problem(text: str) -> str | None:
    """What is wrong with a mail address (one @, a domain of at least two parts), or None."""
    address = text.strip()
    local, at, domain = address.partition("@")
    if not at or "@" in domain:
        return "电子邮箱要有且只有一个“@”，例如 name@example.com"
    if (
        not local
        or len(local) > 64
        or len(address) > 254
        or re.search(r"[\s<>\"(),;:\\\[\]]", local)
    ):
        return "电子邮箱“@”前面的部分不对，请核对"
    parts = domain.split(".")
    if len(parts) < 2 or not all(_DOMAIN_PART.fullmatch(part) for part in parts):
        return "电子邮箱“@”后面要写完整，例如 example.com"
    return None
