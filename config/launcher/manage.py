"""./yi manage COMMAND: a Django command on a data folder."""

from pathlib import Path

from config.launcher import LOCAL
from config.launcher.environment import ensure_environment
from config.launcher.folders import opened
from config.launcher.processes import foreground
from config.launcher.words import read_json
from config.postgres import PYTHON, Trouble, base_of


def manage(words):
    """./yi manage [--data DIR] COMMAND …: a folder never used is filled first, but not for commands about tables."""
    data = LOCAL / "data"
    if words[:1] == ["--data"] and len(words) > 1:
        data, words = Path(words[1]).expanduser().resolve(), words[2:]
    if not words:
        raise Trouble("要运行哪个管理命令？例如：./yi manage help")
    ensure_environment("test" if words[0] == "acceptance" else "run")
    tables = ("makemigrations", "migrate", "showmigrations", "sqlmigrate")
    bare = words[0] in (*tables, "check", "help", "check_packs", "format_templates")
    contents = "" if bare or (base_of(data) / "prepared").exists() else "demo"
    url = read_json(data / "run.json").get("url", "http://127.0.0.1:8000")
    with opened(data, "config.settings.dev", contents=contents, YICHUANG_DEMO="1", YICHUANG_BASE_URL=url) as (env, _):
        return foreground([PYTHON, "-m", "django", *words], env)
