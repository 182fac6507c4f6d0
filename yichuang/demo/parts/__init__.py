"""The parts of the demo, in the order in which they are loaded: each later one needs the earlier ones.

A part is a module with PACK (its file below packs/), load() → how many rows it added, check() → what is wrong with the
pack, and, where people sign in, accounts() → {username, password, title, place}."""

from types import ModuleType

from . import cases, decisions, keys, notices, officers, people

PARTS: dict[str, ModuleType] = {
    "officers": officers,
    "people": people,
    "keys": keys,
    "cases": cases,
    "notices": notices,
    "decisions": decisions,
}
