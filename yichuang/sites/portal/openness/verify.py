"""Is this paper real? By the code in its QR code, or by its number and the eight characters printed beside it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.core import clock, limits
from yichuang.core.access import public
from yichuang.core.addresses import who_is_counted
from yichuang.core.limits import Limit
from yichuang.documents import queries as documents
from yichuang.documents.queries import VerifyResult
from yichuang.sites.portal.visitor import places

WRONG = Limit("verify:address", 20, timedelta(minutes=10))


@public
def form(request: HttpRequest) -> HttpResponse:
    """GET, POST /verify/: the form, and the answer when number and check are given."""
    posted = request.POST
    number = posted.get("number", "").strip()[:60]
    check = posted.get("check", "").strip()[:20]
    if not (number or check):
        return _page(request, None, number, check)
    if not (number and check):
        if not number:
            problems = [("number", "请填文书上的编号")]
        else:
            problems = [("check", "请填二维码旁边的8个字符")]
        return _page(request, None, number, check, problems, status=422)
    return _answer(request, lambda: documents.verify_number(number, check), number, check)


@public
def code(request: HttpRequest, code: str) -> HttpResponse:
    """GET /verify/<code>/: where the QR code leads."""
    return _answer(request, lambda: documents.verify(code))


def _answer(request: HttpRequest, ask, number: str = "", check: str = "") -> HttpResponse:
    wrong_tries = [(WRONG, who_is_counted(request))]
    now = clock.now()
    limits.refuse_when_over(wrong_tries, now)
    paper: VerifyResult = ask()
    if not paper.found:
        limits.count(wrong_tries, now)
    return _page(request, paper, number, check, status=200 if paper.found else 404)


def _page(request, paper, number, check, problems=(), status: int = 200) -> HttpResponse:
    shown = {
        "paper": paper,
        "number": number,
        "check": check,
        "problems": problems,
        "errors": dict(problems),
        "place_name": places.of(request).bureau,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "查文书真假", "href": ""}],
    }
    response = render(request, "portal/openness/verify.html", shown, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
