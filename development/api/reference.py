"""Lists of values for machines: what the codes in other answers mean, and who and what there is in the chain."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.keys import day, one_of, text
from chain.api.shapes import Shape, choice
from chain.api.views import ApiView, ListView
from chain.functions import FUNCTIONS
from chain.models import FORMS_OF_WORK, PHASES, TRACKS, ChainMunicipality, Instrument, Partner
from chain.parts import PARTS, ROLES
from clients.models.step import STATUSES as STEP_STATUSES
from clients.search import plain
from development.models.places import GROUP_KINDS, PLACE_KINDS, STATION_LEVELS, WEEKDAYS
from diagnosis import codes
from diagnosis.models import Occupation, OccupationName
from diagnosis.models.profile import SOURCES
from placement.models import EFFECTS, END_REASONS, employers, introductions, vacancies

# Name of a list, as the answers call the field -> code -> what people read.
LISTS: dict[str, Mapping[Any, Any]] = {
    "functions": FUNCTIONS,
    "roles": ROLES,
    "parts": {key: part.label for key, part in PARTS.items()},
    "phases": PHASES,
    "tracks": TRACKS,
    "forms-of-work": FORMS_OF_WORK,
    "step-statuses": STEP_STATUSES,
    "sectors": {key: name for key, (name, _sbi) in codes.SECTORS.items()},
    "yes-no": codes.YES_NO,
    "contracts": codes.CONTRACTS,
    "agreements": codes.AGREEMENTS,
    "levels": codes.LEVELS,
    "education-levels": codes.EDUCATION_LEVELS,
    "languages": codes.LANGUAGES,
    "command-of-languages": codes.COMMAND,
    "licences": codes.LICENCES,
    "competences": codes.COMPETENCES,
    "certificates": vacancies.CERTIFICATES,
    "employer-kinds": employers.KINDS,
    "employer-groups": employers.GROUPS,
    "adaptations": employers.ADAPTATIONS,
    "vacancy-kinds": vacancies.KINDS,
    "vacancy-statuses": vacancies.STATUSES,
    "requirement-kinds": vacancies.ASKED,
    "shifts": vacancies.SHIFTS,
    "introduction-statuses": introductions.STATUSES,
    "declined-by": introductions.DECLINED_BY,
    "decline-reasons": introductions.DECLINE_REASONS,
    "placement-end-reasons": END_REASONS,
    "benefit-effects": EFFECTS,
    "learning-place-kinds": PLACE_KINDS,
    "learning-place-levels": STATION_LEVELS,
    "group-kinds": GROUP_KINDS,
    "weekdays": WEEKDAYS,
}


class InstrumentShape(Shape):
    code = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    phase = choice(PHASES)
    track = choice(TRACKS, allow_blank=True)
    function = serializers.CharField(help_text=_("de functie die de uitvoerder nodig heeft"))
    partner = serializers.CharField(
        source="partner.code", default=None, allow_null=True, help_text=_("gewone uitvoerder")
    )
    activates = serializers.BooleanField()
    form_of_work = choice(FORMS_OF_WORK, allow_blank=True)
    group = serializers.BooleanField()
    weeks = serializers.IntegerField(allow_null=True)
    hours_per_week = serializers.IntegerField(allow_null=True)
    started_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)


class PartnerShape(Shape):
    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    parent = serializers.CharField(source="parent.code", default=None, allow_null=True)  # type: ignore[assignment]
    succeeded_by = serializers.CharField(source="succeeded_by.code", default=None, allow_null=True)
    succeeded_on = serializers.DateField(allow_null=True)


class MunicipalityShape(Shape):
    code = serializers.CharField(source="municipality.code", help_text=_("CBS-code"))
    name = serializers.CharField(source="municipality.name")


class OccupationShape(Shape):
    uri = serializers.CharField()
    name = serializers.CharField()
    isco = serializers.CharField()
    sector = choice(codes.SECTORS, allow_blank=True)
    source = choice(SOURCES)  # type: ignore[assignment]
    esco_uri = serializers.CharField()


class CodeShape(Shape):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CodeList(Shape):
    name = serializers.CharField()
    codes = CodeShape(many=True)


class CodeLists(Shape):
    items = CodeList(many=True)


class InstrumentKeys(FilterSet):
    phase = one_of(PHASES)
    function = one_of(FUNCTIONS)
    offeredOn = day(method="on_offer")

    def on_offer(self, rows: QuerySet[Instrument], name: str, value: Any) -> QuerySet[Instrument]:
        return rows.offered(value)  # type: ignore[attr-defined]


class OccupationKeys(FilterSet):
    q = text(method="called")
    sector = one_of(codes.SECTORS)
    source = one_of(SOURCES)

    def called(self, rows: QuerySet[Occupation], name: str, value: str) -> QuerySet[Occupation]:
        names = OccupationName.objects.filter(occupation=OuterRef("pk"))
        asked = Q()
        for word in plain(value).split():
            asked &= Q(plain__contains=word)
        return rows.filter(Exists(names.filter(asked))) if asked else rows.none()


class Reference(ListView):
    scopes = {"GET": "reference:read"}
    resource = "reference"


class Instruments(Reference):
    """The palette of the chain."""

    serializer = InstrumentShape
    filterset = InstrumentKeys
    order = ("code", "pk")
    summary = {"GET": _("Modules van het palet lezen")}
    explained = {"GET": _("Het palet van de keten: wat met of voor iemand gedaan kan worden.")}

    def queryset(self) -> QuerySet[Instrument]:
        return Instrument.objects.filter(chain_id=self.membership.chain_id).select_related("partner")


class Partners(Reference):
    """The organisations of the chain."""

    serializer = PartnerShape
    order = ("code", "pk")
    summary = {"GET": _("Organisaties van de keten lezen")}
    explained = {"GET": _("De organisaties van de keten, ook die opgevolgd zijn.")}

    def queryset(self) -> QuerySet[Partner]:
        return Partner.objects.filter(chain_id=self.membership.chain_id).select_related("parent", "succeeded_by")


class Municipalities(Reference):
    """The municipalities that take part."""

    serializer = MunicipalityShape
    order = ("municipality__code", "pk")
    summary = {"GET": _("Gemeenten van de keten lezen")}
    explained = {"GET": _("De gemeenten die meedoen, met hun CBS-code.")}

    def queryset(self) -> QuerySet[ChainMunicipality]:
        return ChainMunicipality.objects.filter(chain_id=self.membership.chain_id).select_related("municipality")


class Occupations(Reference):
    """Occupations, to be found by each of their names."""

    serializer = OccupationShape
    filterset = OccupationKeys
    order = ("uri", "pk")
    summary = {"GET": _("Beroepen zoeken")}
    explained = {"GET": _("Beroepen, te vinden op elk van hun namen.")}

    def queryset(self) -> QuerySet[Occupation]:
        return Occupation.objects.all()


class Codes(ApiView):
    """What the codes in the answers mean."""

    scopes = {"GET": "reference:read"}
    resource = "reference"
    answers = {"GET": CodeLists}
    summary = {"GET": _("Lijsten van codes lezen")}
    explained = {"GET": _("Wat de codes in de antwoorden betekenen: alle lijsten in een keer.")}

    def get(self, request: Request) -> Response:
        found = [
            {"name": name, "codes": [{"code": str(code), "label": str(label)} for code, label in labels.items()]}
            for name, labels in LISTS.items()
        ]
        return self.answer(request, {"items": found})


ROUTES = [
    path("reference/instruments", Instruments.as_view(), name="api-instruments"),
    path("reference/partners", Partners.as_view(), name="api-partners"),
    path("reference/municipalities", Municipalities.as_view(), name="api-municipalities"),
    path("reference/occupations", Occupations.as_view(), name="api-occupations"),
    path("reference/codes", Codes.as_view(), name="api-codes"),
]
