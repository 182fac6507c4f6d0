"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yichuang.api"
    label = "api"

    def ready(self):
        from yichuang.api import outlets  # noqa: F401  joins the check of one revision
