"""A registry that owners fill: pages and files made of several modules' parts, procedures, outlets."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Plug-ins by key. A plug-in may have `check() -> list[str]`, the things wrong with it in plain words."""

    def __init__(self, name: str):
        self.name = name
        self._items: dict[str, T] = {}

    def register(self, key: str) -> Callable[[T], T]:
        """Decorator. Raises ValueError when another plug-in has the key."""

        def keep(plugin: T) -> T:
            if self._items.setdefault(key, plugin) is not plugin:
                raise ValueError(f"{self.name}: {key} is registered twice")
            return plugin

        return keep

    def get(self, key: str) -> T | None:
        """The plug-in, or None."""
        return self._items.get(key)

    def all(self) -> dict[str, T]:
        """Every plug-in by key."""
        return dict(self._items)

    def check(self) -> list[str]:
        """What all plug-ins say is wrong with them."""
        return [
            f"{self.name}.{key}: {fault}"
            for key, plugin in self._items.items()
            for fault in getattr(plugin, "check", list)()
        ]
