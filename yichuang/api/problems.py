"""Everything that goes wrong, as problem+json (RFC 9457): plain Chinese, the fields, the way out."""

import json
import re

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder

from yichuang.cases.services import OneIsOpen
from yichuang.core import db
from yichuang.core.door import too_much_for_a_column
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.reference import queries as reference

log = structlog.get_logger("api")
TITLES = {
    400: "请求读不懂",
    401: "要有密钥",
    403: "没有权限",
    404: "没有找到",
    405: "这个地址不能这样用",
    409: "和已有的冲突",
    413: "内容太大",
    415: "内容格式不对",
    422: "有地方要改",
    429: "太频繁了",
    500: "平台出错了",
    503: "暂时用不了",
}
# pydantic's kind of error → the sentence after “name”
_WORDS = {
    "missing": "没有填",
    "string_type": "要是文字",
    "string_too_long": "太长了",
    "string_too_short": "太短了",
    "string_pattern_mismatch": "的格式不对",
    "extra_forbidden": "不在接口里，请去掉",
    "int_parsing": "要是整数",
    "int_type": "要是整数",
    "list_type": "要是列表",
    "too_long": "太多了",
    "dict_type": "要是一组键值",
    "bool_parsing": "要是 true 或 false",
    "literal_error": "不在可选的值里",
    "less_than_equal": "太大了",
    "greater_than_equal": "太小了",
    "uuid_parsing": "不是正确的编号",
}


class CameSince(Problem):
    """A case has changed since its caller read it. number: of the case; trail: the steps that were not seen, as every
    answer has them."""

    status, code = 409, "unseen"

    def __init__(self, number: str, trail: list[dict]):
        way_out = "请看过新的经过再决定；还要办，就用最后一步的 seq 再发一次"
        super().__init__("您上次读这一件以后，它有了变化", way_out=way_out)
        self.number = number
        self.trail = trail


def answer(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The problem as application/problem+json."""
    status = problem.status
    fields = problem.problems if isinstance(problem, Invalid) else ()
    if problem.field:
        fields = (FieldProblem(problem.field, problem.message, problem.code),)
    body = {
        "type": f"urn:yichuang:problem:{problem.code}",
        "title": TITLES.get(status, "没有办成"),
        "status": status,
        "detail": problem.message,
        "code": problem.code,
        "way_out": problem.way_out,
        "problems": [
            {"field": p.field, "message": p.message, "violates": p.violates} for p in fields
        ],
        "request_id": getattr(request, "id", ""),
    }
    if isinstance(problem, OneIsOpen | CameSince) and problem.number:
        body["links"] = {"case": f"/api/v1/cases/{problem.number}"}
    if isinstance(problem, CameSince):
        body["trail"] = problem.trail
    text = json.dumps(body, ensure_ascii=False, cls=NinjaJSONEncoder)
    response = HttpResponse(
        text, status=status, content_type="application/problem+json; charset=utf-8"
    )
    wait = getattr(problem, "retry_after", 0)
    if wait:
        response["Retry-After"] = str(wait)
    if status == 503:
        response["Retry-After"] = "30"
    if status == 401:
        response["WWW-Authenticate"] = "ApiKey"
    return response


def install(api: NinjaAPI) -> None:
    """Every exception of every operation becomes a problem."""
    api.add_exception_handler(
        Exception, lambda request, fault: answer(_translated(fault, request), request)
    )
    for kind in (Problem, ValidationError, HttpError, Http404):
        api.add_exception_handler(
            kind, lambda request, fault: answer(_translated(fault, request), request)
        )


def not_found(message: str = "没有这个地址") -> Problem:
    """An address that is not in the description."""
    return Problem(message, code="no_such_address", status=404, way_out="请看接口说明 /api/v1/docs")


def not_allowed(allowed: list[str]) -> Problem:
    """An address that has no such method."""
    return Problem(
        f"这个地址只能用 {'、'.join(allowed)}",
        code="method_not_allowed",
        status=405,
        way_out="请看接口说明 /api/v1/docs",
    )


def unstorable() -> Problem:
    """A NUL or half a surrogate pair somewhere in what was sent."""
    return Problem(
        "内容里有空字符（NUL）或半个字符，存不下",
        code="unstorable",
        status=400,
        way_out="请去掉 \\u0000 和不成对的 \\ud800–\\udfff，再发一次",
    )


def _translated(fault: Exception, request: HttpRequest) -> Problem:
    if isinstance(fault, DataError):
        return too_much_for_a_column()
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault.__cause__, Problem):  # what the parser of bodies found
        return fault.__cause__
    if isinstance(fault, ValidationError):
        return Invalid(_field_problem(row) for row in fault.errors)
    if db.unavailable(fault):
        log.error("unavailable", id=getattr(request, "id", ""), error=repr(fault))
        return Problem(
            "平台暂时不能办理",
            code="unavailable",
            status=503,
            way_out="请过半分钟用同一个幂等键再发一次，不会重复",
        )
    if isinstance(fault, RequestDataTooBig | TooManyFilesSent):
        return Problem(
            "请求的内容太大", code="too_large", status=413, way_out="单个文件最大20 MB，请拆小再传"
        )
    if isinstance(fault, HttpError | SuspiciousOperation | MultiPartParserError | UnicodeError):
        return Problem(
            "请求的内容读不懂",
            code="unreadable",
            status=400,
            way_out="请按接口说明发送 UTF-8 的 JSON 或表单",
        )
    if isinstance(fault, Http404):
        return not_found()
    log.exception("api failed", id=getattr(request, "id", ""), exc_info=fault)
    return Problem(
        "平台出了错，已经记下来了",
        code="failed",
        status=500,
        way_out="请过一会儿再试，或带上 request_id 打12333",
    )


def _field_problem(row: dict) -> FieldProblem:
    place = [
        str(part)
        for part in row["loc"]
        if part not in ("body", "query", "path", "header", "file", "form")
    ]
    if len(place) > 1 and place[0] in ("data", "body_in"):
        place = place[1:]
    name = next((part for part in reversed(place) if not part.isdecimal()), "")
    element = reference.element(re.sub(r"\W", "_", name.lower()))
    words = _WORDS.get(row["type"], "的内容不对")
    label = element["label"] if element else name
    return FieldProblem(".".join(place), f"“{label}”{words}", row["type"])
