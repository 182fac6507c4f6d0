"""What was found, in the words of who looked: a denial says more than that something is not met (行政许可法 38)."""

from yichuang.core.errors import FieldProblem

LEAST = 4  # letters that are left once the empty words are taken away
# words that repeat the verdict and tell nothing of what was found
_EMPTY = (
    "不符合",
    "不满足",
    "不具备",
    "不达标",
    "不予",
    "符合",
    "满足",
    "条件",
    "规定",
    "要求",
    "经审查",
    "经审核",
    "经核对",
    "审查要点",
)


def tells(text: str, point: str = "") -> bool:
    """Whether the text tells of something that was found.

    point: words of the review point, which by themselves are no finding.
    """
    telling = text
    if point:
        telling = telling.replace(point, "")
    for words in _EMPTY:
        telling = telling.replace(words, "")
    letters = [letter for letter in telling if letter.isalnum()]
    return len(letters) >= LEAST


def point_problems(code: str, number: str, point: str, fact: str) -> list[FieldProblem]:
    """What is wrong with the fact of a point that carries a denial.

    code: of the point.
    number: as it is called on the page.
    point: its words.
    """
    if tells(fact, point):
        return []
    message = f"{number}判了“不符合”，请写明查到了什么，会印在决定书上"
    problem = FieldProblem(f"fact-{code}", message, "fact")
    return [problem]


def reason_problems(reason: str) -> list[FieldProblem]:
    """What is wrong with the reason of a denial.

    That there is none is told elsewhere.
    """
    words = reason.strip()
    if not words or tells(words):
        return []
    message = f"只写“{words}”说明不了理由，请写明查到的情况"
    problem = FieldProblem("reason", message, "fact")
    return [problem]
