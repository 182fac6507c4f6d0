"""Questions that are folded away while another is answered otherwise.

What was answered there waits for their return.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.queries.versions import Version

Answers = Mapping[str, Any]


def left_alone(version: Version, typed: Answers, *before: Answers) -> dict[str, Any]:
    """What was typed, without the boxes that are empty because the page folds their question away.

    before: all that is answered beside it, the later over the earlier, also to the questions before the form.
    """
    every = {}
    for answers in before:
        every.update(answers)
    every.update(typed)
    shown = version.visible(every)
    left = {}
    for key, answer in typed.items():
        if key in shown or answer is not None:
            left[key] = answer
    return left
