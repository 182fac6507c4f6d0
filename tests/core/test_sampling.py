"""A draw is the same for whoever knows its seed, and no other."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from yichuang.core.sampling import drawn, seed_hash

KEYS = [f"case-{number}" for number in range(200)]


def test_anybody_draws_the_same_by_the_seed_and_the_keys():
    by_hand = sorted(KEYS, key=lambda key: hashlib.sha256(f"seed{key}".encode()).hexdigest())
    assert drawn(KEYS, "seed", 12) == by_hand[:12]
    assert drawn(reversed(KEYS), "seed", 12) == by_hand[:12]
    assert drawn(KEYS, "another", 12) != by_hand[:12]


def test_the_hash_is_that_of_the_seed():
    assert seed_hash("seed") == hashlib.sha256(b"seed").hexdigest()


def test_there_are_never_more_than_there_are_and_never_fewer_than_none():
    assert sorted(drawn(["a", "b", "b"], "seed", 9)) == ["a", "b"]
    assert drawn(KEYS, "seed", 0) == []
    assert drawn(KEYS, "seed", -1) == []
    assert drawn([], "seed", 3) == []


@given(st.sets(st.text(max_size=8), max_size=40), st.integers(0, 50))
def test_a_larger_draw_begins_with_the_smaller_one(keys, number):
    assert drawn(keys, "seed", number + 1)[:number] == drawn(keys, "seed", number)
