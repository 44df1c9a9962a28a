"""The documentation: OpenAPI from the views themselves, by the NL API Design Rules 2.1."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from chain.api.names import camel
from chain.api.paging import MOST, USUAL
from chain.api.problems import KINDS, MEDIA, Problem

PREFIX = "/api/v1"
CREATED: dict[str, Any] = {
    "type": "object",
    "required": ["id", "href"],
    "properties": {"id": {"type": "string"}, "href": {"type": "string", "format": "uri-reference"}},
}
PATHS: dict[str, dict[str, Any]] = {
    "number": {"type": "string", "pattern": "^[0-9A-Za-z-]{1,12}$", "description": _("Klantnummer.")},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "str": {"type": "string"},
}
ID: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}


class Schema(AutoSchema):
    """What the attributes of chain.api.views.ApiView say, as an operation of OpenAPI."""

    view: Any

    def is_excluded(self) -> bool:
        return self.method not in self.view.scopes

    def get_operation_id(self) -> str:
        words = [part for part in self.path.removeprefix(PREFIX).replace("-", "/").split("/") if part]
        named = [word.strip("{}").strip("_") if word.startswith("_") else word.strip("{}") for word in words]
        return camel("_".join([self.method.lower(), *named]).replace(":", "_"))

    def get_tags(self) -> list[str]:
        return [self.view.resource]

    def get_summary(self) -> str:
        return capfirst(str(self.view.summary.get(self.method, "")))

    def get_description(self) -> str:  # type: ignore[override]
        return str(self.view.explained.get(self.method, ""))

    def get_auth(self) -> list[dict[str, list[str]]]:
        return [{"oauth2": [self.view.scopes[self.method]]}]

    def get_request_serializer(self) -> Any:
        return self.view.takes.get(self.method)

    def get_response_serializers(self) -> Any:
        return {}

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        found = []
        for name in variables:
            kind = self._converter(name)
            known = PATHS.get(kind, ID)
            schema = {key: value for key, value in known.items() if key != "description"}
            one = {"name": name, "in": "path", "required": True, "schema": schema}
            found.append(one | ({"description": str(known["description"])} if "description" in known else {}))
        return found

    def _converter(self, name: str) -> str:
        for part in self.path_regex.split("<")[1:]:
            kind, _colon, called = part.partition(">")[0].rpartition(":")
            if called == name:
                return kind
        return "str"

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        if self.view.filterset is None or self.method != "GET":
            return []
        return [
            {"name": name, "in": "query", "required": bool(one.extra.get("required")), "schema": _of_filter(one)}
            | ({"description": str(one.label)} if one.label else {})
            for name, one in self.view.filterset.base_filters.items()
        ]

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        if not self.view.paged or self.method != "GET":
            return []
        most = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
        return [
            {"name": "pageSize", "in": "query", "required": False, "schema": most},
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"},
             "description": translate("Uit next van de vorige bladzijde.")},
        ]  # fmt: skip

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)
        return schema | ({"description": str(serializer.explained)} if serializer.explained else {})

    def _get_request_for_media_type(self, serializer: Any, direction: Any = "request") -> tuple[Any, bool]:
        schema, _required = super()._get_request_for_media_type(serializer, direction)
        return schema, schema is not None

    def _get_request_body(self, direction: Any = "request") -> Any:
        return super()._get_request_body(direction) if self.method in self.view.takes else None

    def _get_parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super()._get_parameters()
        if self.method in self.view.matches:
            found.append(_header("If-Match", True, {"type": "string"}, translate("De ETag van wat u las.")))
        if self._creates():
            key = {"type": "string", "format": "uuid"}
            found.append(_header("Idempotency-Key", True, key, translate("Nieuw voor elke nieuwe aanvraag.")))
        return found

    def _creates(self) -> bool:
        return getattr(getattr(self.view, self.method.lower(), None), "repeatable", False)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        view, headers = self.view, _version_header()
        if self._creates():
            where = {
                "description": translate("Waar het nu staat."),
                "schema": {"type": "string", "format": "uri-reference"},
            }
            made = {"description": translate("Gemaakt."), "headers": headers | {"Location": where}}
            found = {"201": made | _content({"$ref": "#/components/schemas/Created"})}
        else:
            tagged = self.method in view.matches or (self.method == "GET" and hasattr(view, "one"))
            tag = {"ETag": {"description": translate("De versie."), "schema": {"type": "string"}}} if tagged else {}
            found = {"200": {"description": translate("Gelukt."), "headers": headers | tag} | _content(self._answer())}
            if tagged and self.method == "GET":
                found["304"] = {"description": translate("Niet veranderd."), "headers": headers | tag}
        return found | {str(status): _problem(status) for status in self._refusals()}

    def _answer(self) -> dict[str, Any]:
        shape = self.view.answers.get(self.method) or getattr(self.view, "serializer", None)
        if shape is None:
            return {"type": "object"}
        one: dict[str, Any] = self.resolve_serializer(shape(), "response").ref
        if not self.view.paged or self.method != "GET":
            return one
        said = translate("De volgende bladzijde.")
        onward = {"type": "string", "format": "uri", "nullable": True, "description": said}
        return {
            "type": "object", "required": ["items", "next"],
            "properties": {"items": {"type": "array", "items": one}, "next": onward},
        }  # fmt: skip

    def _refusals(self) -> list[int]:
        changes = self.method != "GET"
        found = {400, 401, 403, 404, 406, 429, 500}
        found |= {409, 413, 415} if changes else set()
        found |= {412, 428} if self.method in self.view.matches else set()
        return sorted(found | ({422} if self._creates() else set()))


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _header(name: str, required: bool, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": schema, "description": text}


def _version_header() -> dict[str, Any]:
    said = translate("De versie van de API.")
    return {"API-Version": {"description": said, "schema": {"type": "string", "example": "1.0.0"}}}


def _problem(status: int) -> dict[str, Any]:
    headers = _version_header()
    if status == 429:
        headers["Retry-After"] = {"description": translate("Seconden."), "schema": {"type": "integer"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": str(KINDS[status][1]), "headers": headers, "content": {MEDIA: {"schema": schema}}}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    fault = {
        "type": "object", "required": ["name", "code", "reason"],
        "properties": {
            "name": text | {"description": translate("Het veld, de sleutel of de kop.")}, "code": text, "reason": text,
        },
    }  # fmt: skip
    return {
        "type": "object", "description": translate("Wat er mis is (RFC 9457)."),
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text | {"format": "uri"}, "title": text, "status": {"type": "integer"}, "detail": text,
            "instance": text,
            "errors": {"type": "array", "description": translate("Alle fouten in een keer."), "items": fault},
        },
    }  # fmt: skip


def _of_filter(one: Any) -> dict[str, Any]:
    """The schema of a filter: by the field that reads it."""
    told: dict[str, Any] | None = getattr(one, "told", None)
    if told is not None:
        return told
    choices = one.extra.get("choices")
    if choices is not None:
        return {"type": "string", "enum": [str(key) for key, _label in choices]}
    kinds: dict[str, dict[str, Any]] = {
        "DateFilter": {"type": "string", "format": "date"},
        "IsoDateTimeFilter": {"type": "string", "format": "date-time"},
        "BooleanFilter": {"type": "boolean"},
        "NumberFilter": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
    }
    return kinds.get(type(one).__name__, {"type": "string", "maxLength": 80})


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: problems, what a creation answers, how one signs in, and that bodies hold nothing else."""
    from chain.api.scopes import SCOPES

    components = result["components"]
    schemas = components.setdefault("schemas", {})
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema["additionalProperties"] = False
    schemas |= {"Problem": _problem_schema(), "Created": CREATED}
    result["info"]["description"] = translate("De API van Snoer, voor systemen van ketenpartners.")
    flow = {"tokenUrl": f"{settings.SNOER_URL.rstrip('/')}/oauth/token",
            "scopes": {name: str(text) for name, text in SCOPES.items()}}  # fmt: skip
    components["securitySchemes"] = {"oauth2": {"type": "oauth2", "flows": {"clientCredentials": flow}}}
    tags = {tag for path in result["paths"].values() for one in path.values() for tag in one["tags"]}
    result["tags"] = [{"name": tag} for tag in sorted(tags)]
    return result


@cache
def document(language: str) -> dict[str, Any]:
    """The whole document, made once a process and language."""
    with translation.override(language):
        return SchemaGenerator(urlconf=settings.ROOT_URLCONF).get_schema(public=True)


class Document(APIView):
    """The documentation: for whoever asks, also from a page elsewhere."""

    authentication_classes = permission_classes = throttle_classes = ()
    renderer_classes = (JSONRenderer,)
    http_method_names = ["get", "head"]
    schema = None

    def get(self, request: Request) -> Response:
        if request.query_params:
            raise Problem(400)
        return Response(document(translation.get_language() or "nl"), headers={"Access-Control-Allow-Origin": "*"})
