"""Item packs: one reviewed file per item. Loading publishes what changed, never rewrites what was published."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from yichuang.catalog import (
    form_packs,
    law_packs,
    promise_packs,
    revised_packs,
    search,
    services,
    tables,
)
from yichuang.catalog.models import Implementation, Item, ItemVersion, Outlet
from yichuang.catalog.queries.holding import holders
from yichuang.catalog.queries.offers import PACKS as ACTOR
from yichuang.catalog.rules import completeness, delegation, holding, results, terms
from yichuang.catalog.rules.frozen import freeze
from yichuang.core import clock, packs
from yichuang.core.errors import Invalid
from yichuang.reference.queries import calendar
from yichuang.reference.rules.workdays import Calendar

NOT_CONTENT = ("effective_from", "provenance", "local_extension", "form")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Loaded:
    """What a load did.

    new, changed: codes of new items, and of items with a new version.
    unchanged: how many were left, because nothing changed, because they are
    cancelled, or because their revision does not fit.
    implementations: how many words of places were taken over.
    notes: what whoever loads must be told.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    implementations: int = 0
    notes: list[str] = field(default_factory=list)


class Source:
    """The item and form files below a packs folder, read fresh: an edited file must be seen by the next load."""

    def __init__(self, base: Path):
        self.base = base
        tables_of_catalogue = sorted((base / "catalogue").glob("*.yaml"))
        shared = [*tables_of_catalogue, *self._shared_forms()]
        contents = [path.read_bytes() for path in shared if path.exists()]
        self.common = _digest(*contents)

    def _shared_forms(self) -> list[Path]:
        return [self.base / "forms" / "groups.yaml", self.base / "forms" / "code_lists.yaml"]

    @cached_property
    def _groups_and_lists(self) -> tuple[dict[str, Any], dict[str, Any]]:
        groups, lists = (_parsed(path.read_bytes(), path) for path in self._shared_forms())
        group_by_key = {group["key"]: group for group in groups["groups"]}
        return group_by_key, lists["code_lists"]

    def item_files(self) -> list[Path]:
        """Common items by code, then the items that places add (items/local)."""
        folder = self.base / "items"
        common = sorted(folder.glob("*.yaml"))
        local = sorted((folder / "local").glob("*.yaml"))
        return common + local

    def form_file(self, code: str) -> Path:
        """Where the form of an item stands."""
        return self.base / "forms" / "items" / f"{code}.yaml"

    def digest(self, path: Path) -> str:
        """One hash of everything that an item's version is made from."""
        form = b""
        form_file = self.form_file(path.stem)
        if form_file.exists():
            form = form_file.read_bytes()
        return _digest(self.common.encode(), path.read_bytes(), form)

    def form(self, pack: dict[str, Any]) -> dict[str, Any]:
        """The form of an item, frozen; {} when it has none. A local item carries it in its own file."""
        path = self.form_file(pack["code"])
        if path.exists():
            form = _parsed(path.read_bytes(), path)
        else:
            form = pack.get("form")
        if not form:
            return {}
        return freeze(form, *self._groups_and_lists)


@transaction.atomic
def load(root: Path | None = None) -> Loaded:
    """Publish every item pack below packs/ (or `root`) that differs from what is there, with its place packs.

    A changed file becomes a new version in force from today, or from its `effective_from` or the day of a version
    already announced when that is later. What an office has revised and what a place has said itself since stand over
    their packs; what a pack says otherwise waits as a change order, and `notes` tells it.
    Raises Invalid with the first pack that may not be published; then nothing is loaded.
    """
    source = Source(root or packs.ROOT)
    done = Loaded()
    known = {item.code: item for item in Item.objects.all()}
    for path in source.item_files():
        item = known.get(path.stem)
        digest = source.digest(path)
        if item and (item.source_digest == digest or item.status == Item.CANCELLED):
            done.unchanged += 1
            continue
        pack = _parsed(path.read_bytes(), path)
        published = _publish(pack, source.form(pack), digest)
        done.notes += published.notes
        if published.is_left_alone:
            done.unchanged += 1
            continue
        if item:
            done.changed.append(path.stem)
        else:
            done.new.append(path.stem)
    _add_outlets()
    done.implementations = _load_implementations(source.base)
    return done


def _publish(pack: dict[str, Any], form: dict[str, Any], digest: str) -> revised_packs.Done:
    """Publish a pack, beside what an office has revised itself."""
    content = _content(pack)
    extension = pack.get("local_extension") or {}
    day = _day(pack["effective_from"])
    text = revised_packs.Text(content, form, day, extension.get("region"), digest)
    versions = ItemVersion.objects.filter(item__code=pack["code"]).select_related("item")
    earlier = list(versions.order_by("number"))
    if earlier:
        return revised_packs.publish(text, earlier)
    revised_packs.publish_text(text)
    return revised_packs.Done()


