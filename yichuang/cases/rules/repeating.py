"""Why something is granted though it was granted before: whoever grants says it, for 重复享受 is looked for."""

from yichuang.core.errors import FieldProblem

FIELD = "once_more"
# answer → its words, for whoever grants and in the journal
REASONS = {
    "other_matter": "和以前办好的不是同一件事",
    "other_time": "和以前办好的不是同一段时间",
    "changed": "情况变了，要重新办",
}
_UNANSWERED = "以前已经办好过这件事，请先核对，再选为什么还能再办"


def problems(answer: str) -> list[FieldProblem]:
    """What is wrong with the answer.

    answer: a key of REASONS, as posted.
    """
    if answer in REASONS:
        return []
    problem = FieldProblem(FIELD, _UNANSWERED, "required")
    return [problem]
