"""`manage papers print-all DIR`: every paper of every item into one folder, as sheets and as text, to be read."""

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
    """The codes of the items that every place has: one that a place added is handled by that place's officers."""
    return [row.code for row in catalog.items(on=day) if not row.place]


class Command(BaseCommand):
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
                printed = list(specimens.of_item(code, now=now))
                for paper in printed:
                    self._write(folder, paper)
                count += len(printed)
        if not count:
            raise CommandError("没有印出文书：没有这些事项")
        self.stdout.write(f"{len(codes)}个事项，{count}份文书，在{folder}")

    def _write(self, folder: Path, paper: Specimen) -> None:
        name = f"{paper.code}-{paper.outcome}-{paper.kind}"
        (folder / f"{name}.pdf").write_bytes(paper.pdf)
        pages = [page.extract_text() for page in PdfReader(BytesIO(paper.pdf)).pages]
        (folder / f"{name}.txt").write_text(
            "\n".join([paper.item, *pages]) + "\n", encoding="utf-8"
        )
