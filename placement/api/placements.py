"""Placements for machines: those of a person and all in sight, and a new one by the rules of the page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.urls import path
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, repeatable
from chain.api.keys import day, key_of, one_of
from chain.api.problems import Fault, Problem
from chain.api.shapes import Shape, choice, through, typed
from chain.api.views import ListView, OneView
from chain.models import FORMS_OF_WORK, Membership, Partner
from clients import access
from clients.models import Client
from clients.models.step import STATUSES as STEP_STATUSES
from clients.queries import any_of, shows
from diagnosis.codes import CONTRACTS
from placement.api.acts import logged, of_person, told
from placement.api.vacancies import NamedShape
from placement.models import EFFECTS, END_REASONS, Employer, Introduction, Placement, Vacancy
from placement.placement_forms import PlacementForm

ID: dict[str, Any] = {"min_value": 1, "max_value": 2**63 - 1, "allow_null": True, "required": False}
NAMES = {
    "employer": "employerId", "site": "siteId", "hours": "hoursPerWeek", "vacancy": "vacancyId", "on": "startedOn",
    "planned_on": "startedOn", "instrument": "formOfWork",
}  # fmt: skip


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
    """`effect`: wat het werk voor de uitkering betekent, als voorstel aan het aanspreekpunt; nodig bij betaald werk."""

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


class PlacementKeys(FilterSet):
    formOfWork = one_of(FORMS_OF_WORK, field_name="form_of_work")
    status = one_of(STEP_STATUSES, field_name="step__status")
    employerId = key_of(field_name="employer")
    startedFrom = day(field_name="step__started_on", lookup_expr="gte")
    startedUntil = day(field_name="step__started_on", lookup_expr="lte")


class PlacementList(ListView):
    """De plaatsingen van wie in zicht is, de nieuwste eerst. Van ieder die erin staat, wordt het inzien vastgelegd."""

    scopes = {"GET": "placements:read"}
    resource = "placements"
    about_client = True
    serializer = PlacementShape
    filterset = PlacementKeys
    order = ("-pk",)
    summary = {"GET": _("Plaatsingen van de keten lezen")}

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
    """De plaatsingen van een inwoner."""

    scopes = {"GET": "placements:read", "POST": "placements:write"}
    resource = "placements"
    about_client = True
    serializer = PlacementShape
    filterset = PlacementKeys
    order = ("-pk",)
    takes = {"POST": PlacementInput}
    summary = {"GET": _("De plaatsingen van een inwoner lezen"), "POST": _("Een plaatsing vastleggen")}

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


class PlacementOne(OneView):
    """Een plaatsing."""

    scopes = {"GET": "placements:read"}
    resource = "placements"
    about_client = True
    serializer = PlacementShape
    summary = {"GET": _("Een plaatsing lezen")}

    def one(self) -> Placement:
        found: Placement = of_person(self, _whole(Placement.objects.all()), "plan", "placements")
        return found


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


ROUTES = [
    path("placements", PlacementList.as_view(), name="api-placements"),
    path("placements/<key:pk>", PlacementOne.as_view(), name="api-placement"),
    path("clients/<number:number>/placements", ClientPlacements.as_view(), name="api-client-placements"),
]
