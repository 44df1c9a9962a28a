"""A change that touches many: the form, then what it would do, and only with a second click it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chain.once import earlier, once, put_errors


@dataclass(frozen=True)
class Effect:
    """A line of what a change would do: `number` as people read it; `warn` where somebody has to do something about it."""

    text: object
    number: object = ""
    note: object = ""
    warn: bool = False


class _TakenBack(Exception):
    pass


def taken_back[Told](change: Callable[[], Told]) -> Told:
    """What `change` answers, with all that it did taken back."""
    told: list[Told] = []
    try:
        with transaction.atomic():
            told.append(change())
            raise _TakenBack
    except _TakenBack:
        return told[0]


def answer(
    request: HttpRequest,
    form: Any,
    *,
    template: str,
    context: dict[str, Any],
    effects: Callable[[], list[Effect]],
    act: Callable[[], str],
    said: object,
) -> HttpResponse:
    """The form; once it is right, what it would do; and with `confirm` in the post it is done, and leads where `act` says.

    A ValidationError of `effects` or `act` goes to the fields that it names. `context` needs `title` and `back`, the
    address of the page before.
    """
    context |= {"section": "manage", "form": form}
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        try:
            if "confirm" in request.POST:
                done = once(request, act)
                messages.success(request, str(said))
                return done
            context |= {"effects": effects(), "typed": _typed(request)}
            return render(request, "chain/dry_run.html", context)
        except ValidationError as error:
            put_errors(form, error)
    if form.errors and (done_before := earlier(request)):
        return done_before
    return render(request, template, context, status=422 if form.errors else 200)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, for the page that asks whether it is right."""
    apart = ("csrfmiddlewaretoken", "confirm", "back")
    return [(name, value) for name, values in request.POST.lists() if name not in apart for value in values]
