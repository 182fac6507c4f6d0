"""The extensions that other apps' constraints need, and the outbox."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [TrigramExtension(), BtreeGistExtension()]
