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
# how a form can be signed today, and what the standard knows beside it: nothing checks the latter yet, so none is taken
SIGN_METHODS = {"handwriting": "手写签名"}
NOT_YET = {"face": "人脸确认签名", "certificate": "数字证书签名", "seal": "电子签章"}


def _clean_text(field: Field, raw: Any, limit: int, allowed: str = "") -> str:
    text = spelling.free(plain(field, raw)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable() and any(
        unicodedata.category(char) in _UNSEEN and char not in allowed for char in text
    ):
        raise Refused(f"“{field.label}”里有换行或看不见的控制字符，请删去后重新填写")
    if len(text) > limit:
        raise Refused(f"“{field.label}”最多{limit}字，现在{len(text)}字，请写短一些")
    return text


def read_text(field: Field, raw: Any, around: Around) -> str:
    text = spelling.name(plain(field, raw)) if field.is_name else raw
    return _clean_text(field, text, MAX_TEXT)


def read_long_text(field: Field, raw: Any, around: Around) -> str:
    return _clean_text(field, raw, MAX_LONG_TEXT, allowed="\n\t")


def read_email(field: Field, raw: Any, around: Around) -> str:
    address = _clean_text(field, spelling.address_of_mail(plain(field, raw)), 254)
    problem = identifiers.email_problem(address)
    if problem:
        raise Refused(f"“{field.label}”：{problem}")
    return address


def read_listed(field: Field, raw: Any) -> str:
    if not isinstance(raw, str) or (field.options and raw.strip() not in field.labels):
        raise Refused(f"“{field.label}”的选择不在可选项里，请从列出的选项中选", "list")
    return raw.strip()


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
    answer = {"true": True, "false": False}.get(raw) if isinstance(raw, str) else raw
    if not isinstance(answer, bool):
        raise Refused(f"“{field.label}”请选“是”或“否”")
    return answer


def read_signature(field: Field, raw: Any, around: Around) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or set(raw) - {"signer", "method", "signed_on", "digest"}:
        raise Refused(f"请在“{field.label}”处签名：写明签名人、签名方式和日期")
    method = raw.get("method")
    if isinstance(method, str) and method in NOT_YET:
        raise Refused(
            f"“{field.label}”：{NOT_YET[method]}还没有开通，现在只能用手写签名（handwriting）"
        )
    if blank(raw.get("signer")) or method not in tuple(SIGN_METHODS):
        raise Refused(f"请在“{field.label}”处签名：签名人和签名方式都要有")
    signed_on = read_date(field, raw.get("signed_on"), around)
    if signed_on > around.as_of:
        raise Refused(f"“{field.label}”的日期在将来，请写今天的日期")
    signer = _clean_text(field, spelling.name(plain(field, raw["signer"])), 120)
    value = {"signer": signer, "method": method, "signed_on": signed_on}
    return (
        value
        if blank(raw.get("digest"))
        else value | {"digest": _clean_text(field, raw["digest"], 128)}
    )


def read_file(field: Field, raw: Any, around: Around) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or blank(raw.get("id")) or set(raw) - {"id", "name", "size"}:
        raise Refused(f"请重新上传“{field.label}”")
    number = _clean_text(field, raw["id"], 64)
    known = around.file_lookup(number) if around.file_lookup else raw
    if not known or blank(known.get("name")) or not isinstance(known.get("size"), int):
        raise Refused(f"没有找到“{field.label}”上传的文件，请重新上传")
    return {
        "id": number,
        "name": _clean_text(field, known["name"], MAX_TEXT),
        "size": known["size"],
    }


def read_table(field: Field, raw: Any, around: Around) -> list[Mapping]:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(row, Mapping) for row in raw):
        raise Refused(f"“{field.label}”要一行一行填写")
    rows = [row for row in raw if not blank(row)]
    if len(rows) > MAX_ROWS:
        raise Refused(f"“{field.label}”最多{MAX_ROWS}行，请分几次申报")
    return rows
