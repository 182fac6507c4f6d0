"""The cookie by which a device is known again to the accounts that have signed in with it; it opens nothing."""

from django.http import HttpRequest, HttpResponse

from yichuang.accounts.models import User
from yichuang.identity.rules import Device

COOKIE = "device"
A_YEAR = 365 * 24 * 3600


def of(request: HttpRequest) -> Device:
    """The device of a request, a new one where it has no cookie or a broken one."""
    return Device.read(request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, request: HttpRequest, user: User) -> HttpResponse:
    """The response, with the device known to the account from now on."""
    known = of(request).with_account(user.uuid)
    response.set_cookie(
        key=COOKIE,
        value=known.written(),
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response
