"""Lists of 公示 that ended lately are found by their last day, however many ended before."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently

BY_LAST_DAY = models.Index(fields=["until_on"], name="notice_by_last_day")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0051_many_steps_in_one_call")]
    operations = [AddIndexConcurrently("notice", BY_LAST_DAY)]
