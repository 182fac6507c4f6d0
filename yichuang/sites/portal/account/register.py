"""Opening an account under a real name, for oneself or for a unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core import clock
from yichuang.core.access import public
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.identity import services
from yichuang.sites.portal.account.signin import begin
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.portal.visitor.return_path import safe_next
from yichuang.sites.ui.fields import by_field

PERSON = ("name", "id_number", "phone", "password")
EMPLOYER = ("employer_name", "credit_code", "handler_name", "id_number", "phone", "password")


@public
@never_cache
@sensitive_post_parameters("password", "again")
def register(request: HttpRequest) -> HttpResponse:
    """GET, POST /accounts/register/?for=employer: names and numbers are checked by the police register."""
    employer = (request.POST.get("for") or request.GET.get("for")) == "employer"
    typed = {
        name: request.POST.get(name, "").strip() for name in (EMPLOYER if employer else PERSON)
    }
    typed["password"] = request.POST.get("password", "")
    shown = {"employer": employer, "typed": typed, "next": safe_next(request, ""), "errors": {}}
    if request.method != "POST":
        return page(request, "portal/account/register.html", shown)
    try:
        open_account = services.register_employer if employer else services.register_person
        user = open_account(
            now=clock.now(),
            visitor=who_is_counted(request),
            again=request.POST.get("again", ""),
            **typed,
        )
    except Problem as problem:
        shown |= _in_words(problem)
        return page(request, "portal/account/register.html", shown, status=problem.status)
    messages.success(request, "账号开好了，已经登录")
    return begin(request, user, safe_next(request))


def _in_words(problem: Problem) -> dict:
    """A problem as the page tells it: at the fields, or above the form with its way out."""
    if isinstance(problem, Invalid):
        return {"problems": problem.problems, "errors": by_field(problem.problems)}
    if problem.field:
        problems = [FieldProblem(problem.field, f"{problem.message}。{problem.way_out}")]
        return {"problems": problems, "errors": by_field(problems)}
    return {"fault": problem}
