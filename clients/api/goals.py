"""Goals of the plan: one, what it says otherwise, and that it is reached, let go of or taken up again (clients/plans.py)."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import SENT_ALONE, etag, must_match
from chain.api.shapes import Shape, through, typed
from chain.api.views import OneView
from clients import plans
from clients.api import shapes
from clients.api.rows import Row
from clients.models import PlanGoal
from clients.plan_forms import GoalForm, ResultForm


class OfGoal(Row):
    resource, part, model, related = "goals", "plan", PlanGoal, ("plan__client",)

    def writing(self) -> PlanGoal:
        """The goal, for who writes the whole plan."""
        client, goal = self.row(write=True)
        if not plans.may_write(self.membership, client):
            raise PermissionDenied
        found: PlanGoal = goal
        return found


class OneGoal(OfGoal, OneView):
    serializer, scopes = shapes.GoalShape, {"GET": "plan:read", "PATCH": "plan:write"}
    takes, matches = {"PATCH": shapes.GoalChange}, ("PATCH",)
    summary = {"GET": _("Een doel van het plan lezen"), "PATCH": _("Een doel van het plan wijzigen")}
    explained = {"GET": _("De doelen van een inwoner staan in het plan, met hun id."), "PATCH": SENT_ALONE}

    def one(self) -> PlanGoal:
        goal: PlanGoal = self.row()[1]
        return goal

    def patch(self, request: Request, pk: int) -> Response:
        plans.locked(self.writing().plan, self.membership)
        goal = self.again()
        must_match(request, goal.version)

        def make(given: dict[str, Any]) -> GoalForm:
            now = {name: getattr(goal, name) for name in (*GoalForm.Meta.fields, "version")}
            return GoalForm(typed(now | given), instance=goal)

        form = through(shapes.GoalChange, request.data, make)
        return self.show(request, form.save() if form.has_changed() else goal)


class GoalAct(OfGoal):
    """One act; a route for each, so that each has its own body."""

    scopes, matches, answers = {"POST": "plan:write"}, ("POST",), {"POST": shapes.GoalShape}
    act: ClassVar[str]

    def post(self, request: Request, pk: int) -> Response:
        """By the form of the page, for who writes the plan and where the status allows it (409 where it does not)."""
        goal = self.writing()
        must_match(request, goal.version)

        def make(given: dict[str, Any]) -> ResultForm:
            form = ResultForm(typed(given), act=self.act)
            form.fields["result"].required = self.act != "resume"
            return form

        form = through(self.takes["POST"], request.data, make)
        done = plans.move_goal(goal, self.act, result=form.cleaned_data["result"], by=self.membership)
        shown = self.answer(request, done)
        shown.headers["ETag"] = etag(done.version)
        return shown


def _act(name: str, shape: type[Shape], summary: object, explained: object) -> type[GoalAct]:
    return type(f"Goal{name.title()}", (GoalAct,), {
        "act": name, "takes": {"POST": shape}, "summary": {"POST": summary}, "explained": {"POST": explained},
    })  # fmt: skip


GoalReach = _act("reach", shapes.GoalResult, _("Een doel bereiken"), _("Een doel dat loopt, met hoe het ging."))
GoalDrop = _act("drop", shapes.GoalResult, _("Een doel loslaten"), _("Een doel dat loopt, met waarom."))
GoalResume = _act(
    "resume", shapes.GoalResume, _("Verdergaan met een doel"), _("Een doel dat bereikt of losgelaten was.")
)
