"""The identity app."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yichuang.identity"
    label = "identity"
