"""People: the list, finding somebody, and putting somebody on record."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, repeatable
from chain.api.keys import key_of, text, yes_no
from chain.api.problems import Fault, Problem, of_form
from chain.api.scopes import opened
from chain.api.shapes import through, typed
from chain.api.views import ApiView, ListView, needs, scopes_of
from clients import access, bsn, finding
from clients.api import shapes
from clients.models import Client, Event
from clients.register import RegisterForm, duplicates, may_register
from clients.registering import OnRecord


class ClientFilter(django_filters.FilterSet):
    home = text(6, field_name="home__code", label=_("CBS-code van de woongemeente"))
    lead = key_of(field_name="lead", label=_("id van wie de regie heeft"))
    closed = yes_no(method="of_closed", label=_("of het dossier gesloten is"))
    changedSince = django_filters.IsoDateTimeFilter(
        method="of_changed", label=_("sindsdien gebeurde er iets, te zien in wat er gebeurde")
    )  # fmt: skip

    def of_closed(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(closed_on__isnull=not value)

    def of_changed(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """What the timeline would show of it: by the same scopes."""
        needs(self.request, "clients", "timeline:read")
        told = Event.objects.filter(client=OuterRef("pk"), at__gte=value)
        return rows.filter(Exists(told.filter(part__in={"client", *opened(scopes_of(self.request))})))


class WholeForm(RegisterForm):
    """Looks for who is on record already only when all else is right, or a BSN could be tried without anybody being put on
    record; whose it is, is told to a token that opens BSNs."""

    whole = names_bsn = False

    def _look_for_the_same(self, clean: dict[str, Any]) -> None:
        if self.whole and not self.errors:
            super()._look_for_the_same(clean)

    def known(self, number: str) -> None:
        super().known(number if self.names_bsn else "")


class People(ListView):
    """Who is in sight, by name and number; GET by when they were put on record. POST puts somebody new on record."""

    resource, serializer, filterset = "clients", shapes.ClientShape, ClientFilter
    scopes = {"GET": "clients:read", "POST": "clients:write"}
    takes = {"POST": shapes.RegisterShape}
    summary = {"GET": _("Inwoners lezen"), "POST": _("Een inwoner aanmelden")}
    explained = {
        "GET": _("De namen en nummers van wie in zicht is. Van ieder die erin staat, wordt het inzien vastgelegd."),
        "POST": _("Voor wie nog niet in de keten bekend is. Lijkt iemand op een ander, dan noemt de fout bij `different` "
                  "wie: stuur die nummers mee als het een ander is."),
    }  # fmt: skip

    def queryset(self) -> QuerySet:
        if not finding.may_find(self.membership):
            raise PermissionDenied
        return Client.objects.visible_to(self.membership).select_related("home", "lead")

    def shown(self, rows: list[Any]) -> list[Any]:
        access.looks(self.membership, rows, ["client"])
        return rows

    @repeatable
    def post(self, request: Request) -> Response:
        """By the form of the page: with its look for who is on record already."""
        if not may_register(self.membership):
            raise PermissionDenied
        made: list[RegisterForm] = []
        names_bsn = "bsn:read" in scopes_of(request)
        whole = shapes.RegisterShape(data=request.data).is_valid()

        def make(given: dict[str, Any]) -> RegisterForm:
            given = {"language": "nld", "level": "full"} | given
            given["different"] = ",".join(sorted(given.get("different", ())))
            form = WholeForm(typed(given), membership=self.membership)
            form.whole, form.names_bsn = whole, names_bsn
            made.append(form)
            return form

        try:
            client = through(shapes.RegisterShape, request.data, make).register()
        except OnRecord:  # entered by another between the look and the save
            hits = duplicates(self.membership, number=made[0].cleaned_data["bsn"])
            made[0].known(next((hit.number for hit in hits if hit.reason == "bsn"), ""))
            raise Problem(400, faults=of_form(_errors(made[0]))) from None
        except Problem as problem:
            problem.faults += _alike(made, names_bsn)
            raise
        return created("api-client", client.number)


def _errors(form: RegisterForm) -> Any:
    from django.core.exceptions import ValidationError

    return ValidationError(form.errors.as_data())


def _alike(made: list[RegisterForm], names_bsn: bool) -> list[Fault]:
    """Who may be the same person, by client number: the machine says of them that they are not (`different`)."""
    said = translate("Lijkt op klantnummer %(number)s.")
    return [
        Fault("different", "alike", said % {"number": hit.number})
        for form in made for hit in form.alike if names_bsn or hit.reason != "bsn"
    ]  # fmt: skip


class Search(ApiView):
    """Finds people by BSN, birth date or name. In a body, since none of it may stand in an address."""

    resource, about_client, scopes = "clients", True, {"POST": "clients:read"}
    takes, answers = {"POST": shapes.SearchShape}, {"POST": shapes.FoundList}
    summary = {"POST": _("Inwoners zoeken")}
    explained = {
        "POST": _(
            "Op een van de drie: BSN, geboortedatum of naam. Dit is een POST, omdat niets daarvan in een adres mag staan."
        )
    }

    def post(self, request: Request) -> Response:
        """As the page finds: a BSN and a birth date for who reads identities, by a token that opens them; the look log has it."""
        if not finding.may_find(self.membership):
            raise PermissionDenied
        wanted = self.taken(request)
        if "bsn" in wanted:
            found = finding.People(self._by_bsn(request, wanted["bsn"]))
        else:
            found = self._by_words(request, wanted)
        rows = [{"number": row["number"], "name": row["name"]} for row in found.rows]
        return self.answer(request, {"items": rows, "similar": found.similar, "more": found.more})

    def _by_bsn(self, request: Request, number: str) -> list[dict[str, Any]]:
        if not finding.may_find_bsn(self.membership) or "bsn:read" not in scopes_of(request):
            access.look(self.membership, None, ["identity"], "refused")
            raise PermissionDenied
        if not bsn.is_valid(number):
            raise Problem(
                400, faults=[Fault("bsn", "invalid", translate("Dit is geen BSN. Kijk de negen cijfers na."))]
            )
        found = finding.by_bsn(self.membership, number)
        return [{"number": found.number, "name": found.name}] if found else []

    def _by_words(self, request: Request, wanted: dict[str, Any]) -> finding.People:
        """By birth date (which leaves a look at each who is found) or by name."""
        day = wanted.get("birth_date")
        typed_in = day.strftime("%d-%m-%Y") if day else finding.tidy(wanted["name"])
        if day or finding.born(typed_in):  # a day that is typed as a name finds by birth date too
            needs(request, "identity", "identity:read")
            if not self.membership.reads("identity"):
                access.look(self.membership, None, ["identity"], "refused")
                raise PermissionDenied
        access.look(self.membership, None, ["clients"], "api")
        if bsn.typed_in(typed_in):
            said = translate("Zoek niet op BSN. Zoek op naam of klantnummer.")
            raise Problem(400, faults=[Fault("name", "bsn", said)])
        return finding.people(self.membership, typed_in)
