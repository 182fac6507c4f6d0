"""`manage check_packs`: every module's packs.check(); fails with the list of faults."""

from django.core.management.base import BaseCommand, CommandError

from yichuang.core.loading import packs_of_modules


class Command(BaseCommand):
    about = "code"
    help = "检查所有政策包"

    def handle(self, *args, **options):
        faults = []
        for label, check in packs_of_modules("check"):
            for fault in check():
                faults.append(f"{label}: {fault}")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("政策包没有问题")
