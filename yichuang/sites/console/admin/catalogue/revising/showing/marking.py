"""Two texts side by side for a page: what went is marked in the old one, what came in the new one.

5个工作日 and 10个工作日 become <del>5</del>个工作日 and <ins>10</ins>个工作日.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.html import format_html, format_html_join

ALIKE = 0.4  # texts that have less in common than this are two texts, and neither is marked
LONGEST = 4000  # characters that are compared; longer texts stand as they are
BRIDGE = 2  # characters between two changes that are not worth keeping apart
WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.S)
WENT = "<del>{}</del>"
CAME = "<ins>{}</ins>"


class Step(NamedTuple):
    """A run of words on the way from the old text to the new one.

    differs: whether it is another run in each.
    old: the run as the old text has it; "" for what came.
    new: the run as the new text has it; "" for what went.
    """

    differs: bool
    old: str
    new: str


def marked(old: str, new: str) -> tuple[str, str]:
    """Both texts for a page, their differences marked.

    They stand as they are where they have little in common, or are too
    long to be compared while somebody waits. Texts are compared word by
    word: a number or a foreign word is one word, and so is each Chinese
    character.
    """
    if max(len(old), len(new)) > LONGEST:
        return old, new
    before = WORD.findall(old)
    after = WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return old, new
    left = []
    right = []
    for step in _joined(_steps(matcher)):
        left.append(_shown(step.old, step.differs, WENT))
        right.append(_shown(step.new, step.differs, CAME))
    return format_html_join("", "{}", left), format_html_join("", "{}", right)


def _steps(matcher: SequenceMatcher) -> list[Step]:
    """The steps that the matcher finds, from the first word to the last.

    What differs and what is alike take turns. A few equal characters
    between two changes are counted as changed too: a sentence with
    every second character marked is read by nobody.
    """
    steps = []
    codes = matcher.get_opcodes()
    ends = codes[:1] + codes[-1:]
    for code in codes:
        kind, old_start, old_end, new_start, new_end = code
        old = "".join(matcher.a[old_start:old_end])
        new = "".join(matcher.b[new_start:new_end])
        is_bridge = len(old) <= BRIDGE and code not in ends
        differs = kind != "equal" or is_bridge
        steps.append(Step(differs, old, new))
    return steps


def _joined(steps: list[Step]) -> list[Step]:
    """The same steps, changes that stand side by side made one."""
    joined: list[Step] = []
    for step in steps:
        if joined and joined[-1].differs and step.differs:
            before = joined.pop()
            step = Step(True, before.old + step.old, before.new + step.new)
        joined.append(step)
    return joined


def _shown(text: str, differs: bool, mark: str) -> tuple[str]:
    """A run of one text as the arguments of a `{}`.

    What differs stands in its mark. All other text is escaped where it
    is filled in.
    """
    if differs and text:
        return (format_html(mark, text),)
    return (text,)
