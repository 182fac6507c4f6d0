"""时限规则: which rules of packs/catalogue/terms.yaml an item has (ADR 71). Pure.

A version freezes the rules that fit its item as branches, in their order.
Each but the last is for one answer to a question before the form; the last
one is for all others. A branch has every key of the table and the item's own
limits, so that whoever counts a case reads nothing else:

rule, when: the id of the rule, and the answer that it is for, None for all.
accept: {days, unit, silence, basis}, None where nothing is accepted.
statute: {days, unit, from, article}, None where no law sets a limit.
deliver: {days, unit, article}, None where none is set.
All others: as packs/catalogue/terms.yaml has them, nothing left out.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules import fitting_terms, term_laws
from yichuang.catalog.rules.law import Provisions
from yichuang.reference.rules.workdays import Calendar

Row = Mapping[str, Any]
Table = Mapping[str, Any]  # packs/catalogue/terms.yaml
Branch = dict[str, Any]
Branches = list[Branch]
Texts = list[str]

# in place of a basis: the article of the item's own limit
OF_THE_LIMIT = "事项的法定条文"
OF_ACCEPTANCE = "事项的受理条文"
# what a row is taken to say where it says less
USUAL = {
    "extension": {"why": ""},
    "stops": {
        "most": None,
        "clocks": ["promise", "statute"],
        "notice_before": None,
        "other_chair": False,
    },
    "suspends": {"words": False},
    "publicity": {"stops": [], "review": None},
    "silence": {"days": None, "unit": None, "from": "", "before": "", "timely": None},
    "rights": {"days": None, "unit": None, "from": "", "at": ""},
}
TWICE = "有两条规则叫“{rule}”"
NO_SUCH_KEY = "规则“{rule}”里的“{key}”没有这个键"
UNUSED = "规则“{rule}”没有事项用到：前面的规则把它挡住了，或者没有事项合上"


def branches_of(definition: Row, table: Table) -> Branches:
    """The branches of an item, to be frozen in its version as `terms`."""
    branches: Branches = []
    answered = []
    for rule in table["rules"]:
        when = rule.get("when")
        if when in answered or not _fits(rule["match"], definition):
            continue
        branch = _branch(rule, definition, table["common"])
        branches.append(branch)
        answered.append(when)
        if when is None:
            break
    return branches


def problems_of(definition: Row, table: Table, provisions: Provisions, calendar: Calendar) -> Texts:
    """What is wrong with the terms of an item, in plain sentences.

    That they do not fit the item, or say otherwise than the law or the
    guide.
    """
    branches = branches_of(definition, table)
    texts = fitting_terms.problems_of(definition, branches, calendar)
    texts += term_laws.silence_problems(definition, branches)
    for branch in branches:
        texts += term_laws.problems_of(branch, provisions)
    return texts


def table_problems(table: Table, definitions: list[Any]) -> Texts:
    """What is wrong with the table itself.

    Words that it does not know, an id that stands there twice, and a rule
    that no item has: an earlier one hides it, or nothing is as it says.

    definitions: the elements of all items.
    """
    texts = []
    used = _used(table, definitions)
    known = {"id", "match", "when", *table["common"]}
    ids = set()
    for rule in table["rules"]:
        name = rule["id"]
        if name in ids:
            texts.append(TWICE.format(rule=name))
        if name not in used:
            texts.append(UNUSED.format(rule=name))
        ids.add(name)
        foreign = set(rule) - known
        foreign |= set(rule["match"]) - set(MATCHES)
        for key in sorted(foreign):
            text = NO_SUCH_KEY.format(rule=name, key=key)
            texts.append(text)
    return texts


def _used(table: Table, definitions: list[Any]) -> set[str]:
    """The ids of the rules that some item has."""
    used = set()
    for definition in definitions:
        for branch in branches_of(definition, table):
            used.add(branch["rule"])
    return used


def _fits(match: Row, definition: Row) -> bool:
    """Whether an item is as a rule says.

    In every point: a rule without any fits all items.
    """
    for key, value in match.items():
        is_so = MATCHES.get(key)
        if is_so is None or not is_so(definition, value):
            return False
    return True


def _is_one_of(definition: Row, codes: list[str]) -> bool:
    return definition.get("code") in codes


def _is_of_type(definition: Row, name: str) -> bool:
    return definition.get("type") == name


def _rests_on(definition: Row, beginning: str) -> bool:
    """Whether the article of its limit begins so.

    With the law alone, or with law and article.
    """
    article = definition.get("statutory_article") or ""
    return article.startswith(beginning)


def _has_step(definition: Row, name: str) -> bool:
    """Whether its process has a step of this name."""
    steps = definition.get("process") or ()
    return name in steps


MATCHES = {"codes": _is_one_of, "type": _is_of_type, "article": _rests_on, "step": _has_step}


def _branch(rule: Row, definition: Row, common: Row) -> Branch:
    """One rule with all that it leaves out, and with the limits of the item.

    common: what holds where a rule says nothing.
    """
    branch = {"rule": rule["id"], "when": rule.get("when")}
    for key, usual in common.items():
        value = rule.get(key, usual)
        branch[key] = _filled(key, value, usual)
    limits = _limits(branch, definition)
    branch.update(limits)
    if branch["statute"] is None:
        branch["extension"] = None
    articles = _articles(branch)
    return _named(branch, articles)


def _filled(key: str, value: Any, usual: Any) -> Any:
    """A value of a rule with what its rows leave out.

    usual: the value of all rules.
    """
    row = USUAL.get(key, {})
    if isinstance(value, Mapping):
        of_all = usual or {}
        return {**row, **of_all, **value}
    if isinstance(value, list):
        return [{**row, **each} for each in value]
    return value


def _limits(branch: Branch, definition: Row) -> Branch:
    """The item's own limits.

    For accepting, for deciding in the situation of this branch, and for
    delivering. What is only reported has none.
    """
    limits: Branch = {"accept": None, "statute": None, "deliver": None}
    if branch["report"]:
        return limits
    acceptance = definition.get("acceptance")
    limits["accept"] = branch["accept"]
    if acceptance:
        limits["accept"] = {
            "days": acceptance.get("days"),
            "unit": acceptance.get("unit"),
            "silence": acceptance.get("silence"),
            "basis": acceptance.get("article"),
        }
    limits["statute"] = _statute(definition, branch["when"])
    if branch["deliver_after"]:
        limits["deliver"] = definition.get("deliver_by")
    return limits


def _statute(definition: Row, when: Row | None) -> Row | None:
    """The law's term for deciding in a situation.

    Its own one, else that of the item; None where there is none.
    """
    days = definition.get("statutory_days")
    limit = {
        "days": days,
        "unit": definition.get("statutory_unit"),
        "from": definition.get("statutory_from"),
        "article": definition.get("statutory_article"),
    }
    for row in definition.get("statutory_when") or ():
        if row.get("when") == when:
            limit = {key: row.get(key) for key in limit}
    if limit["days"] is None:
        return None
    return limit


def _articles(branch: Branch) -> dict[str, str]:
    """What stands for a basis that only names the item's own.

    Where the item has none, it is what the platform promises.
    """
    articles = {OF_THE_LIMIT: term_laws.PROMISED, OF_ACCEPTANCE: term_laws.PROMISED}
    statute = branch["statute"]
    if statute:
        articles[OF_THE_LIMIT] = statute["article"]
    accept = branch["accept"]
    if accept:
        articles[OF_ACCEPTANCE] = accept["basis"]
    return articles


def _named(value: Any, articles: Mapping[str, str]) -> Any:
    """A value with the articles where it names the item's own.

    It is a copy: packs are read once and shared.
    """
    if isinstance(value, Mapping):
        return {key: _named(inner, articles) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, articles) for inner in value]
    if isinstance(value, str):
        return articles.get(value, value)
    return value
