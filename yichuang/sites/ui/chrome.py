"""What the frame around every page shows: mode, theme, who, where. Read from the request, never stored."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError
from django.urls import Resolver404, resolve

from config.env import env
from yichuang.core import access, pages

ELDER_COOKIE = "yi_mode"
THEME_COOKIE = "yi_theme"
THEMES = ("dark", "light")
OWN = "/my/"
TODOS = "/desk/todos/"  # open to every officer
POSTS = (
    ("/desk/", "窗口"),
    ("/desk/worklist/", "审核"),
    ("/desk/issue/", "出件"),
    ("/console/", "监督"),
)
FOOT = (
    ("/halls/", "附近的窗口"),
    ("/feedback/", "说个意见"),
    ("/accessibility/", "无障碍说明"),
    ("/my/access/", "我的信息谁看过"),
    ("/api/v1/docs", "开发者看接口"),
)


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
    foot: tuple[Post, ...]
    own: str  # the page of whoever has signed in

    @property
    def is_officer(self) -> bool:
        """Whether an officer looks: nothing of residents is open to them."""
        return self.own != OWN


def chrome(request) -> Chrome:
    """The frame for this request; works for error pages, where user and session may be missing."""
    cookies = getattr(request, "COOKIES", {})
    user, seconds = _signed_in(request)
    signed_in = user is not None
    path = pages.here(request) if request is not None else "/"
    theme = cookies.get(THEME_COOKIE, "")
    return Chrome(
        elder=cookies.get(ELDER_COOKIE) == "elder",
        theme=theme if theme in THEMES else "",
        signed_in=signed_in,
        name=_name(user) if signed_in else "",
        place=getattr(env, "place_name", ""),
        path=path,
        prefs=f"/prefs/?next={quote(path)}&",
        session_seconds=seconds,
        posts=_links(_open_to(request, user), path),
        foot=_links(_foot_of(user), path),
        own=TODOS if _is_officer(user) else OWN,
    )


def _is_officer(user) -> bool:
    return getattr(user, "kind", "") == "officer"


def _foot_of(user) -> tuple[tuple[str, str], ...]:
    """The links at the foot of residents' pages; an officer has no page of who looked at their own data."""
    if not _is_officer(user):
        return FOOT
    open_to_all = []
    for href, label in FOOT:
        is_own = href.startswith(OWN)
        if not is_own:
            link = (href, label)
            open_to_all.append(link)
    return tuple(open_to_all)


def _open_to(request, user) -> tuple[tuple[str, str], ...]:
    """The posts that an officer may open; all of them where nobody is asked, as in the gallery of the kit."""
    if not _is_officer(user):
        return POSTS
    try:
        shown = []
        for href, label in POSTS:
            if access.may_open(request, href):
                shown.append((href, label))
        return tuple(shown)
    except DatabaseError:
        return ()


def _links(places, path: str) -> tuple[Post, ...]:
    """Those of the places that this installation has; the one with the longest match is the current one."""
    there = [(href, label) for href, label in places if _exists(href, settings.ROOT_URLCONF)]
    here = max((href for href, _ in there if path.startswith(href)), key=len, default="")
    return tuple(Post(href, label, href == here) for href, label in there)


@cache
def _exists(href: str, urlconf: str) -> bool:
    try:
        resolve(href, urlconf)
    except Resolver404:
        return False
    return True


def _signed_in(request) -> tuple[Any, int]:
    """The user and the seconds left, or (None, 0); also when the database cannot be asked."""
    try:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return None, 0
        return user, request.session.get_expiry_age()
    except DatabaseError:
        return None, 0


def _name(user) -> str:
    return getattr(user, "name", "") or user.get_username()
