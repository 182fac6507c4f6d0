"""The journal of the simulators: each key once, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor

from yichuang.adapters.journal import Journal


def test_many_threads_write_one_journal_and_each_key_stands_once(tmp_path):
    journal, another = Journal("sent.jsonl", tmp_path), Journal("sent.jsonl", tmp_path)

    def write(number: int) -> str:
        which = journal if number % 2 else another
        key = str(number % 100)
        entry = which.once(key, {"number": key})
        assert which.find("number", key) == entry
        return entry["key"]

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(write, range(400)))
    assert keys == [str(number % 100) for number in range(400)]
    assert sorted(line["key"] for line in journal.lines()) == sorted(map(str, range(100)))
