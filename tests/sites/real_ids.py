"""Addresses of ours with a real thing in each of their places, so that a page is asked for what there is."""

from itertools import product

from tests.architecture.test_urls import views


def addresses_open_to(roles: set[str], *folders: str) -> list[str]:
    """The addresses that begin so and say that who has one of these roles may come, with the names of their places:
    "desk/cases/<uuid:uuid>/". roles: of officers, or "resident"."""
    return sorted(
        address
        for address, view in views()
        if address.startswith(folders) and _is_open(view.audience, roles)
    )


def _is_open(audience: str, roles: set[str]) -> bool:
    kind, _, named = audience.partition(":")
    if kind == "officer":
        return "resident" not in roles and (not named or bool(roles & set(named.split(","))))
    return kind in ("public", "signed_in", *roles)


def filled(address: str, things: dict[str, list]) -> list[str]:
    """The address with every thing in each of its places. things: by the fixed words before the place and its name
    ("desk/cases/uuid"), by its last word alone ("cases/uuid"), or by the name ("verb")."""
    parts: list[str] = []
    choices: list[list[str]] = []
    for part in address.split("/"):
        before, place, end = _taken_apart(part)
        if not place:
            choices.append([part])
            parts.append(part)
            continue
        things_here = _things_for(parts, place, things)
        choices.append([f"{before}{thing}{end}" for thing in things_here])
    return ["/" + "/".join(chosen) for chosen in product(*choices)]


def _taken_apart(part: str) -> tuple[str, str, str]:
    """What stands before a place, the name of the place, what stands behind: "<slug:kind>.pdf" → "", "kind", ".pdf"."""
    before, opening, behind = part.partition("<")
    if not opening:
        return part, "", ""
    place, _, end = behind.partition(">")
    return before, place.rpartition(":")[2], end


def _things_for(parts: list[str], place: str, things: dict[str, list]) -> list:
    for start in range(len(parts)):
        key = "/".join([*parts[start:], place])
        if key in things:
            return things[key]
    return things[place]
