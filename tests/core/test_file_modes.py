"""Uploads and papers are read by the platform's own account of the machine, by nobody else."""

import os
import stat
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from config.env import env, file_storage
from config.launcher.modes import close_files
from yichuang.adapters.sms.simulator import Simulator


def _modes(folder: Path) -> set[tuple[str, int]]:
    found = set()
    for inner, _, names in os.walk(folder):
        found.add(("folder", stat.S_IMODE(os.stat(inner).st_mode)))
        for name in names:
            found.add(("file", stat.S_IMODE((Path(inner) / name).stat().st_mode)))
    return found


def test_what_is_stored_now_is_closed_to_others():
    before = os.umask(0o022)
    try:
        name = default_storage.save("modes/2026/11/paper", ContentFile(b"%PDF-1.4"))
    finally:
        os.umask(before)
    place = Path(default_storage.path(name))
    assert _modes(place.parents[2]) == {("folder", 0o700), ("file", 0o600)}
    options = file_storage(env)["OPTIONS"]
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (
        0o600,
        0o700,
    )


def test_what_was_stored_before_is_closed_by_the_next_start(tmp_path):
    folder = tmp_path / "files" / "materials" / "2026"
    folder.mkdir(parents=True)
    (folder / "paper").write_bytes(b"%PDF-1.4")
    (folder / "paper").chmod(0o644)
    (tmp_path / "files").chmod(0o755)
    close_files(tmp_path)
    assert _modes(tmp_path / "files") == {("folder", 0o700), ("file", 0o600)}


def test_what_a_simulator_would_have_sent_is_read_by_nobody_else(tmp_path):
    path = tmp_path / "outbox-sms.jsonl"
    path.touch()
    path.chmod(0o644)
    for folder in (tmp_path, tmp_path / "new"):
        Simulator(folder=folder).send(phone="13900000001", text="【一窗】验证码123456", key="1")
        assert stat.S_IMODE((folder / path.name).stat().st_mode) == 0o600
