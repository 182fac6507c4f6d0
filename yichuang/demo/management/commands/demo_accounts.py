"""`manage demo_accounts`: who may sign in to the demo, one line a person."""

from django.core.management.base import BaseCommand

from yichuang.demo import services


class Command(BaseCommand):
    about = "code"
    help = "列出演示账号"

    def handle(self, *args, **options):
        rows = services.accounts()
        self.stdout.write(f"演示账号（密码都是 {rows[0]['password']}）：")
        for row in sorted(rows, key=lambda r: r["title"] not in ("个人", "单位")):
            self.stdout.write(f"  {row['username']:<18} {row['title']} · {row['place']}")
