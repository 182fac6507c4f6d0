"""Every template is used by somebody, and lies where its page lies."""

import re
from pathlib import Path

from tests.architecture.conftest import CODE, sources

TEMPLATES = CODE / "sites" / "templates"
AUDIENCES = ("portal", "desk", "console")
NAMED = re.compile(r"\"((?:portal|desk|console)/[\w/]+\.(?:html|xml))\"")


def test_no_template_is_forgotten():
    texts = [p.read_text(encoding="utf-8") for p in [*sources(), *TEMPLATES.rglob("*.html")]]
    everything = "\n".join(texts)
    built = tuple({start for start in re.findall(r"f\"([\w/]+)\{", everything) if "/" in start})
    names = (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
    assert sorted(name for name in names if name not in everything and not name.startswith(built)) == []


def test_templates_lie_in_folders_of_the_features_that_show_them():
    folders = {path.relative_to(TEMPLATES).parent for a in AUDIENCES for path in (TEMPLATES / a).rglob("*.*")}
    assert sorted(str(folder) for folder in folders if not (CODE / "sites" / folder / "__init__.py").exists()) == []


def test_a_page_shows_templates_of_its_own_folder_or_of_one_above():
    homes = {path: path.relative_to(CODE / "sites").parent for path in sources() if path.is_relative_to(CODE / "sites")}
    homes |= {path: path.relative_to(TEMPLATES).parent for path in TEMPLATES.rglob("*.*")}
    strange = [
        f"{path.relative_to(CODE)} → {name}"
        for path, home in homes.items()
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if Path(name).parent not in (home, *home.parents)
    ]
    assert sorted(strange) == []
