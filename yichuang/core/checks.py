"""System checks: an unsafe production start is refused with what to set."""

from django.conf import settings
from django.core.checks import ERROR, CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseFault

from config.env import env
from yichuang.core import keyring, weak


@register(Tags.security)
def keys_are_set(app_configs, **kwargs):
    """No start without the keys that sign sessions and encrypt people's data."""
    missing = [n for n in ("secret_key", "field_keys", "blind_key") if not getattr(env, n)]
    return [
        Error(
            f"YICHUANG_{name.upper()} is empty",
            hint="./yi makes it on the first run",
            id="core.E001",
        )
        for name in missing
    ]


@register(Tags.security)
def production_is_safe(app_configs, **kwargs):
    """Demo accounts, debug pages and plain-text addresses have no place in production."""
    if settings.DEVELOPMENT:
        return []
    wrong = []
    if settings.DEBUG or settings.DEMO:
        wrong.append(Error("demo or debug is on", hint="unset YICHUANG_DEMO", id="core.E002"))
    if not env.base_url.startswith("https://"):
        wrong.append(
            Error(
                "YICHUANG_BASE_URL is not https", hint="people scan it from papers", id="core.E003"
            )
        )
    if "simulator" in " ".join(settings.ADAPTERS.values()):
        hint = "name it absent or real in YICHUANG_ADAPTERS"
        wrong.append(Error("a port is served by a simulator", hint=hint, id="core.E004"))
    if env.clock_ahead:
        wrong.append(Error("the clock is moved", hint="unset YICHUANG_CLOCK_AHEAD", id="core.E006"))
    if len(env.secret_key) < 40:
        wrong.append(
            Error("YICHUANG_SECRET_KEY is short", hint="use 40 characters or more", id="core.E005")
        )
    if not env.trusted_proxies:
        hint = "name the networks of the proxies that bring HTTPS, else all visitors are one"
        wrong.append(Error("YICHUANG_TRUSTED_PROXIES is empty", hint=hint, id="core.E007"))
    for each in weak.weaknesses(env):
        wrong.append(Error(each.words, hint=each.hint, id=f"core.E0{each.number}"))
    return wrong


def refuse_unsafe() -> None:
    """Every system check of Django and of ours, for processes that no command starts. Raises ImproperlyConfigured."""
    _refuse(run_checks(include_deployment_checks=not settings.DEVELOPMENT))


def refuse_unsafe_settings() -> None:
    """The checks of ours alone, at the start of everything: web, worker, each command. Raises ImproperlyConfigured."""
    if not settings.DEVELOPMENT:
        _refuse([*keys_are_set(None), *production_is_safe(None)])


def _refuse(messages: list[CheckMessage]) -> None:
    serious = [
        message for message in messages if message.is_serious(ERROR) and not message.is_silenced()
    ]
    if serious:
        raise ImproperlyConfigured(
            "这样不能启动：\n" + "\n".join(f"  {message}" for message in serious)
        )


@register(Tags.security)
def keys_fit_the_rows(app_configs, **kwargs):
    """No start with other keys than those of the database; a database that does not answer is asked by the start."""
    try:
        keyring.refuse_other_keys()
    except keyring.OtherKeys as fault:
        return [Error(str(fault), hint=keyring.WAY_OUT, id="core.E008")]
    except (DatabaseFault, RuntimeError):  # away, or not to be asked while tests are collected
        return []
    return []
