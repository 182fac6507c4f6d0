"""`manage holdings check`: texts in force that ask for a paper although others hold it."""

from django.core.management.base import BaseCommand, CommandError

from yichuang.catalog.queries import holding


class Command(BaseCommand):
    """Lists them, a line each. Fails where there is any."""

    about = "packs"
    help = "查现行的办事指南：别的部门查得到的材料，有没有叫申请人交"

    def add_arguments(self, parser) -> None:
        parser.add_argument("what", choices=["check"])

    def handle(self, *args, **options) -> None:
        number = 0
        for breach in holding.breaches():
            number += 1
            line = f"{breach.item_code} 第{breach.version}版：{breach.why}"
            self.stdout.write(line)
        if number:
            raise CommandError(f"共{number}条")
        self.stdout.write("没有")
