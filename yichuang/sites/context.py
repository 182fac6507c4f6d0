"""Template context common to all pages."""

from yichuang.sites.ui.chrome import chrome


def site(request) -> dict:
    """`chrome`: the frame of the page (mode, theme, who, where)."""
    return {"chrome": chrome(request)}
