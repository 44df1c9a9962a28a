"""Placements for machines: those of a person and all in sight, and a new one by the rules of the page."""

import hashlib
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet
from django.urls import path
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import SENT_ALONE, created, etag, must_match, repeatable
from chain.api.keys import day, key_of, one_of
from chain.api.problems import Fault, Problem
from chain.api.shapes import UNKNOWN, Shape, Texts, choice, through, typed
from chain.api.views import ApiView, ListView, OneView
from chain.models import FORMS_OF_WORK, Membership, Partner
from clients import access, steps
from clients.models import Client, Step
from clients.models.step import STATUSES as STEP_STATUSES
from clients.queries import any_of, shows
from diagnosis.codes import CONTRACTS
from placement.api.acts import logged, of_person, told
from placement.api.vacancies import NamedShape
from placement.models import EFFECTS, END_REASONS, Employer, Introduction, Placement, Vacancy
from placement.placement_forms import ChangeForm, EndForm, PlacementForm, StartForm
from placement.placements import end, may_change, start

ID: dict[str, Any] = {"min_value": 1, "max_value": 2**63 - 1, "allow_null": True, "required": False}
NAMES = {
    "employer": "employerId", "site": "siteId", "hours": "hoursPerWeek", "vacancy": "vacancyId", "on": "startedOn",
    "planned_on": "startedOn", "instrument": "formOfWork",
}  # fmt: skip
FIELDS = {
    "employer_id": "employer",
    "site_id": "site",
    "hours_per_week": "hours",
}  # what the form of a change calls them


class PlacementShape(Shape):
    id = serializers.IntegerField()
    client_number = serializers.CharField(source="client.number")
    step_id = serializers.IntegerField()
    partner = serializers.CharField(source="step.partner.code", help_text=_("wie haar uitvoert"))
    form_of_work = choice(FORMS_OF_WORK)
    employer = NamedShape(allow_null=True)
    site_id = serializers.IntegerField(allow_null=True)
    vacancy_id = serializers.IntegerField(allow_null=True)
    job = serializers.CharField()
    hours_per_week = serializers.IntegerField(source="step.hours_per_week", allow_null=True)
    contract = choice(CONTRACTS, allow_blank=True)
    wage = serializers.DecimalField(6, 2, allow_null=True, help_text=_("bruto, euro per uur"))
    employed_by = serializers.CharField(
        source="employed_by.code", default=None, allow_null=True, help_text=_("bij detachering")
    )
    quick_start = serializers.BooleanField()
    learning = serializers.BooleanField()
    status = choice(STEP_STATUSES, source="step.status")
    planned_on = serializers.DateField(source="step.planned_on", allow_null=True)
    started_on = serializers.DateField(source="step.started_on", allow_null=True)
    planned_end = serializers.DateField(source="step.planned_end", allow_null=True)
    ended_on = serializers.DateField(source="step.ended_on", allow_null=True)
    end_reason = choice(END_REASONS, allow_blank=True)


class PlacementInput(Shape):
    """A new placement."""

    explained = _(
        "`effect`: wat het werk voor de uitkering betekent, als voorstel aan het aanspreekpunt; nodig bij betaald werk."
    )
    form_of_work = choice(FORMS_OF_WORK)
    started_on = serializers.DateField()
    planned_end = serializers.DateField(required=False, allow_null=True)
    employer_id = serializers.IntegerField(**ID)
    site_id = serializers.IntegerField(**ID)
    vacancy_id = serializers.IntegerField(**ID)
    introduction_id = serializers.IntegerField(**ID)
    partner = serializers.SlugField(
        required=False, help_text=_("wie haar uitvoert; leeg: de gewone partner voor dit werk")
    )
    job = serializers.CharField(max_length=120, allow_blank=True, required=False)
    hours_per_week = serializers.IntegerField(min_value=1, max_value=60, allow_null=True, required=False)
    contract = choice(CONTRACTS, allow_blank=True, required=False)
    wage = serializers.DecimalField(5, 2, min_value=0, allow_null=True, required=False)
    employed_by = serializers.SlugField(required=False)
    quick_start = serializers.BooleanField(required=False)
    learning = serializers.BooleanField(required=False)
    effect = choice(EFFECTS, required=False)
    effect_from_on = serializers.DateField(required=False, allow_null=True)


