"""The texts that people sign, from their packs into the database: added, never changed.

A promise is shown for ever by the row that it was signed by, so a pack that
says something else under a known kind and day is refused.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from yichuang.cases.models import CommitmentText
from yichuang.cases.rules.promises import deed
from yichuang.core.errors import FieldProblem, Invalid

Text = dict[str, Any]
CHANGED = "承诺书 {version} 已经有人签，一个字也不能改：要改另写一份，从新的一天起用"


@transaction.atomic
def add_texts(*, texts: Sequence[Text]) -> int:
    """Add those that are not there yet; how many they were.

    Raises Invalid for one that says otherwise than the row of its kind and
    day.
    """
    known = {}
    for row in CommitmentText.objects.all():
        known[f"{row.kind}@{row.version}"] = row.hash
    fresh = []
    for text in texts:
        version = deed.version_of(text)
        content = _hash(text)
        if version not in known:
            row = CommitmentText(kind=text["kind"], version=text["from"], hash=content, body=text)
            fresh.append(row)
        elif known[version] != content:
            words = CHANGED.format(version=version)
            raise Invalid([FieldProblem("text", words, "changed")], words)
    CommitmentText.objects.bulk_create(fresh)
    return len(fresh)


def _hash(text: Text) -> str:
    """sha256 of a text however its pack is laid out."""
    plain = json.dumps(text, ensure_ascii=False, sort_keys=True)
    return deed.hash_of(plain)
