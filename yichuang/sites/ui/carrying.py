"""What was typed and uploaded on a page that keeps nothing.

It goes on as hidden inputs of the page after it.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

KEPT = "kept-"
# how names begin of buttons and of what each page writes anew
NOT_CARRIED = ("_", "confirmed", "csrfmiddlewaretoken", KEPT)


def texts(
    post: QueryDict, papers: Mapping[str, Any], added: Mapping[str, list[str]]
) -> list[tuple[str, str]]:
    """(name, text) of everything that was posted, so that the next
    press sends it again.

    No button and no question is among it.

    papers: by code, {"file": uuid} each.
    added: what the uploads of file fields add to the posted names.
    """
    posted = dict(post.lists())
    posted.update(added)
    carried = []
    for name, values in posted.items():
        if name.startswith(NOT_CARRIED):
            continue
        for text in values:
            carried.append((name, text))
    for code, paper in papers.items():
        file = paper.get("file")
        if file:
            name = f"{KEPT}{code}"
            carried.append((name, file))
    return carried
