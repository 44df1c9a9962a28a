"""Steps: those of a person, a new one, other days, and the acts (clients/steps.py)."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, etag, must_match, repeatable
from chain.api.problems import Fault, Problem
from chain.api.shapes import Shape, through, typed
from chain.api.views import ListView, OneView
from chain.days import today
from chain.models import Instrument, Partner
from clients import step_pages, steps
from clients.api import shapes
from clients.api.files import OfClient
from clients.api.rows import Row
from clients.models import Client, Step
from clients.models.step import MOVES

SHOWN = ("instrument", "partner")
ELSEWHERE = _("Deze stap begint en eindigt met een plaatsing, een intake of een andere handeling, niet los.")


class Steps(OfClient, ListView):
    resource, part, serializer = "steps", "plan", shapes.StepShape
    scopes = {"GET": "steps:read", "POST": "steps:write"}
    takes = {"POST": shapes.StepNew}
    summary = {"GET": _("De stappen van een inwoner lezen"), "POST": _("Een stap plannen")}
    explained = {
        "GET": _("Van alle partners: gepland, bezig en voorbij."),
        "POST": _("Voor de partner met het mandaat. Een plaatsing of een intake begint op haar eigen adres of scherm."),
    }

    def queryset(self) -> QuerySet:
        return Step.objects.filter(client=self.client()).select_related("client", *SHOWN)

    @repeatable
    def post(self, request: Request, number: str) -> Response:
        """By the form of the page; an instrument and a partner go by their codes."""
        client = self.client(write=True)
        clean = through(shapes.StepNew, request.data, lambda given: self._form(client, given)).cleaned_data
        if step_pages.plan_page(client, clean["instrument"]):
            raise Problem(400, faults=[Fault("instrument", "elsewhere", str(ELSEWHERE))])
        if clean["partner"] is None:
            raise Problem(400, faults=[Fault("partner", "required", translate("Kies een partner"))])
        made = steps.plan(
            client, clean["instrument"], clean["partner"], planned_on=clean["planned_on"],
            planned_end=clean["planned_end"], hours_per_week=clean["hours_per_week"], goal=clean["goal"],
            plan_goal=clean["plan_goal"], referral=clean.get("referral"), by=self.membership,
        )  # fmt: skip
        return created("api-step", made.pk)

    def _form(self, client: Client, given: dict[str, Any]) -> step_pages.PlanForm:
        data = typed(given)
        by_code(data, client.chain_id, instrument=Instrument, partner=Partner)
        form = step_pages.PlanForm(data, client=client, membership=self.membership)
        if "referral" in given and "referral" not in form.fields:
            raise Problem(
                400, faults=[Fault("referral", "invalid", translate("Aan deze verwijzing werkt deze partner niet"))]
            )
        return form


def by_code(data: Any, chain_id: int, **models: Any) -> None:
    """Puts in the ids of what is named by its code; of an unknown one an id that nothing has."""
    for name, model in models.items():
        if code := data.get(name):
            found = model.objects.filter(chain_id=chain_id, code=code).values_list("pk", flat=True).first()
            data[name] = str(found or 0)


class OneStep(Row, OneView):
    resource, part, model, related, serializer = "steps", "plan", Step, SHOWN, shapes.StepShape
    scopes = {"GET": "steps:read", "PATCH": "steps:write"}
    takes, matches = {"PATCH": shapes.StepChange}, ("PATCH",)
    summary = {"GET": _("Een stap lezen"), "PATCH": _("Een stap verzetten")}
    explained = {
        "GET": _("Wie haar uitvoert, wanneer, en wat eruit kwam."),
        "PATCH": _("Andere dagen. Van een stap die loopt, alleen de laatste dag."),
    }

    def one(self) -> Step:
        return self.row()[1]

    def patch(self, request: Request, pk: int) -> Response:
        _client, step = self.row(write=True)
        if not steps.may(self.membership, step, "replan"):
            raise PermissionDenied
        must_match(request, step.version)

        def make(given: dict[str, Any]) -> step_pages.ReplanForm:
            now = {"planned_on": step.planned_on, "planned_end": step.planned_end}
            return step_pages.ReplanForm(typed(now | given), step=step)

        form = through(shapes.StepChange, request.data, make)
        step_pages.act_on(step, "replan", form.cleaned_data, self.membership)
        return self.show(request, self.again() or step)


class StepAct(Row):
    """One act; a route for each, so that each has its own body."""

    resource, part, model, related = "steps", "plan", Step, SHOWN
    scopes, matches, answers = {"POST": "steps:write"}, ("POST",), {"POST": shapes.StepShape}
    act: ClassVar[str]

    def post(self, request: Request, pk: int) -> Response:
        """By the form of the page, for who may and where the status allows it (409 where it does not)."""
        _client, step = self.row(write=True)
        if not steps.may(self.membership, step, self.act):
            raise PermissionDenied
        must_match(request, step.version)
        if step.status != MOVES[self.act][0]:
            raise steps.NotNow
        if (step_pages.elsewhere(step) and self.act != "cancel") or step_pages.act_page(
            step, step.client.number, self.act
        ):
            raise Problem(409, ELSEWHERE)

        def make(given: dict[str, Any]) -> step_pages.ActForm:
            return step_pages.ActForm(typed({"on": today()} | given), act=self.act)

        form = through(self.takes["POST"], request.data, make)
        step_pages.act_on(step, self.act, form.cleaned_data, self.membership)
        done = self.again() or step
        shown = self.answer(request, done)
        shown.headers["ETag"] = etag(done.version)
        return shown


def _act(name: str, shape: type[Shape], summary: object, explained: object) -> type[StepAct]:
    return type(f"Step{name.title()}", (StepAct,), {
        "act": name, "takes": {"POST": shape}, "summary": {"POST": summary}, "explained": {"POST": explained},
    })  # fmt: skip


BY_PARTNER = _("Door de partner die haar uitvoert.")
StepStart = _act("start", shapes.StepStart, _("Een stap starten"), BY_PARTNER)
StepFinish = _act(
    "finish", shapes.StepFinish, _("Een stap afronden"), _("Door de partner die haar uitvoert, met wat eruit kwam.")
)
StepStop = _act(
    "stop", shapes.StepStop, _("Een stap stoppen"), _("Door de partner die haar uitvoert, met waarom ze eerder stopt.")
)
StepCancel = _act(
    "cancel", shapes.StepCancel, _("Een stap niet laten doorgaan"),
    _("Een stap die nog niet begon: door de partner die haar zou uitvoeren of door het aanspreekpunt, met waarom."),
)  # fmt: skip
