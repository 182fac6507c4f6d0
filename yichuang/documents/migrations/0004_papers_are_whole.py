"""The CHECKs on what is frozen and kept of a paper are proved for the papers that were there before them; unread papers
are found without a walk through all."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0003_papers_on_demand")]
    operations = [
        ValidateConstraint("paper", "paper_frozen_whole"),
        ValidateConstraint("paper", "paper_kept_whole"),
        AddIndexConcurrently(
            "paper",
            models.Index(fields=["id"], condition=models.Q(path=""), name="paper_unread"),
        ),
    ]
