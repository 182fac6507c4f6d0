"""Whether the papers of a case were looked at (行政许可法 34: 行政机关应当对申请人提交的申请材料进行审查)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yichuang.cases.rules.flags import UNVERIFIED, noted
from yichuang.core.errors import FieldProblem

GOOD, BAD = "good", "bad"
VERDICTS = (GOOD, BAD)
FIELD = "materials"
_OF_A_REGISTER = "shared"
_OF_A_FILE = "file"
_OF_AN_ORIGINAL = "seen"
_ASKED = "asked"
_TO_FOLLOW = "later"
REFUSED = (
    "not_found",
    "contradicts",
)  # what whoever holds a paper may say of one that is not there


@dataclass(frozen=True)
class Paper:
    """One paper as it was handed in last.

    row: primary key of its row;
    code, name: of the material as the guide has it;
    source: file, seen, shared, promised, later or asked;
    verdict: "good", "bad", or "" while nobody said;
    opened: whether the officer who looks now has had its file before their eyes;
    outcome: what whoever holds it said, "" where nobody has answered."""

    row: int
    code: str
    name: str
    source: str
    verdict: str
    opened: bool
    outcome: str | None = None

    @property
    def is_asked(self) -> bool:
        """Whether who holds it is asked for it and has not found it: there is nothing to look at."""
        return self.source == _ASKED

    @property
    def is_owed(self) -> bool:
        """Whether it was promised to follow and has not come: there is nothing to look at."""
        return self.source == _TO_FOLLOW

    @property
    def is_refused(self) -> bool:
        """Whether they said that there is none, or another one: then it is missing."""
        return is_refused(self.source, self.outcome)

    @property
    def by_register(self) -> bool:
        """Whether another department's register stands for it: there is nothing to look at."""
        return self.source == _OF_A_REGISTER

    @property
    def unjudged(self) -> bool:
        """Whether nobody has said yet that it is met or not, of what came."""
        if self.by_register or self.is_asked or self.is_owed:
            return False
        return not self.verdict

    @property
    def is_original(self) -> bool:
        """Whether it was seen at a desk and taken home again: nobody else can open it."""
        return self.source == _OF_AN_ORIGINAL

    @property
    def unopened(self) -> bool:
        """Whether it is a file that this officer has not opened: nobody can say what they have not seen."""
        return self.source == _OF_A_FILE and not self.opened


def last_of_each(papers: Iterable[Paper]) -> list[Paper]:
    """Of each code the one that came last: what was supplied stands for what was there before."""
    last = {}
    for paper in papers:
        last[paper.code] = paper
    return list(last.values())


def is_refused(source: str, outcome: str | None) -> bool:
    """Whether a paper is asked for, and whoever holds it said that there is none, or another one."""
    return source == _ASKED and outcome in REFUSED


def unanswered(papers: Iterable[Paper]) -> list[Paper]:
    """Those that are asked for and were not found, and of which nobody has said by what they take them as met."""
    return [paper for paper in papers if paper.is_asked and not paper.verdict]


def unanswered_problems(papers: Sequence[Paper]) -> list[FieldProblem]:
    """Why nothing is granted yet: a paper that is asked for and not found. At most one problem."""
    waiting = unanswered(papers)
    message = f"{named(waiting)}还没有查到：等回话，或者写明凭什么认定，判了再准予"
    return _told_of(waiting, message, "unanswered")


def outstanding_problems(papers: Sequence[Paper]) -> list[FieldProblem]:
    """Why nothing is granted yet: what is not found, and what was to follow and is not here."""
    problems = unanswered_problems(papers)
    problems += owed_problems(papers)
    return problems


def owed_problems(papers: Iterable[Paper]) -> list[FieldProblem]:
    """Why nothing is granted yet: a paper that was promised to follow is not here. At most one problem."""
    to_follow = [paper for paper in papers if paper.is_owed]
    message = f"{named(to_follow)}先办后补，还没有补来：补来、看过再准予"
    return _told_of(to_follow, message, "owed")


def unjudged(papers: Iterable[Paper]) -> list[Paper]:
    """Those of which nobody has said whether they are met."""
    return [paper for paper in papers if paper.unjudged]


def unopened(papers: Iterable[Paper]) -> list[Paper]:
    """Those not judged yet that this officer cannot judge, because they have not opened them."""
    return [paper for paper in unjudged(papers) if paper.unopened]


def flags_after(flags: list[str], papers: Iterable[Paper]) -> list[str]:
    """The flags of a case that is granted: also that a paper was never found by whom it was asked of."""
    if any(paper.is_asked for paper in papers):
        return noted(flags, UNVERIFIED)
    return flags


def not_met(papers: Iterable[Paper]) -> list[Paper]:
    """Those that were found wrong."""
    return [paper for paper in papers if paper.verdict == BAD]


def unjudged_problems(papers: Sequence[Paper]) -> list[FieldProblem]:
    """Why nothing may be decided yet: a paper of which nobody said whether it is met.

    At most one problem, which names every such paper."""
    waiting = unjudged(papers)
    message = f"{named(waiting)}还没有判符合不符合，都看过、判了才能作决定"
    return _told_of(waiting, message, "unjudged")


def unopened_problems(papers: Sequence[Paper]) -> list[FieldProblem]:
    """Why the papers may not be called looked at: a file that this officer has not opened.

    At most one problem, which names every such paper."""
    unseen = unopened(papers)
    message = f"{named(unseen)}您还没有打开过，打开看了才能判"
    return _told_of(unseen, message, "unopened")


def _told_of(papers: Sequence[Paper], message: str, violates: str) -> list[FieldProblem]:
    """The problem, unless there is no paper that has it."""
    if not papers:
        return []
    problem = FieldProblem(FIELD, message, violates)
    return [problem]


def named(papers: Iterable[Paper]) -> str:
    """The papers by name, as a sentence lists them."""
    return "、".join(f"“{paper.name}”" for paper in papers)
