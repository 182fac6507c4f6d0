"""What a place wants to say of an item waits for a second person (docs/adr/0052-a-place-list-is-agreed.md)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_changes_are_told_to_all_processes'),
        ('reference', '0002_changes_are_told_to_all_processes'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlaceOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('differences', models.JSONField(verbose_name='不同之处')),
                ('stood', models.JSONField(verbose_name='提出时的样子')),
                ('effective_from', models.DateField(verbose_name='从哪天起')),
                ('state', models.CharField(choices=[('open', '待审核'), ('approved', '已同意'), ('rejected', '已退回')], default='open', max_length=10, verbose_name='状态')),
                ('opened_by', models.CharField(max_length=80, verbose_name='提出人')),
                ('opened_at', models.DateTimeField(verbose_name='提出时间')),
                ('decided_by', models.CharField(blank=True, max_length=80, verbose_name='审核人')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='审核时间')),
                ('decision_note', models.TextField(blank=True, verbose_name='审核意见')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='place_orders', to='catalog.item', verbose_name='事项')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.region', verbose_name='地方')),
            ],
            options={
                'verbose_name': '地方实施清单的修改',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('item', 'region'), name='place_order_one_at_a_time'), models.CheckConstraint(condition=models.Q(('decided_by', ''), models.Q(('decided_by', models.F('opened_by')), _negated=True), _connector='OR'), name='place_order_decided_by_another'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='decided_place_order_names_who')],
            },
        ),
    ]
