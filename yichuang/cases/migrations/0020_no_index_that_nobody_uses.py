"""Seven indexes of single columns that no page uses: each cost every new case a write. Dropping one takes no time."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_things_to_do'),
        ('cases', '0019_figures_find_their_rows'),
        ('catalog', '0002_changes_are_told_to_all_processes'),
        ('registry', '0003_one_spelling'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='accepted_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to='accounts.officer'),
        ),
        migrations.AlterField(
            model_name='case',
            name='decided_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to='accounts.officer'),
        ),
        migrations.AlterField(
            model_name='case',
            name='employer',
            field=models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name='cases', to='registry.employer'),
        ),
        migrations.AlterField(
            model_name='case',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AlterField(
            model_name='case',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name='cases', to='registry.person'),
        ),
        migrations.AlterField(
            model_name='case',
            name='received_at_org',
            field=models.ForeignKey(db_index=False, null=True, on_delete=models.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AlterField(
            model_name='case',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=models.PROTECT, related_name='+', to='catalog.itemversion'),
        ),
    ]
