"""The other elements of an item as fields, and back.

Each by its own name, a list with a line for each entry.
"""

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
    """One element.

    path: its place in the text, dots go inside.
    kind: text | long | lines | named | yes_no, or of a closed list word
    | words.
    label: what the field is called where the guide names it otherwise
    or not at all.
    """

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
    """The fields of these elements, in the order of the guide.

    As the forms of the console take them: key, label, type, options,
    help. None of them is required: what an item must say is checked as
    a whole.
    """
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
            shape["options"] = _options(element)
        if element.kind in _ADVICE:
            shape["help"] = _ADVICE[element.kind]
        fields_of_guide.append(shape)
    return tuple(fields_of_guide)


def _options(element: Element) -> dict[str, str]:
    """The words of the closed list of an element, each with its name."""
    shapes_of_elements = tables.elements()["shapes"]
    options = {}
    for word in shapes.words_of(element.path, shapes_of_elements):
        options[word] = _offered(element, word)
    return options


def _offered(element: Element, word: str) -> str:
    """How a box names the word of a list.

    The depths of 网办 are numerals that need their words.
    """
    if element.path != "online_depth":
        return word
    depths = tables.elements()["online_depth_labels"]
    return f"{word}　{depths[word]}"


def answers(definition: Mapping[str, Any]) -> dict[str, Any]:
    """These elements of a text as the fields show them."""
    texts = {}
    for element in ELEMENTS:
        value = _at(definition, element)
        texts[element.name] = _shown(element, value)
    return texts


def _at(definition: Mapping[str, Any], element: Element) -> Any:
    """What a text says at the path of an element; None for nothing."""
    head, _, inside = element.path.partition(".")
    value = definition.get(head)
    if not inside:
        return value
    parts = value or {}
    return parts.get(inside)


def _shown(element: Element, value: Any) -> Any:
    """A value as its field shows it: a text, a list of words, a yes or
    no.
    """
    if element.kind == "yes_no":
        return value
    if element.kind == "words":
        return list(value or ())
    if value is None:
        return ""
    if element.kind == "lines":
        return "\n".join(value)
    if element.kind == "named":
        return _lines_of_levels(value)
    return value


def _lines_of_levels(places: Mapping[str, str]) -> str:
    """A line for each level, as people write it: 县: 地点."""
    lines = []
    for level, place in places.items():
        lines.append(f"{level}: {place}")
    return "\n".join(lines)


def revised(values: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """What these fields say otherwise than the text they began from.

    values: by the names of the inputs. base: the text as it was.
    Returns elements by their top names, whole. Raises Invalid for lines
    that cannot be read.
    """
    changed: dict[str, Any] = {}
    for element in ELEMENTS:
        typed = values.get(element.name)
        if _same(typed, _shown(element, _at(base, element))):
            continue
        head, _, inside = element.path.partition(".")
        value = _read(element, typed)
        if not inside:
            changed[head] = value
            continue
        if head not in changed:
            changed[head] = dict(base.get(head) or {})
        changed[head][inside] = value
    return changed


def _same(typed: Any, shown: Any) -> bool:
    """Whether a field still says what it showed.

    The order of words and the way a browser ends a line do not matter.
    """
    if isinstance(shown, list):
        return set(typed or ()) == set(shown)
    if isinstance(shown, str) and isinstance(typed, str | None):
        text = typed or ""
        return text.splitlines() == shown.splitlines()
    return bool(typed) == bool(shown)


def _read(element: Element, typed: Any) -> Any:
    """A value of a field as the text has it; None for an empty one."""
    if element.kind == "yes_no":
        return bool(typed)
    if element.kind == "words":
        return list(typed or ())
    lines = _lines(typed or "")
    if element.kind == "lines":
        return lines
    if element.kind == "named":
        pairs = [_named(element, line) for line in lines]
        return dict(pairs)
    return typed or None


def _lines(text: str) -> list[str]:
    """The lines that are filled, without the blanks around them."""
    lines = []
    for line in text.splitlines():
        line = line.strip()
        if line:
            lines.append(line)
    return lines


def _named(element: Element, line: str) -> tuple[str, str]:
    """(level, place) of a line.

    Raises Invalid where one of them lacks.
    """
    level, _, place = line.replace("：", ":").partition(":")
    level = level.strip()
    place = place.strip()
    if not level or not place:
        text = f"“{line}”要写成“县: 地点”"
        raise Invalid([FieldProblem(element.name, text, "named")])
    return level, place
