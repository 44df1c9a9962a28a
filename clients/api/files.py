"""One person's file: each part a resource of its own, so that what a token opens and what a function reads fall together."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import SENT_ALONE, must_match
from chain.api.problems import Fault, Problem
from chain.api.scopes import opened
from chain.api.shapes import UNKNOWN, Shape, through, typed
from chain.api.views import ApiView, ListView, OneView, scopes_of
from clients import access, bsn, details, plans, timeline
from clients.api import shapes
from clients.models import BenefitPeriod, Capacity, Client, Contact, Event, Identity, TargetGroup


class OfClient(ApiView):
    """What is about one person, who is fetched by clients.access: it checks, and leaves the look."""

    about_client = True
    part: ClassVar[str] = "client"

    def client(self, write: bool = False) -> Client:
        return access.of(self.membership, self.kwargs["number"], self.part, write=write)


class OfParts(OfClient, ListView):
    """Rows about several parts of one file: those that the membership reads and the token opens, beside the view's own part.
    What is on the page of them is a look at these parts too."""

    def parts(self) -> list[str]:
        self.found = self.client()
        return access.readable(self.membership, self.found, self.part, *opened(scopes_of(self.request)))

    def shown(self, rows: list[Any]) -> list[Any]:
        if beside := sorted({row.part for row in rows} - {self.part}):
            access.look(self.membership, self.found, beside, access.why(self.membership, self.found))
        return rows


class OneClient(OfClient, OneView):
    resource, scopes, serializer = "clients", {"GET": "clients:read"}, shapes.ClientShape
    summary = {"GET": _("Een inwoner lezen")}
    explained = {"GET": _("De naam en wie de regie heeft. De andere delen van het dossier hebben elk een eigen adres.")}

    def one(self) -> Client:
        return self.client()


class Part(OfClient, OneView):
    """A part with one row a person, which may not be there yet: then as if empty, with version 0."""

    model: ClassVar[Any]
    change: ClassVar[type[Shape]]

    def one(self) -> Any:
        return self.of(self.client())

    def of(self, client: Client) -> Any:
        empty = self.model(client=client, chain_id=client.chain_id, version=0)
        return self.model.objects.filter(client=client).first() or empty

    def patch(self, request: Request, number: str) -> Response:
        """Through the form of the page, with what it checks; what is not sent stays as it was."""
        client = self.client(write=True)
        row = self.of(client)
        must_match(request, self.version(row))
        before = self._form(client, None)

        def make(given: dict[str, Any]) -> Any:
            if strange := [Fault(name, "unknown", str(UNKNOWN)) for name in given if name not in before.fields]:
                raise Problem(400, faults=strange)
            now = {name: before[name].value() for name in before.fields}
            data = typed(now | given, f"{before.prefix}-")
            for name in before.fields:  # what the page was made with
                data.setlist(before[name].html_initial_name, typed({"was": now[name]}).getlist("was"))
            return self._form(client, data)

        form = through(self.change, request.data, make)
        if details.touched(form):
            with transaction.atomic():
                details.save(client, [form])
            row = self.of(client)
        return self.show(request, row)

    def _form(self, client: Client, data: Any) -> Any:
        forms = details.forms_of(self.membership, client, data)
        found = next((form for form in forms if form.part == self.part), None)
        if found is None:
            raise PermissionDenied
        return found


class OneIdentity(Part):
    resource, part, model = "identity", "identity", Identity
    serializer, change = shapes.IdentityShape, shapes.IdentityChange
    scopes = {"GET": "identity:read", "PATCH": "identity:write"}
    takes, matches = {"PATCH": shapes.IdentityChange}, ("PATCH",)
    summary = {"GET": _("Geboortedatum en huishouden lezen"), "PATCH": _("Geboortedatum en huishouden wijzigen")}
    explained = {
        "GET": _("Alleen voor het aanspreekpunt. Het BSN staat er niet in: dat toont `_show`."), "PATCH": SENT_ALONE,
    }  # fmt: skip


class OneContact(Part):
    resource, part, model = "contact", "contact", Contact
    serializer, change = shapes.ContactShape, shapes.ContactChange
    scopes = {"GET": "contact:read", "PATCH": "contact:write"}
    takes, matches = {"PATCH": shapes.ContactChange}, ("PATCH",)
    summary = {"GET": _("Adres en bereikbaarheid lezen"), "PATCH": _("Adres en bereikbaarheid wijzigen")}
    explained = {"GET": _("Waar en in welke taal iemand te bereiken is."), "PATCH": SENT_ALONE}


class OneCapacity(Part):
    resource, part, model = "capacity", "capacity", Capacity
    serializer, change = shapes.CapacityShape, shapes.CapacityChange
    scopes = {"GET": "capacity:read", "PATCH": "capacity:write"}
    takes, matches = {"PATCH": shapes.CapacityChange}, ("PATCH",)
    summary = {"GET": _("Arbeidsvermogen en doelgroepen lezen"), "PATCH": _("Arbeidsvermogen en doelgroepen wijzigen")}
    explained = {"GET": _("In termen van werk: er staan geen medische gegevens in."), "PATCH": SENT_ALONE}

    def of(self, client: Client) -> Any:
        row = super().of(client)
        row.codes = sorted(TargetGroup.objects.filter(client=client).values_list("code", flat=True))
        return row

    def version(self, one: Any) -> object:
        """The groups have no version of their own."""
        return "-".join([str(one.version), *one.codes])


class ShowBsn(OfClient):
    """Shows the BSN, once: for the point of contact only, and each time it stands in the look log."""

    resource, part, scopes = "bsn", "identity", {"POST": "bsn:read"}
    answers = {"POST": shapes.BsnShape}
    summary = {"POST": _("Het BSN tonen")}
    explained = {"POST": _("Alleen voor het aanspreekpunt. Elke keer wordt vastgelegd wie het zag.")}

    def post(self, request: Request, number: str) -> Response:
        client = access.of(self.membership, number, "identity", log=False)
        access.look(self.membership, client, ["identity"], "bsn")
        row = Identity.objects.filter(client=client).first()
        shown = bsn.decrypt(bytes(row.bsn_cipher)) if row and row.bsn_cipher else None
        return self.answer(request, {"bsn": shown})


class BenefitPeriods(OfClient, ListView):
    resource, part, serializer = "benefit-periods", "benefit", shapes.BenefitShape
    scopes = {"GET": "benefits:read"}
    summary = {"GET": _("Uitkeringsperioden lezen")}
    explained = {"GET": _("Van elke uitkering van een inwoner de eerste en de laatste dag, en waarom ze eindigde.")}

    def queryset(self) -> QuerySet:
        return BenefitPeriod.objects.filter(client=self.client())


class Events(OfParts):
    """What happened, of the parts that the machine reads and its token opens; newest first."""

    resource, part, serializer = "events", "client", shapes.EventShape
    scopes, order = {"GET": "timeline:read"}, ("-at", "-pk")
    summary = {"GET": _("Lezen wat er gebeurde")}
    explained = {"GET": _("Van de delen van het dossier die deze koppeling mag lezen, het nieuwste eerst.")}

    def queryset(self) -> QuerySet:
        parts = self.parts()
        return Event.objects.filter(client=self.found, part__in=parts).select_related("partner")

    def shown(self, rows: list[Any]) -> list[Any]:
        for row in super().shown(rows):
            row.title, row.text, _icon = timeline.told({"act": row.act, "params": row.params, "on": row.on})
        return rows


class OnePlan(OfClient, OneView):
    resource, part, serializer = "plan", "plan", shapes.PlanShape
    scopes = {"GET": "plan:read"}
    summary = {"GET": _("Het plan lezen")}
    explained = {
        "GET": _(
            "Het plan dat loopt, anders het laatste, met doelen en afspraken. Een doel wijzigt u op zijn eigen adres."
        )
    }

    def one(self) -> Any:
        there = self.client().plans.order_by(*plans.LATEST_FIRST).prefetch_related("goals", "agreements__partner")
        found = there.first()
        if found is None:
            raise Http404
        return found

    def version(self, one: Any) -> object:
        """No one number tells whether its goals and agreements are as they were."""
        goals = [(goal.pk, goal.version) for goal in one.goals.all()]
        agreed = [(each.pk, each.version) for each in one.agreements.all()]
        return "-".join(f"{pk}.{version}" for pk, version in [(one.pk, one.version), *goals, *agreed])
