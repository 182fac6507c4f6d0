"""The fixed keys of the demo (packs/demo/api_keys.yaml)."""

from yichuang.api import rules, services
from yichuang.api.models import ApiKey
from yichuang.core import clock, packs

PACK = "demo/api_keys.yaml"


def demo_keys() -> list[dict]:
    """Name, text, channel and scopes of each demo key: no secret, they open the demo only."""
    return packs.read(PACK)["keys"]


def check() -> list[str]:
    """Keys that could not be issued, or stand twice."""
    rows = demo_keys()
    faults = [f"{PACK}: {row['name']}：{wrong}" for row in rows if (wrong := _problem(row))]
    texts = [row["text"] for row in rows]
    return faults + [f"{PACK}: 密钥重复：{text}" for text in sorted({t for t in texts if texts.count(t) > 1})]


def load_demo() -> None:
    """Issue the demo keys that are missing; safe to repeat."""
    for row in demo_keys():
        if not ApiKey.objects.filter(key_hash=rules.key_hash(row["text"])).exists():
            services.issue_key(actor="system:packs", **row)


def _problem(row: dict) -> str:
    return rules.key_problem(
        channel=row["channel"], scopes=row["scopes"], source=row["source"], expires_on=None, today=clock.today()
    )
