"""What is wrong with a decision pack.

Found before any legal officer is asked to agree to it. A grant by rule rests
on every point that a person would review (行政许可法 38), on what a source said
and not on a word of the applicant alone, and is nothing that others may object
to first.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.eligibility.rules.conditions import NOT_FOUND, PRESENT, facts_of, tests_of
from yichuang.eligibility.rules.determining import names_of
from yichuang.eligibility.rules.digests import figures_of
from yichuang.eligibility.rules.examples import NAMES
from yichuang.eligibility.rules.facts import OF_FORM

Pack = Mapping[str, Any]
Condition = Mapping[str, Any]
PUBLICISED, LICENCE = "公示", "行政许可"
JOINED = ("all", "any")
KINDS = ("fact", "rule", "number", *JOINED)
NEEDED = ("id", "says", "basis")
IS_PUBLICISED = "要公示的事项不能由规则决定：公示没有结束，谁也不能准予"
IS_LICENCE = "行政许可不能由规则决定"
NO_CONDITION = "审查要点“{point}”没有一个条件管它"
NO_POINT = "没有“{point}”这个审查要点"
NONE_AT_ALL = "一个条件也没有"
TWICE = "条件 {id} 写了两次"
NOT_WRITTEN = "条件 {id} 没有写 {key}"
OWN_WORD = "条件 {id} 只凭申请人自己填的，要写明凭什么可以（own_word）"
ONE_KIND = "要写 fact、rule、number、all、any 里的一个，只写一个"
EMPTY = "{joined} 里没有条件"
NO_TEST = "没有写要它怎样"
ABSENT = "要它没有，写 found: false 和 of"
OTHER_SOURCE = "found 只能是 false，of 要是 {source}"
NO_QUESTION = "申请表和办理情形里没有 {name}"
NO_SOURCE = "没有来源给 {name}（facts/facts.yaml）"
NO_FIGURE = "没有 {name} 这样的公共数字"
OWN_PAIR = "{pair} 两个都是申请人自己填的，对不出什么"
NO_EXAMPLE = "没有 {name} 的例子"


@dataclass(frozen=True)
class Around:
    """What a pack is checked against.

    definition: of the item.
    fields: keys of the questions of its form and before it.
    facts: names that a source gives, with their types.
    sources: code of the source of each fact.
    figures: names of the public figures that there are.
    """

    definition: Mapping[str, Any]
    fields: Collection[str]
    facts: Mapping[str, str]
    sources: Mapping[str, str]
    figures: Collection[str]


def problems_of(pack: Pack, around: Around) -> list[str]:
    """Everything that is wrong, in plain words.

    The examples are computed elsewhere.
    """
    return [
        *_of_item(around.definition),
        *_of_points(pack, around.definition),
        *_of_conditions(pack, around),
        *_of_names(pack, around),
        *_of_pairs(pack),
        *_of_figures(pack, around),
        *_of_examples(pack),
    ]


def _of_item(definition: Mapping[str, Any]) -> Iterator[str]:
    """Whether a rule may decide anything of the item at all."""
    if PUBLICISED in definition["process"]:
        yield IS_PUBLICISED
    if definition["type"] == LICENCE:
        yield IS_LICENCE


def _of_points(pack: Pack, definition: Mapping[str, Any]) -> Iterator[str]:
    """Each point of review has a condition, or is what the pack measures.

    And each point that is named is one there is.
    """
    points = definition.get("review_points") or ()
    named = set(pack.get("measures", ()))
    for condition in pack["all"]:
        if "point" in condition:
            named.add(condition["point"])
    for point in points:
        if point not in named:
            yield NO_CONDITION.format(point=point)
    for point in sorted(named.difference(points)):
        yield NO_POINT.format(point=point)


def _of_conditions(pack: Pack, around: Around) -> Iterator[str]:
    """Each has a name of its own, words, an article and one way to be met."""
    conditions = pack["all"]
    if not conditions:
        yield NONE_AT_ALL
    names = set()
    for condition in conditions:
        name = condition.get("id")
        if name in names:
            yield TWICE.format(id=name)
        names.add(name)
        yield from _of_words(condition)
        for fault in _of_condition(condition, around):
            yield f"条件 {name}：{fault}"


def _of_words(condition: Condition) -> Iterator[str]:
    """What a condition must say of itself.

    One that another joins needs no words of its own.
    """
    name = condition.get("id")
    for key in NEEDED:
        if not condition.get(key):
            yield NOT_WRITTEN.format(id=name, key=key)
    if _is_own_word(condition) and not condition.get("own_word"):
        yield OWN_WORD.format(id=name)


def _is_own_word(condition: Condition) -> bool:
    """Whether it rests on answers of the form and on nothing else."""
    names = list(facts_of(condition))
    if not names:
        return False
    return _is_all_of_form(names)


def _is_all_of_form(names: Sequence[str]) -> bool:
    """Whether the applicant alone said all of these.

    names: of facts.
    """
    return all(name.startswith(OF_FORM) for name in names)


def _of_condition(condition: Condition, around: Around) -> Iterator[str]:
    """How a condition is met.

    Or one that it joins.
    """
    kinds = [kind for kind in KINDS if kind in condition]
    if len(kinds) != 1:
        yield ONE_KIND
        return
    kind = kinds[0]
    if kind == "fact":
        yield from _of_tests(condition, around)
    if kind in JOINED:
        yield from _of_parts(condition, kind, around)


def _of_parts(condition: Condition, joined: str, around: Around) -> Iterator[str]:
    """The conditions that one joins: nothing is met by none."""
    parts = condition[joined]
    if not parts:
        yield EMPTY.format(joined=joined)
    for part in parts:
        yield from _of_condition(part, around)


def _of_tests(condition: Condition, around: Around) -> Iterator[str]:
    """What is asked of a fact.

    That there is none of it is asked of the source that would know.
    """
    tests = tests_of(condition)
    if not tests:
        yield NO_TEST
    if condition.get(PRESENT) is False:
        yield ABSENT
    if NOT_FOUND not in tests:
        return
    name = condition["fact"]
    source = around.sources.get(name)
    is_absence = condition[NOT_FOUND] is False
    if not is_absence or condition.get("of") != source:
        yield OTHER_SOURCE.format(source=source)


def _of_names(pack: Pack, around: Around) -> Iterator[str]:
    """Every question is asked by the item, every other fact given by a source."""
    only = pack["only"].get("answers") or {}
    keys = list(only)
    for name in names_of(pack):
        if name.startswith(OF_FORM):
            key = name.removeprefix(OF_FORM)
            keys.append(key)
        elif name not in around.facts:
            yield NO_SOURCE.format(name=name)
    for key in keys:
        if key not in around.fields:
            yield NO_QUESTION.format(name=key)


def _of_pairs(pack: Pack) -> Iterator[str]:
    """What is said twice by one mouth agrees with itself."""
    for pair in pack.get("agree", ()):
        if _is_all_of_form(pair):
            yield OWN_PAIR.format(pair=pair)


def _of_figures(pack: Pack, around: Around) -> Iterator[str]:
    """Public figures that there are not."""
    for name in figures_of(pack):
        if name not in around.figures:
            yield NO_FIGURE.format(name=name)


def _of_examples(pack: Pack) -> Iterator[str]:
    """One of each verdict."""
    examples = pack.get("examples") or {}
    for name in NAMES:
        if name not in examples:
            yield NO_EXAMPLE.format(name=name)
