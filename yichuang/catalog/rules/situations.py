"""办理情形: the questions before the form, and the papers that the answers leave. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from yichuang.reference.rules import documents

SHARED, BY_PROMISE, BROUGHT = "data_shared", "exempt_by_commitment", "applicant"
CARD_OF_CITIZEN = "居民身份证或社会保障卡"
OF_CITIZENS = (
    "居民身份证",
    "户口簿",
)  # papers that the population register shares, which holds citizens only
REQUIRED = "必要"
BY_AGENT, FOR_WHOM = "by_agent", "for_whom"
OF_OTHERS = {  # answers by which somebody acts for another, whose papers the case cannot go on without
    BY_AGENT: ("yes",),
    FOR_WHOM: ("family", "other"),
}


@dataclass(frozen=True)
class Material:
    """One paper. code: "M01", unique in its item; source: applicant | data_shared | exempt_by_commitment;
    exempt: the platform has it, nothing to bring; by_promise: a written promise may stand for it; later: it may
    follow within `later_days` working days; is_form: the application form itself."""

    code: str
    name: str
    form: str
    originals: int
    duplicates: int
    media: str
    source: str
    share_scope: str | None
    necessity: str
    exempt: bool
    by_promise: bool
    later: bool
    later_days: int | None
    is_form: bool
    standard: str
    basis: str
    note: str

    @property
    def required(self) -> bool:
        """Whether the case cannot go on without it (必要)."""
        return self.necessity == REQUIRED

    def of_whom(self, kind: str) -> "Material":
        """The same paper, asked from somebody with a document of this kind (reference.rules.documents).

        Who is in no register of citizens has nothing shared from it, and shows their own document where a citizen shows
        the card: no word is said of a register that could be asked."""
        if kind == documents.CITIZEN:
            return self
        if self.name.startswith(CARD_OF_CITIZEN):
            return replace(self, exempt=False, name=documents.to_bring(kind), note="")
        of_citizens = any(word in self.name for word in OF_CITIZENS)
        return replace(self, exempt=False) if of_citizens else self

    @property
    def may_follow(self) -> bool:
        """Whether it may follow after the application (容缺, 先办后补).

        Not what others are asked for: they are asked first.
        """
        return self.later and not self.exempt

    @property
    def handed_back(self) -> bool:
        """Whether it is an original that the holder gives back, no proof to apply with (交回)."""
        return self.necessity == "交回"


@dataclass(frozen=True)
class Option:
    """One answer of a question."""

    value: str
    label: str
    keep: tuple[str, ...]
    drop: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """One question asked before the form."""

    key: str
    question: str
    options: tuple[Option, ...]

    def speaks_of(self, paper: str) -> bool:
        """Whether an option keeps or drops the paper of this name."""
        return any(paper in option.keep or paper in option.drop for option in self.options)

    def keeping(self, paper: str) -> list[str]:
        """The answers after which the paper is asked for."""
        return [option.value for option in self.options if paper in option.keep]


def materials_of(definition: Mapping[str, Any]) -> tuple[Material, ...]:
    """Every paper of the item, in order, whatever the situation.

    A version that does not say before what its papers must follow was published before anybody could keep such a
    promise: none of its papers may.
    """
    promise = definition.get("commitment") or {}
    if promise.get("rongque") and promise.get("rongque_before"):
        later = set(promise.get("rongque_materials") or ())
    else:
        later = set()
    if promise.get("gaozhi_chengnuo"):
        covered = set(promise.get("commitment_materials") or ())
    else:
        covered = set()
    days = promise.get("rongque_supply_days")
    return tuple(_material(m, covered, later, days) for m in definition.get("materials", ()))


def _material(
    m: Mapping[str, Any], covered: set[str], later: set[str], days: int | None
) -> Material:
    name = m["name"]
    return Material(
        code=m["code"],
        name=name,
        form=m["form"],
        originals=m.get("originals", 0),
        duplicates=m.get("duplicates", 0),
        media=m.get("media", ""),
        source=m["source"],
        share_scope=m.get("share_scope"),
        necessity=m["necessity"],
        exempt=bool(m.get("exempt", m["source"] == SHARED)),
        by_promise=name in covered or m["source"] == BY_PROMISE,
        later=name in later,
        later_days=days if name in later else None,
        is_form=bool(m.get("is_form")),
        standard=m.get("standard", ""),
        basis=m.get("basis", ""),
        note=m.get("note", ""),
    )


def situations_of(definition: Mapping[str, Any]) -> tuple[Situation, ...]:
    """The questions of the item, in order."""
    return tuple(
        Situation(
            key=s["key"],
            question=s["question"],
            options=tuple(
                Option(
                    str(o["value"]),
                    o["label"],
                    tuple(o.get("keep") or ()),
                    tuple(o.get("drop") or ()),
                )
                for o in s["options"]
            ),
        )
        for s in definition.get("situations") or ()
    )


def materials_for(
    definition: Mapping[str, Any], answers: Mapping[str, Any]
) -> tuple[Material, ...]:
    """The papers that the answers leave (key → value of the option; an unanswered question drops nothing).

    A paper named by no question is asked of everyone; one named by several questions is asked only when each
    answered one keeps it. Whoever acts for somebody else cannot go on without the mandate (民法典 165).
    """
    return trimmed(materials_of(definition), situations_of(definition), answers)


def asked_from(kind: str, materials: tuple[Material, ...]) -> tuple[Material, ...]:
    """The papers as somebody with a document of this kind is asked for them."""
    own = []
    for material in materials:
        paper = material.of_whom(kind)
        own.append(paper)
    return tuple(own)


def trimmed(
    materials: tuple[Material, ...], situations: tuple[Situation, ...], answers: Mapping[str, Any]
) -> tuple[Material, ...]:
    """`materials_for` on parts that are already read."""
    dropped = set()
    for situation in situations:
        dropped.update(_dropped(situation, answers.get(situation.key)))
    mandates = _mandates(situations, answers)
    left = []
    for material in materials:
        if material.name in dropped:
            continue
        if material.name in mandates:
            material = replace(material, necessity=REQUIRED)
        left.append(material)
    return tuple(left)


def _mandates(situations: tuple[Situation, ...], answers: Mapping[str, Any]) -> set[str]:
    """Names of the papers that show that somebody may act for another, when one does: for the applicant, or the
    applicant for whom the matter is about."""
    named: set[str] = set()
    for situation in situations:
        answer = str(answers.get(situation.key))
        if answer not in OF_OTHERS.get(situation.key, ()):
            continue
        for option in situation.options:
            if option.value == answer:
                named.update(option.keep)
    return named


def _dropped(situation: Situation, answer: Any) -> set[str]:
    if answer is not None:
        chosen = next((o for o in situation.options if o.value == str(answer)), None)
    else:
        chosen = None
    if chosen is None:
        return set()
    named = set()
    for option in situation.options:
        named.update((*option.keep, *option.drop))
    return named - set(chosen.keep)


def unanswered(definition: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[Situation, ...]:
    """Questions with no answer, or with one that is not on offer."""
    return tuple(
        s
        for s in situations_of(definition)
        if str(answers.get(s.key, "")) not in {o.value for o in s.options}
    )


def problems_of(definition: Mapping[str, Any]) -> list[str]:
    """What is wrong with the questions themselves: papers that do not exist, or that an option both keeps and drops."""
    known = {m["name"] for m in definition.get("materials", ())}
    problems = []
    for situation in situations_of(definition):
        for option in situation.options:
            problems += [
                f"办理情形“{situation.question}”提到的材料“{name}”不在材料清单里"
                for name in (*option.keep, *option.drop)
                if name not in known
            ]
            problems += [
                f"办理情形“{situation.question}”的选项“{option.label}”对材料“{name}”又要又不要"
                for name in set(option.keep) & set(option.drop)
            ]
    return problems
