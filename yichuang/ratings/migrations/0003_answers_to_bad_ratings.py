"""A bad rating is answered in writing."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_leave_and_a_phone_of_an_officer'),
        ('ratings', '0002_services_of_a_span'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('path', models.TextField(blank=True, default='')),
                ('answer', models.TextField(blank=True, default='')),
                ('called_back', models.BooleanField(default=False)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.officer')),
                ('rating', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mending', to='ratings.rating')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['due_on'], name='mending_open_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True), ('path', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('path', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='mending_answered_whole')],
            },
        ),
    ]
