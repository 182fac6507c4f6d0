"""The api app."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yichuang.api"
    label = "api"

    def ready(self):
        import_module("yichuang.api.outlets")  # joins the check of one revision
