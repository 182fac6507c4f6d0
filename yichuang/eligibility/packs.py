"""Checks of packs/decisions and packs/facts/facts.yaml.

A pack that passes may still not decide: a legal officer has to agree to this
very text, and to the figures that it names.
"""

from collections.abc import Iterator
from typing import Any

from yichuang.catalog import form_packs
from yichuang.core import packs
from yichuang.eligibility import tables
from yichuang.eligibility.rules import examples, faults
from yichuang.eligibility.rules.determining import names_of
from yichuang.eligibility.rules.examples import Known

Definition = dict[str, Any]
TYPES = ("name", "code", "date", "month", "integer", "decimal", "text", "list", "boolean")


def check() -> list[str]:
    """What is wrong with these packs, in plain words.

    Empty when nothing is.
    """
    return [*_of_facts(), *_of_decisions()]


def _of_facts() -> Iterator[str]:
    """Facts that are written twice, of no type that is known, or used by no pack: nothing is asked that is not needed
    (个人信息保护法 6)."""
    used = _used()
    names = set()
    for row in tables.facts():
        name = row["name"]
        place = f"{tables.FACTS}：{name}"
        if name in names:
            yield f"{place} 写了两次"
        names.add(name)
        if row["type"] not in TYPES:
            yield f"{place} 的 type 不认得"
        if name not in used:
            yield f"{place} 没有决定规则用到，不要多问"


def _used() -> set[str]:
    """Names of the facts that the packs rest on.

    Of all packs, of those to come too.
    """
    names = set()
    for rows in tables.decisions().values():
        for pack in rows:
            names.update(names_of(pack))
    return names


def _of_decisions() -> Iterator[str]:
    """Faults of each pack.

    With its file, so that whoever wrote it finds it.
    """
    forms = form_packs.load_forms()
    for path in packs.files(tables.DECISIONS):
        pack = packs.read(path)
        for fault in _of_pack(path.stem, pack, forms):
            yield f"{tables.DECISIONS}/{path.name}：{fault}"


def _of_pack(stem: str, pack: dict[str, Any], forms: form_packs.FormPacks) -> Iterator[str]:
    """Faults of one pack; its examples are computed once nothing else is wrong.

    stem: name of its file, without the ending.
    """
    code = pack["item"]
    name = f"{code}@{pack['from']}"
    if stem != name:
        yield f"文件名要是 {name}"
    if code not in forms.forms:
        yield f"没有 {code} 这个事项"
        return
    around = _around(code, forms)
    problems = faults.problems_of(pack, around)
    yield from problems
    if not problems:
        known = Known(around.facts, around.sources)
        figures = tables.figures()
        yield from examples.problems_of(pack, known, figures)


def _around(code: str, forms: form_packs.FormPacks) -> faults.Around:
    """What a pack of this item is checked against."""
    path = f"items/{code}.yaml"
    definition = packs.read(path)
    return faults.Around(
        definition=definition,
        fields=_fields_of(definition, forms),
        facts=tables.types(),
        sources=tables.sources(),
        figures=tables.FIGURES,
    )


def _fields_of(definition: Definition, forms: form_packs.FormPacks) -> set[str]:
    """Keys of the questions of the form and of those before it."""
    code = definition["code"]
    form = forms.compiled(code)
    fields = set(form.fields)
    for situation in definition.get("situations") or ():
        key = situation["key"]
        fields.add(key)
    return fields
