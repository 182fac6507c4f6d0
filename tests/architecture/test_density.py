"""Lines stay readable: the density of the code may only fall."""

import json

from tests.architecture import density

KEPT = json.loads(density.CEILINGS.read_text(encoding="utf-8"))


def test_the_whole_is_no_denser_than_before():
    assert density.whole(density.measured()) <= KEPT["whole"]


def test_no_file_is_denser_than_it_was_and_a_new_one_is_plain():
    found = density.dense(density.measured())
    assert {
        name: figure for name, figure in found.items() if figure > KEPT["files"].get(name, 0)
    } == {}


def test_what_became_plain_is_off_the_list():
    assert sorted(set(KEPT["files"]) - set(density.dense(density.measured()))) == []


def test_a_line_with_three_thoughts_is_dense():
    plain = "names = []\nfor row in rows:\n    names.append(row)\n"
    packed = "names = [a.b(c)[d] for a in x.y(z) if a.e and (a.f or a.g) for c in a.h]\n"
    assert density.nodes(plain) / density.lines_of_code(plain) < density.NEW_FILE
    assert density.nodes(packed) / density.lines_of_code(packed) > density.NEW_FILE
