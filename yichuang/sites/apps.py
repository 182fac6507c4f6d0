from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "yichuang.sites"
    label = "sites"
    verbose_name = "页面"
