"""`manage unverified`: what the packs say although no text was found for it."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from yichuang.catalog import law_packs


class Command(BaseCommand):
    """Lists what was not verified, a line each with the reason.

    --json: the same as one JSON text, and nothing else.
    """

    about = "code"
    help = "列出政策包里没有核对到原文的说法：事项、条文、文件"
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="只输出 JSON")

    def handle(self, *args, **options) -> None:
        rows = law_packs.unverified()
        if options["json"]:
            records = [asdict(row) for row in rows]
            text = json.dumps(records, ensure_ascii=False)
            self.stdout.write(text)
            return
        for row in rows:
            line = f"{row.where}　{row.what}：{row.why}"
            self.stdout.write(line)
        total = f"共{len(rows)}条没有核对到原文"
        self.stdout.write(total)
