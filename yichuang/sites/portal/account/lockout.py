"""The page after five wrong passwords."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.core.errors import TooMany


def locked_out(request: HttpRequest, response=None, credentials=None) -> HttpResponse:
    """429 with when to come back and what to do meanwhile; called by the sign-in guard."""
    problem = TooMany(
        "密码连着错了5次，这个账号先停30分钟", way_out="请30分钟后再试；忘了密码可以用手机验证码找回，急用请打12333"
    )
    return render(request, "errors/problem.html", {"problem": problem}, status=problem.status)
