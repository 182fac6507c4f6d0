"""Live outlets are asked what they show: each registers a probe here, and joins the check of one revision."""

from collections.abc import Callable

from yichuang.core.plugins import Registry

# outlet code → function(item code) → the revision that the outlet shows at this moment, "" when it shows nothing
PROBES: Registry[Callable[[str], str]] = Registry("outlets")
