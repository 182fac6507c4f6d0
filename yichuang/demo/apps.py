"""The demo app."""

from importlib import import_module

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "yichuang.demo"
    label = "demo"

    def ready(self):
        import_module("yichuang.demo.services")  # says which accounts are the demo's
