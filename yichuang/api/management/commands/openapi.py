"""`manage openapi [--check|--write]`: the description of the API, and whether its file is up to date and in order."""

from django.core.management.base import BaseCommand, CommandError

from yichuang.api import description


class Command(BaseCommand):
    about = "code"
    help = "接口说明：--write 写到 docs/reference/openapi.json，--check 检查文件和数据元名称，都不写就打印出来"

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--check", action="store_true")
        which.add_argument("--write", action="store_true")

    def handle(self, *args, check: bool, write: bool, **options):
        spec = description.description()
        text = description.as_text(spec)
        if write:
            description.FILE.write_text(text, encoding="utf-8")
        elif not check:
            self.stdout.write(text)
            return
        faults = description.faults(spec)
        if not description.FILE.exists() or description.FILE.read_text(encoding="utf-8") != text:
            faults.append(
                "docs/reference/openapi.json 不是最新的，请运行 ./yi manage openapi --write"
            )
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("接口说明没有问题")
