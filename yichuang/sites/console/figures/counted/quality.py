"""抽查.

The samples of a place, the cases of one, and what was found in each of
them.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yichuang.core.access import officer
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.sites.console.frame import Look, of_page, page
from yichuang.supervision import rules, services
from yichuang.supervision.models import QualityCheck
from yichuang.supervision.queries import quality

FINDINGS = {QualityCheck.GOOD: "办得对", QualityCheck.FAULTY: "办得不对"}
CHIPS = {QualityCheck.GOOD: "done", QualityCheck.FAULTY: "late", "": "todo"}
NOT_YET = "还没看"


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/quality/?place=…: every sample of the place.

    With the hash of its seed, the seed once it is drawn, and the share of
    the faulty.
    """
    look = Look(request)
    samples = quality.samples_of(look.officer, look.place.code)
    samples_page = of_page(request, samples)
    rows = []
    for outcome in quality.outcomes(samples_page.object_list):
        rows.append(_row(outcome))
    context = {"rows": rows, "page": samples_page, "count": samples_page.paginator.count}
    return page(request, look, "console/figures/counted/quality.html", context)


@officer("supervisor")
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /console/quality/<pk>/: the cases of one sample.

    Raises NotFound for one of another place or line.
    """
    look = Look(request)
    own = quality.samples_of(look.officer)
    row = own.filter(pk=pk).first()
    if row is None:
        raise NotFound("没有这次抽查，或者不归您监督", way_out="请从抽查的清单里打开")
    checks_page = of_page(request, quality.checks_of(row))
    checks = []
    for check in checks_page.object_list:
        checks.append({"check": check, "state": CHIPS[check.finding], "words": _words(check)})
    (outcome,) = quality.outcomes([row])
    context = {"sample": row, "checks": checks, "page": checks_page, "outcome": _row(outcome)}
    return page(request, look, "console/figures/counted/quality_sample.html", context)


@officer("supervisor")
def one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET, POST /console/quality/<uuid>/: one case, and what was found.

    What is refused stays on the page as it was typed. Raises NotFound.
    """
    look = Look(request)
    problems = ()
    status = 200
    check = quality.check_for(look.officer, uuid)
    if request.method == "POST":
        try:
            services.judge(
                check_id=uuid,
                officer=look.officer,
                finding=request.POST.get("finding", ""),
                why=request.POST.get("why", ""),
                now=look.now,
            )
            messages.success(request, "记下了")
            return redirect("console_quality_check", uuid=uuid)
        except Invalid as wrong:
            problems = wrong.problems
            status = wrong.status
        except Conflict as refused:
            check = quality.check_for(look.officer, uuid)
            sentence = f"{refused.message}，您写的没有存，抄在下面"
            problems = (FieldProblem("", sentence, refused.code),)
            status = refused.status
    context = {
        "check": check,
        "words": _words(check),
        "findings": FINDINGS.items(),
        "problems": problems,
        "errors": {problem.field: problem.message for problem in problems},
        "typed": request.POST,
    }
    return page(request, look, "console/figures/counted/quality_check.html", context, status=status)


def _row(outcome: quality.Outcome) -> dict[str, Any]:
    """What a list says of a sample.

    rate, share: in percent; "" before the draw, and before any case was
    looked at.
    """
    row: dict[str, Any] = {}
    row["sample"] = outcome.sample
    row["outcome"] = outcome
    row["rate"] = rules.spoken(outcome.rate)
    row["share"] = rules.spoken(outcome.share)
    return row


def _words(check: QualityCheck) -> str:
    """What was found, in words.

    Or that nobody has looked.
    """
    return FINDINGS.get(check.finding, NOT_YET)
