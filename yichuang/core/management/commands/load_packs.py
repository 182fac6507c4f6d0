"""`manage load_packs`: every module's packs.load(), lowest module first."""

import time

from django.core.management.base import BaseCommand

from yichuang.core import packs, revision
from yichuang.core.apps import load_edges
from yichuang.core.loading import packs_of_modules


class Command(BaseCommand):
    about = "filling"
    help = "把政策包装进数据库（可反复执行）"

    def handle(self, *args, **options):
        load_edges()
        for label, load in packs_of_modules("load"):
            began = time.perf_counter()
            done = load()
            seconds = time.perf_counter() - began
            taken = f"{label:<12} {seconds:5.1f} s"
            self.stdout.write(taken)
            for note in getattr(done, "notes", ()):
                line = f"  {note}"
                self.stdout.write(line)
        revision.loaded(packs.in_use())
