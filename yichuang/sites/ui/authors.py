"""Who a form was made for, signed into it: what is sent after they were signed out, in whatever way, is still theirs
and nobody else's."""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from django.template.base import Node
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

NAME = "_by"
SALT = "yichuang.sites.ui.authors"
LASTS = timedelta(days=2)  # from an evening to the morning after a day off


class FormTokenNode(Node):
    """`{% csrf_token %}`: Django's token, and whose form it is on the pages of officers and where typing is kept."""

    def render(self, context: Context) -> str:
        """The hidden inputs."""
        token = CsrfTokenNode().render(context)
        request = context.get("request")
        if not token or request is None:
            return token
        signed = _signed(request)
        if not signed:
            return token
        author = format_html('<input type="hidden" name="{}" value="{}">', NAME, signed)
        return token + author


def author_of(request: HttpRequest) -> str:
    """The account, by primary key, for whom the form that was sent was made; "" where it does not say, is too old, or
    says what we did not sign."""
    try:
        return signing.loads(request.POST.get(NAME, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return ""


def _signed(request: HttpRequest) -> str:
    """Once for all forms of a page; "" on pages of which nothing is kept."""
    if not hasattr(request, "signed_author"):
        request.signed_author = ""
        if _outlives_its_session(request) and request.user.is_authenticated:
            request.signed_author = signing.dumps(str(request.user.pk), salt=SALT)
    return request.signed_author


def _outlives_its_session(request: HttpRequest) -> bool:
    """Whether what is typed here is kept when it comes too late (`kept`, `sent_late`)."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return False
    audience = getattr(match.func, "audience", "")
    keeps_typing = getattr(match.func, "keeps_typing", False)
    return keeps_typing or audience.startswith("officer")
