"""`manage load_demo`: every module's packs.load_demo(), lowest module first."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yichuang.core.apps import load_edges
from yichuang.core.loading import packs_of_modules


class Command(BaseCommand):
    help = "装入演示用的人、单位、工作人员和办件（可反复执行）"

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("没有开启演示（YICHUANG_DEMO=1），不装演示数据")
        load_edges()
        for label, load in packs_of_modules("load_demo"):
            began = time.perf_counter()
            load()
            self.stdout.write(f"{label:<12} {time.perf_counter() - began:5.1f} s")
