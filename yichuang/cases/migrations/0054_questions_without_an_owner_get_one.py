"""Each question that nobody had taken falls to the nearest clerk, of several to the one with the fewest open ones.

Where no clerk is, to the head of the place; where none is either, to whoever works anywhere, or did.
"""

from django.db import migrations, models
from django.db.models import Count, Q

from yichuang.core import clock
from yichuang.core.resumable import AddIndexConcurrently

# digits of a division's code that are its own, the smallest division first
LEVELS = (12, 9, 6, 4, 2)
ROLES = ("clerk", "head")
NOBODY = "还有咨询没有人负责，平台上又一个人员账号也没有：请先用原来的版本建一个人员账号，再升级"


def fill(apps, schema_editor):
    """Each in turn. Begun again, it goes on with those that have none yet."""
    enquiries = apps.get_model("cases", "Enquiry").objects
    without = enquiries.filter(owner=None)
    for enquiry in without.order_by("pk").iterator():
        owner = _nearest(apps, enquiry.region_id)
        enquiries.filter(pk=enquiry.pk, owner=None).update(owner=owner)


def _nearest(apps, region):
    """The primary key of whose it becomes. Raises RuntimeError where nobody ever worked."""
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
    anywhere = apps.get_model("accounts", "Officer").objects.order_by("-active", "pk").first()
    if anywhere is None:
        raise RuntimeError(NOBODY)
    return anywhere.pk


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
