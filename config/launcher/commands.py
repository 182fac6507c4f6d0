"""What a management command speaks of, read from its file without running it."""

import ast

from config.launcher import ROOT

# of Django's own: those that look at code, and those that make tables; the others speak of rows
CODE = {"check", "help", "makemigrations", "sqlmigrate"}
FILLING = {"migrate", "showmigrations"}
ABOUT = ("code", "packs", "cases", "filling")


def about(command, verb="", root=ROOT):
    """One of ABOUT: code (the checkout alone), packs (a database with packs and no cases), cases (the rows of a data
    folder, which must be there) or filling (it brings rows into a data folder). verb: the word behind the command,
    which may speak of something else than the others."""
    if command in CODE:
        return "code"
    if command in FILLING:
        return "filling"
    for file in root.glob(f"yichuang/**/management/commands/{command}.py"):
        of_verbs = declared(file, "about_verbs") or {}
        return of_verbs.get(verb) or declared(file, "about") or "cases"
    return "cases"


def declared(file, name):
    """What the class Command of this file has behind `name =`, or None."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == "Command":
            for part in node.body:
                if isinstance(part, ast.Assign) and part.targets[0].id == name:
                    return ast.literal_eval(part.value)
    return None