class PlacementChange(Shape):
    """What changes of a placement that is planned or runs; its days are those of its step, or of the acts."""

    explained = _(
        "Bij een andere werkgever vervalt de vestiging, tenzij u er een van die werkgever stuurt. De dagen zijn die van de stap."
    )
    employer_id = serializers.IntegerField(**ID)
    site_id = serializers.IntegerField(**ID)
    job = serializers.CharField(max_length=120, allow_blank=True, required=False)
    hours_per_week = serializers.IntegerField(min_value=1, max_value=60, allow_null=True, required=False)
    contract = choice(CONTRACTS, allow_blank=True, required=False)
    wage = serializers.DecimalField(5, 2, min_value=0, allow_null=True, required=False)
    employed_by = serializers.SlugField(
        required=False, allow_null=True, help_text=_("bij detachering; leeg: de partner die haar uitvoert")
    )
    quick_start = serializers.BooleanField(required=False)
    learning = serializers.BooleanField(required=False)


class PlacementStart(Shape):
    """The first day, as it really was."""

    explained = _("De eerste dag, zoals die echt was.")
    started_on = serializers.DateField()


class PlacementEnd(Texts):
    ended_on = serializers.DateField()
    end_reason = choice(END_REASONS)
    note = serializers.CharField(max_length=400, allow_blank=True, required=False)


class PlacementKeys(FilterSet):
    formOfWork = one_of(FORMS_OF_WORK, field_name="form_of_work")
    status = one_of(STEP_STATUSES, field_name="step__status")
    employerId = key_of(field_name="employer")
    startedFrom = day(field_name="step__started_on", lookup_expr="gte")
    startedUntil = day(field_name="step__started_on", lookup_expr="lte")


class PlacementList(ListView):
    """The placements of who is in sight, newest first, with a look at each."""

    scopes = {"GET": "placements:read"}
    resource = "placements"
    about_client = True
    serializer = PlacementShape
    filterset = PlacementKeys
    order = ("-pk",)
    summary = {"GET": _("Plaatsingen van de keten lezen")}
    explained = {
        "GET": _("Van wie in zicht is, de nieuwste eerst. Van ieder die erin staat, wordt het inzien vastgelegd."),
    }

    def queryset(self) -> QuerySet[Placement]:
        if not self.membership.reads("placements") or not self.membership.reads("plan"):
            access.look(self.membership, None, ["placements"], "refused")
            raise PermissionDenied
        sees = Client.objects.visible_to(self.membership).filter(pk=OuterRef("client"))
        rows = Placement.objects.filter(any_of(sees), chain_id=self.membership.chain_id)
        return _whole(rows.filter(shows(self.membership, "placements")))

    def shown(self, rows: list[Placement]) -> list[Placement]:
        logged(self, [row.client for row in rows])
        return rows


class ClientPlacements(ListView):
    """The placements of a person."""

    scopes = {"GET": "placements:read", "POST": "placements:write"}
    resource = "placements"
    about_client = True
    serializer = PlacementShape
    filterset = PlacementKeys
    order = ("-pk",)
    takes = {"POST": PlacementInput}
    summary = {"GET": _("De plaatsingen van een inwoner lezen"), "POST": _("Een plaatsing vastleggen")}
    explained = {
        "GET": _("De nieuwste eerst."),
        "POST": _("Werk in elke vorm. Hoort er een voordracht of een vacature bij, dan volgt veel daaruit."),
    }

    def queryset(self) -> QuerySet[Placement]:
        found = access.of(self.membership, self.kwargs["number"], "client", "plan", "placements")
        return _whole(Placement.objects.filter(client=found))

    @repeatable
    def post(self, request: Request, number: str) -> Response:
        found = access.of(self.membership, number, "client", "plan", "placements")
        if not all(access.writes(self.membership, found, part) for part in ("placements", "plan")):
            access.look(self.membership, found, ["placements"], "refused")
            raise PermissionDenied
        form = through(PlacementInput, request.data, lambda said: _form(said, found, self.membership), NAMES)
        return created("api-placement", told(form.place, NAMES).pk)


