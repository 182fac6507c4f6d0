"""`manage load_demo`: the parts of the demo that this database has not had as they are today."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yichuang.core import clock
from yichuang.core.apps import load_edges
from yichuang.demo import services


class Command(BaseCommand):
    about = "filling"
    help = "装入演示用的人、单位、工作人员和办件（可反复执行）"

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("没有开启演示（YICHUANG_DEMO=1），不装演示数据")
        load_edges()
        added = services.load(now=clock.now())
        for name, count in added.items():
            self.stdout.write(f"{name:<12} 新增 {count}")
        if not added:
            self.stdout.write("演示数据已经是最新的")
