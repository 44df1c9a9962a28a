"""The rules of the Dutch API Design Rules that can be read off an OpenAPI document, each by the name that it has there.

A rule takes the document and gives what is wrong, as texts with the place; nothing where the document keeps to it. What the
rules for a valid document say (`oas3-schema` and its neighbours) is asked of openapi-spec-validator.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

Document = Mapping[str, Any]
Rule = Callable[[Document], list[str]]
RULES: dict[str, Rule] = {}
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)"
    r"(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?"
)
KEBAB = re.compile(r"(/|(/_[a-z0-9]+|/(([a-z0-9\-]+|{[^}]+})(/([a-z0-9\-.]+|{[^}]+}))*)(/_[a-z]+)?)/?)")
CAMEL = re.compile(r"\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*")
DAY_NAME = re.compile(r"((\w+D)|(_[dD]))((ate)|(atum))")


def rule(name: str) -> Callable[[Rule], Rule]:
    def keep(found: Rule) -> Rule:
        RULES[name] = found
        return found

    return keep


# What a document holds


def operations(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """`GET /clients` and what it says."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def answers(document: Document, *first: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The answers whose status begins so, in operations and in the components."""
    for where, operation in operations(document):
        for status, answer in operation.get("responses", {}).items():
            if str(status).startswith(first):
                yield f"{where} {status}", whole(document, answer)


