"""Rows that ask over the API borrow its tests' keys."""

from tests.api.conftest import make_key

__all__ = ["make_key"]
