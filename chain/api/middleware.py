"""What holds for everything under /api/ and /oauth/: no cookie is read, errors are problems, the version is told."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from chain.api import VERSION
from chain.api.problems import instead
from chain.api.tokens import PREFIXES


class ApiMiddleware:
    """Above all that reads a session: a browser that is signed in is nobody to the API, so no page elsewhere can use it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIXES):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        if request.path.startswith("/api/"):
            instead(request, response)
            response.headers["API-Version"] = VERSION
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store"
        return response
