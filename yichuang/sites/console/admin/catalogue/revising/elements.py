"""The other elements of an item as fields, and back: each by its own name, a list with a line for each entry."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from yichuang.catalog import tables
from yichuang.catalog.rules import shapes
from yichuang.core.errors import FieldProblem, Invalid

PREFIX = "element-"
BELOW = "result_sample"
LISTED = ("word", "words")


def input_of(path: str) -> str:
    """The name of the input of the element at a path."""
    return PREFIX + path.replace(".", "-")


class Element(NamedTuple):
    """One element. path: its place in the text, dots go inside; kind: text | long | lines | named | yes_no, or of a
    closed list word | words."""

    path: str
    kind: str
    label: str = ""

    @property
    def name(self) -> str:
        """The name of its input."""
        return input_of(self.path)


ELEMENTS = (
    Element("name", "text"),
    Element("main_name", "text"),
    Element("type", "word"),
    Element("service_object", "words"),
    Element("levels", "words"),
    Element("power_source", "text"),
    Element("implementing_body", "text"),
    Element("body_nature", "word"),
    Element("delegating_department", "text"),
    Element("authority_split", "text"),
    Element("themes_person", "words"),
    Element("themes_employer", "words"),
    Element("case_kind", "word"),
    Element("statutory_from", "text"),
    Element("statutory_article", "text"),
    Element("limit_note", "long"),
    Element("fee", "text"),
    Element("handling_forms", "words"),
    Element("online_depth", "word"),
    Element("online_address", "text"),
    Element("mobile_address", "text"),
    Element("cross_region", "word"),
    Element("appointment", "yes_no", "可以预约"),
    Element("courier", "yes_no", "可以邮寄"),
    Element("online_payment", "yes_no", "可以网上付款"),
    Element("in_hall", "yes_no", "进政务大厅"),
    Element("kiosk", "yes_no", "自助机能办"),
    Element("places", "named"),
    Element("hours", "long"),
    Element("process", "lines"),
    Element("result", "text"),
    Element("result_kind", "word"),
    Element("result_sample.title", "text", "结果样本的标题"),
    Element("result_sample.lines", "lines", "结果样本的内容"),
    Element("consult", "text"),
    Element("complaint", "text"),
    Element("remedy", "long"),
    Element("tags", "lines", "标签"),
)
TOP = {element.path.partition(".")[0] for element in ELEMENTS} - {BELOW}
_TYPES = {"text": "text", "yes_no": "boolean", "word": "choice", "words": "multi_choice"}
_ADVICE = {"lines": "一行一个", "named": "一行一级，写成“县: 地点”"}


def fields() -> tuple[dict, ...]:
    """The fields of these elements, in the order of the guide."""
    labels = {row["path"]: row["label"] for row in tables.elements()["elements"]}
    fields_of_guide = []
    for element in ELEMENTS:
        shape = {
            "key": element.name,
            "label": element.label or labels[element.path],
            "type": _TYPES.get(element.kind, "long_text"),
            "required": False,
        }
        if element.kind in LISTED:
            listed = shapes.words_of(element.path, tables.elements()["shapes"])
            shape["options"] = {word: _offered(element, word) for word in listed}
        if element.kind in _ADVICE:
            shape["help"] = _ADVICE[element.kind]
        fields_of_guide.append(shape)
    return tuple(fields_of_guide)


def _offered(element: Element, word: str) -> str:
    """How a box names the word of a list; the depths of 网办 are numerals that need theirs."""
    if element.path != "online_depth":
        return word
    depths = tables.elements()["online_depth_labels"]
    return f"{word}　{depths[word]}"


def answers(definition: Mapping[str, Any]) -> dict[str, Any]:
    """These elements of a text as the fields show them."""
    return {element.name: _shown(element, _at(definition, element)) for element in ELEMENTS}


def _at(definition: Mapping[str, Any], element: Element) -> Any:
    head, _, inside = element.path.partition(".")
    value = definition.get(head)
    return (value or {}).get(inside) if inside else value


def _shown(element: Element, value: Any) -> Any:
    if element.kind == "yes_no":
        return value
    if element.kind == "words":
        return list(value or ())
    if value is None:
        return ""
    if element.kind == "lines":
        return "\n".join(value)
    if element.kind == "named":
        return "\n".join(f"{level}: {place}" for level, place in value.items())
    return value


def revised(values: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """What these fields say otherwise than the text they began from: elements by their top names, whole."""
    changed: dict[str, Any] = {}
    for element in ELEMENTS:
        typed = values.get(element.name)
        if _same(typed, _shown(element, _at(base, element))):
            continue
        head, _, inside = element.path.partition(".")
        value = _read(element, typed)
        if inside:
            changed.setdefault(head, dict(base.get(head) or {}))[inside] = value
        else:
            changed[head] = value
    return changed


def _same(typed: Any, shown: Any) -> bool:
    if isinstance(shown, list):
        return set(typed or ()) == set(shown)
    if isinstance(shown, str) and isinstance(typed, str | None):
        return (typed or "").splitlines() == shown.splitlines()
    return bool(typed) == bool(shown)


def _read(element: Element, typed: Any) -> Any:
    if element.kind == "yes_no":
        return bool(typed)
    if element.kind == "words":
        return list(typed or ())
    lines = [line.strip() for line in (typed or "").splitlines() if line.strip()]
    if element.kind == "lines":
        return lines
    if element.kind == "named":
        return dict(_named(element, line) for line in lines)
    return typed or None


def _named(element: Element, line: str) -> tuple[str, str]:
    name, colon, place = line.replace("：", ":").partition(":")
    if not (colon and name.strip() and place.strip()):
        text = f"“{line}”要写成“县: 地点”"
        raise Invalid([FieldProblem(element.name, text, "named")])
    return name.strip(), place.strip()
