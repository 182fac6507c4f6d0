"""`manage format_templates`: every template laid out anew; --check writes nothing and names the untidy ones."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from yichuang.sites.markup.writing import WIDTH, columns, formatted

SITES = Path(__file__).resolve().parents[2]
TEMPLATES = SITES / "templates"


class Command(BaseCommand):
    """Writes the templates that are not laid out as they should be.

    --check: only names them. Fails for a line that is too wide.
    """

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
            is_tidy = laid_out == source
            if not is_tidy and check:
                faults.append(f"{name}：没有整理，请运行 ./yi manage format_templates")
            elif not is_tidy:
                path.write_text(laid_out, encoding="utf-8")
            faults += _too_wide(name, laid_out)
        if faults:
            sentences = "\n".join(faults)
            raise CommandError(sentences)
        self.stdout.write("页面模板都整齐")


def _too_wide(name: Path, text: str) -> list[str]:
    """The lines that are wider than a template may be.

    No layout can mend these.
    """
    faults = []
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if columns(line) > WIDTH:
            faults.append(f"{name}:{number}：这一行超过{WIDTH}列，请改短或拆开")
    return faults
