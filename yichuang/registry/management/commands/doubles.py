"""`manage doubles`: people and employers that stand twice in the register under two spellings of one number."""

from django.core.management.base import BaseCommand

from yichuang.registry.queries import doubles


class Command(BaseCommand):
    about = "cases"
    help = "列出登记了两次的人和单位（同一号码的两种写法）"

    def handle(self, *args, **options):
        pairs = doubles()
        for original, double in pairs:
            self.stdout.write(f"{double} 和 {original} 是同一个号码")
        self.stdout.write(f"{len(pairs)} 对")
