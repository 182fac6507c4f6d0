"""Wrong tries of tracking, by number and by address (hashed)."""

from django.db import models


class TrackingTry(models.Model):
    """How often a key was tried wrongly since a moment."""

    key = models.TextField(primary_key=True)
    since = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
