"""Wires handlers and jobs of every module once Django has loaded them."""

from importlib import import_module
from importlib.util import find_spec

import structlog
from django.apps import AppConfig, apps

from yichuang.core import checks


class CoreConfig(AppConfig):
    name = "yichuang.core"
    label = "core"

    def ready(self):
        checks.refuse_unsafe_settings()
        structlog.configure(
            processors=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
                structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
            ],
            logger_factory=structlog.stdlib.LoggerFactory(),
            cache_logger_on_first_use=True,
        )


def load_edges() -> None:
    """Import every module's `handlers` and `tasks`, so that events and jobs find their receivers. Safe to repeat."""
    for config in apps.get_app_configs():
        if not config.name.startswith("yichuang."):
            continue
        for part in ("handlers", "tasks"):
            if find_spec(f"{config.name}.{part}"):
                import_module(f"{config.name}.{part}")
