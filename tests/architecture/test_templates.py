"""Every template is used by somebody."""

import re

from tests.architecture.conftest import CODE, sources

TEMPLATES = CODE / "sites" / "templates"


def test_no_template_is_forgotten():
    texts = [p.read_text(encoding="utf-8") for p in [*sources(), *TEMPLATES.rglob("*.html")]]
    everything = "\n".join(texts)
    built = tuple({start for start in re.findall(r"f\"([\w/]+)\{", everything) if "/" in start})
    names = (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
    assert sorted(name for name in names if name not in everything and not name.startswith(built)) == []
