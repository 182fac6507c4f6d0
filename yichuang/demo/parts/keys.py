"""The demo's fixed keys of the API."""

from yichuang.api import rules, services
from yichuang.api.models import ApiKey
from yichuang.api.tables import DEMO_KEYS, demo_keys
from yichuang.core import clock

PACK = DEMO_KEYS


def load() -> int:
    """Issue the keys that are missing; returns how many."""
    issued = 0
    for row in demo_keys():
        if not ApiKey.objects.filter(key_hash=rules.key_hash(row["text"])).exists():
            services.issue_key(actor="system:packs", **row)
            issued += 1
    return issued


def check() -> list[str]:
    """Keys that could not be issued, or stand twice."""
    rows = demo_keys()
    problems = {row["name"]: _problem(row) for row in rows}
    faults = [f"{PACK}: {name}：{problem}" for name, problem in problems.items() if problem]
    texts = [row["text"] for row in rows]
    return faults + [
        f"{PACK}: 密钥重复：{text}" for text in sorted({t for t in texts if texts.count(t) > 1})
    ]


def _problem(row: dict) -> str:
    problem = rules.key_problem(
        channel=row["channel"],
        scopes=row["scopes"],
        source=row["source"],
        expires_on=None,
        today=clock.today(),
    )
    return problem.message if problem else ""
