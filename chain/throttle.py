"""One throttle for all ways in: so many tries for a name, so many from an address; the rates stand in SNOER_TRIES.

A try is taken before anything is looked up, for who is known, not known and switched off alike, and given back when it was
right. Each way in asks `take`; where there were too many, one page (429) says when to try again.
"""

import math
import time
from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

APP, ACTION = "snoer", "sign_in"


class TooMany(Exception):
    """There were too many tries; `seconds` until the next one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def take(request: HttpRequest, name: str = "") -> ratelimit.RateLimitUsage:
    """One try, for the name (of an account, as it was typed; empty where a way in has none) and from the address.

    Raises TooMany. What it answers is given back by `.rollback()`.
    """
    key = name.strip().casefold()
    rates = [rate for rate in ratelimit.parse_rates(settings.SNOER_TRIES) if key or rate.per != "key"]
    config = {ACTION: ",".join(f"{rate.amount}/{rate.duration}s/{rate.per}" for rate in rates)}
    used = ratelimit.consume(request, app=APP, action=ACTION, config=config, key=key, limit_get=True)
    if used is None:
        raise TooMany(_wait(request, key, ratelimit.get_rates(app=APP, action=ACTION, config=config)))
    return used


def _wait(request: HttpRequest, key: str, rates: list[ratelimit.Rate]) -> int:
    """Seconds until the first try is free again under every rate."""
    now, longest = time.time(), 1.0
    for rate in rates:
        stored = ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key)
        tries = [at for at in ratelimit.cache.get(stored, []) if at > now - rate.duration]
        if len(tries) >= rate.amount:
            longest = max(longest, sorted(tries)[-rate.amount] + rate.duration - now)
    return math.ceil(longest)


def page(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that says when to try again."""
    minutes = math.ceil(seconds / 60)
    wait = ngettext("Wacht %(n)s minuut.", "Wacht %(n)s minuten.", minutes) % {"n": minutes}
    answer = render(request, "429.html", {"wait": wait}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


class ThrottleMiddleware:
    """Answers TooMany, from wherever it was raised. After chain.acting: a refusal is an answer, not a failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page(request, exception.seconds) if isinstance(exception, TooMany) else None
