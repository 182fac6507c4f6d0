"""Each question that nobody had taken falls to the nearest clerk, of several to the one with the fewest open ones.

Where no clerk is, to the head of the place; where none is either, to whoever works anywhere.
"""

from django.db import migrations, models
from django.db.models import Count, Q

from yichuang.core import clock
from yichuang.core.resumable import AddIndexConcurrently

LEVELS = (
    12,
    9,
    6,
    4,
    2,
)  # digits of a division's code that are its own, the smallest division first
ROLES = ("clerk", "head")


def fill(apps, schema_editor):
    """Each in turn. Begun again, it goes on with those that have none yet."""
    enquiries = apps.get_model("cases", "Enquiry").objects
    without = enquiries.filter(owner=None)
    for enquiry in without.order_by("pk").iterator():
        owner = _nearest(apps, enquiry.region_id)
        enquiries.filter(pk=enquiry.pk, owner=None).update(owner=owner)


def _nearest(apps, region):
    """The primary key of whose it becomes."""
    today = clock.today()
    assignments = apps.get_model("accounts", "Assignment").objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today, officer__active=True
    )
    for digits in LEVELS:
        place = region[:digits].ljust(12, "0")
        for role in ROLES:
            here = assignments.filter(role=role, region_id=place)
            if here.exists():
                return _least_loaded(apps, here.values_list("officer_id", flat=True))
    anywhere = apps.get_model("accounts", "Officer").objects.filter(active=True)
    return anywhere.order_by("pk").values_list("pk", flat=True)[0]


def _least_loaded(apps, keys):
    """Of these officers the one with the fewest open questions, of equals the first."""
    enquiries = apps.get_model("cases", "Enquiry").objects
    rows = enquiries.filter(owner_id__in=keys, state="open").values_list("owner_id")
    loads = dict(rows.annotate(Count("pk")))
    return min(keys, key=lambda key: (loads.get(key, 0), key))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0053_an_enquiry_is_handed_over")]
    operations = [
        AddIndexConcurrently(
            "enquiry", models.Index(fields=["owner", "state"], name="enquiry_of_owner")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
