"""A place that promised 3 of the unit of its day promised that, whatever the unified unit became since."""

from django.db import migrations

KEPT = """
    update catalog_implementation i
    set differences = i.differences || jsonb_build_object('promised_unit', (
        select v.definition->'promised_unit'
        from catalog_itemversion v
        where v.item_id = i.item_id
        order by v.effective_from <= i.effective_from desc,
            case when v.effective_from <= i.effective_from then v.number end desc nulls last,
            v.number
        limit 1
    ))
    where i.differences ? 'promised_days' and not i.differences ? 'promised_unit'
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_place_lists_are_agreed")]
    operations = [migrations.RunSQL(KEPT, migrations.RunSQL.noop)]
