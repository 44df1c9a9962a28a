"""Referrals: those of a person, a question, and what is answered (clients/referrals.py)."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, etag, must_match, repeatable
from chain.api.problems import Fault, Problem
from chain.api.shapes import UNKNOWN, through, typed
from chain.api.views import ListView, OneView
from chain.models import Partner
from clients import referral_pages, referrals
from clients.api import shapes
from clients.api.files import OfClient
from clients.api.rows import Row
from clients.api.steps import by_code
from clients.models import Client, Referral
from clients.models.referral import MOVES

SHOWN = ("partner", "asked_by")
BENEATH = ("lines__partner",)
EXPLAINED = {
    "accept": _("Door wie gevraagd is: die gaat ermee aan het werk."),
    "query": _("Door wie gevraagd is. De vrager is daarna aan zet."),
    "reply": _("Door wie de vraag stelde. Wie gevraagd is, is daarna weer aan zet."),
    "return": _("Door wie gevraagd is, met waarom. De verwijzing is dan afgesloten."),
    "answer": _("Door wie gevraagd is, in termen van werk. De verwijzing is dan afgesloten."),
    "withdraw": _("Door wie de vraag stelde. De verwijzing is dan afgesloten."),
}


class Referrals(OfClient, ListView):
    resource, part, serializer = "referrals", "referrals", shapes.ReferralShape
    scopes = {"GET": "referrals:read", "POST": "referrals:write"}
    takes = {"POST": shapes.ReferralNew}
    summary = {"GET": _("De verwijzingen van een inwoner lezen"), "POST": _("Een partner iets vragen")}
    explained = {
        "GET": _("Met alles wat erover gezegd is."),
        "POST": _(
            "Een verwijzing: een vraag over een inwoner aan de partner met het mandaat, met wat die daarvoor mag zien."
        ),
    }

    def queryset(self) -> QuerySet:
        return Referral.objects.filter(client=self.client()).select_related("client", *SHOWN).prefetch_related(*BENEATH)

    @repeatable
    def post(self, request: Request, number: str) -> Response:
        client = self.client(write=True)
        if not referrals.may_ask(self.membership, client):
            raise PermissionDenied
        clean = through(shapes.ReferralNew, request.data, lambda given: self._form(client, given)).cleaned_data
        made = referrals.ask(
            client, clean["function"], clean["partner"], clean["question"], shared=clean["shared"],
            answer_by=clean["answer_by"], plan_goal=clean.get("plan_goal"), by=self.membership,
        )  # fmt: skip
        return created("api-referral", made.pk)

    def _form(self, client: Client, given: dict[str, Any]) -> referral_pages.AskForm:
        data = typed(given)
        by_code(data, client.chain_id, partner=Partner)
        form = referral_pages.AskForm(data, client=client, membership=self.membership)
        if "plan_goal" in given and "plan_goal" not in form.fields:
            raise Problem(400, faults=[Fault("planGoal", "unknown", str(UNKNOWN))])
        return form


class OneReferral(Row, OneView):
    resource, part, model, related, serializer = "referrals", "referrals", Referral, SHOWN, shapes.ReferralShape
    beneath = BENEATH
    scopes, summary = {"GET": "referrals:read"}, {"GET": _("Een verwijzing lezen")}
    explained = {"GET": _("Met alles wat erover gezegd is.")}

    def one(self) -> Referral:
        return self.row()[1]


class ReferralAct(Row):
    """One act, with what is said; a route for each."""

    resource, part, model, related, beneath = "referrals", "referrals", Referral, SHOWN, BENEATH
    scopes, matches = {"POST": "referrals:write"}, ("POST",)
    takes, answers = {"POST": shapes.ReferralAct}, {"POST": shapes.ReferralShape}
    act: ClassVar[str]

    def post(self, request: Request, pk: int) -> Response:
        """By the form of the page, for who may and where the status allows it (409 where it does not)."""
        _client, one = self.row(write=True)
        if not referrals.may(self.membership, one, self.act):
            raise PermissionDenied
        must_match(request, one.version)
        other = one.asked_by if MOVES[self.act][2] == "asked" else one.partner

        def make(given: dict[str, Any]) -> referral_pages.ActForm:
            return referral_pages.ActForm(typed(given), act=self.act, other=other)

        form = through(shapes.ReferralAct, request.data, make)
        acted = referrals.act(one, self.act, text=form.cleaned_data["text"], by=self.membership)
        done = self.again() or acted  # out of sight, where this ended it
        shown = self.answer(request, done)
        shown.headers["ETag"] = etag(done.version)
        return shown


def act(name: str) -> type[ReferralAct]:
    return type(f"Referral{name.title()}", (ReferralAct,), {
        "act": name, "summary": {"POST": referral_pages.ACTS[name][1]}, "explained": {"POST": EXPLAINED[name]},
    })  # fmt: skip
