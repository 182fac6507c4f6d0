"""System checks: an unsafe production start is refused with what to set."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from config.env import env


@register(Tags.security)
def keys_are_set(app_configs, **kwargs):
    """No start without the keys that sign sessions and encrypt people's data."""
    missing = [n for n in ("secret_key", "field_keys", "blind_key") if not getattr(env, n)]
    return [
        Error(f"YICHUANG_{name.upper()} is empty", hint="./yi makes it on the first run", id="core.E001")
        for name in missing
    ]


@register(Tags.security)
def production_is_safe(app_configs, **kwargs):
    """Demo accounts, debug pages and plain-text addresses have no place in production."""
    if settings.SETTINGS_MODULE != "config.settings.prod":
        return []
    wrong = []
    if settings.DEBUG or env.demo:
        wrong.append(Error("demo or debug is on", hint="unset YICHUANG_DEMO", id="core.E002"))
    if not env.base_url.startswith("https://"):
        wrong.append(Error("YICHUANG_BASE_URL is not https", hint="people scan it from papers", id="core.E003"))
    if "simulator" in " ".join(settings.ADAPTERS.values()):
        wrong.append(Error("a port is served by a simulator", hint="name real adapters in ADAPTERS", id="core.E004"))
    if env.clock_ahead:
        wrong.append(Error("the clock is moved", hint="unset YICHUANG_CLOCK_AHEAD", id="core.E006"))
    if len(env.secret_key) < 40:
        wrong.append(Error("YICHUANG_SECRET_KEY is short", hint="use 40 characters or more", id="core.E005"))
    return wrong
