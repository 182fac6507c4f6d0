"""`manage format_templates`: every template laid out anew; --check writes nothing and names the untidy ones."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yichuang.sites.markup.writing import WIDTH, columns, formatted

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class Command(BaseCommand):
    about = "code"
    help = "按一行一个元素整理页面模板"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只检查，不改文件")

    def handle(self, *args, check, **options):
        faults = []
        for path in sorted(TEMPLATES.rglob("*.html")):
            source = path.read_text(encoding="utf-8")
            laid_out = formatted(source)
            name = path.relative_to(TEMPLATES)
            if laid_out != source and check:
                faults.append(f"{name}：没有整理，请运行 ./yi manage format_templates")
            elif laid_out != source:
                path.write_text(laid_out, encoding="utf-8")
            for number, line in enumerate(laid_out.splitlines(), 1):
                if columns(line) > WIDTH:
                    faults.append(f"{name}:{number}：这一行超过{WIDTH}列，请改短或拆开")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("页面模板都整齐")
