"""What a page posted, in the shapes the form engine reads. No checks here: the engine has them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .fields import get


def answers(fields: Iterable, post: Any, *, prefix: str = "", today: date | None = None) -> dict[str, Any]:
    """QueryDict (names made by `{% field %}`) → {key: raw answer}.

    Text stays text, several choices become a list, a table a list of dicts, a signature and a file a dict. A field
    that the page did not show is left out. `today` is the day a signature bears. A press on a row button (`_add`,
    `_remove`) is carried out on the rows, so a page without scripts only has to show the form again.
    """
    found = {get(f, "key"): _answer(f, post, prefix + get(f, "key"), today) for f in fields}
    return {key: value for key, value in found.items() if value is not None}


def asks_for_rows(post: Any) -> bool:
    """Whether the button pressed was one of a table's rows: then save and show again, do not go on."""
    return "_add" in post or "_remove" in post


def _answer(f: Any, post: Any, name: str, today: date | None) -> Any:
    reader = {"multi_choice": _several, "table": _rows, "signature": _signature, "file": _file}.get(get(f, "type"))
    if reader:
        return reader(f, post, name, today)
    return post[name].strip() if name in post else None


def _several(f: Any, post: Any, name: str, today: date | None) -> list[str] | None:
    return post.getlist(name) if name in post or name + "-shown" in post else None


def _signature(f: Any, post: Any, name: str, today: date | None) -> dict | None:
    signer = post.get(name + "-signer", "").strip()
    method = post.get(name + "-method", "")
    if not signer and not method:
        return None
    return {"signer": signer, "method": method, "signed_on": today.isoformat() if today else ""}


def _file(f: Any, post: Any, name: str, today: date | None) -> dict | None:
    number = post.get(name + "-id", "")
    if not number:
        return None
    size = post.get(name + "-size", "")
    return {"id": number, "name": post.get(name + "-name", ""), "size": int(size) if size.isdigit() else 0}


def _rows(f: Any, post: Any, name: str, today: date | None) -> list[Mapping] | None:
    if name + "-rows" not in post:
        return None
    numbers = [n for n in post.getlist(name + "-rows") if n.isdigit()][:5000]
    rows = [(n, answers(get(f, "columns", ()), post, prefix=f"{name}-{n}-")) for n in numbers]
    dropped = post.get("_remove", "")
    kept = [row for n, row in rows if dropped != f"{name}-{n}"]
    return [*kept, {}] if post.get("_add") == name else kept