class OfPlacement(ApiView):
    resource = "placements"
    about_client = True

    def one(self) -> Placement:
        found: Placement = of_person(self, _whole(Placement.objects.all()), "plan", "placements")
        return found

    def version(self, one: Placement) -> object:
        """It has no version of its own: what is shown of it tells one state from another."""
        shown = JSONRenderer().render(PlacementShape(one).data)
        return hashlib.sha256(shown).hexdigest()[:20]

    def held(self, request: Request, found: Placement) -> Placement:
        """The placement as it is now, locked as its acts lock it, and as it was read."""
        Step.objects.select_for_update(of=("self",)).get(pk=found.step_id)
        now = _whole(Placement.objects.select_for_update(of=("self",))).get(pk=found.pk)
        must_match(request, self.version(now))
        return now

    def refused(self, found: Placement) -> PermissionDenied:
        access.look(self.membership, found.client, ["placements"], "refused")
        return PermissionDenied()


class PlacementOne(OfPlacement, OneView):
    """A placement."""

    serializer = PlacementShape
    scopes = {"GET": "placements:read", "PATCH": "placements:write"}
    takes = {"PATCH": PlacementChange}
    answers = {"PATCH": PlacementShape}
    matches = ("PATCH",)
    summary = {"GET": _("Een plaatsing lezen"), "PATCH": _("Een plaatsing wijzigen")}
    explained = {"GET": _("Met de dagen en de uren van de stap waar ze bij hoort."), "PATCH": SENT_ALONE}

    def patch(self, request: Request, pk: int) -> Response:
        found = self.one()
        if not may_change(self.membership, found):
            raise self.refused(found)
        now = self.held(request, found)
        there: dict[str, Any] = {"placement": now, "membership": self.membership}
        form = through(PlacementChange, request.data, lambda said: _Change(said, **there), NAMES)
        if form.touched:
            told(form.change, NAMES)
        return self.show(request, _whole(Placement.objects.all()).get(pk=now.pk))


class PlacementAct(OfPlacement):
    """One act; a route for each, so that each has its own body."""

    scopes, matches, answers = {"POST": "placements:write"}, ("POST",), {"POST": PlacementShape}
    act: ClassVar[str]  # of its step
    names: ClassVar[dict[str, str]]

    def form(self, said: dict[str, Any]) -> forms.Form:
        raise NotImplementedError

    def carry_out(self, now: Placement, clean: dict[str, Any]) -> None:
        raise NotImplementedError

    def post(self, request: Request, pk: int) -> Response:
        """By the form of the page, for who carries it out and where the status allows it (409 where it does not)."""
        found = self.one()
        if not (self.membership.writes("placements") and steps.may(self.membership, found.step, self.act)):
            raise self.refused(found)
        now = self.held(request, found)
        form = through(self.takes["POST"], request.data, self.form, self.names)
        told(lambda: self.carry_out(now, form.cleaned_data), self.names)
        answer = self.answer(request, now)  # not read again: it can be out of sight, where this ended it
        answer.headers["ETag"] = etag(self.version(now))
        return answer


class PlacementBegins(PlacementAct):
    takes, act = {"POST": PlacementStart}, "start"
    names: ClassVar = {"on": "startedOn"}
    summary = {"POST": _("Een plaatsing laten beginnen")}
    explained = {"POST": _("Een geplande plaatsing, door de partner die haar uitvoert.")}

    def form(self, said: dict[str, Any]) -> StartForm:
        return StartForm(typed({"on": said.get("started_on")}))

    def carry_out(self, now: Placement, clean: dict[str, Any]) -> None:
        start(now, clean["on"], by=self.membership)


class PlacementEnds(PlacementAct):
    takes, act = {"POST": PlacementEnd}, "finish"
    names: ClassVar = {"on": "endedOn", "reason": "endReason", "result": "note"}
    summary = {"POST": _("Een plaatsing beëindigen")}
    explained = {"POST": _("Een plaatsing die loopt, door de partner die haar uitvoert. Een nieuwe uitkering legt het "
                           "aanspreekpunt vast.")}  # fmt: skip

    def form(self, said: dict[str, Any]) -> EndForm:
        fields = {"ended_on": "on", "end_reason": "reason"}
        return EndForm(typed({fields.get(name, name): value for name, value in said.items()}))

    def carry_out(self, now: Placement, clean: dict[str, Any]) -> None:
        end(now, clean["on"], clean["reason"], clean["note"], by=self.membership)


