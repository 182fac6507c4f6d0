"""`manage misfiled`: units under a citizen's number, for an administrator to mend; no number is printed whole."""

from django.core.management.base import BaseCommand

from yichuang.core.clock import local
from yichuang.registry.queries import misfiled


class Command(BaseCommand):
    about = "cases"
    help = "列出用个人身份号码登记成单位的（号码和名称只显示一部分）"

    def handle(self, *args, **options):
        """Print each of them on a line: uuid, masked name and number, the
        day of its entry; then how many there are.
        """
        units = misfiled()
        for unit in units:
            day = local(unit.entered_at).date()
            self.stdout.write(f"employer:{unit.uuid} {unit.name} {unit.number} {day}登记")
        self.stdout.write(f"{len(units)} 个")
