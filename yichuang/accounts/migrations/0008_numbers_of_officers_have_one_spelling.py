"""Numbers, user names and windows of officers who were entered before they had one spelling are spelled anew. Who then
bears the number or name of another stays as entered: an administrator sees both in the list of the unit."""

from django.db import migrations

from yichuang.core import spelling

BATCH = 500


def spell_users(apps, editor):
    User = apps.get_model("accounts", "User")
    users = User.objects.filter(kind="officer").only("username")
    for user in users.order_by("id").iterator(chunk_size=BATCH):
        username = spelling.login(user.username)
        if username == user.username:
            continue
        if User.objects.filter(username=username).exists():
            continue
        User.objects.filter(pk=user.pk).update(username=username)


def spell_officers(apps, editor):
    Officer = apps.get_model("accounts", "Officer")
    officers = Officer.objects.only("employee_no", "window")
    for officer in officers.order_by("id").iterator(chunk_size=BATCH):
        number = spelling.code(officer.employee_no)
        others = Officer.objects.exclude(pk=officer.pk)
        if others.filter(employee_no=number).exists():
            number = officer.employee_no
        window = spelling.name(officer.window)
        if (number, window) != (officer.employee_no, officer.window):
            Officer.objects.filter(pk=officer.pk).update(employee_no=number, window=window)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_parcels_have_heirs")]
    operations = [
        migrations.RunPython(spell_users, migrations.RunPython.noop),
        migrations.RunPython(spell_officers, migrations.RunPython.noop),
    ]
