"""`manage verify_chains`: every case's trail against its hash chain; fails when one was changed."""

from django.core.management.base import BaseCommand, CommandError

from yichuang.cases.models import Case
from yichuang.cases.queries.cases import broken_chains


class Command(BaseCommand):
    about = "cases"
    help = "核对所有办件的存证链"

    def handle(self, *args, **options):
        broken = list(broken_chains())
        for number, faults in broken:
            self.stdout.write(f"{number}：{'；'.join(faults)}")
        if broken:
            raise CommandError(f"有 {len(broken)} 件的记录被改过")
        self.stdout.write(f"{Case.objects.count()} 件，记录完整")
