"""`manage api_key create|revoke|list`: keys of the systems that call us."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from yichuang.api import services
from yichuang.api.models import ApiKey
from yichuang.api.rules import CHANNELS, SCOPES
from yichuang.core.errors import Problem

ACTOR = "system:command"


class Command(BaseCommand):
    about = "cases"
    help = "开放接口的密钥：create 发一个（只显示一次），revoke 停用，list 看有哪些"

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create")
        create.add_argument("--name", required=True)
        create.add_argument(
            "--channel",
            type=int,
            required=True,
            help="、".join(f"{k}{v}" for k, v in CHANNELS.items()),
        )
        create.add_argument("--source", required=True, help="调用的系统，例如 kiosk-gy")
        create.add_argument("--scope", action="append", required=True, help="、".join(SCOPES))
        create.add_argument("--daily-quota", type=int, default=100_000)
        create.add_argument("--minute-quota", type=int, default=600)
        create.add_argument("--expires-on", type=date.fromisoformat)
        verbs.add_parser("revoke").add_argument("id", type=int)
        verbs.add_parser("list")

    def handle(self, *args, verb: str, **options):
        try:
            getattr(self, verb)(options)
        except Problem as problem:
            raise CommandError(str(problem)) from problem

    def create(self, options):
        names = ("name", "channel", "source", "daily_quota", "minute_quota", "expires_on")
        fields = {name: options[name] for name in names}
        key, text = services.issue_key(actor=ACTOR, scopes=options["scope"], **fields)
        self.stdout.write(f"{key.id}\t{text}\n请现在就交给对方，以后看不到了。")

    def revoke(self, options):
        key = services.revoke_key(key_id=options["id"], actor=ACTOR)
        self.stdout.write(f"{key.name} 已停用")

    def list(self, options):
        for key in ApiKey.objects.order_by("id"):
            state = "在用" if key.active else "停用"
            self.stdout.write(
                f"{key.id}\t{state}\t{CHANNELS[key.channel]}\t{key.source}\t{key.name}\t{key.scopes}"
            )
