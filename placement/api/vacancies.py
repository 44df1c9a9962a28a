"""Vacancies for machines: found, read with what they ask, brought in, changed, and opened or closed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, must_match, repeatable
from chain.api.keys import key_of, one_of, text, yes_no
from chain.api.problems import Fault, Problem
from chain.api.shapes import Shape, Texts, choice, through, typed
from chain.api.views import ApiView, ListView, OneView
from chain.models import Membership
from diagnosis.codes import AGREEMENTS, CONTRACTS, SECTORS, YES_NO
from diagnosis.models import Occupation
from placement import vacancies
from placement.models import Employer, Requirement, Vacancy
from placement.models.vacancies import ASKED, KINDS, MOVES, SHIFTS, STATUSES
from placement.requirements import AMOUNTS, CODES, Want, usual
from placement.vacancy_forms import VacancyForm
from placement.vacancy_list import named

WRITTEN = (
    "kind", "title", "occupation", "positions", "tasks", "carved_from", "cohort", "hours_min", "hours_max", "shifts", "site",
    "postcode", "place", "without_car", "starts_on", "closes_on", "contract", "agreement", "wage", "contact",
)  # fmt: skip
ACTS = {(before, after): act for act, (froms, after) in MOVES.items() for before in froms}
NAMES = {"site": "siteId", "contact": "contactPersonId", "cohort": "cohortId", "occupation": "occupationUri",
         "employer": "employerId"}  # fmt: skip


class NamedShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class OccupationRef(Shape):
    uri = serializers.CharField()
    name = serializers.CharField()


class RequirementShape(Shape):
    """One thing that a vacancy asks."""

    explained = _("Eén ding dat een vacature vraagt. `value` en `amount` naar soort: zie `/reference/codes`.")
    kind = choice(ASKED)
    value = serializers.CharField(max_length=40, allow_blank=True, default="")
    amount = serializers.IntegerField(allow_null=True, default=None, min_value=0, max_value=100)
    must = serializers.BooleanField(default=False)
    weight = serializers.IntegerField(min_value=1, max_value=5, default=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind, value, amount = attrs.get("kind", ""), attrs.get("value", ""), attrs.get("amount")
        if not kind:  # refused already
            return attrs
        if kind in CODES and value not in CODES[kind]:
            raise serializers.ValidationError({"value": translate("Kies een code van deze soort.")})
        if kind not in CODES and value:
            raise serializers.ValidationError({"value": translate("Deze soort heeft geen code. Laat dit leeg.")})
        if kind in AMOUNTS and amount not in AMOUNTS[kind]:
            raise serializers.ValidationError({"amount": translate("Kies een getal van deze soort.")})
        if kind not in AMOUNTS and amount is not None:
            raise serializers.ValidationError({"amount": translate("Deze soort heeft geen getal. Laat dit leeg.")})
        return attrs


class VacancyShape(Shape):
    id = serializers.IntegerField()
    ref = serializers.CharField(
        allow_null=True, help_text=_("het nummer bij de werkgever, of in het bestand waar ze uit komt")
    )
    employer = NamedShape()
    kind = choice(KINDS)
    title = serializers.CharField()
    occupation = OccupationRef(allow_null=True)
    positions = serializers.IntegerField()
    taken = serializers.IntegerField(help_text=_("plekken die vervuld zijn"))
    hours_min = serializers.IntegerField(allow_null=True)
    hours_max = serializers.IntegerField(allow_null=True)
    shifts = serializers.ListField(child=choice(SHIFTS))
    contract = choice(CONTRACTS, allow_blank=True)
    agreement = choice(AGREEMENTS)
    postcode = serializers.CharField()
    place = serializers.CharField()
    without_car = choice(YES_NO)
    starts_on = serializers.DateField(allow_null=True)
    closes_on = serializers.DateField(allow_null=True)
    opened_on = serializers.DateField()
    status = choice(STATUSES)


class VacancyDetail(VacancyShape):
    tasks = serializers.CharField()
    carved_from = serializers.CharField()
    wage = serializers.CharField()
    site_id = serializers.IntegerField(allow_null=True)
    contact_person_id = serializers.IntegerField(allow_null=True, source="contact_id")
    cohort_id = serializers.IntegerField(allow_null=True)
    closed_why = serializers.CharField()
    partner = serializers.CharField(source="partner.code", help_text=_("wie haar inbracht"))
    requirements = RequirementShape(many=True, source="asked")


class VacancyChange(Texts):
    """What changes; `status` opens, pauses or closes it."""

    explained = _(
        "Wat u niet stuurt, blijft zoals het is. `status` opent, pauzeert of sluit; sluiten vraagt `closedWhy`."
    )
    kind = choice(KINDS, required=False)
    title = serializers.CharField(max_length=120, required=False)
    occupation_uri = serializers.CharField(max_length=200, allow_null=True, required=False)
    positions = serializers.IntegerField(min_value=1, max_value=999, required=False)
    tasks = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    carved_from = serializers.CharField(max_length=200, allow_blank=True, required=False)
    cohort_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, allow_null=True, required=False)
    hours_min = serializers.IntegerField(min_value=1, max_value=60, allow_null=True, required=False)
    hours_max = serializers.IntegerField(min_value=1, max_value=60, allow_null=True, required=False)
    shifts = serializers.ListField(child=choice(SHIFTS), max_length=len(SHIFTS), required=False)
    site_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, allow_null=True, required=False)
    contact_person_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1, allow_null=True, required=False)
    postcode = serializers.CharField(max_length=7, allow_blank=True, required=False)
    place = serializers.CharField(max_length=80, allow_blank=True, required=False)
    without_car = choice(YES_NO, required=False)
    starts_on = serializers.DateField(allow_null=True, required=False)
    closes_on = serializers.DateField(allow_null=True, required=False)
    contract = choice(CONTRACTS, allow_blank=True, required=False)
    agreement = choice(AGREEMENTS, required=False)
    wage = serializers.CharField(max_length=120, allow_blank=True, required=False)
    requirements = RequirementShape(many=True, required=False)
    status = choice(STATUSES, required=False)
    closed_why = serializers.CharField(max_length=200, allow_blank=True, required=False)

    def validate_requirements(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        keys = [(each.get("kind"), each.get("value")) for each in value]
        if len(set(keys)) < len(keys):
            raise serializers.ValidationError(translate("Dit staat er twee keer."))
        return value


class VacancyInput(VacancyChange):
    """A new vacancy."""

    explained = _("Zonder `requirements` vraagt de vacature wat bij haar soort en beroep gewoon is.")
    employer_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    title = serializers.CharField(max_length=120)
    status = None  # type: ignore[assignment]
    closed_why = None  # type: ignore[assignment]


class VacancyKeys(FilterSet):
    q = text(method="in_words")
    status = one_of(STATUSES)
    open = yes_no(method="to_be_had")
    kind = one_of(KINDS)
    sector = one_of(SECTORS, field_name="employer__sector")
    employerId = key_of(field_name="employer")
    occupationUri = text(200, field_name="occupation__uri")
    ref = text(60)

    def in_words(self, rows: QuerySet[Vacancy], name: str, value: str) -> QuerySet[Vacancy]:
        return named(rows, self.request.membership.chain_id, value)

    def to_be_had(self, rows: QuerySet[Vacancy], name: str, value: bool) -> QuerySet[Vacancy]:
        open_now = vacancies.open_ones(self.request.membership.chain_id)
        return rows.filter(pk__in=open_now.values("pk")) if value else rows.exclude(pk__in=open_now.values("pk"))


class VacancyList(ListView):
    """The vacancies of the chain, newest first."""

    scopes = {"GET": "vacancies:read", "POST": "vacancies:write"}
    resource = "vacancies"
    serializer = VacancyShape
    filterset = VacancyKeys
    order = ("-opened_on", "-pk")
    takes = {"POST": VacancyInput}
    summary = {"GET": _("Vacatures zoeken"), "POST": _("Een vacature inbrengen")}
    explained = {
        "GET": _("De vacatures van de keten, de nieuwste eerst."),
        "POST": _("Van een werkgever die de keten kent."),
    }

    def queryset(self) -> QuerySet[Vacancy]:
        return _rows(self)

    @repeatable
    def post(self, request: Request) -> Response:
        by = self.membership
        if not vacancies.may_offer(by):
            raise PermissionDenied
        asked: list[Any] = []

        def make(said: dict[str, Any]) -> VacancyForm:
            where = Employer.objects.filter(chain_id=by.chain_id, pk=said.pop("employer_id", None)).first()
            asked[:] = said.pop("requirements", [None])
            begun = Vacancy(chain_id=by.chain_id)
            form = _form(begun, said | {"employer": where.name if where else None, "new_employer": True}, by)
            form.known = where  # another can have the same name in other capitals
            form.fields["employer"].error_messages["required"] = translate("Deze werkgever is er niet.")
            return form

        form = through(VacancyInput, request.data, make, NAMES)
        if asked == [None]:
            wants = usual(form.cleaned_data["kind"], form.cleaned_data["occupation"], by.chain_id)
        else:
            wants = _wants(asked)
        return created("api-vacancy", form.keep(wants).pk)


class VacancyOne(OneView):
    """A vacancy, with what it asks."""

    scopes = {"GET": "vacancies:read", "PATCH": "vacancies:write"}
    resource = "vacancies"
    serializer = VacancyDetail
    takes = {"PATCH": VacancyChange}
    answers = {"PATCH": VacancyDetail}
    matches = ("PATCH",)
    summary = {"GET": _("Een vacature lezen"), "PATCH": _("Een vacature wijzigen, pauzeren of sluiten")}
    explained = {
        "GET": _("Met alles wat ze vraagt."),
        "PATCH": _("Wat u niet stuurt, blijft zoals het is. Stuurt u `requirements`, dan vervangen ze alle vorige."),
    }

    def version(self, one: Vacancy) -> object:
        return f"{one.version}-{one.status}-{one.taken}"  # a change of state makes no new version

    def one(self) -> Vacancy:
        return _one(self)

    def patch(self, request: Request, pk: int) -> Response:
        found = _one(self, lock=True)
        if not vacancies.may_change(self.membership, found):
            raise PermissionDenied
        must_match(request, self.version(found))
        said: dict[str, Any] = {}

        def make(given: dict[str, Any]) -> VacancyForm:
            said.update(given)
            here = {name: value for name, value in given.items() if name not in OF_ACTS}
            return _form(Vacancy.objects.get(pk=found.pk), here, self.membership)

        form = through(VacancyChange, request.data, make, NAMES)
        status, why = said.get("status", found.status), said.get("closed_why", "")
        if why and status != "closed":
            raise _fault("closedWhy", translate("Dit hoort bij een vacature die sluit."))
        if set(said) - {"status", "closed_why", "confirmed_words"}:
            form.keep(_wants(said["requirements"]) if "requirements" in said else [Want.of(row) for row in found.asked])
        if status != found.status:
            act = ACTS.get((found.status, status))
            if act is None:
                raise _fault("status", translate("Dat kan niet vanuit hoe de vacature nu staat."))
            if status == "closed" and not why.strip():
                raise _fault("closedWhy", translate("Vul in waarom de vacature sluit"))
            vacancies.move(found, act, why, by=self.membership)
        return self.show(request, _one(self))


def _rows(view: ApiView) -> QuerySet[Vacancy]:
    if not view.membership.reads("vacancies"):
        raise PermissionDenied
    rows = Vacancy.objects.filter(chain_id=view.membership.chain_id)
    return rows.select_related("employer", "occupation")


def _one(view: OneView, *, lock: bool = False) -> Any:
    """The vacancy of the address with what it asks: two questions."""
    rows = _rows(view).select_related("partner", "site")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Any = rows.filter(pk=view.kwargs["pk"]).first()
    if found is None:
        raise Http404
    found.asked = list(Requirement.objects.filter(vacancy=found))
    return found


UNKNOWN = "0"  # of no row
OF_ACTS = ("status", "closed_why", "requirements")  # what the form does not hold


def _form(row: Vacancy, said: dict[str, Any], by: Membership) -> VacancyForm:
    """The form of the pages, with what is said in place of what stands there; an occupation by its URI."""
    for name, field in (("site_id", "site"), ("contact_person_id", "contact"), ("cohort_id", "cohort")):
        if name in said:
            said[field] = said.pop(name)
    if "occupation_uri" in said:
        uri = said.pop("occupation_uri")
        said["occupation"] = (Occupation.objects.filter(uri=uri).first() or UNKNOWN) if uri else None
    there = {name: getattr(row, name) for name in (*WRITTEN, "version")}
    form = VacancyForm(typed(there | said), instance=row, by=by)
    unknown = {"invalid_choice": translate("Dit beroep kennen we niet. Zie /reference/occupations.")}
    form.fields["occupation"] = forms.ModelChoiceField(Occupation.objects.all(), required=False, error_messages=unknown)
    return form


def _wants(asked: list[dict[str, Any]]) -> list[Want]:
    return [Want(**each) for each in asked]


def _fault(name: str, said: str) -> Problem:
    return Problem(400, faults=[Fault(name, "invalid", said)])


ROUTES = [
    path("vacancies", VacancyList.as_view(), name="api-vacancies"),
    path("vacancies/<key:pk>", VacancyOne.as_view(), name="api-vacancy"),
]
