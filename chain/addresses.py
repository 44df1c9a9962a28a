"""What stands in an address, read strictly: what is not understood is left out."""

from collections.abc import Container
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 200  # of an address to come back to, as is kept with a form's key


def number(typed: Any) -> str:
    """The digits of a number that can be a key; "" for anything else."""
    text = str(typed or "")
    return text if text.isascii() and text.isdecimal() and len(text) < 18 else ""


def text_of(typed: Any, longest: int = LONGEST) -> str:
    """Text that the database can look for: it holds no NUL."""
    return str(typed or "").replace("\x00", "")[:longest]


def among(typed: Any, there: Container[str]) -> str:
    """What was typed where it is one of these; "" for anything else."""
    text = str(typed or "")
    return text if text in there else ""


def back(request: HttpRequest, default: str) -> str:
    """Where to go after an act: to the page of this site that asked for it (`next`, in the address or the post), or else to
    the default. What is no address of a page is left out: a field of the form can be called so."""
    for typed in (request.GET.get("next", ""), request.POST.get("next", "")):
        if not typed.startswith("/") or len(typed) > LONGEST or not url_has_allowed_host_and_scheme(typed, None):
            continue
        try:
            resolve(urlsplit(typed).path)
        except Resolver404:
            continue
        return typed
    return default


def onward(request: HttpRequest, page: str) -> str:
    """The page that does it instead, which then goes back to where this one would have gone."""
    to = back(request, "")
    return f"{page}{'&' if '?' in page else '?'}{urlencode({'next': to})}" if to else page