def _content(pack: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in pack.items() if key not in NOT_CONTENT}


def _add_outlets() -> None:
    known = set(Outlet.objects.values_list("code", flat=True))
    for row in tables.outlets():
        if row["code"] not in known:
            services.add_outlet(code=row["code"], name=row["name"], live=row["live"], actor=ACTOR)


def _load_implementations(base: Path) -> int:
    taken_over = 0
    for path in sorted((base / "implementations").glob("*.yaml")):
        pack = _parsed(path.read_bytes(), path)
        for row in pack["implementations"]:
            taken_over += _say(row)
    return taken_over


def _say(row: dict[str, Any]) -> bool:
    """Say what a place pack says, unless it is said already or the place itself has spoken since."""
    said = Implementation.objects.filter(item__code=row["code"], region_id=row["region"])
    last = said.order_by("-effective_from", "-id").first()
    day = _day(row["effective_from"])
    if last:
        by_itself = last.said_by != ACTOR or last.effective_to
        if by_itself or _is_same(last.differences, row["differences"]):
            return False
        day = max(day, clock.today(), last.effective_from)
    services.set_implementation(
        code=row["code"],
        region=row["region"],
        differences=row["differences"],
        effective_from=day,
        actor=ACTOR,
    )
    return True


def _is_same(stored: dict[str, Any], differences: dict[str, Any]) -> bool:
    """Whether a pack says what is kept: a unit that it leaves out was added when it was said first."""
    if "promised_unit" in differences:
        return stored == differences
    without_unit = {key: value for key, value in stored.items() if key != "promised_unit"}
    return without_unit == differences


def check() -> list[str]:
    """Everything wrong with the packs of this module, in plain sentences that name the file; no database."""
    source = Source(packs.ROOT)
    days = calendar()
    faults = []
    codes = set()
    definitions = []
    common = {}
    for path in source.item_files():
        pack = packs.read(path)
        codes.add(path.stem)
        definitions.append(pack)
        if path.parent.name != "local":
            common[path.stem] = pack
        for text in _problems(pack, path.stem, source.form(pack), days):
            faults.append(f"items/{path.name}：{text}")
    for text in terms.table_problems(tables.terms(), definitions):
        faults.append(f"catalogue/terms.yaml：{text}")
    for text in results.problems(common, tables.results()):
        faults.append(f"results/results.yaml：{text}")
    faults += _dangling(codes)
    faults += promise_packs.unused(definitions)
    faults += form_packs.load_forms().problems()
    faults += search.problems(search.vocabulary(), list(common))
    return faults


def _problems(pack: dict[str, Any], stem: str, form: dict[str, Any], days: Calendar) -> list[str]:
    if pack.get("code") != stem:
        return [f"文件名和事项编码{pack.get('code')}不一致"]
    try:
        definition = services.expanded(_content(pack))
    except Invalid as fault:
        return [fault.message]
    table = tables.delegation()
    incomplete = completeness.problems_of(definition, form, tables.elements(), days)
    matrix = delegation.matrix_of(definition, table)
    return [
        *(problem.message for problem in incomplete),
        *delegation.problems_of(matrix, table["roles"]),
        *law_packs.problems(definition),
        *promise_packs.problems(definition, form),
        *holding.problems_of(definition, holders()),
    ]


def _dangling(codes: set[str]) -> list[str]:
    faults = []
    for where, code in _named_elsewhere():
        if code in codes:
            continue
        fault = f"{where}：没有编码为{code}的事项"
        faults.append(fault)
    return faults


def _named_elsewhere() -> Iterator[tuple[str, str]]:
    """(file, code) of every item that a table of the catalogue or a place names."""
    for event in tables.life_events():
        for code in event["items"]:
            yield "catalogue/life_events.yaml", code
    for line in tables.home()["lines"]:
        for row in line["items"]:
            yield "catalogue/home.yaml", row["code"]
    for code in tables.cross_region():
        yield "catalogue/cross_region.yaml", code
    for path in packs.files("implementations"):
        for row in packs.read(path)["implementations"]:
            yield "implementations", row["code"]


def _parsed(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        return yaml.load(raw, Loader=_LOADER)  # noqa: S506  a safe loader, the C one where libyaml is there
    except yaml.YAMLError as fault:
        raise ValueError(f"{path.name}不是正确的YAML：{fault}") from fault


def _digest(*parts: bytes) -> str:
    digests = [hashlib.sha256(part).digest() for part in parts]
    return hashlib.sha256(b"\0".join(digests)).hexdigest()


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
