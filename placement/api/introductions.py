"""Introductions for machines: those of a person and all in sight, a new idea, and the acts that need no card for an employer.

The card itself is made by a person, who chooses with the client what an employer may know (placement/profile_card.py).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, must_match, repeatable
from chain.api.keys import key_of, one_of, yes_no
from chain.api.names import camel
from chain.api.problems import Fault, Problem
from chain.api.shapes import Shape, Texts, choice, through, typed
from chain.api.views import ListView, OneView
from chain.days import today
from chain.once import OnceForm
from clients import access
from clients.queries import shows
from placement import introductions
from placement.api.acts import logged, of_person, told
from placement.api.vacancies import NamedShape
from placement.introduction_forms import FORMS, ProposeForm
from placement.introduction_list import reads_list
from placement.introduction_shown import in_sight
from placement.models import Employer, Introduction, Vacancy
from placement.models.introductions import DECLINE_REASONS, DECLINED_BY, OPEN, STATUSES

ID: dict[str, Any] = {"min_value": 1, "max_value": 2**63 - 1}
# What is set by a change: the new status -> act, with the day that goes with it.
ACTS = {"agreed": ("agree", "agreed_on"), "talk": ("talk", "talk_on"), "offer": ("offer", "offered_on"),
        "declined": ("decline", "ended_on")}  # fmt: skip
NAMES = {"who": "declinedBy", "reason": "declineReason", "text": "declineText", "vacancy": "vacancyId",
         "employer": "employerId"}  # fmt: skip


class VacancyRef(Shape):
    id = serializers.IntegerField()
    title = serializers.CharField()


class IntroductionShape(Shape):
    id = serializers.IntegerField()
    client_number = serializers.CharField(source="client.number")
    employer = NamedShape()
    vacancy = VacancyRef(allow_null=True)
    partner = serializers.CharField(source="partner.code")
    status = choice(STATUSES)
    why = serializers.CharField()
    proposed_on = serializers.DateField()
    agreed_on = serializers.DateField(allow_null=True)
    sent_on = serializers.DateField(allow_null=True)
    talk_on = serializers.DateField(allow_null=True)
    offered_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    placement_id = serializers.IntegerField(allow_null=True)
    declined_by = choice(DECLINED_BY, allow_blank=True)
    decline_reason = choice(DECLINE_REASONS, allow_blank=True)
    decline_text = serializers.CharField()


class IntroductionInput(Texts):
    """For a vacancy, or with an employer for work that is still to be found: one of both."""

    explained = _("Bij een vacature, of bij een werkgever voor werk dat nog te vinden is: een van beide.")
    vacancy_id = serializers.IntegerField(**ID, required=False, allow_null=True)
    employer_id = serializers.IntegerField(**ID, required=False, allow_null=True)
    why = serializers.CharField(max_length=500)
    agreed_on = serializers.DateField(required=False, help_text=_("besproken met de persoon, die dit wil"))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("vacancy_id")) == bool(attrs.get("employer_id")):
            raise serializers.ValidationError({"vacancyId": translate("Kies een werkgever of een vacature")})
        return attrs


class IntroductionChange(Texts):
    """How it went on: the new status, with its day (else today), and with `declined` who and why."""

    explained = _("De nieuwe status, met de dag (anders vandaag), en bij `declined` wie en waarom.")
    status = choice({status: STATUSES[status] for status in ACTS})
    agreed_on = serializers.DateField(required=False)
    talk_on = serializers.DateField(required=False)
    offered_on = serializers.DateField(required=False)
    ended_on = serializers.DateField(required=False)
    declined_by = choice({who: DECLINED_BY[who] for who in introductions.DECLINES}, required=False)
    decline_reason = choice(DECLINE_REASONS, required=False)
    decline_text = serializers.CharField(max_length=300, allow_blank=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "status" not in attrs:  # refused already
            return attrs
        _act, day = ACTS[attrs["status"]]
        own = {"status", "confirmed_words", day, *(NOT if attrs["status"] == "declined" else ())}
        outside = {camel(name): translate("Dit hoort niet bij deze status.") for name in attrs if name not in own}
        if attrs["status"] == "talk" and "talk_on" not in attrs:
            outside["talkOn"] = translate("Vul in wanneer het gesprek is.")
        if outside:
            raise serializers.ValidationError(outside)
        return attrs


FIELDS: dict[str, dict[str, str]] = {  # of the forms of the page -> what it is called here
    "agree": {}, "talk": {}, "offer": {},
    "decline": {"who": "declined_by", "reason": "decline_reason", "text": "decline_text", "confirmed_words": "confirmed_words"},
}  # fmt: skip
NOT = ("declined_by", "decline_reason", "decline_text")


class IntroductionKeys(FilterSet):
    status = one_of(STATUSES)
    open = yes_no(method="going_on")
    employerId = key_of(field_name="employer")
    vacancyId = key_of(field_name="vacancy")
    own = yes_no(method="of_partner")

    def going_on(self, rows: QuerySet[Introduction], name: str, value: bool) -> QuerySet[Introduction]:
        return rows.filter(status__in=OPEN) if value else rows.exclude(status__in=OPEN)

    def of_partner(self, rows: QuerySet[Introduction], name: str, value: bool) -> QuerySet[Introduction]:
        ours = self.request.membership.acts_for
        return rows.filter(partner__in=ours) if value else rows.exclude(partner__in=ours)


class IntroductionList(ListView):
    """The introductions of who is in sight, newest first, with a look at each."""

    scopes = {"GET": "introductions:read"}
    resource = "introductions"
    about_client = True
    serializer = IntroductionShape
    filterset = IntroductionKeys
    order = ("-proposed_on", "-pk")
    summary = {"GET": _("Voordrachten van de keten lezen")}
    explained = {
        "GET": _("Van wie in zicht is, de nieuwste eerst. Van ieder die erin staat, wordt het inzien vastgelegd."),
    }

    def queryset(self) -> QuerySet[Introduction]:
        if not reads_list(self.membership):
            access.look(self.membership, None, ["placements"], "refused")
            raise PermissionDenied
        rows = in_sight(self.membership).filter(shows(self.membership, "placements"))
        return rows.select_related("client", "employer", "vacancy", "partner")

    def shown(self, rows: list[Introduction]) -> list[Introduction]:
        logged(self, [row.client for row in rows])
        return rows


class ClientIntroductions(ListView):
    """The introductions of a person."""

    scopes = {"GET": "introductions:read", "POST": "introductions:write"}
    resource = "introductions"
    about_client = True
    serializer = IntroductionShape
    filterset = IntroductionKeys
    order = ("-proposed_on", "-pk")
    takes = {"POST": IntroductionInput}
    summary = {"GET": _("De voordrachten van een inwoner lezen"), "POST": _("Iemand voordragen")}
    explained = {
        "GET": _("De nieuwste eerst."),
        "POST": _(
            "Een voorstel om iemand aan een werkgever voor te dragen. De kaart voor de werkgever maakt een mens."
        ),
    }

    def queryset(self) -> QuerySet[Introduction]:
        found = access.of(self.membership, self.kwargs["number"], "client", "placements")
        rows = Introduction.objects.filter(client=found)
        return rows.select_related("client", "employer", "vacancy", "partner")

    @repeatable
    def post(self, request: Request, number: str) -> Response:
        found = access.of(self.membership, number, "client", "placements", write=False)
        if not access.writes(self.membership, found, "placements"):
            access.look(self.membership, found, ["placements"], "refused")
            raise PermissionDenied
        said: dict[str, Any] = {}

        def make(given: dict[str, Any]) -> ProposeForm:
            said.update(given)
            return ProposeForm(typed({name: given[name] for name in OF_FORM if name in given}))

        clean = through(IntroductionInput, request.data, make).cleaned_data
        employer, vacancy = _where(found.chain_id, said)
        made = told(lambda: introductions.propose(found, employer, vacancy, clean["why"], by=self.membership), NAMES)
        if clean["agreed_on"]:
            agreed = NAMES | {"on": "agreedOn"}
            told(lambda: introductions.move(made, "agree", by=self.membership, on=clean["agreed_on"]), agreed)
        return created("api-introduction", made.pk)


OF_FORM = ("why", "agreed_on", "confirmed_words")


def _where(chain_id: int, said: dict[str, Any]) -> tuple[Employer | None, Vacancy | None]:
    """The employer or the vacancy that is said; Problem 400 where it is not there."""
    if pk := said.get("vacancy_id"):
        vacancy = Vacancy.objects.filter(chain_id=chain_id, pk=pk).select_related("employer", "partner").first()
        found: tuple[Employer | None, Vacancy | None] = (None, vacancy)
    else:
        found = (Employer.objects.filter(chain_id=chain_id, pk=said["employer_id"]).first(), None)
    if found == (None, None):
        name = "vacancyId" if said.get("vacancy_id") else "employerId"
        raise Problem(400, faults=[Fault(name, "invalid", translate("Die is er niet."))])
    return found


class IntroductionOne(OneView):
    """An introduction; what came of it is told by PATCH, the card for the employer is made by a person."""

    scopes = {"GET": "introductions:read", "PATCH": "introductions:write"}
    resource = "introductions"
    about_client = True
    serializer = IntroductionShape
    takes = {"PATCH": IntroductionChange}
    answers = {"PATCH": IntroductionShape}
    matches = ("PATCH",)
    summary = {"GET": _("Een voordracht lezen"), "PATCH": _("Vastleggen hoe een voordracht verder ging")}
    explained = {
        "GET": _("Met hoe het ermee staat."),
        "PATCH": _("Met de nieuwe status. De kaart voor de werkgever maakt een mens, op het scherm."),
    }

    def one(self) -> Introduction:
        rows = Introduction.objects.select_related("employer", "vacancy", "partner")
        found: Introduction = of_person(self, rows, "placements")
        return found

    def patch(self, request: Request, pk: int) -> Response:
        found = self.one()
        if not any(introductions.may(self.membership, found, act) for act, _day in ACTS.values()):
            access.look(self.membership, found.client, ["placements"], "refused")
            raise PermissionDenied
        now = Introduction.objects.select_for_update(of=("self",)).get(pk=found.pk)
        must_match(request, now.version)
        said: dict[str, Any] = {}

        def make(given: dict[str, Any]) -> OnceForm:
            said.update(given)
            act, day = ACTS.get(given.get("status", ""), ("decline", "ended_on"))
            values = {field: given[name] for field, name in FIELDS[act].items() if name in given}
            return FORMS[act](typed({"on": given.get(day) or today(), **values}))

        form = through(IntroductionChange, request.data, make, NAMES)
        act, day = ACTS[said["status"]]
        facts = {"on": said.get(day) or today()} | form.cleaned_data
        done = told(lambda: introductions.move(found, act, by=self.membership, **facts), NAMES | {"on": camel(day)})
        return self.show(request, done)


ROUTES = [
    path("introductions", IntroductionList.as_view(), name="api-introductions"),
    path("introductions/<key:pk>", IntroductionOne.as_view(), name="api-introduction"),
    path("clients/<number:number>/introductions", ClientIntroductions.as_view(), name="api-client-introductions"),
]
