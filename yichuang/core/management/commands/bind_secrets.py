"""`manage bind_secrets`: what was encrypted or kept in the clear before is sealed for its own row; may be run again."""

from django.core.management.base import BaseCommand, CommandError

from yichuang.core import binding, keyring
from yichuang.core.apps import load_edges


class Command(BaseCommand):
    about = "cases"
    help = "把以前加密的内容绑定到各自的行（可中断、可反复执行）"

    def handle(self, *args, **options):
        load_edges()
        try:
            keyring.refuse_other_keys()
        except keyring.OtherKeys as fault:
            raise CommandError(f"{fault}。{keyring.WAY_OUT}。") from fault
        for name, rows in binding.bind_all().items():
            if rows:
                self.stdout.write(f"{name:<24} {rows} 行")
        self.stdout.write("加密的内容都绑定到了各自的行")
