"""./yi manage COMMAND: a Django command, on the data that it speaks of."""

from pathlib import Path

from config.launcher import LOCAL, commands
from config.launcher.backup import backup
from config.launcher.environment import ensure_environment
from config.launcher.folders import filled, opened
from config.launcher.processes import foreground
from config.launcher.restore import restore
from config.launcher.words import read_json
from config.postgres import PYTHON, Trouble, say

OWN = {
    "backup": backup,
    "restore": restore,
}  # commands on a whole folder, which Django need not be there for
WHOLE = {"load_packs": "packs", "load_demo": "demo"}  # what these fill a new folder with
OF_PACKS = (
    LOCAL / "packs"
)  # a database with packs and no cases, which may be thrown away at any time
SETTINGS = "config.settings.dev"


def manage(words):
    """./yi manage [--data DIR] COMMAND …: commands about rows name their data and refuse a folder without any; those
    about packs and code have a database of their own."""
    data, words = data_of(words)
    if not words:
        raise Trouble("要运行哪个管理命令？例如：./yi manage help")
    command, rest = words[0], words[1:]
    ensure_environment("test" if command == "acceptance" else "run")
    if command in OWN:
        return OWN[command](data, rest)
    speaks_of = commands.about(command, *rest[:1])
    if speaks_of == "cases":
        need_rows(data)
    elif speaks_of in ("code", "packs"):
        data = OF_PACKS
    contents = "packs" if speaks_of == "packs" else ""
    if speaks_of == "filling" and not filled(data):
        contents = WHOLE.get(command, "")
    url = read_json(data / "run.json").get("url", "http://127.0.0.1:8000")
    more = {
        "durable": data != OF_PACKS,
        "contents": contents,
        "YICHUANG_DEMO": "1",
        "YICHUANG_BASE_URL": url,
    }
    with opened(data, SETTINGS, **more) as (env, _):
        return foreground([PYTHON, "-m", "django", *words], env)


def data_of(words):
    """(the data folder, the other words) of what stands behind `./yi manage`."""
    if words[:1] == ["--data"] and len(words) > 1:
        return Path(words[1]).expanduser().resolve(), words[2:]
    return LOCAL / "data", words


def need_rows(data):
    """Name the data that a command speaks of; raise one plain sentence where there is none."""
    if not filled(data):
        way_out = (
            f"先运行 ./yi run 或 ./yi manage --data {data} load_demo，或用 --data 指明另一个文件夹"
        )
        raise Trouble(f"这个数据文件夹里还没有数据：{data}；{way_out}。")
    say(f"数据：{data}")
