"""That a decided order names who decided it is proved for the orders that were there before."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_place_lists_are_taken_back")]
    operations = [ValidateConstraint("placeorder", "decided_place_order_names_who")]
