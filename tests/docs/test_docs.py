"""The documentation says what is so: links lead somewhere, commands exist, settings are all there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from config.env import Env
from config.launcher.manage import OWN

ROOT = Path(__file__).resolve().parents[2]
PAGES = [p for p in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]]
README = ROOT / "README.md"
LEADING = [
    README,
    *(ROOT / "docs" / "tutorials").glob("*.md"),
    *(ROOT / "docs" / "guides").glob("*.md"),
]
SAYING = ("yichuang/**/*.html", "yichuang/**/*.py", "packs/**/*.yaml")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_its_links_and_paths_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in linked if not (page.parent / link).exists()] == []
    named = re.findall(r"`((?:docs|packs|tests|yichuang|config|bench)/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_commands_it_names_exist(page):
    text = page.read_text(encoding="utf-8")
    known = {"run", "test", "check", "bench", "manage", "doctor", "help"}
    assert set(re.findall(r"\./yi (\w+)", text)) <= known
    managed = set(re.findall(r"\./yi manage (?:--data \S+ )?(\w+)", text))
    assert managed <= {*get_commands(), *OWN}
    benches = {p.stem for p in (ROOT / "bench").glob("*.py")}
    assert set(re.findall(r"\./yi bench ([a-z]+)", text)) <= benches


@pytest.fixture(scope="module")
def said() -> str:
    """Everything that pages and packs say."""
    files = [file for pattern in SAYING for file in ROOT.glob(pattern)]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("page", LEADING, ids=lambda p: p.name)
def test_the_words_by_which_it_leads_stand_on_pages(page, said):
    words = set(re.findall(r"[一-鿿]{2,}", page.read_text(encoding="utf-8")))
    assert [word for word in sorted(words) if word not in said] == []


def test_every_setting_is_described():
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`YICHUANG_(\w+)`", text)) == {name.upper() for name in Env.model_fields}


def test_every_command_of_ours_is_described():
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    ours = {name for name, app in get_commands().items() if str(app).startswith("yichuang.")}
    assert [
        name
        for name in sorted(ours | OWN.keys())
        if f"`{name}" not in text and f" `{name}" not in text
    ] == []


def test_every_pack_folder_is_described():
    text = (ROOT / "docs" / "reference" / "packs.md").read_text(encoding="utf-8")
    assert [
        p.name
        for p in sorted((ROOT / "packs").iterdir())
        if p.is_dir() and f"`{p.name}/`" not in text
    ] == []


def test_every_module_stands_in_the_architecture():
    text = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    modules = [p.name for p in (ROOT / "yichuang").iterdir() if (p / "__init__.py").exists()]
    assert [m for m in modules if m not in text] == []


def test_every_decision_stands_in_their_index():
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    records = [path.name for path in (ROOT / "docs/adr").glob("0*.md")]
    assert records and [name for name in records if f"]({name})" not in index] == []


def test_the_readme_can_be_read_in_one_sitting():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 120
