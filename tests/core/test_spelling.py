"""What looks the same is the same: every expectation is written by hand."""

import pytest

from yichuang.core import spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("５１０８０２１９９００１０１１２３Ⅹ", "51080219900101123X"),
        ("51080219900101123x", "51080219900101123X"),
        ("510802\u200b19900101\ufeff123X", "51080219900101123X"),
        ("\u202d51080219900101123X\u202c", "51080219900101123X"),
        ("510802 1990 0101 123X\u3000", "51080219900101123X"),
        ("510802\u00ad19900101123X", "51080219900101123X"),
        ("\t91510802MA6253T70Q\n", "91510802MA6253T70Q"),
    ],
)
def test_numbers_and_codes_have_one_spelling(typed, meant):
    assert spelling.code(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("张\u200b三", "张三"),
        ("张三\u202e丰", "张三丰"),
        ("张 三", "张三"),
        ("张\u3000三 ", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽‧买买提", "阿依古丽·买买提"),
        ("𠮷田", "𠮷田"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("J. R. Smith", "J. R. Smith"),
        ("Ａ.Ｏ.史密斯（四川） 公司", "A.O.史密斯（四川）公司"),
        ("ABC Technology 有限公司", "ABC Technology有限公司"),
        ("O'Neil-Brown", "O'Neil-Brown"),
    ],
)
def test_names_have_one_spelling(typed, meant):
    assert spelling.name(typed) == meant


@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [
        ("kim min su", "KIM MIN SU", True),
        ("Kim Min-Su", "KIM MIN SU", True),
        ("KIMMINSU", "KIM MIN SU", True),
        ("Ｏ’Ｎｅｉｌ", "O'NEIL", True),
        ("J.R. Smith", "j r smith", True),
        ("kim min ho", "KIM MIN SU", False),
        ("abc科技有限公司", "ABC科技有限公司", True),
        ("甲-乙公司", "甲乙公司", False),
        ("张 三", "张三", True),
        ("-", "'", False),
        ("", "KIM", False),
    ],
)
def test_a_name_is_compared_without_what_a_passport_does_not_print(typed, known, same):
    assert spelling.is_same_name(typed, known) is same
    assert spelling.is_same_name(known, typed) is same


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("甲公司（四川）：①欠薪两个月", "甲公司（四川）：①欠薪两个月"),
        ("好\u202e的\u2066呀\u2069", "好的呀"),
        ("前\0后", "前后"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_free_text_loses_only_nul_and_direction_marks(written, kept):
    assert spelling.free(written) == kept


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８ ００１３ ８０００", "13800138000"),
        ("(0839)3261234", "0839-3261234"),
        ("（0839）326-1234", "0839-3261234"),
        ("08393261234", "0839-3261234"),
        ("0839-3261234", "0839-3261234"),
        ("0839—3261234转8001", "0839-3261234-8001"),
        ("028 86543210-12", "028-86543210-12"),
        ("010-65432109", "010-65432109"),
        ("+86 839 3261234", "0839-3261234"),
        ("+86-10-65432109", "010-65432109"),
        ("400-812-3333", "4008123333"),
        ("12333", "12333"),
    ],
)
def test_phones_have_one_spelling(typed, meant):
    assert spelling.phone(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "6222 0200 1234 5678 901",
        "6222-0200-1234-5678-901",
        "６２２２０２００１２３４５６７８９０１",
    ],
)
def test_accounts_have_one_spelling(typed):
    assert spelling.account(typed) == "6222020012345678901"


@pytest.mark.parametrize(
    "spell", [spelling.code, spelling.name, spelling.free, spelling.phone, spelling.account]
)
@pytest.mark.parametrize(
    "typed", ["", " ", "\u200b", "²", "张三•李", "+86 (0839) 326 1234 转 8001", "Ⅹ", "\ud800"]
)
def test_a_spelling_is_stable(spell, typed):
    once = spell(typed)
    assert spell(once) == once
