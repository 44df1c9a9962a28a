"""What went wrong, in the form of RFC 9457 (application/problem+json): every fault at once, each with its name and reason."""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoFault
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response

from chain.api.names import camel
from chain.once import NotNow

MEDIA = "application/problem+json"
LONGEST = 60  # characters of a name that was sent and is not known
# status -> (type, title, detail)
KINDS: dict[int, tuple[str, Any, Any]] = {
    400: ("invalid-input", _("Ongeldige aanvraag"), _("Wat u stuurde klopt niet. Per veld staat hieronder wat er is.")),
    401: ("no-token", _("Geen geldig token"), _("Stuur een geldig token mee in de kop Authorization.")),
    403: ("not-allowed", _("Geen toegang"), _("Deze koppeling mag dit niet.")),
    404: ("not-found", _("Niet gevonden"), _("Dit is er niet, of niet voor deze koppeling.")),
    405: ("no-such-method", _("Methode niet toegestaan"), _("Gebruik een methode die in de kop Allow staat.")),
    406: ("not-acceptable", _("Formaat niet beschikbaar"), _("Antwoorden zijn er alleen als application/json.")),
    409: ("not-now", _("Kan nu niet"), _("Zoals het er nu voor staat kan dit niet (meer). Lees eerst hoe het nu is.")),
    412: ("stale", _("Intussen gewijzigd"), _("Iemand anders heeft dit intussen gewijzigd. Lees het opnieuw.")),
    413: ("too-large", _("Te groot"), _("Stuur minder in een keer.")),
    415: ("no-such-media", _("Formaat onbekend"), _("Stuur application/json.")),
    422: ("key-used", _("Sleutel al gebruikt"), _("Deze Idempotency-Key hoort bij een andere aanvraag.")),
    428: ("if-match-needed", _("If-Match ontbreekt"), _("Stuur in de kop If-Match de ETag mee van wat u las.")),
    429: ("too-many", _("Te veel aanvragen"), _("Wacht zo lang als in de kop Retry-After staat.")),
    500: ("failed", _("Fout bij ons"), _("Er ging iets mis. Er is niets opgeslagen.")),
}
logger = logging.getLogger(__name__)


class Fault(NamedTuple):
    """One fault: of which field (camelCase, dots into what lies within; "" for the whole), what kind, and in words."""

    name: str
    code: str
    reason: str


class Problem(Exception):
    """Ends a call with this status. `detail` says it for people where the usual words do not."""

    def __init__(self, status: int, detail: object = "", faults: Iterable[Fault] = (), **headers: str) -> None:
        super().__init__(status)
        self.status, self.detail, self.faults = status, detail, list(faults)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def body(status: int, path: str, detail: object = "", faults: Iterable[Fault] = ()) -> dict[str, Any]:
    kind, title, usual = KINDS.get(status) or KINDS[500 if status >= 500 else 400]
    said = {
        "type": f"urn:snoer:problem:{kind}", "title": str(title), "status": status, "detail": str(detail or usual),
        "instance": path,
    }  # fmt: skip
    found = [fault._asdict() for fault in faults]
    return said | {"errors": found} if found else said


def handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler; None for what is a fault of ours: that goes on, and is logged."""
    problem = _problem(error)
    if problem is None:
        return None
    request = context["request"]
    said = body(problem.status, request.path, problem.detail, problem.faults)
    return Response(said, problem.status, headers=problem.headers, content_type=MEDIA)


def _problem(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case Http404():
            return Problem(404)
        case PermissionDenied():
            return Problem(403)
        case NotNow():
            return Problem(409)
        case RequestDataTooBig():
            return Problem(413)
        case DjangoFault():
            return Problem(400, faults=of_form(error))
        case exceptions.ValidationError():
            return Problem(400, faults=of_shape(error.detail))
        case exceptions.ParseError():
            return Problem(400, faults=[Fault("", "parse_error", str(error.detail))])
        case exceptions.APIException():
            return Problem(error.status_code)
        case SuspiciousOperation():
            return Problem(400)
    return None


def of_form(error: DjangoFault, names: Mapping[str, str] | None = None) -> list[Fault]:
    """The faults that an act or a form found; `names` where a field is called otherwise out here."""
    found = error.error_dict if hasattr(error, "error_dict") else {"__all__": error.error_list}
    return [
        Fault("" if name == "__all__" else (names or {}).get(name, camel(name)), one.code or "invalid", said)
        for name, errors in found.items()
        for one in errors
        for said in one.messages
    ]


def of_shape(detail: Any, name: str = "") -> list[Fault]:
    """The faults that a shape found, however deep they lie."""
    return list(_flat(detail, name))


def _flat(detail: Any, name: str) -> Iterator[Fault]:
    if isinstance(detail, Mapping):
        for key, within in detail.items():
            key = "" if key == "non_field_errors" else str(key).encode(errors="replace").decode()[:LONGEST]
            yield from _flat(within, f"{name}.{key}".strip("."))
    elif isinstance(detail, list | tuple):
        for position, within in enumerate(detail):
            nested = isinstance(within, Mapping | list)
            if not nested or within:
                yield from _flat(within, f"{name}.{position}".strip(".") if nested else name)
    else:
        yield Fault(name, getattr(detail, "code", "") or "invalid", str(detail))


def instead(request: HttpRequest, response: HttpResponse) -> None:
    """Makes a problem of an error that something else answered (Django itself, another middleware)."""
    if response.status_code >= 400 and response.headers.get("Content-Type", "").split(";")[0] != MEDIA:
        response.content = json.dumps(body(response.status_code, request.path)).encode()
        response.headers["Content-Type"] = MEDIA
        response.headers.pop("Content-Length", None)
