"""What all settings share. Deployments differ by YICHUANG_ variables only (config/env.py)."""

from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from csp.constants import NONE, SELF

from config.env import ROOT, adapters, env, file_storage

BASE_DIR = ROOT
DATA_DIR = env.data_dir
SECRET_KEY = env.secret_key
DEBUG = False
DEVELOPMENT = False  # whatever does not say so is production: yichuang.core.checks
WATCHES = True  # a web process and a worker look for new packs and for the schema
DEMO = env.demo
ALLOWED_HOSTS = env.allowed_hosts.split(",")
BASE_URL = env.base_url.rstrip("/")
TRUSTED_PROXIES = env.trusted_proxies
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "django_htmx",
    "yichuang.core",
    "yichuang.audit",
    "yichuang.reference",
    "yichuang.accounts",
    "yichuang.registry",
    "yichuang.exchange",
    "yichuang.catalog",
    "yichuang.documents",
    "yichuang.notify",
    "yichuang.identity",
    "yichuang.eligibility",
    "yichuang.cases",
    "yichuang.ratings",
    "yichuang.supervision",
    "yichuang.sites",
    "yichuang.api",
    "yichuang.demo",
]

MIDDLEWARE = [
    "yichuang.core.addresses.visitors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yichuang.core.middleware.request_log",
    "yichuang.core.watching.serving",
    "yichuang.core.bodies.bounded",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yichuang.core.sessions.lasting",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "yichuang.core.door.refuse_unstorable",
    "yichuang.sites.ui.sent_late.OfficersTyping",
    "django_htmx.middleware.HtmxMiddleware",
    "yichuang.core.middleware.problems",
]
# the API answers machines: no session, no cookie, no form token (config/wsgi.py)
API_MIDDLEWARE = [
    "yichuang.core.addresses.visitors",
    "django.middleware.security.SecurityMiddleware",
    "yichuang.core.middleware.request_log",
    "yichuang.core.watching.serving",
    "yichuang.core.bodies.bounded",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "yichuang.sites.markup.joining.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["yichuang.sites.templatetags.form_token"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yichuang.sites.context.site",
            ],
        },
    }
]


# uses after which a statement stays planned by itself; core/prepared.py asks for it at once
ONLY_WHEN_ASKED = 1_000_000_000


def database(url: str) -> dict:
    """libpq URL → Django's DATABASES entry. A query parameter `host` names a socket folder."""
    parts = urlsplit(url)
    query = {k: v[0] for k, v in parse_qs(parts.query).items()}
    query["prepare_threshold"] = ONLY_WHEN_ASKED
    if env.clock_ahead:  # SQL takes the time from core_now(), which asks its session
        options = query.get("options", "")
        query["options"] = f"{options} -c yichuang.clock_ahead={env.clock_ahead}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": query.pop("user", None) or unquote(parts.username or ""),
        "PASSWORD": query.pop("password", None) or unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": query.pop("port", None) or parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASES = {"default": database(env.database_url)}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": file_storage(env),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    70_000  # the longest form with every row it allows: compared by check_packs
)
UPLOAD_MAX_MB = env.upload_max_mb
SEATS = env.seats

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "yichuang.core.sessions"
SESSION_COOKIE_AGE = env.session_seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "yichuang.sites.ui.errors.csrf_failed"
AUTHENTICATION_BACKENDS = ["yichuang.accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# every port of the outside world, by the dotted path of the adapter that serves it
ADAPTERS = adapters(env.adapters, usual="absent")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        }
    },
    "filters": {"routes": {"()": "yichuang.core.middleware.WithoutPaths"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.log_level},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"filters": ["routes"]},
        "django.security.csrf": {"filters": ["routes"]},
    },
}
