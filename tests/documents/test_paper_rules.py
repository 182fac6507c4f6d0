"""Numbers, masks and codes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.documents import fonts, queries, rules


def test_a_number_reads_as_the_standard_writes_it():
    assert rules.number_text(prefix="", year=2026, serial=7) == "〔2026〕7号"
    assert rules.number_text(prefix="东人社受", year=2026, serial=318) == "东人社受〔2026〕318号"


def test_a_person_is_masked_and_an_employer_is_not():
    assert rules.masked_name("张三") == "张**"
    assert rules.masked_name("欧阳小明") == "欧**"
    assert rules.masked_name("王") == "**"
    assert rules.masked_name("") == ""
    assert rules.masked_name("云川市东风机械有限公司", employer=True) == "云川市东风机械有限公司"


@given(st.text(min_size=2, max_size=80))
def test_a_mask_keeps_one_character_and_hides_the_rest(name):
    masked = rules.masked_name(name)
    assert masked[0] == name[0]
    assert set(masked[1:]) == {"*"}


@given(st.text(alphabet=rules.ALPHABET, min_size=1, max_size=40))
def test_a_code_survives_being_typed_by_hand(code):
    typed = (
        " ".join(code[n : n + 4] for n in range(0, len(code), 4))
        .lower()
        .replace("0", "o")
        .replace("1", "l")
    )
    assert rules.clean_code(typed) == code


def test_check_characters_depend_on_the_key_and_on_the_paper():
    mine = rules.check_characters("a", b"key")
    assert len(mine) == 8 and set(mine) <= set(rules.ALPHABET)
    assert mine == rules.check_characters("a", b"key")
    assert mine != rules.check_characters("a", b"other")
    assert mine != rules.check_characters("b", b"key")


@given(st.text(max_size=200))
def test_whatever_is_typed_only_drawable_characters_are_left(text):
    shown = rules.showable(text, fonts.covered)
    assert all(char in "\n \u3000〓" or fonts.covered(char) for char in shown)


def test_the_character_map_of_the_fonts_knows_what_it_has():
    assert all(fonts.covered(char) for char in "张〔〓㛃𬭎A1。")
    assert not any(fonts.covered(char) for char in "😀\U0010fffd\U000e0041")


def test_a_font_without_a_full_map_covers_nothing():
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(">H", 4)
    record = struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
    assert (
        fonts.character_runs(struct.pack(">4sHHHH", b"OTTO", 1, 0, 0, 0) + record + cmap, 0) == []
    )


@pytest.mark.parametrize(
    ("name", "undrawn"),
    [
        ("张三", ""),
        ("O'Brien·古丽", ""),
        ("李\U0002c386", ""),
        ("杨\U0002bc21", "\U0002bc21"),
        ("\U00021334文\U00021334", "\U00021334"),
    ],
)
def test_whoever_opens_a_paper_can_be_told_what_it_cannot_draw(name, undrawn):
    assert queries.undrawn(name) == undrawn
