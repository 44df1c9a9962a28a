"""The API keeps to the Dutch API Design Rules: what its document says, and what it answers."""

import copy
import re

import pytest
from django.test import Client as Browser

from chain.api.schema import document as described
from chain.registry import registered
from tests.api.design_rules import CAMEL, RULES, operations, properties
from tests.test_messages import DUTCH

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
HEADERS = {"API-Version": {"schema": {"type": "string"}}}
# A small document that keeps to all rules; BROKEN says how each of them is broken.
GOOD = {
    "openapi": "3.1.0",
    "info": {"title": "Iets", "version": "1.0.0",
             "contact": {"name": "Wij", "email": "wij@example.org", "url": "https://example.org"}},
    "servers": [{"url": "https://example.org/api/v1"}],
    "tags": [{"name": "dingen"}],
    "paths": {
        "/big-things/{id}": {
            "get": {
                "operationId": "thing", "tags": ["dingen"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                               {"name": "pageSize", "in": "query", "schema": {"type": "integer", "example": 3}}],
                "responses": {
                    "200": {"description": "ja", "headers": HEADERS, "content": {"application/json": {
                        "schema": {"$ref": "#/components/schemas/BigThing"}, "example": {"birthDate": "2000-01-01"}}}},
                    "400": {"description": "nee", "content": PROBLEM},
                },
            }
        }
    },
    "components": {"schemas": {
        "BigThing": {"type": "object", "properties": {"birthDate": {"type": "string", "format": "date"}}},
        "Problem": {"type": "object", "properties": {"status": {"type": "integer"}, "title": {"type": "string"},
                                                     "detail": {"type": "string"}}},
    }},
}  # fmt: skip
GET = ("paths", "/big-things/{id}", "get")
DAY = ("components", "schemas", "BigThing", "properties", "birthDate")
ANSWER = (*GET, "responses", "200")
# Rule -> (where, what is put there; None: it is taken away).
BROKEN = {
    "oas3-schema": (("info", "title"), None),
    "operation-operationId-unique": (("paths", "/others"), GOOD["paths"]["/big-things/{id}"]),  # type: ignore[index]
    "path-params": ((*GET, "parameters"), []),
    "openapi-tags-uniqueness": (("tags",), [{"name": "dingen"}, {"name": "dingen"}]),
    "oas3-valid-media-example": ((*ANSWER, "content", "application/json", "example"), {"birthDate": 3}),
    "oas3-valid-schema-example": (
        (*GET, "parameters"), [{"name": "a", "in": "query", "schema": {"type": "integer", "example": "x"}}]
    ),
    "oas3-server-variables": (("servers",), [{"url": "https://{host}/v1"}]),
    "oas3-api-servers": (("servers",), []),
    "path-keys-no-trailing-slash": (("paths", "/others/"), {}),
    "nlgov:openapi3": (("openapi",), "2.0"),
    "nlgov:openapi-root-exists": (("openapi",), None),
    "nlgov:missing-version-header": ((*ANSWER, "headers"), {"Other": {}}),
    "nlgov:missing-header": ((*ANSWER, "headers"), None),
    "nlgov:include-major-version-in-uri": (("servers",), [{"url": "https://example.org/api"}]),
    "nlgov:paths-no-trailing-slash": (("paths", "/others/"), {}),
    "info-contact": (("info", "contact"), None),
    "nlgov:info-contact-fields-exist": (("info", "contact", "email"), None),
    "nlgov:http-methods": (("paths", "/big-things/{id}", "trace"), {}),
    "nlgov:paths-kebab-case": (("paths", "/bigThings"), {}),
    "nlgov:query-keys-camel-case": ((*GET, "parameters"), [{"name": "page_size", "in": "query"}]),
    "nlgov:schema-camel-case": (("components", "schemas", "big_thing"), {}),
    "nlgov:property-casing": ((*DAY[:-1], "birth_day"), {"type": "string"}),
    "nlgov:servers-use-https": (("servers",), [{"url": "http://example.org/v1"}]),
    "nlgov:use-problem-schema": ((*GET, "responses", "400", "content"), {"application/json": {}}),
    "nlgov:problem-schema-members": (("components", "schemas", "Problem", "properties", "detail"), None),
    "nlgov:problem-invalid-input": ((*GET, "responses", "400"), None),
    "nlgov:date-time-ensure-timezone": ((*DAY, "format"), "date-time-local"),
    "nlgov:time-without-timezone": ((*DAY, "format"), "time"),
    "nlgov:specify-format-for-date-and-time": ((*DAY, "format"), None),
    "nlgov:use-date-instead-of-datetime": ((*DAY, "format"), "date-time"),
    "nlgov:semver": (("info", "version"), "1.0"),
}  # fmt: skip


