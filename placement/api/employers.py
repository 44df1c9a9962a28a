"""Employers for machines: found, read with their sites and contact persons, added and changed by the rules of the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import SENT_ALONE, created, must_match, repeatable
from chain.api.keys import one_of, text, yes_no
from chain.api.shapes import Shape, choice, through, typed
from chain.api.views import ListView, OneView, scopes_of
from diagnosis.codes import SECTORS, YES_NO
from placement import employers
from placement.employer_forms import EmployerForm
from placement.models import ContactPerson, Employer, Openness, Site
from placement.models.employers import ADAPTATIONS, GROUPS, KINDS

WRITTEN = ("name", "place", "kind", "kvk", "sbi", "sector", "website", "size", "trains", "checked")


class EmployerShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    place = serializers.CharField()
    kind = choice(KINDS)
    kvk = serializers.CharField(help_text=_("KvK-nummer, acht cijfers; leeg: niet bekend"))
    sbi = serializers.CharField(help_text=_("Standaard Bedrijfsindeling 2008"))
    sector = choice(SECTORS, allow_blank=True)
    website = serializers.CharField()
    size = serializers.IntegerField(allow_null=True, help_text=_("aantal werknemers"))
    trains = choice(YES_NO, help_text=_("erkend leerbedrijf (SBB)"))
    checked = serializers.BooleanField(help_text=_("iemand keek na of naam en plaats kloppen"))


class SiteShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kvk_site = serializers.CharField()
    street = serializers.CharField()
    postcode = serializers.CharField()
    place = serializers.CharField()
    without_car = choice(YES_NO)
    ended_on = serializers.DateField(allow_null=True)


class ContactPersonShape(Shape):
    """`keep_until`: until when the name may be kept, also by who reads it here."""

    explained = _("`keepUntil`: tot wanneer de naam bewaard mag worden, ook door wie hem hier leest.")
    id = serializers.IntegerField()
    name = serializers.CharField()
    job = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    site_id = serializers.IntegerField(allow_null=True)
    keep_until = serializers.DateField()


class OpennessShape(Shape):
    groups = serializers.ListField(child=choice(GROUPS))
    adaptations = serializers.ListField(child=choice(ADAPTATIONS))
    note = serializers.CharField()
    talked_on = serializers.DateField()


class EmployerDetail(EmployerShape):
    sites = SiteShape(many=True, source="all_sites")
    contact_persons = ContactPersonShape(
        many=True, allow_null=True, source="all_people", help_text=_("met contact-persons:read; anders null")
    )
    openness = OpennessShape(allow_null=True, source="open_to")


class EmployerInput(Shape):
    """What a machine says of an employer; what it leaves out of a change stays as it is."""

    explained = _("Een werkgever zoals u hem kent.")
    name = serializers.CharField(max_length=120)
    place = serializers.CharField(max_length=80, allow_blank=True, required=False)
    kind = choice(KINDS, required=False)
    kvk = serializers.CharField(max_length=20, allow_blank=True, required=False)
    sbi = serializers.CharField(max_length=10, allow_blank=True, required=False)
    sector = choice(SECTORS, allow_blank=True, required=False)
    website = serializers.CharField(max_length=200, allow_blank=True, required=False)
    size = serializers.IntegerField(min_value=1, max_value=500_000, allow_null=True, required=False)
    trains = choice(YES_NO, required=False)
    checked = serializers.BooleanField(required=False)


class EmployerChange(EmployerInput):
    explained = _("Wat wijzigt; wat u niet stuurt, blijft.")
    name = serializers.CharField(max_length=120, required=False)


class EmployerKeys(FilterSet):
    q = text(method="in_words")
    sector = one_of(SECTORS)
    kind = one_of(KINDS)
    kvk = text(8)
    checked = yes_no()

    def in_words(self, rows: QuerySet[Employer], name: str, value: str) -> QuerySet[Employer]:
        return employers.in_words(rows, employers.tidy(value))


class EmployerList(ListView):
    """The employers of the chain."""

    scopes = {"GET": "employers:read", "POST": "employers:write"}
    resource = "employers"
    serializer = EmployerShape
    filterset = EmployerKeys
    order = ("name", "pk")
    takes = {"POST": EmployerInput}
    summary = {"GET": _("Werkgevers zoeken"), "POST": _("Een werkgever toevoegen")}
    explained = {
        "GET": _("De werkgevers van de keten, op naam."),
        "POST": _("Kijk eerst of de keten de werkgever al kent."),
    }

    def queryset(self) -> QuerySet[Employer]:
        if not self.membership.reads("employers"):
            raise PermissionDenied
        return Employer.objects.filter(chain_id=self.membership.chain_id)

    @repeatable
    def post(self, request: Request) -> Response:
        if not employers.may_write(self.membership):
            raise PermissionDenied
        begun = Employer(chain_id=self.membership.chain_id)
        form = through(EmployerInput, request.data, lambda said: _form(begun, said))
        return created("api-employer", form.keep().pk)


class EmployerOne(OneView):
    """An employer, with sites, contact persons and what it is open to."""

    scopes = {"GET": "employers:read", "PATCH": "employers:write"}
    resource = "employers"
    serializer = EmployerDetail
    takes = {"PATCH": EmployerChange}
    answers = {"PATCH": EmployerDetail}
    matches = ("PATCH",)
    summary = {"GET": _("Een werkgever lezen"), "PATCH": _("Een werkgever wijzigen")}
    explained = {
        "GET": _("Met vestigingen, contactpersonen en waar de werkgever voor openstaat."),
        "PATCH": SENT_ALONE,
    }

    def one(self) -> Employer:
        return _whole(_fetch(self, Employer.objects.all()), self.request)

    def patch(self, request: Request, pk: int) -> Response:
        if not employers.may_write(self.membership):
            raise PermissionDenied
        found = _fetch(self, Employer.objects.select_for_update(of=("self",)))
        must_match(request, found.version)
        again = Employer.objects.get(pk=found.pk)
        form = through(EmployerChange, request.data, lambda said: _form(again, said))
        return self.show(request, _whole(form.keep(), request))


def _fetch(view: OneView, rows: QuerySet[Employer]) -> Employer:
    if not view.membership.reads("employers"):
        raise PermissionDenied
    found = rows.filter(chain_id=view.membership.chain_id, pk=view.kwargs["pk"]).first()
    if found is None:
        raise Http404
    return found


def _whole(found: Any, request: Request) -> Employer:
    """With all that stands under it: three questions. The names of people are for a token that opens them."""
    found.all_sites = list(Site.objects.filter(employer=found))
    named = "contact-persons:read" in scopes_of(request)
    found.all_people = list(ContactPerson.objects.filter(employer=found)) if named else None
    found.open_to = Openness.objects.filter(employer=found).first()
    return found


def _form(row: Employer, said: dict[str, Any]) -> EmployerForm:
    """The form of the pages, with what is said in place of what stands there. Who keeps the contact is no
    machine's to say: it stays, also where that colleague has left."""
    there = {name: getattr(row, name) for name in (*WRITTEN, "version")}
    form = EmployerForm(typed(there | said), instance=row)
    del form.fields["keeper"]
    return form


ROUTES = [
    path("employers", EmployerList.as_view(), name="api-employers"),
    path("employers/<key:pk>", EmployerOne.as_view(), name="api-employer"),
]
