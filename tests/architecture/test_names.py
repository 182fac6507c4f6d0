"""A name says what the thing is: `case`, `draft_row`, `answered_fields`, not `found`, `told`, `given`."""

from tests.architecture import names


def test_words_that_say_nothing_of_the_thing_become_rarer():
    ceilings = names.ceilings()
    too_many = {}
    for word, files in names.counted().items():
        if files > ceilings[word]:
            too_many[word] = files
    assert too_many == {}, "call each of these by what it is"


def test_each_kind_of_name_is_counted():
    text = (
        "class found:\n    kept: int\n"
        "def told(given, *, wanted):\n    for asked, (got, _) in given:\n        wanted.seen = got\n"
        "async def _ours(): ...\n"
    )
    assert names.names(text) == {
        *("found", "kept", "told", "given", "wanted", "asked", "got", "seen", "ours", "")
    }


def test_reading_a_name_is_not_naming():
    assert names.names("print(found, row.told)\ncall(kept=1)\n") == set()
