"""Another phone for the account, with a code to the old one and to the new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core import clock, masking, spelling
from yichuang.core.access import resident
from yichuang.core.errors import Problem
from yichuang.identity import services
from yichuang.notify import queries as notify
from yichuang.sites.portal.account.telling import shown_problem
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page


@resident
@never_cache
@sensitive_post_parameters("old_code", "new_code")
def change(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/phone/: first the new number, then the codes that came to both phones."""
    who = applicant.of(request)
    phone = request.POST.get("phone", "").strip()
    shown = {
        "phone": phone,
        "now": masking.phone(who.sight.phone),
        "sent": False,
        "errors": {},
        "crumbs": [{"label": "账户和联系方式", "href": "/account/"}, {"label": "换手机"}],
    }
    if request.method != "POST":
        return page(request, "portal/account/phone.html", shown)
    try:
        if request.POST.get("step") == "code":
            shown["sent"] = True
            codes = {key: request.POST.get(key, "") for key in ("old_code", "new_code")}
            services.change_phone(user=request.user, phone=phone, now=clock.now(), **codes)
            messages.success(request, "手机号换好了，以后验证码发到新的手机")
            return HttpResponseRedirect("/account/")
        now = clock.now()
        services.ask_phone_codes(user=request.user, phone=phone, now=now)
        both = [who.sight.phone, spelling.phone(phone)]
        shown |= {"sent": True, "demo": notify.demo_short_messages(both, now)}
        return page(request, "portal/account/phone.html", shown)
    except Problem as problem:
        return page(
            request,
            "portal/account/phone.html",
            shown | shown_problem(problem, "phone"),
            status=problem.status,
        )
