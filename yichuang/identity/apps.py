"""The identity app."""

from importlib import import_module

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yichuang.identity"
    label = "identity"

    def ready(self):
        import_module("yichuang.identity.own_answers")
