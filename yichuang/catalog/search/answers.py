"""Questions that a page of ours answers at once (几点上班, 最低工资): said before any item."""

from collections.abc import Sequence
from dataclasses import dataclass

from yichuang.catalog.search.elsewhere import Row, Vocabulary, first_asked_for


@dataclass(frozen=True)
class Answer:
    """A page of ours that answers.

    title: what the page is called.
    href: where it is.
    """

    title: str
    href: str


def answer_to(query: str, rows: Sequence[Row], empty: Sequence[str]) -> Answer | None:
    """The page that answers what is asked, or None.

    rows: packs/search/answers.yaml.
    empty: words without a subject, as a `Vocabulary` has them.
    """
    row = first_asked_for(query, rows, Vocabulary(empty))
    if row is None:
        return None
    return Answer(title=row["title"], href=row["page"])
