"""The sites app."""

from importlib import import_module

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "yichuang.sites"
    label = "sites"
    verbose_name = "页面"

    def ready(self):
        import_module(
            "yichuang.sites.portal.guide.outlets"
        )  # the pages join the catalogue's check of one revision
