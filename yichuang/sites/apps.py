from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "yichuang.sites"
    label = "sites"
    verbose_name = "页面"

    def ready(self):
        from yichuang.sites.portal.guide import outlets  # noqa: F401  the pages join the catalogue's check of one revision
