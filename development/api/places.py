"""Learning places and groups for machines, with the room in each."""

from datetime import time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from rest_framework import serializers

from chain.api.keys import one_of, text, yes_no
from chain.api.shapes import Shape, choice
from chain.api.views import ListView
from chain.days import today
from development import occupancy
from development.models import Group, LearningPlace
from development.models.places import GROUP_KINDS, PLACE_KINDS, STATION_LEVELS, WEEKDAYS
from diagnosis.codes import SECTORS


class SeatsShape(Shape):
    """Seats; `free`: for the whole time, beneath nought where there are more people than fit."""

    explained = _("`free`: plekken die de hele tijd vrij zijn; onder nul waar meer mensen zijn dan er past.")
    seats = serializers.IntegerField()
    free = serializers.IntegerField()
    waiting = serializers.IntegerField()


class LearningPlaceShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = choice(PLACE_KINDS)
    partner = serializers.CharField(source="host.code", default=None, allow_null=True, help_text=_("bij welke partner"))
    employer_id = serializers.IntegerField(allow_null=True)
    municipality = serializers.CharField(source="municipality.code", default=None, allow_null=True)
    sector = choice(SECTORS)
    level = choice(STATION_LEVELS)
    text = serializers.CharField()
    room = SeatsShape()
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)


class GroupShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = choice(GROUP_KINDS)
    instrument = serializers.CharField(source="instrument.code")
    partner = serializers.CharField(source="partner.code")
    learning_place_id = serializers.IntegerField(source="place_id", allow_null=True)
    where = serializers.CharField()
    weekdays = serializers.ListField(child=choice(WEEKDAYS), help_text=_("1 is maandag"))
    starts_at = serializers.SerializerMethodField(help_text=_("uur en minuut, zoals 09:30"))
    ends_at = serializers.SerializerMethodField(help_text=_("uur en minuut, zoals 12:00"))
    room = SeatsShape()
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)

    def get_starts_at(self, row: Group) -> str:
        return _clock(row.starts_at)

    def get_ends_at(self, row: Group) -> str:
        return _clock(row.ends_at)


def _clock(at: time) -> str:
    """Of the wall clock there: no moment, so without a zone."""
    return f"{at:%H:%M}"


class PlaceKeys(FilterSet):
    sector = one_of(SECTORS)
    kind = one_of(PLACE_KINDS)
    level = one_of(STATION_LEVELS)
    partner = text(field_name="host__code")
    municipality = text(6, field_name="municipality__code")
    over = yes_no(method="are_over")

    def are_over(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        over = Q(ended_on__lt=today())
        return rows.filter(over) if value else rows.exclude(over)


class GroupKeys(FilterSet):
    kind = one_of(GROUP_KINDS)
    partner = text(field_name="partner__code")
    instrument = text(field_name="instrument__code")
    over = yes_no(method="are_over")
    are_over = PlaceKeys.are_over


class _OfPlaces(ListView):
    scopes = {"GET": "places:read"}
    order = ("name", "pk")

    def allowed(self, rows: QuerySet) -> QuerySet:
        if not self.membership.reads("places"):
            raise PermissionDenied
        return rows.filter(chain_id=self.membership.chain_id)


class LearningPlaces(_OfPlaces):
    """The learning places of the chain, with the room in each."""

    resource = "learning-places"
    serializer = LearningPlaceShape
    filterset = PlaceKeys
    summary = {"GET": _("Leerwerkplekken zoeken")}
    explained = {"GET": _("De leerwerkplekken van de keten, met hoeveel plek er is.")}

    def queryset(self) -> QuerySet[LearningPlace]:
        return self.allowed(LearningPlace.objects.select_related("host", "municipality"))

    def shown(self, rows: list[Any]) -> list[Any]:
        return _with_room(rows, occupancy.of_places(row.pk for row in rows))


class Groups(_OfPlaces):
    """The groups of the chain, with the room in each."""

    resource = "groups"
    serializer = GroupShape
    filterset = GroupKeys
    summary = {"GET": _("Groepen zoeken")}
    explained = {"GET": _("De groepen van de keten, met hoeveel plek er is.")}

    def queryset(self) -> QuerySet[Group]:
        return self.allowed(Group.objects.select_related("instrument", "partner"))

    def shown(self, rows: list[Any]) -> list[Any]:
        return _with_room(rows, occupancy.of_groups(row.pk for row in rows))


def _with_room(rows: list[Any], room: dict[int, occupancy.Seats]) -> list[Any]:
    for row in rows:
        row.room = room.get(row.pk, occupancy.Seats(seats=row.seats))
    return rows


ROUTES = [
    path("learning-places", LearningPlaces.as_view(), name="api-learning-places"),
    path("groups", Groups.as_view(), name="api-groups"),
]
