"""Views of the API: who calls, with which scope, and what is left of it in the look log."""

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter
from django.utils.translation import gettext as translate
from django_filters import FilterSet
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chain.api import paging, tokens
from chain.api.changes import etag, unchanged
from chain.api.problems import Fault, Problem, of_form
from chain.api.schema import Schema
from chain.api.shapes import Shape
from chain.models import Membership
from chain.registry import registered


class NumberConverter(StringConverter):
    """A client number, in an address: `<number:number>`."""

    regex = "[0-9A-Za-z-]{1,12}"


class KeyConverter(IntConverter):
    """The id of a row, in an address: `<key:pk>`."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")
register_converter(KeyConverter, "key")


class ApiView(APIView):
    """One resource or act. A method without a scope does not exist.

    `scopes`: method -> scope. `resource`: what the look log calls it, and its tag in the documentation. `about_client`: that
    clients.access writes the look; else the call leaves one of its own. `takes`, `answers`: method -> shape, and `filterset`:
    the keys of the address, for the documentation; `matches`: methods that need If-Match. `summary`, `explained`: what the
    documentation says of each method, in Dutch and its translation: docstrings are for who reads the code.
    """

    scopes: ClassVar[dict[str, str]] = {}
    resource: ClassVar[str] = ""
    about_client: ClassVar[bool] = False
    takes: ClassVar[dict[str, type[Shape]]] = {}
    answers: ClassVar[dict[str, Any]] = {}
    matches: ClassVar[tuple[str, ...]] = ()
    paged: ClassVar[bool] = False
    filterset: ClassVar[type[FilterSet] | None] = None
    summary: ClassVar[dict[str, Any]] = {}
    explained: ClassVar[dict[str, Any]] = {}

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    schema = Schema()
    membership: Membership

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Problem 401 for nobody, 429 for too many, 405 for another method, 403 without the scope."""
        method = "GET" if request.method == "HEAD" else str(request.method)
        machine = getattr(request._request, "machine", None)
        membership = getattr(request._request, "membership", None)
        if machine is None or membership is None:
            error = ', error="invalid_token"' if tokens.bearer(request._request) else ""
            raise Problem(401, WWW_Authenticate=f'Bearer realm="snoer"{error}')
        self.membership = membership
        if machine.calls > settings.SNOER_API_CALLS_A_MINUTE:
            raise Problem(429, Retry_After=str(tokens.wait()))
        if method not in self.scopes:
            self.http_method_not_allowed(request)
        needs(request, self.resource, self.scopes[method])
        if method != "GET":
            _body = request._request.body  # read whole, so that its limit holds
        super().initial(request, *args, **kwargs)
        self._check_query(request)
        if not self.about_client:
            look(membership, self.resource, "api")

    @property
    def allowed_methods(self) -> list[str]:
        return sorted({*self.scopes, *({"HEAD"} if "GET" in self.scopes else ())})

    def _check_query(self, request: Request) -> None:
        """A key of the address that is not known is a fault: mostly a typing error, which would else show too much."""
        known = {*(paging.KEYS if self.paged else ()), *(self.filterset.base_filters if self.filterset else ())}
        said = translate("Deze sleutel bestaat hier niet.")
        unknown = [
            Fault(name.encode(errors="replace").decode()[:60], "unknown", said)
            for name in request.query_params
            if name not in known
        ]
        if unknown and request.method in ("GET", "HEAD"):
            raise Problem(400, faults=unknown)

    def taken(self, request: Request, **options: Any) -> dict[str, Any]:
        """The body as the method's shape makes it, in snake_case; all its faults at once."""
        shape = self.takes[str(request.method)](data=request.data, **options)
        shape.is_valid(raise_exception=True)
        return shape.validated_data

    def filtered(self, request: Request, rows: QuerySet) -> QuerySet:
        """The rows that the keys of the address leave; Problem 400 names what is wrong with them."""
        if self.filterset is None:
            return rows
        found = self.filterset(request.query_params, queryset=rows, request=request)
        if not found.form.is_valid():
            from django.core.exceptions import ValidationError

            raise Problem(400, faults=of_form(ValidationError(found.form.errors.as_data())))
        return found.qs

    def answer(self, request: Request, data: Any, version: object = None, status: int = 200) -> Response:
        """The answer in the shape of the method, with the ETag of its version; 304 without a body where that is known."""
        if version is not None and request.method in ("GET", "HEAD") and unchanged(request, version):
            return Response(status=304, headers={"ETag": etag(version)})
        headers = {} if version is None else {"ETag": etag(version)}
        shape = self.answers.get("GET" if request.method == "HEAD" else str(request.method))
        many = isinstance(data, list)
        return Response(shape(data, many=many).data if shape else data, status, headers=headers)


class ListView(ApiView):
    """A list in pages: `queryset()` with what the membership sees, `serializer` of each, `filterset`, `order`."""

    serializer: ClassVar[type[Shape]]
    order: ClassVar[tuple[str, ...]] = ("pk",)
    paged = True

    def queryset(self) -> QuerySet:
        raise NotImplementedError

    def shown(self, rows: list[Any]) -> list[Any]:
        """The rows of the page as they are shown: for what is asked of all of them at once."""
        return rows

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows, onward = paging.page(request, self.filtered(request, self.queryset()), self.order)
        return Response({"items": self.serializer(self.shown(rows), many=True).data, "next": onward})


class OneView(ApiView):
    """One thing: `one()` fetches it (Http404), `serializer` shows it, its `version` is its ETag."""

    serializer: ClassVar[type[Shape]]

    def one(self) -> Any:
        raise NotImplementedError

    def version(self, one: Any) -> object:
        return getattr(one, "version", None)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.show(request, self.one())

    def show(self, request: Request, one: Any) -> Response:
        version = self.version(one)
        if version is not None and request.method in ("GET", "HEAD") and unchanged(request, version):
            return Response(status=304, headers={"ETag": etag(version)})
        headers = {} if version is None else {"ETag": etag(version)}
        return Response(self.serializer(one).data, headers=headers)


def scopes_of(request: Request) -> frozenset[str]:
    """What the token of the call opens."""
    found: frozenset[str] = request._request.machine.scopes  # type: ignore[attr-defined]
    return found


def needs(request: Request, resource: str, scope: str) -> None:
    """Problem 403 where the token of the call lacks the scope; that stands in the look log."""
    if scope in scopes_of(request):
        return
    look(request._request.membership, resource, "refused")  # type: ignore[attr-defined]
    challenge = f'Bearer realm="snoer", error="insufficient_scope", scope="{scope}"'
    said = translate("Hiervoor is de scope %(scope)s nodig.") % {"scope": scope}
    raise Problem(403, said, WWW_Authenticate=challenge)


def look(membership: Membership, resource: str, why: str) -> None:
    """What the call leaves in the look log, which the floor of clients keeps."""
    for write in registered("SNOER_API_LOOKS"):
        write(membership, resource, why)


class Nothing(APIView):
    """What is under /api/ and has no address: a problem too, for whoever asks."""

    authentication_classes = permission_classes = throttle_classes = ()
    renderer_classes = (JSONRenderer,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Problem(404)
