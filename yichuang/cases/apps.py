"""The cases app."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yichuang.cases"
    label = "cases"

    def ready(self):
        import_module("yichuang.cases.own_answers")
