"""Who works here: the officer of a request, and a problem told as a page of the desk."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.accounts import queries as accounts
from yichuang.core import access
from yichuang.core.errors import Problem

CASE_ROLES = ("clerk", "reviewer", "approver", "head", "issuer", "supervisor")
# post → (address, name, roles that have it)
POSTS = (
    ("/desk/", "窗口", ("clerk",)),
    ("/desk/worklist/", "待办", ("clerk", "reviewer", "approver", "supervisor")),
    ("/desk/issue/", "出件", ("issuer", "clerk")),
    ("/desk/enquiries/", "咨询", ("clerk",)),
    ("/desk/followups/", "回访", ("clerk", "issuer")),
    ("/desk/instant/", "即办", ("clerk", "supervisor")),
)


def desk(*roles: str) -> Callable[[Callable], Callable]:
    """A page of the desk for officers with one of the roles. The view gets `request.officer`, `.scope`, `.roles`;
    a Problem it raises becomes a page of the desk with its sentence and its way out."""

    def declare(view: Callable) -> Callable:
        @wraps(view)
        def with_officer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            request.officer = accounts.on_duty(request.user)
            request.scope = accounts.scopes(request.officer)
            request.roles = request.scope.roles
            try:
                return view(request, *args, **kwargs)
            except Problem as problem:
                access.tell_refusal(request, problem)
                return page(
                    request, "desk/problem.html", {"problem": problem}, status=problem.status
                )

        return access.officer(*roles)(with_officer)

    return declare


def page(request: HttpRequest, template: str, shown: dict, status: int = 200) -> HttpResponse:
    """A page inside the frame of the desk."""
    return render(request, template, shown | frame(request), status=status)


def frame(request: HttpRequest) -> dict:
    """What the bar at the top shows: the officer's posts, window and unit."""
    officer = request.officer
    posts = [(href, label) for href, label, roles in POSTS if request.roles & set(roles)]
    if "supervisor" in request.roles:
        posts.append(("/console/", "监督"))
    here = max((href for href, _ in posts if request.path.startswith(href)), key=len, default="")
    if request.path.startswith("/desk/cases/") and "/desk/worklist/" in dict(posts):
        here = "/desk/worklist/"
    where = "·".join(filter(None, (officer.window, officer.organisation.name)))
    return {
        "posts": [{"href": href, "label": label, "current": href == here} for href, label in posts],
        "where": where,
        "officer": officer,
        "roles": request.roles,
    }


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page the form named in `next`, if it is one of ours."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}
    ) and target.startswith("/desk/")
    return HttpResponseRedirect(target if safe else otherwise)


def first_page(roles) -> str:
    """Where an officer with these roles begins; whoever has none any more, with what is theirs to do by name."""
    if not roles:
        return "/desk/todos/"
    own = next((href for href, _, roles_of_post in POSTS if set(roles) & set(roles_of_post)), "")
    if own or "auditor" in roles:
        return own or "/console/audit/"
    if "head" in roles:
        return "/desk/todos/"
    keeps = {"catalogue_admin", "legal", "org_admin", "channel_admin"} & set(roles)
    return "/console/admin/" if keeps else "/console/"
