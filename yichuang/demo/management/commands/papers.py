"""`manage papers print-all DIR`: every paper of every item into one folder.

As sheets and as text, to be read.
"""

from datetime import date
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from pypdf import PdfReader

from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.apps import load_edges
from yichuang.demo import services, specimens
from yichuang.demo.specimens import Specimen


def _common(day: date) -> list[str]:
    """The codes of the items that every place has.

    One that a place added is handled by that place's officers.
    """
    rows = catalog.items(on=day)
    return [row.code for row in rows if not row.place]


class Command(BaseCommand):
    """Prints them as they would be given for applications that were made up.

    The database is left as it was, but for the demo's officers and people.
    """

    about = "packs"
    help = "把每个事项的全部文书印到一个文件夹里，供人通读：papers print-all 文件夹"

    def add_arguments(self, parser) -> None:
        parser.add_argument("action", choices=["print-all"])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--item", action="append", help="只印这个编码的事项，可以写几次")

    def handle(self, *args, **options) -> None:
        load_edges()
        services.load(now=clock.now(), names=("officers", "people"))
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        codes = options["item"] or _common(clock.today())
        now = specimens.moment()
        count = 0
        with clock.frozen(now):
            for code in codes:
                for paper in specimens.of_item(code, now=now):
                    _write(folder, paper)
                    count += 1
        if not count:
            raise CommandError("没有印出文书：没有这些事项")
        self.stdout.write(f"{len(codes)}个事项，{count}份文书，在{folder}")


def _write(folder: Path, paper: Specimen) -> None:
    """One paper: its sheet, and the same as text.

    The text begins with the name of its item.
    """
    name = f"{paper.code}-{paper.outcome}-{paper.kind}"
    sheet = folder / f"{name}.pdf"
    sheet.write_bytes(paper.pdf)
    lines = [paper.item]
    reader = PdfReader(BytesIO(paper.pdf))
    for page in reader.pages:
        lines.append(page.extract_text())
    text = "\n".join(lines)
    copy = folder / f"{name}.txt"
    copy.write_text(f"{text}\n", encoding="utf-8")
