"""The supervision app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "yichuang.supervision"
    label = "supervision"
