"""Readers of words, choices, signatures, files and tables."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from yichuang.core import spelling
from yichuang.reference.rules import identifiers

from ..bounds import MAX_ROWS
from ..form import Field
from .base import Around, Refused, blank
from .figures import read_date
from .plain import plain

MAX_TEXT, MAX_LONG_TEXT = 200, 4000
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_BOOLEANS = {"true": True, "false": False}
# how the keys of comparison of an officers' form are spelt, by what the field says
SPELLINGS = {"code": spelling.code, "login": spelling.login, "name": spelling.name}
_OF_SIGNATURE = {"signer", "method", "signed_on", "digest", "seen_by"}
_OF_FILE = {"id", "name", "size"}
# how a form can be signed today, and what the standard knows beside it: nothing checks the latter yet, so none is taken
SIGN_METHODS = {"handwriting": "手写签名"}
# on the paper form, as a clerk has seen it: 民法典 490 (签名、盖章或者按指印)
ON_PAPER = {
    "paper": "在纸质申请表上签字",
    "fingerprint": "在纸质申请表上按指印",
    "stamp": "在纸质申请表上盖章",
}
NOT_YET = {"face": "人脸确认签名", "certificate": "数字证书签名", "seal": "电子签章"}


def _clean_text(field: Field, raw: Any, limit: int, allowed: str = "") -> str:
    text = spelling.free(plain(field, raw))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable() and _holds_unseen(text, allowed):
        raise Refused(f"“{field.label}”里有换行或看不见的控制字符，请删去后重新填写")
    wrong = identifiers.characters_problem(text)
    if wrong:
        raise Refused(f"“{field.label}”里{wrong}")
    size = len(text)
    if size > limit:
        raise Refused(f"“{field.label}”最多{limit}字，现在{size}字，请写短一些")
    return text


def _holds_unseen(text: str, allowed: str) -> bool:
    for char in text:
        if char not in allowed and unicodedata.category(char) in _UNSEEN:
            return True
    return False


def read_text(field: Field, raw: Any, around: Around) -> str:
    if field.is_name:
        raw = spelling.name(plain(field, raw))
    if field.spelt:
        spell = SPELLINGS[field.spelt]
        raw = spell(plain(field, raw))
    return _clean_text(field, raw, MAX_TEXT)


def read_long_text(field: Field, raw: Any, around: Around) -> str:
    return _clean_text(field, raw, MAX_LONG_TEXT, allowed="\n\t")


def read_email(field: Field, raw: Any, around: Around) -> str:
    text = spelling.address_of_mail(plain(field, raw))
    address = _clean_text(field, text, 254)
    problem = identifiers.email_problem(address)
    if problem:
        raise Refused(f"“{field.label}”：{problem}")
    return address


def read_listed(field: Field, raw: Any) -> str:
    if isinstance(raw, str):
        code = raw.strip()
        if not field.options or code in field.labels:
            return code
    raise Refused(f"“{field.label}”的选择不在可选项里，请从列出的选项中选", "list")


def read_choice(field: Field, raw: Any, around: Around) -> str:
    return read_listed(field, raw)


def read_multi_choice(field: Field, raw: Any, around: Around) -> list[str]:
    if not isinstance(raw, (list, tuple)):
        raise Refused(f"“{field.label}”可以选多项，请从列出的选项中选")
    chosen = [read_listed(field, each) for each in raw]
    if len(set(chosen)) != len(chosen):
        raise Refused(f"“{field.label}”里有一项选了两次，请去掉重复的")
    return chosen


def read_boolean(field: Field, raw: Any, around: Around) -> bool:
    answer = raw
    if isinstance(raw, str):
        answer = _BOOLEANS.get(raw)
    if not isinstance(answer, bool):
        raise Refused(f"“{field.label}”请选“是”或“否”")
    return answer


def read_signature(field: Field, raw: Any, around: Around) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or set(raw) - _OF_SIGNATURE:
        raise Refused(f"请在“{field.label}”处签名：写明签名人、签名方式和日期")
    method = raw.get("method")
    if isinstance(method, str) and method in NOT_YET:
        way = NOT_YET[method]
        raise Refused(f"“{field.label}”：{way}还没有开通，现在只能用手写签名（handwriting）")
    if blank(raw.get("signer")) or method not in (*SIGN_METHODS, *ON_PAPER):
        raise Refused(f"请在“{field.label}”处签名：签名人和签名方式都要有")
    signed_on = read_date(field, raw.get("signed_on"), around)
    if signed_on > around.as_of:
        raise Refused(f"“{field.label}”的日期在将来，请写今天的日期")
    name = spelling.name(plain(field, raw["signer"]))
    signer = _clean_text(field, name, 120)
    value = {"signer": signer, "method": method, "signed_on": signed_on}
    if method in ON_PAPER:
        if blank(raw.get("seen_by")):
            raise Refused(f"“{field.label}”：纸上签的，要由窗口的人看过再记")
        value["seen_by"] = _clean_text(field, raw["seen_by"], 120)
    if not blank(raw.get("digest")):
        value["digest"] = _clean_text(field, raw["digest"], 128)
    return value


def read_file(field: Field, raw: Any, around: Around) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or blank(raw.get("id")) or set(raw) - _OF_FILE:
        raise Refused(f"请重新上传“{field.label}”")
    number = _clean_text(field, raw["id"], 64)
    known = raw
    if around.file_lookup:
        known = around.file_lookup(number)
    if not known or blank(known.get("name")) or not isinstance(known.get("size"), int):
        raise Refused(f"没有找到“{field.label}”上传的文件，请重新上传")
    name = _clean_text(field, known["name"], MAX_TEXT)
    return {"id": number, "name": name, "size": known["size"]}


def read_table(field: Field, raw: Any, around: Around) -> list[Mapping]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(row, Mapping) for row in raw):
        raise Refused(f"“{field.label}”要一行一行填写")
    rows = [row for row in raw if not blank(row)]
    if len(rows) > MAX_ROWS:
        raise Refused(f"“{field.label}”最多{MAX_ROWS}行，请分几次申报")
    return rows
