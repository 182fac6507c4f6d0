"""督办: a supervisor asks about a case and wants an answer by a day."""

import django.db.models.deletion
import yichuang.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_leave_and_a_phone_of_an_officer'),
        ('cases', '0018_minutes_of_what_is_done'),
        ('supervision', '0002_sheets_made_in_the_background'),
    ]

    operations = [
        migrations.CreateModel(
            name='Urging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=yichuang.core.ids.uuid7, editable=False)),
                ('reason', models.TextField()),
                ('answer_by', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(null=True)),
                ('ending', models.TextField(blank=True, default='')),
                ('ended_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.officer')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urgings', to='cases.case')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.officer')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.officer')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ending', '')), fields=['answer_by'], name='urging_standing')],
                'constraints': [models.UniqueConstraint(fields=('uuid',), name='urging_uuid'), models.UniqueConstraint(condition=models.Q(('ending', '')), fields=('case',), name='urging_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='urging_answered_whole'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ending', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ending__in', ['closed', 'withdrawn'])), _connector='OR'), name='urging_ended_whole')],
            },
        ),
    ]
