"""Every template is used by somebody, stands where a reader looks for it, and can be read line by line."""

import re
from html.parser import HTMLParser
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.base import Lexer
from django.template.loader import get_template

from tests.architecture.conftest import CODE, sources
from yichuang.sites.markup import flattening, sentences
from yichuang.sites.markup.joining import joined

TEMPLATES = CODE / "sites" / "templates"
TAG_OF_OURS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
VOID = frozenset("base br circle col hr img input line link meta path rect use wbr".split())
AUDIENCES = ("portal", "desk", "console")
NAMED = re.compile(r"\"((?:portal|desk|console)/[\w/]+\.(?:html|xml))\"")


def test_no_template_is_forgotten():
    texts = [p.read_text(encoding="utf-8") for p in [*sources(), *TEMPLATES.rglob("*.html")]]
    everything = "\n".join(texts)
    built = tuple({start for start in re.findall(r"f\"([\w/]+)\{", everything) if "/" in start})
    names = (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
    assert (
        sorted(name for name in names if name not in everything and not name.startswith(built))
        == []
    )


def test_templates_lie_in_folders_of_the_features_that_show_them():
    folders = {
        path.relative_to(TEMPLATES).parent
        for a in AUDIENCES
        for path in (TEMPLATES / a).rglob("*.*")
    }
    assert (
        sorted(
            str(folder)
            for folder in folders
            if not (CODE / "sites" / folder / "__init__.py").exists()
        )
        == []
    )


def test_a_page_shows_templates_of_its_own_folder_or_of_one_above():
    homes = {
        path: path.relative_to(CODE / "sites").parent
        for path in sources()
        if path.is_relative_to(CODE / "sites")
    }
    homes |= {path: path.relative_to(TEMPLATES).parent for path in TEMPLATES.rglob("*.*")}
    strange = [
        f"{path.relative_to(CODE)} → {name}"
        for path, home in homes.items()
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if Path(name).parent not in (home, *home.parents)
    ]
    assert sorted(strange) == []


def test_every_template_can_be_read():
    """Also those that only a rare page includes: each loads the tags that it uses."""
    unread = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        try:
            get_template(str(path.relative_to(TEMPLATES)))
        except TemplateSyntaxError as fault:
            unread[path.name] = str(fault)
    assert unread == {}


class Opened(HTMLParser):
    """The elements that are open, and every end that is not the end of the last of them."""

    def __init__(self):
        super().__init__()
        self.open, self.strange = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """An element of a drawing that ends where it begins."""

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.strange.append(tag)


def test_what_a_template_opens_it_closes_in_order():
    """A browser mends what is not, each in its own way, and what stands after it stands inside of it."""
    strange = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        page = Opened()
        page.feed(TAG_OF_OURS.sub("", path.read_text(encoding="utf-8")))
        page.close()
        if page.open or page.strange:
            strange[path.name] = (page.open, page.strange)
    assert strange == {}


def lines_of_templates():
    for path in sorted(TEMPLATES.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.relative_to(TEMPLATES)}:{number}", line


def test_a_line_of_a_template_has_120_columns_at_most():
    wide = [place for place, line in lines_of_templates() if flattening.columns(line) > 120]
    assert wide == []


def test_a_line_of_a_template_begins_one_element_beside_those_of_a_sentence():
    crowded = []
    for place, line in lines_of_templates():
        names = re.findall(r"<([a-z][a-z0-9-]*)", line)
        if len([name for name in names if name not in sentences.PHRASE]) > 1 or len(names) > 3:
            crowded.append(place)
    assert crowded == []


def test_no_line_break_of_a_template_reaches_a_page():
    """It would show as a gap inside Chinese text."""
    broken = []
    for path in TEMPLATES.rglob("*.html"):
        pieces = joined(Lexer(path.read_text(encoding="utf-8")).tokenize())
        if any("\n" in piece.contents for piece in pieces):
            broken.append(path.name)
    assert broken == []


def test_what_stands_in_three_places_is_a_component():
    """The same six lines in three places; the frame that every page begins with does not count."""
    places: dict[tuple[str, ...], set[str]] = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        for start in range(len(lines) - 5):
            run = tuple(lines[start : start + 6])
            if (
                sum(line.startswith(("</", "{% end", "{% load", "{% extends", ">")) for line in run)
                <= 2
            ):
                places.setdefault(run, set()).add(f"{path.relative_to(TEMPLATES)}:{start + 1}")
    assert {run: sorted(where) for run, where in places.items() if len(where) > 2} == {}


# component → where its markup is written out, because it holds what the component cannot; may only shrink
BY_HAND = {
    '<p class="bad"': {},
    '<div class="scroll"': {"components/table.html", "components/table_rows.html"},
    '<details class="fold': {"api/docs.html", "components/chart.html", "portal/guide/search.html"},
}


def test_a_component_is_not_written_out_by_hand():
    for markup, allowed in BY_HAND.items():
        files = {
            str(path.relative_to(TEMPLATES))
            for path in TEMPLATES.rglob("*.html")
            if markup in path.read_text()
        }
        assert files == set(allowed), markup


def test_a_name_and_its_value_in_facts_stand_in_one_cell():
    """Facts are cells side by side: a bare name would stand in a cell of its own, apart from its value."""
    bare = set()
    for path in TEMPLATES.rglob("*.html"):
        for facts in re.findall(r'(?s)<dl class="facts">(.*?)</dl>', path.read_text()):
            if not facts.lstrip().startswith("<div>"):
                bare.add(str(path.relative_to(TEMPLATES)))
    assert bare == {"console/figures/targets.html"}  # in a fold, one below the other (console.css)
