"""The secrets of a data folder, and the variables of every Django process."""

import base64
import os
import secrets

from config.launcher import ROOT
from config.postgres import Trouble, write_whole

OF_ROWS = ("YICHUANG_FIELD_KEYS", "YICHUANG_BLIND_KEY")  # without them the rows cannot be read


def forget_handed_down():
    """A command started by another yi must not take that one's database and keys for the user's own settings."""
    for name in os.environ.pop("YI_HANDED_DOWN", "").split(","):
        os.environ.pop(name, None)


def kept_keys(data):
    """The secrets that stand in a data folder, by the names of their variables."""
    file = data / "keys.env"
    lines = file.read_text().splitlines() if file.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def need_keys(data):
    """Raise one plain sentence where a database is and the keys of its encrypted rows are not: new ones would read
    nothing and enter everybody a second time."""
    keys = kept_keys(data)
    lost = [name for name in OF_ROWS if not (os.environ.get(name) or keys.get(name))]
    if lost:
        raise Trouble(
            f"{data} 的数据库还在，它的钥匙却不在（{data / 'keys.env'} 里没有 {'、'.join(lost)}）。没有原来的钥匙，"
            "加密的姓名、证件和申请都读不出来，所以不生成新的。请把原来的 keys.env 放回去，或从备份恢复："
            "./yi manage --data 新文件夹 restore 备份文件；要从头开始，请用 --data 换一个文件夹。"
        )


def ensure_keys(data):
    """The secrets of a data folder, made once, readable by its owner only."""
    file, keys = data / "keys.env", kept_keys(data)
    fresh = {
        "YICHUANG_SECRET_KEY": secrets.token_urlsafe(48),
        "YICHUANG_FIELD_KEYS": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "YICHUANG_BLIND_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    if not fresh.keys() <= keys.keys():
        keys = fresh | keys
        write_whole(file, "".join(f"{name}={value}\n" for name, value in keys.items()), 0o600)
    return keys


def environment(data, url, settings, **extra):
    """The variables of every Django process; keys that the user set himself win over ours."""
    mine = {name: os.environ.get(name) or value for name, value in ensure_keys(data).items()}
    mine |= {
        "YICHUANG_DATABASE_URL": url,
        "YICHUANG_DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": settings,
        **extra,
    }
    return {
        **os.environ,
        **mine,
        "YI_HANDED_DOWN": ",".join(mine),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
