"""Whether a decision of an item has an article to rest on, or a reason why it has none. Pure.

A row is one of packs/results; a citation is law and article in one word, as packs write it.
"""

import re
from collections.abc import Mapping
from typing import Any

_ARTICLE = re.compile(r"第[0-9]+(、[0-9]+)*(条|部分)")


def has_article(row: Mapping[str, Any], definition: Mapping[str, Any]) -> bool:
    """Whether a decision of this item prints an article.

    It may be of the row, of the limit, or stand within a basis.
    """
    citations = list(definition["legal_basis"])
    citations += row.get("articles", ())
    limit = definition.get("statutory_article")
    if limit:
        citations.append(limit)
    return any(map(_ARTICLE.search, citations))


def problems(code: str, row: Mapping[str, Any], definition: Mapping[str, Any]) -> list[str]:
    """What is wrong with the ground of one item, in plain sentences.

    definition: of the item `code`.
    """
    reason = row.get("article_unverified")
    grounded = has_article(row, definition)
    if grounded and reason:
        return [f"事项{code}：写了条文，就不用写为什么没有条文"]
    if not grounded and not reason:
        return [f"事项{code}：没有写依据哪一条，也没有写为什么没有条文"]
    return []
