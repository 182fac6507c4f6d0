"""The secrets of a data folder, and the variables of every Django process."""

import base64
import os
import secrets

from config.launcher import ROOT
from config.postgres import write_whole


def forget_handed_down():
    """A command started by another yi must not take that one's database and keys for the user's own settings."""
    for name in os.environ.pop("YI_HANDED_DOWN", "").split(","):
        os.environ.pop(name, None)


def ensure_keys(data):
    """The secrets of a data folder, made once, readable by its owner only."""
    file = data / "keys.env"
    keys = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line) if file.exists() else {}
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
    mine |= {"YICHUANG_DATABASE_URL": url, "YICHUANG_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": settings, **extra}
    return {
        **os.environ,
        **mine,
        "YI_HANDED_DOWN": ",".join(mine),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
