"""The pages of the intake."""

from django.http import HttpRequest, HttpResponse


def intake(request: HttpRequest, number: str) -> HttpResponse:
    """To be written (helper A)."""
    raise NotImplementedError
