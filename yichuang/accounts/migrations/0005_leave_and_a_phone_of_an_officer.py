"""Officers are away on leave, and what processes keep of that is forgotten when it changes; a new one has a phone."""

import django.db.models.deletion
import yichuang.core.fields
import yichuang.core.ids
from django.db import migrations, models
from yichuang.core.revision import revises


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_names_are_sealed'),
    ]

    operations = [
        migrations.AddField(
            model_name='officer',
            name='phone',
            field=yichuang.core.fields.EncryptedTextField(null=True, verbose_name='手机'),
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=yichuang.core.ids.uuid7, editable=False)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('reason', models.TextField(blank=True, default='')),
                ('ended_on', models.DateField(null=True)),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.officer')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='accounts.officer')),
            ],
            options={
                'indexes': [models.Index(fields=['last_day'], name='leave_last_day')],
                'constraints': [models.UniqueConstraint(fields=('uuid',), name='leave_uuid'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='leave_days_in_order'), models.CheckConstraint(condition=models.Q(('deputy', models.F('officer')), _negated=True), name='leave_deputy_is_another')],
            },
        ),
        revises("accounts_leave"),
    ]
