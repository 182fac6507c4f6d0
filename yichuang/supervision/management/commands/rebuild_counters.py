"""`manage rebuild_counters`: everything that is kept to be counted fast, made anew from the cases and compared."""

from django.core.management.base import BaseCommand, CommandError

from yichuang.core import clock
from yichuang.supervision import services


class Command(BaseCommand):
    about = "cases"
    help = "按办件重新算出各天的合计并核对（--check 只核对，不一样的列出来）"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只核对")

    def handle(self, *args, **options):
        if not options["check"]:
            now = clock.now()
            days = services.rebuild_counters(now=now)
            self.stdout.write(f"重新算了 {days} 天")
        wrong = services.differing_counters()
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"有 {len(wrong)} 处和办件对不上")
        self.stdout.write("合计和办件一致")