def parameters(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for where, operation in operations(document):
        path = where.partition(" ")[2]
        for each in [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]:
            yield where, whole(document, each)


def whole(document: Document, found: Any) -> Any:
    """What a reference stands for."""
    while isinstance(found, Mapping) and "$ref" in found:
        name = found["$ref"]
        found = document
        for step in name.removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def properties(found: Any, where: str = "$") -> Iterator[tuple[str, str, Any]]:
    """Place, name and schema of each property of each schema anywhere in the document."""
    if isinstance(found, Mapping):
        named = found.get("properties")
        if isinstance(named, Mapping):
            for name, schema in named.items():
                yield f"{where}.{name}", name, schema
        for key, value in found.items():
            if key not in ("example", "examples", "enum", "default"):
                yield from properties(value, f"{where}.{key}")
    elif isinstance(found, list):
        for place, value in enumerate(found):
            yield from properties(value, f"{where}[{place}]")


def formats(found: Any) -> Iterator[str]:
    if isinstance(found, Mapping):
        if isinstance(found.get("format"), str):
            yield found["format"]
        for value in found.values():
            yield from formats(value)
    elif isinstance(found, list):
        for value in found:
            yield from formats(value)


# /core/publish-openapi: a valid document


@rule("oas3-schema")
def valid(document: Document) -> list[str]:
    validator = (
        OpenAPIV31SpecValidator if str(document.get("openapi", "")).startswith("3.1") else OpenAPIV30SpecValidator
    )
    return [error.message for error in validator(copy.deepcopy(dict(document))).iter_errors()]  # type: ignore[arg-type]


@rule("operation-operationId-unique")
def operation_ids(document: Document) -> list[str]:
    found = [operation.get("operationId") for _where, operation in operations(document)]
    return [f"{each} twice" for each in set(found) if each is None or found.count(each) > 1]


@rule("path-params")
def path_params(document: Document) -> list[str]:
    wrong = []
    for where, operation in operations(document):
        path = where.partition(" ")[2]
        told = [*document["paths"][path].get("parameters", []), *operation.get("parameters", [])]
        named = sorted(p["name"] for each in told if (p := whole(document, each))["in"] == "path" and p.get("required"))
        if named != sorted(re.findall(r"{([^}]+)}", path)):
            wrong.append(where)
    return wrong


@rule("openapi-tags-uniqueness")
def tags(document: Document) -> list[str]:
    names = [tag["name"] for tag in document.get("tags", [])]
    return [f"{name} twice" for name in set(names) if names.count(name) > 1]


def _examples(found: Any, where: str = "$") -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Place, schema and example, of media types and of schemas."""
    if isinstance(found, Mapping):
        schema = found.get("schema", found if "type" in found else None)
        if isinstance(schema, Mapping) and "example" in found:
            yield where, schema, found["example"]
        if isinstance(schema, Mapping) and isinstance(found.get("examples"), Mapping):
            for name, each in found["examples"].items():
                yield f"{where}.{name}", schema, each.get("value")
        for key, value in found.items():
            if key not in ("example", "examples"):
                yield from _examples(value, f"{where}.{key}")
    elif isinstance(found, list):
        for place, value in enumerate(found):
            yield from _examples(value, f"{where}[{place}]")


def _fits(document: Document, media: bool) -> list[str]:
    from jsonschema import Draft202012Validator

    wrong = []
    for where, schema, example in _examples(dict(document)):
        if (".content." in where) is media:
            asked = {**schema, "components": document.get("components", {})}
            wrong += [f"{where}: {error.message}" for error in Draft202012Validator(asked).iter_errors(example)]
    return wrong


@rule("oas3-valid-media-example")
def media_examples(document: Document) -> list[str]:
    return _fits(document, media=True)


@rule("oas3-valid-schema-example")
def schema_examples(document: Document) -> list[str]:
    return _fits(document, media=False)


@rule("oas3-server-variables")
def server_variables(document: Document) -> list[str]:
    wrong = []
    for server in document.get("servers", []):
        asked, told = set(re.findall(r"{([^}]+)}", server["url"])), set(server.get("variables", {}))
        wrong += [f"{server['url']}: {name}" for name in asked ^ told]
    return wrong


@rule("oas3-api-servers")
def servers(document: Document) -> list[str]:
    return [] if document.get("servers") else ["no servers"]


@rule("path-keys-no-trailing-slash")
def no_slash(document: Document) -> list[str]:
    return [path for path in document.get("paths", {}) if len(path) > 1 and path.endswith("/")]


# /core/doc-openapi


@rule("nlgov:openapi3")
def openapi3(document: Document) -> list[str]:
    return [] if re.fullmatch(r"3(.\d+){1,2}", str(document.get("openapi", ""))) else ["openapi is not 3.x"]


@rule("nlgov:openapi-root-exists")
def openapi_root(document: Document) -> list[str]:
    return [] if document.get("openapi") else ["no openapi"]


# /core/version-header


@rule("nlgov:missing-version-header")
def version_header(document: Document) -> list[str]:
    return [
        where for where, answer in answers(document, "2", "3")
        if answer.get("headers") is not None and "api-version" not in {name.lower() for name in answer["headers"]}
    ]  # fmt: skip


@rule("nlgov:missing-header")
def headers(document: Document) -> list[str]:
    return [where for where, answer in answers(document, "2", "3") if not answer.get("headers")]


@rule("nlgov:include-major-version-in-uri")
def major_version(document: Document) -> list[str]:
    return [server["url"] for server in document.get("servers", []) if not re.search(r"/v[\d+]", server["url"])]


@rule("nlgov:paths-no-trailing-slash")
def no_spaced_slash(document: Document) -> list[str]:
    return [path for path in document.get("paths", {}) if re.search(r".+ ?/$", path)]


# /core/doc-openapi-contact


@rule("info-contact")
def contact(document: Document) -> list[str]:
    return [] if document.get("info", {}).get("contact") else ["no contact"]


@rule("nlgov:info-contact-fields-exist")
def contact_fields(document: Document) -> list[str]:
    found = document.get("info", {}).get("contact", {})
    return [name for name in ("email", "name", "url") if not found.get(name)]


# Paths and names


@rule("nlgov:http-methods")
def methods(document: Document) -> list[str]:
    known = {"post", "put", "get", "delete", "patch", "parameters", "summary", "description"}
    return [f"{path} {key}" for path, item in document.get("paths", {}).items() for key in item if key not in known]


@rule("nlgov:paths-kebab-case")
def kebab(document: Document) -> list[str]:
    return [
        p for p in document.get("paths", {}) if not re.search(r"/openapi\.(json|yaml)", p) and not KEBAB.fullmatch(p)
    ]


@rule("nlgov:query-keys-camel-case")
def query_keys(document: Document) -> list[str]:
    schemes = document.get("components", {}).get("securitySchemes", {}).items()
    found = [*parameters(document), *((f"scheme {name}", each) for name, each in schemes)]
    return [f"{where}: {each['name']}" for where, each in found
            if each.get("in") == "query" and not CAMEL.fullmatch(each["name"])]  # fmt: skip


@rule("nlgov:schema-camel-case")
def schema_names(document: Document) -> list[str]:
    names = document.get("components", {}).get("schemas", {})
    return [name for name in names if not re.fullmatch(r"([A-Z][a-z\d]*)+", name)]


@rule("nlgov:property-casing")
def property_names(document: Document) -> list[str]:
    """Of all properties, where the rule itself asks it of `_links` alone."""
    return [where for where, name, _schema in properties(document) if not CAMEL.fullmatch(name)]


@rule("nlgov:servers-use-https")
def https(document: Document) -> list[str]:
    return [server["url"] for server in document.get("servers", []) if server["url"].startswith("http://")]


# /core/error-handling


@rule("nlgov:use-problem-schema")
def problem_type(document: Document) -> list[str]:
    problems = {"application/problem+json", "application/problem+xml"}
    return [where for where, answer in answers(document, "4", "5") if not problems & set(answer.get("content", {}))]


@rule("nlgov:problem-schema-members")
def problem_members(document: Document) -> list[str]:
    wrong = []
    for where, answer in answers(document, "4", "5"):
        for kind, media in answer.get("content", {}).items():
            if kind.startswith("application/problem+"):
                named = whole(document, media.get("schema", {})).get("properties", {})
                wrong += [f"{where}: {name}" for name in ("status", "title", "detail") if name not in named]
    return wrong


@rule("nlgov:problem-invalid-input")
def invalid_input(document: Document) -> list[str]:
    wrong = []
    for where, operation in operations(document):
        method, _space, path = where.partition(" ")
        asks = operation.get("parameters") or document["paths"][path].get("parameters")
        takes = method in ("PUT", "POST", "PATCH") or (method in ("GET", "DELETE") and asks)
        if takes and "400" not in operation["responses"]:
            wrong.append(where)
    return wrong


# /core/date-time


@rule("nlgov:date-time-ensure-timezone")
def with_zone(document: Document) -> list[str]:
    return [where for where, _name, schema in properties(document) if schema.get("format") == "date-time-local"]


@rule("nlgov:time-without-timezone")
def times(document: Document) -> list[str]:
    return [where for where, _name, schema in properties(document) if schema.get("format") == "time"]


@rule("nlgov:specify-format-for-date-and-time")
def day_formats(document: Document) -> list[str]:
    return [where for where, name, schema in properties(document) if _is_day(name) and not any(formats(schema))]


@rule("nlgov:use-date-instead-of-datetime")
def days(document: Document) -> list[str]:
    return [where for where, name, schema in properties(document) if _is_day(name) and "date-time" in formats(schema)]


def _is_day(name: str) -> bool:
    return name in ("date", "datum") or bool(DAY_NAME.search(name))


@rule("nlgov:semver")
def semver(document: Document) -> list[str]:
    version = str(document.get("info", {}).get("version", ""))
    return [] if SEMVER.fullmatch(version) else [version]
