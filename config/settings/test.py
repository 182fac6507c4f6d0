"""Tests: keys of their own, cheap password hashes, files in a folder that goes away."""

import base64
import os
import tempfile
from pathlib import Path

os.environ.setdefault("YICHUANG_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("YICHUANG_FIELD_KEYS", "1:" + base64.b64encode(b"t" * 32).decode())
os.environ.setdefault("YICHUANG_BLIND_KEY", base64.b64encode(b"b" * 32).decode())
os.environ["YICHUANG_DEMO"] = "1"

from config.env import OURS_ALONE

from .base import *  # noqa: F403
from .base import STORAGES, adapters

DATA_DIR = Path(tempfile.mkdtemp(prefix="yichuang-test-"))
STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": DATA_DIR / "files", **OURS_ALONE},
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
DEVELOPMENT = True
ADAPTERS = adapters("", usual="simulator")
WATCHES = False  # tests look by hand
