"""What the page itself needs to say while somebody types that a BSN or a medical word stands in it: no text leaves the page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from chain import free_text


@login_required
@require_GET
@cache_control(private=True, max_age=3600)
def free_text_words(_request: HttpRequest) -> JsonResponse:
    """The patterns and the words to say it in, for static/free_text.js; the language stands in the address."""
    return JsonResponse({
        "words": free_text.pattern(), "friends": free_text.friends(),
        "numbers": "|".join(free_text.FRIENDS), "run": free_text.DIGIT_RUN, "grouped": free_text.OFFICIAL,
        "bsn": str(free_text.HOLDS_BSN), "medical": str(free_text.HOLDS_WORDS), "needed": str(free_text.NEEDED),
        "own": str(free_text.OWN_WORDS),
    })  # fmt: skip
