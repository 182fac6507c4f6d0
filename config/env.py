"""Typed settings: what an operator may say, all in variables that begin with YICHUANG_."""

import base64
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Env(BaseSettings):
    """Every variable the platform reads. `docs/reference/settings.md` is made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix="YICHUANG_", frozen=True)

    database_url: str = Field(
        "postgresql:///yichuang", description="PostgreSQL 15 or later, as a libpq URL"
    )
    data_dir: Path = Field(ROOT / ".local" / "data", description="uploaded files, papers and keys")
    secret_key: str = Field("", description="signs sessions; made by the first ./yi run")
    field_keys: str = Field(
        "", description="keys of encrypted fields, newest first: 2:<base64>,1:<base64>"
    )
    blind_key: str = Field(
        "", description="key of the blind indexes, base64, never changed once data exists"
    )
    base_url: str = Field(
        "http://127.0.0.1:8000", description="address printed into QR codes and messages"
    )
    allowed_hosts: str = Field(
        "127.0.0.1,localhost", description="host names served, with commas between"
    )
    trusted_proxies: str = Field(
        "", description="networks of the proxies in front, whose word on the visitor counts"
    )
    adapters: str = Field(
        "",
        description="adapters of the outside: sms=absent,courier=a.dotted.Class; unnamed: absent",
    )
    exchange: str = Field(
        "",
        description="TOML file of the departments that are asked: [police] url, key_id, secret, algorithm",
    )
    files: str = Field(
        "", description="where files lie: s3://bucket/folder, or nothing for the data folder"
    )
    files_endpoint: str = Field("", description="address of the S3-compatible store")
    files_region: str = Field(
        "us-east-1", description="region of the S3-compatible store, where it has any"
    )
    files_key: str = Field("", description="access key of the S3-compatible store")
    files_secret: str = Field("", description="secret of the S3-compatible store")
    demo: bool = Field(
        False, description="demo accounts and data, simulators on screen; refused in production"
    )
    session_seconds: int = Field(
        1800, ge=120, description="idle time before a session ends, in seconds"
    )
    seats: int = Field(
        2,
        ge=1,
        description="requests that a web process works on at once; each costs a connection to the database",
    )
    log_level: str = Field("INFO", description="lowest level of the structured log")
    upload_max_mb: int = Field(20, ge=1, description="largest material file, in MB")
    clock_ahead: int = Field(
        0, description="seconds to move the clock by, for tests; refused in production"
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_networks(cls, value: str) -> str:
        for part in filter(None, value.split(",")):
            ip_network(part.strip())
        return value

    @field_validator("field_keys")
    @classmethod
    def _keys_are_32_bytes(cls, value: str) -> str:
        parse_keys(value)
        return value


EXCHANGE = "exchange."
DEPARTMENTS = (
    "police",
    "market",
    "civil",
    "health",
    "education",
    "disabled",
    "tax",
    "veterans",
    "hrss",
)
PORTS = ("idcheck", "sms", "malware", "courier", *(EXCHANGE + each for each in DEPARTMENTS))
ABSENT = "yichuang.adapters.absent.Absent"
SIMULATOR = "yichuang.adapters.{kind}.simulator.Simulator"
# one folder for all departments, with a factory for each
OF_DEPARTMENTS = {
    "simulator": "yichuang.adapters.exchange.simulator.{department}",
    "signed": "yichuang.adapters.exchange.signed.{department}",
}


def adapters(text: str, usual: str) -> dict[str, str]:
    """'sms=absent,courier=a.dotted.Class' → {kind: dotted path} of every port; usual: the word for those not named.

    Raises ValueError for a port that does not exist."""
    named = dict(part.strip().split("=", 1) for part in text.split(",") if part.strip())
    if unknown := set(named) - set(PORTS):
        raise ValueError(f"YICHUANG_ADAPTERS names no port: {', '.join(sorted(unknown))}")
    return {kind: _adapter(kind, named.get(kind, usual)) for kind in PORTS}


def _adapter(kind: str, word: str) -> str:
    """The dotted path that a word means for a port; any other word is one."""
    department = kind.removeprefix(EXCHANGE)
    if word == "absent":
        return ABSENT
    if department != kind and word in OF_DEPARTMENTS:
        return OF_DEPARTMENTS[word].format(department=department)
    if word == "simulator":
        return SIMULATOR.format(kind=kind)
    return word


# uploads and papers are read by the platform and by nobody else of this machine
OURS_ALONE = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}


def file_storage(env: Env) -> dict:
    """Django's STORAGES entry for uploads and papers. Raises ValueError for an address that is no s3://bucket."""
    if not env.files:
        backend = "django.core.files.storage.FileSystemStorage"
        return {"BACKEND": backend, "OPTIONS": {"location": env.data_dir / "files", **OURS_ALONE}}
    address = urlsplit(env.files)
    if address.scheme != "s3" or not address.netloc:
        raise ValueError("YICHUANG_FILES is no s3://bucket/folder")
    options = {
        "bucket_name": address.netloc,
        "location": address.path.strip("/"),
        "endpoint_url": env.files_endpoint or None,
        "region_name": env.files_region,
        "access_key": env.files_key,
        "secret_key": env.files_secret,
        "addressing_style": "path",
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "yichuang.adapters.files.ObjectStorage", "OPTIONS": options}


def parse_keys(text: str) -> dict[int, bytes]:
    """'2:<base64>,1:<base64>' → {2: 32 bytes, 1: 32 bytes}, newest first. Raises ValueError on a bad key."""
    keys: dict[int, bytes] = {}
    for part in filter(None, text.split(",")):
        version, _, encoded = part.partition(":")
        key = base64.b64decode(encoded)
        if len(key) != 32:
            raise ValueError(f"field key {version} must be 32 bytes in base64")
        keys[int(version)] = key
    return keys


env = Env()
