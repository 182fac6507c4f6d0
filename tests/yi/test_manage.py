"""A command says which data it speaks of: rows of a folder that has them, packs of its own, or the checkout alone."""

import pytest
from django.core.management import get_commands, load_command_class

from config.launcher import commands
from config.launcher.main import main

OURS = sorted(name for name, app in get_commands().items() if str(app).startswith("yichuang."))


def ran(checkout, *words):
    """(exit code, what was said) of `./yi manage` with these words."""
    process = checkout.start("manage", *words)
    return process.wait(270), process.said()


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_ours_says_what_it_speaks_of(name):
    command = load_command_class(get_commands()[name], name)
    assert command.about in commands.ABOUT
    assert commands.about(name) == command.about
    for verb, speaks_of in getattr(command, "about_verbs", {}).items():
        assert speaks_of in commands.ABOUT
        assert commands.about(name, verb) == speaks_of


def test_a_verb_may_speak_of_something_else_than_its_command():
    assert commands.about("deadline") == commands.about("deadline", "compute") == "packs"
    assert commands.about("deadline", "explain") == "cases"


def test_a_clean_clone_refuses_to_speak_of_rows_runs_the_rest_and_is_filled_by_one_command(
    checkout,
):
    code, said = ran(checkout, "--data", "one", "count_words")
    assert code == 1 and "还没有数据" in said and "load_demo" in said
    assert not (checkout.folder / "one").exists()
    assert ran(checkout, "demo_accounts") == (0, "demo account: li\n")
    code, said = ran(checkout, "--data", "one", "deadline")
    assert code == 0 and said.endswith("\n0\n") and "载入演示数据" not in said
    assert ran(checkout, "--data", "one", "deadline") == (0, "0\n")
    assert (
        not (checkout.folder / "one").exists()
        and not (checkout.folder / ".local" / "data").exists()
    )

    code, said = ran(checkout, "--data", "one", "load_demo")
    assert code == 0 and "载入演示数据" in said
    code, said = ran(checkout, "--data", "one", "count_words")
    assert code == 0 and said == f"数据：{checkout.folder / 'one'}\n2\n"


def test_lost_keys_are_said_and_nothing_is_written(checkout):
    assert ran(checkout, "--data", "one", "load_demo")[0] == 0
    keys = checkout.folder / "one" / "keys.env"
    kept = keys.read_text()
    keys.unlink()
    for words in (["manage", "--data", "one", "count_words"], ["run", "--data", "one"]):
        process = checkout.start(*words)
        assert process.wait(180) == 1
        assert "keys.env" in process.said() and "restore" in process.said()
        assert not keys.exists()
    keys.write_text(kept)
    assert ran(checkout, "--data", "one", "count_words")[0] == 0


def test_manage_without_a_command_says_what_is_missing(capsys):
    assert main(["manage"]) == 1
    assert "哪个管理命令" in capsys.readouterr().err
