"""What is asked of others about somebody, what came of it, and what of the answers did not count."""

import django.contrib.postgres.fields
import django.db.models.deletion
import yichuang.core.fields
import yichuang.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Query',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=yichuang.core.ids.uuid7, editable=False)),
                ('source', models.TextField()),
                ('elements', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('role', models.TextField()),
                ('whom_kind', models.TextField()),
                ('whom_blind', models.BinaryField(max_length=32)),
                ('imprint', models.BinaryField(max_length=32)),
                ('whom', yichuang.core.fields.EncryptedJSONField()),
                ('claims', yichuang.core.fields.EncryptedJSONField()),
                ('purpose', models.TextField()),
                ('basis', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('subject', models.TextField()),
                ('case', models.UUIDField(null=True)),
                ('place', models.TextField()),
                ('asked_by', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('urgent', models.BooleanField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('outcome', models.TextField(default='waiting')),
                ('differs', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('receipt', models.TextField(blank=True, default='')),
                ('as_of', models.DateField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('answer', yichuang.core.fields.EncryptedJSONField(null=True)),
                ('answer_hash', models.BinaryField(max_length=32, null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('source'), models.OrderBy(models.F('urgent'), descending=True), models.F('id'), condition=models.Q(('superseded_at__isnull', True), ('outcome', 'waiting')), name='query_waiting'), models.Index(condition=models.Q(('superseded_at__isnull', True), ('next_at__isnull', False), ('outcome', 'unavailable')), fields=['next_at'], name='query_again'), models.Index(fields=['subject', 'id'], name='query_subject'), models.Index(fields=['source', 'asked_at'], name='query_of_source'), models.Index(condition=models.Q(('answer__isnull', False), ('ended_at__isnull', False)), fields=['ended_at'], name='query_to_forget'), models.Index(condition=models.Q(('answer__isnull', False), ('case__isnull', True), ('ended_at__isnull', True)), fields=['asked_at'], name='query_of_a_draft')],
                'constraints': [models.UniqueConstraint(fields=('uuid',), name='query_uuid'), models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('subject', 'source', 'role', 'whom_blind'), name='query_once'), models.CheckConstraint(condition=models.Q(('whom_kind__in', ['person', 'employer'])), name='query_whom_kind'), models.CheckConstraint(condition=models.Q(('outcome__in', ['waiting', 'found', 'not_found', 'contradicts', 'refused', 'unavailable'])), name='query_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['found', 'not_found', 'contradicts']), _negated=True), models.Q(models.Q(('receipt', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='query_answer_has_receipt'), models.CheckConstraint(condition=models.Q(('answer__isnull', True), ('outcome', 'found'), _connector='OR'), name='query_found_alone_tells')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('active_since', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code',), name='source_code')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('at', models.DateTimeField()),
                ('receipt', models.TextField(blank=True, default='')),
                ('digest', models.BinaryField(max_length=32, null=True)),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='exchange.query')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='incident_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['wrong_person', 'malformed', 'late', 'doubled', 'unsigned'])), name='incident_kind')],
            },
        ),
    ]
