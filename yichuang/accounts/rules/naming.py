"""What a unit is called: naming rules of a region, as its pack says. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class NamingRule:
    """One line of a naming pack: units of this level and kind whose place matches are called `name`.

    match, cut: regular expressions on the place's name, "" for any and for nothing; binding: the name is checked,
    otherwise it only names new units; basis: where the rule is written.
    """

    level: int
    kind: str
    name: str
    binding: bool
    match: str = ""
    cut: str = ""
    basis: str = ""

    def name_of(self, place: str) -> str:
        """The unit's name at a place, e.g. 郭亮社区 → 郭亮社区人力资源和社会保障服务点."""
        return self.name.format(place=re.sub(self.cut, "", place) if self.cut else place)


def rule_for(rules: Iterable[NamingRule], level: int, kind: str, place: str) -> NamingRule | None:
    """The first rule that fits, None where there is no rule."""
    return next(
        (
            rule
            for rule in rules
            if (rule.level, rule.kind) == (level, kind) and re.search(rule.match, place)
        ),
        None,
    )


def name_problem(rules: Iterable[NamingRule], level: int, kind: str, place: str, name: str) -> str:
    """The name that the rule asks for when `name` is not it; "" when it is, or when no binding rule fits."""
    rule = rule_for(rules, level, kind, place)
    if rule is None or not rule.binding:
        return ""
    right_name = rule.name_of(place)
    return "" if name == right_name else right_name
