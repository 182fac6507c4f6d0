"""What of the demo a data folder has had."""

from django.db import models


class DemoPart(models.Model):
    """One part of the demo as it was loaded last. `stamp`: digest of its pack and of the code that reads it."""

    name = models.TextField()
    stamp = models.TextField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="demo_part_name")]
