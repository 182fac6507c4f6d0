"""Cases that were handed in at another place than their home are few; an index of their own finds them there."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0009_many_cases_in_one_call")]
    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                models.Func(models.F("filed_in"), models.Value(6), function="LEFT"),
                models.F("id").desc(),
                condition=models.Q(filed_in__isnull=False),
                name="case_filed_elsewhere",
            ),
        )
    ]
