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

Definition = Mapping[str, Any]  # of an item
Table = Mapping[str, Any]  # packs/catalogue/terms.yaml
Branch = dict[str, Any]

# in place of a basis: the article of the item's own limit
OF_THE_LIMIT = "事项的法定条文"
OF_ACCEPTANCE = "事项的受理条文"
# what a row is taken to say where it says less
USUAL: dict[str, dict[str, Any]] = {
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


def branches_of(definition: Definition, table: Table) -> list[Branch]:
    """The branches of an item, to be frozen in its version as `terms`."""
    branches: list[Branch] = []
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


def problems_of(
    definition: Definition, table: Table, provisions: Provisions, calendar: Calendar
) -> list[str]:
    """What is wrong with the terms of an item, in plain sentences.

    That they do not fit the item, or say otherwise than the law.
    """
    branches = branches_of(definition, table)
    problems = fitting_terms.problems_of(definition, branches, calendar)
    problems += term_laws.silence_problems(definition, branches)
    for branch in branches:
        problems += term_laws.problems_of(branch, provisions)
    return problems


def table_problems(table: Table, definitions: list[Definition]) -> list[str]:
    """What is wrong with the table itself.

    Words that it does not know, an id that stands there twice, and a rule
    that no item has, because an earlier one hides it or because nothing is
    as it says.
    """
    problems = []
    used = set()
    for definition in definitions:
        for branch in branches_of(definition, table):
            used.add(branch["rule"])
    known = {"id", "match", "when", *table["common"]}
    ids = set()
    for rule in table["rules"]:
        name = rule["id"]
        if name in ids:
            problems.append(f"有两条规则叫“{name}”")
        ids.add(name)
        foreign = [*(set(rule) - known), *(set(rule["match"]) - set(MATCHES))]
        for word in sorted(foreign):
            problems.append(f"规则“{name}”里的“{word}”没有这个键")
        if name not in used:
            problems.append(f"规则“{name}”没有事项用到：前面的规则把它挡住了，或者没有事项合上")
    return problems


def _fits(match: Mapping[str, Any], definition: Definition) -> bool:
    """Whether an item is as a rule says: in every point."""
    for key, value in match.items():
        is_so = MATCHES.get(key)
        if is_so is None or not is_so(definition, value):
            return False
    return True


def _is_one_of(definition: Definition, codes: list[str]) -> bool:
    return definition.get("code") in codes


def _is_of_type(definition: Definition, name: str) -> bool:
    return definition.get("type") == name


def _rests_on(definition: Definition, beginning: str) -> bool:
    """Whether the law of its limit, or law and article, begin so."""
    article = definition.get("statutory_article") or ""
    return article.startswith(beginning)


def _has_step(definition: Definition, name: str) -> bool:
    steps = definition.get("process") or ()
    return name in steps


MATCHES = {"codes": _is_one_of, "type": _is_of_type, "article": _rests_on, "step": _has_step}


def _branch(rule: Mapping[str, Any], definition: Definition, common: Mapping[str, Any]) -> Branch:
    """One rule with all that it leaves out, and with the limits of the item."""
    branch: Branch = {"rule": rule["id"], "when": rule.get("when")}
    for key, usual in common.items():
        value = rule.get(key, usual)
        branch[key] = _filled(key, value, usual)
    branch |= _limits(branch, definition)
    if branch["statute"] is None:
        branch["extension"] = None
    articles = _articles(branch, definition)
    return _named(branch, articles)


def _filled(key: str, value: Any, usual: Any) -> Any:
    """A value of a rule with what its rows leave out. usual: the value of all rules."""
    usual_row = USUAL.get(key, {})
    if isinstance(value, Mapping):
        of_all = usual or {}
        return {**usual_row, **of_all, **value}
    if isinstance(value, list):
        return [{**usual_row, **row} for row in value]
    return value


def _limits(branch: Branch, definition: Definition) -> dict[str, Any]:
    """The item's own limits: for accepting, for deciding in this situation, for delivering.

    What is only reported has none.
    """
    if branch["report"]:
        return {"accept": None, "statute": None, "deliver": None}
    deliver = None
    if branch["deliver_after"]:
        deliver = _part(definition.get("deliver_by"), "days", "unit", "article")
    return {
        "accept": _acceptance(definition) or branch["accept"],
        "statute": _statute(definition, branch["when"]),
        "deliver": deliver,
    }


def _acceptance(definition: Definition) -> dict[str, Any] | None:
    """The law's term for accepting; None where it sets none."""
    acceptance = definition.get("acceptance")
    if not acceptance:
        return None
    term = _part(acceptance, "days", "unit", "silence")
    return {**term, "basis": acceptance["article"]}


def _statute(definition: Definition, when: Mapping[str, str] | None) -> dict[str, Any] | None:
    """The law's term for deciding, in a situation.

    Its own one, else that of the item; None for a situation without one.
    """
    for row in definition.get("statutory_when") or ():
        if row["when"] != when:
            continue
        if row["days"] is None:
            return None
        return _part(row, "days", "unit", "from", "article")
    if definition.get("statutory_days") is None:
        return None
    return {
        "days": definition["statutory_days"],
        "unit": definition.get("statutory_unit"),
        "from": definition.get("statutory_from"),
        "article": definition.get("statutory_article"),
    }


def _part(row: Mapping[str, Any] | None, *keys: str) -> dict[str, Any] | None:
    """These keys of a row; None of none."""
    if not row:
        return None
    return {key: row.get(key) for key in keys}


def _articles(branch: Branch, definition: Definition) -> dict[str, str]:
    """What stands for a basis that only names the item's own.

    Where the item has none, it is what the platform promises.
    """
    articles = {OF_THE_LIMIT: term_laws.PROMISED, OF_ACCEPTANCE: term_laws.PROMISED}
    if branch["statute"]:
        articles[OF_THE_LIMIT] = branch["statute"]["article"]
    if branch["accept"]:
        articles[OF_ACCEPTANCE] = branch["accept"]["basis"]
    return articles


def _named(value: Any, articles: Mapping[str, str]) -> Any:
    """A value with the articles where it names the item's own, as a copy of its own."""
    if isinstance(value, Mapping):
        return {key: _named(inner, articles) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(inner, articles) for inner in value]
    if isinstance(value, str):
        return articles.get(value, value)
    return value
