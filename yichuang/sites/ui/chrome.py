"""What the frame around every page shows: mode, theme, who, where. Read from the request, never stored."""

from dataclasses import dataclass
from urllib.parse import quote

from config.env import env

ELDER_COOKIE = "yi_mode"
THEME_COOKIE = "yi_theme"
THEMES = ("dark", "light")
POSTS = (("/desk/", "窗口"), ("/review/", "审核"), ("/issue/", "出件"), ("/console/", "监督"))


@dataclass(frozen=True)
class Post:
    href: str
    label: str
    current: bool


@dataclass(frozen=True)
class Chrome:
    """One page's frame. `prefs` ends so that `mode=elder` can be appended to it."""

    elder: bool
    theme: str
    signed_in: bool
    name: str
    place: str
    path: str
    prefs: str
    session_seconds: int
    posts: tuple[Post, ...]


def chrome(request) -> Chrome:
    """The frame for this request; works for error pages, where user and session may be missing."""
    cookies = getattr(request, "COOKIES", {})
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    session = getattr(request, "session", None)
    path = request.get_full_path() if request is not None else "/"
    theme = cookies.get(THEME_COOKIE, "")
    return Chrome(
        elder=cookies.get(ELDER_COOKIE) == "elder",
        theme=theme if theme in THEMES else "",
        signed_in=signed_in,
        name=_name(user) if signed_in else "",
        place=getattr(env, "place_name", ""),
        path=path,
        prefs=f"/prefs/?next={quote(path)}&",
        session_seconds=session.get_expiry_age() if signed_in and session is not None else 0,
        posts=tuple(Post(href, label, path.startswith(href)) for href, label in POSTS),
    )


def _name(user) -> str:
    return getattr(user, "display_name", "") or user.get_username()
