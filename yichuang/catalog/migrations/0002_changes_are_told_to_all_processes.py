"""What processes keep of these tables is forgotten when they change (core.revision)."""

from django.db import migrations

from yichuang.core.revision import revises


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("core", "0004_what_processes_share")]
    operations = [
        revises(
            "catalog_item",
            "catalog_itemversion",
            "catalog_implementation",
            "catalog_delegationoverride",
            "catalog_channelswitch",
        )
    ]
