"""The demo's fixed keys of the API."""

from collections import Counter

from yichuang.api import rules, services
from yichuang.api.models import ApiKey
from yichuang.api.tables import DEMO_KEYS, demo_keys
from yichuang.core import clock

PACK = DEMO_KEYS


def load() -> int:
    """Issue the keys that are missing; returns how many."""
    issued = 0
    for row in demo_keys():
        digest = rules.key_hash(row["text"])
        known = ApiKey.objects.filter(key_hash=digest)
        if not known.exists():
            services.issue_key(actor="system:packs", **row)
            issued += 1
    return issued


def check() -> list[str]:
    """Keys that could not be issued, or stand twice."""
    rows = demo_keys()
    problems = {row["name"]: _problem(row) for row in rows}
    faults = []
    for name, problem in problems.items():
        if problem:
            faults.append(f"{PACK}: {name}：{problem}")
    times = Counter(row["text"] for row in rows)
    for text in sorted(times):
        if times[text] > 1:
            faults.append(f"{PACK}: 密钥重复：{text}")
    return faults


def _problem(row: dict) -> str:
    """Why a key of the pack could not be issued, "" where it could."""
    problem = rules.key_problem(
        channel=row["channel"],
        scopes=row["scopes"],
        source=row["source"],
        expires_on=None,
        today=clock.today(),
    )
    if problem is None:
        return ""
    return problem.message