def _whole(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    return rows.select_related("client", "employer", "employed_by", "step__partner")


def _form(said: dict[str, Any], found: Client, by: Membership) -> PlacementForm:
    """The form of the page with what is said; Problem 400 for what is not there."""
    faults: list[Fault] = []

    def there(name: str, rows: QuerySet, **key: Any) -> Any:
        if not any(key.values()):
            return None
        row = rows.filter(chain_id=found.chain_id, **key).first()
        if row is None:
            faults.append(Fault(name, "invalid", translate("Die is er niet.")))
        return row

    introductions = Introduction.objects.select_related("employer", "vacancy").filter(client=found)
    introduction = there("introductionId", introductions, pk=said.pop("introduction_id", None))
    vacancy = there("vacancyId", Vacancy.objects.select_related("employer"), pk=said.pop("vacancy_id", None))
    employer = there("employerId", Employer.objects.all(), pk=said.pop("employer_id", None))
    partner = there("partner", Partner.objects.all(), code=said.pop("partner", None))
    employed_by = there("employedBy", Partner.objects.all(), code=said.pop("employed_by", None))
    if faults:
        raise Problem(400, faults=faults)
    vacancy = vacancy or (introduction.vacancy if introduction else None)
    employer = employer or (introduction.employer if introduction else None) or (vacancy.employer if vacancy else None)
    data = typed(
        {
            "form_of_work": said.pop("form_of_work", ""), "employer": employer.name if employer else None, "new_employer": True,
            "site": said.pop("site_id", None), "partner": partner, "employed_by": employed_by,
            "hours": said.pop("hours_per_week", None), "from_on": said.pop("effect_from_on", None), **said,
        }
    )  # fmt: skip
    return PlacementForm(data, client=found, membership=by, vacancy=vacancy, introduction=introduction)


class _Change(ChangeForm):
    """The form of the page, with what is said in place of what stands there: employer, site and partner by their keys."""

    def __init__(self, said: dict[str, Any], *, placement: Placement, membership: Membership) -> None:
        there: dict[str, Any] = {"placement": placement, "membership": membership}
        stands = dict(ChangeForm(**there).initial)
        says = {FIELDS.get(name, name): value for name, value in said.items()}
        missing = forms.ValidationError(_("Die is er niet."), code="invalid")
        refused: dict[str, forms.ValidationError] = {}
        self.known = placement.employer
        if "employer" in says:
            self.known = self._of_chain(Employer, placement, pk=says["employer"])
            if says["employer"] and self.known is None:
                refused["employer"] = missing
            says = {"site": None if self.known != placement.employer else placement.site_id} | says
            says["employer"] = self.known.name if self.known else ""
        if code := says.get("employed_by"):
            says["employed_by"] = self._of_chain(Partner, placement, code=code)
            if says["employed_by"] is None:
                refused["employed_by"] = missing
        data = typed(stands | says)
        super().__init__(data, **there)
        self.touched = data != typed(stands) or self.known != placement.employer
        strange = forms.ValidationError(UNKNOWN, code="unknown")  # of other work
        refused |= {name: strange for name in says if name not in self.fields}
        self.fields.update({name: _Refused(error) for name, error in refused.items()})

    @staticmethod
    def _of_chain(model: Any, placement: Placement, **key: Any) -> Any:
        return model.objects.filter(chain_id=placement.chain_id, **key).first() if any(key.values()) else None

    def _offer_sites(self) -> None:
        """Those of that very employer; the one that stands there may stay, also where it is no more."""
        of_its = self.known.sites.filter(Q(ended_on=None) | Q(pk=self.placement.site_id)) if self.known else ()
        self.fields["site"].choices = [("", ""), *((site.pk, str(site)) for site in of_its)]  # type: ignore[attr-defined]

    def _know(self, name: str, new: bool) -> None:
        """It is known already: another can have the same name in other capitals."""


class _Refused(forms.Field):
    """Of what may not be sent, or is not there: always wrong, and named beside all else that is."""

    def __init__(self, error: forms.ValidationError) -> None:
        super().__init__(required=False)
        self.error = error

    def clean(self, value: Any) -> Any:
        raise self.error


ROUTES = [
    path("placements", PlacementList.as_view(), name="api-placements"),
    path("placements/<key:pk>", PlacementOne.as_view(), name="api-placement"),
    path("placements/<key:pk>/_start", PlacementBegins.as_view(), name="api-placement-start"),
    path("placements/<key:pk>/_end", PlacementEnds.as_view(), name="api-placement-end"),
    path("clients/<number:number>/placements", ClientPlacements.as_view(), name="api-client-placements"),
]
