"""`{% csrf_token %}` as our forms have it, for all templates (TEMPLATES builtins)."""

from django import template
from django.template.base import Parser, Token

from yichuang.sites.ui.authors import FormTokenNode

register = template.Library()


@register.tag("csrf_token")
def csrf_token(parser: Parser, token: Token) -> FormTokenNode:
    """The hidden inputs of a form that is sent."""
    return FormTokenNode()
