"""`manage demo_accounts`: who may sign in to the demo, one line a person."""

from django.core.management.base import BaseCommand

from yichuang.demo import services

_APPLICANTS = ("个人", "单位")


class Command(BaseCommand):
    """Prints the password of all accounts, then each account.

    Those of applicants come first, those of officers after them.
    """

    about = "code"
    help = "列出演示账号"

    def handle(self, *args, **options):
        accounts = services.accounts()
        password = accounts[0]["password"]
        self.stdout.write(f"演示账号（密码都是 {password}）：")
        for account in sorted(accounts, key=_is_of_an_officer):
            username = account["username"]
            title = account["title"]
            place = account["place"]
            line = f"  {username:<18} {title} · {place}"
            self.stdout.write(line)


def _is_of_an_officer(account: dict[str, str]) -> bool:
    """Whether its title is that of a role, and no applicant's."""
    return account["title"] not in _APPLICANTS
