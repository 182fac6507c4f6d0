"""The eligibility app."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "yichuang.eligibility"
    label = "eligibility"
