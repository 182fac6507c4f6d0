"""Who handles a unit's business by a mandate does so until its last day. Handlers of before have no such day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_forget_the_old_lock_out")]
    operations = [migrations.AddField("realname", "handler_until", models.DateField(null=True))]