@pytest.fixture(scope="module")
def document(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        answer = Browser().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def broken(where, put):
    found = copy.deepcopy(GOOD)
    place = found
    for key in where[:-1]:
        place = place[key]
    if put is None:
        del place[where[-1]]
    else:
        place[where[-1]] = put
    return found


@pytest.mark.parametrize("name", RULES)
def test_a_document_that_breaks_the_rule_fails_it(name):
    assert RULES[name](GOOD) == []
    assert RULES[name](broken(*BROKEN[name]))


@pytest.mark.parametrize("name", RULES)
def test_the_api_keeps_the_rule(name, document):
    assert RULES[name](document) == []


def test_nothing_of_a_person_stands_in_an_address(document):
    """No BSN, name or birth date in a path or a query: searching by those is a POST."""
    asked = {
        parameter["name"].lower()
        for _where, operation in operations(document) for parameter in operation.get("parameters", [])
        if parameter["in"] in ("path", "query")
    }  # fmt: skip
    assert not asked & {"bsn", "lastname", "firstname", "birthdate", "birthday", "email", "phone", "street"}


def test_all_properties_are_camel_case_and_the_document_is_whole(document):
    assert len(document["paths"]) > 10
    assert all(CAMEL.fullmatch(name) for _where, name, _schema in properties(document))


ENGLISH_WORDS = """
    all and are be by each for from how its not nothing or out that the their them they this to what whatever where which who
    whose why with without"""
ENGLISH = set(ENGLISH_WORDS.split())  # that are no words of Dutch


def said(found, where="$"):
    """Place and text of all that a document says for people."""
    if isinstance(found, dict):
        for key, value in found.items():
            text = isinstance(value, str) and (key in ("summary", "description") or where.endswith(".scopes"))
            yield from [(f"{where}.{key}", value)] if text else said(value, f"{where}.{key}")
    elif isinstance(found, list):
        for place, value in enumerate(found):
            yield from said(value, f"{where}[{place}]")


def words(text):
    """Without what stands in code: `closedWhy`."""
    return set(re.findall(r"[^\W\d_]+", re.sub(r"`[^`]*`", "", text).lower()))


@pytest.mark.parametrize(("language", "foreign"), [("nl", ENGLISH), ("en", DUTCH)])
def test_every_operation_says_what_it_does_in_one_language(language, foreign, django_db_setup):
    """Dutch; English for who asks for that (docs/api.md)."""
    found = described(language)
    for where, operation in operations(found):
        assert operation.get("summary") and operation.get("description"), where
    assert [(where, text) for where, text in said(found) if words(text) & foreign] == []


def test_the_two_languages_say_the_same_places():
    dutch, english = dict(said(described("nl"))), dict(said(described("en")))
    assert dutch.keys() == english.keys()
    own = {where for where, text in dutch.items() if len(words(text)) > 3 and text == english[where]}
    assert own == set(), "not translated"


def test_each_route_stands_in_the_document(document):
    """Of the addresses of the API as Django knows them none is left out."""
    mounted = [str(route.pattern) for routes in registered("SNOER_API") for route in routes]
    known = {re.sub(r"<[^>]+>", "{}", f"/{each}") for each in mounted}
    assert known == {re.sub(r"{[^}]+}", "{}", path) for path in document["paths"]}


def test_answers_say_the_version_and_are_kept_by_nobody(db):
    for path in ("/api/v1/openapi.json", "/api/v1/clients", "/api/v1/nowhere"):
        answer = Browser().get(path)
        assert answer["API-Version"].count(".") == 2, path
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        if answer.status_code >= 400:
            assert answer["Content-Type"].startswith("application/problem+json"), path
            assert "no-store" in answer["Cache-Control"], path


def test_a_trailing_slash_leads_nowhere(db):
    answer = Browser().get("/api/v1/clients/")
    assert answer.status_code == 404
