"""The lives that these tests count and rate."""

from tests.lives import lived, now, officer
