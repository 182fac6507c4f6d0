"""Database, files and keys leave a data folder together and come back together, into a new folder only."""

import io
import json
import tarfile
import time

import pytest

from tests.yi.conftest import Checkout, forget_address


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        forget_address(patch)
        made = Checkout(tmp_path_factory.mktemp("backed-up") / "checkout")
        yield made
        made.close()


@pytest.fixture(scope="module")
def backed_up(shared_checkout):
    """(checkout, archive) of a filled folder with a file in it, while a command holds its database open. Each test
    restores into folders of its own."""
    checkout = shared_checkout
    assert checkout.start("manage", "--data", "one", "load_demo").wait(270) == 0
    material = checkout.folder / "one" / "files" / "ab" / "paper.pdf"
    material.parent.mkdir(parents=True)
    material.write_bytes(b"%PDF a paper")
    holding = checkout.start("manage", "--data", "one", "worker")
    checkout.wait_for(holding, "数据：")
    time.sleep(1)
    archive = checkout.folder / "kept.tar"
    process = checkout.start("manage", "--data", "one", "backup", str(archive))
    assert process.wait(180) == 0, process.said()
    return checkout, archive


def restored(checkout, archive, into):
    process = checkout.start("manage", "--data", into, "restore", str(archive))
    return process.wait(180), process.said()


def test_a_folder_comes_back_with_rows_files_and_keys_and_only_its_owner_reads_the_archive(
    backed_up,
):
    checkout, archive = backed_up
    assert archive.stat().st_mode & 0o777 == 0o600
    says_what_it_is(archive)
    code, said = restored(checkout, archive, "two")
    assert code == 0, said
    one, two = checkout.folder / "one", checkout.folder / "two"
    assert (two / "files" / "ab" / "paper.pdf").read_bytes() == b"%PDF a paper"
    assert (two / "keys.env").read_text() == (one / "keys.env").read_text()
    assert (two / "keys.env").stat().st_mode & 0o777 == 0o600
    counted = checkout.start("manage", "--data", "two", "count_words")
    assert counted.wait(180) == 0 and counted.said().endswith("\n2\n")

    code, said = restored(checkout, archive, "two")
    assert code == 1 and "已经有数据" in said


def test_an_archive_that_was_changed_or_cut_short_is_refused_before_anything_is_written(backed_up):
    checkout, archive = backed_up
    cut, changed = checkout.folder / "cut.tar", checkout.folder / "changed.tar"
    cut.write_bytes(archive.read_bytes()[:3000])
    with tarfile.open(archive) as whole, tarfile.open(changed, "w") as other:
        for member in whole:
            text = whole.extractfile(member).read()
            if member.name == "database.dump":
                text = text[:-100]
                member.size = len(text)
            other.addfile(member, io.BytesIO(text))
    for wrong in (cut, changed):
        code, said = restored(checkout, wrong, "three")
        assert code == 1 and "请换一份备份" in said
        assert not (checkout.folder / "three" / "keys.env").exists()
    assert restored(checkout, archive, "three")[0] == 0


def test_a_folder_without_data_is_not_backed_up(checkout):
    process = checkout.start("manage", "--data", "none", "backup", "kept.tar")
    assert process.wait(270) == 1 and "还没有数据" in process.said()
    assert not (checkout.folder / "kept.tar").exists()


def says_what_it_is(archive):
    """Format, digest and parts; nothing that lies beside them in the folder."""
    with tarfile.open(archive) as kept:
        about = json.load(kept.extractfile("about.json"))
        names = set(kept.getnames())
    assert about["format"] == 1 and len(about["database"]) == 64
    assert {"keys.env", "database.dump", "files/files/ab/paper.pdf"} <= names
    assert not {
        name for name in names if name.startswith(("files/pg", "files/log", "files/instance"))
    }
