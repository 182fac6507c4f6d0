"""The ratings app."""

from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "yichuang.ratings"
    label = "ratings"
