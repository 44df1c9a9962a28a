"""A task at its own address: what, why, by when, and its end; and a next step that somebody writes down."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out, once
from clients import access, todo
from clients.models import Client, Glass, Task
from clients.steps import NotNow
from clients.task_rows import facts, shown


class DoneForm(CarriedOnce, forms.Form):
    on = DutchDateField(label=_("Gedaan op"))
    result = forms.CharField(
        label=_("Wat kwam eruit"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Een of twee zinnen. Geen medische gegevens."),
    )  # fmt: skip

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if todo.renews(task):
            self.fields["result"].required = True
            self.fields["result"].label = _("Waarom is dit zo klaar?")


class DayToCome(forms.Form):
    def clean_due_on(self) -> dt.date:
        due_on: dt.date = self.cleaned_data["due_on"]
        if due_on < today():
            raise ValidationError(_("Kies vandaag of een latere dag"))
        return due_on


class LaterForm(CarriedOnce, DayToCome):
    due_on = DutchDateField(label=_("Nieuwe dag"))
    why = forms.CharField(label=_("Waarom later"), max_length=200)

    prefix = "later"


class NewForm(CarriedOnce, DayToCome):
    text = forms.CharField(label=_("Wat moet er gebeuren"), max_length=todo.LONGEST)
    due_on = DutchDateField(label=_("Wanneer"))
    who = forms.ChoiceField(label=_("Voor wie"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom = {
            "me": translate("Voor mij"),
            "partner": translate("Voor een collega van %(partner)s") % {"partner": membership.partner},
            "lead": translate("Voor wie de regie heeft"),
        }
        self.fields["who"].choices = list(whom.items())  # type: ignore[attr-defined]


def _task(request: HttpRequest, number: str, task_id: int) -> tuple[Client, Task]:
    found = access.client(request, number, "client", "plan")  # who reads no plan knows of no tasks
    membership: Membership = request.membership  # type: ignore[attr-defined]
    task = get_object_or_404(
        Task.objects.select_related("client__lead", "term", "partner", "user", "made_by", "done_by"),
        pk=task_id, client=found,
    )  # fmt: skip
    if not access.reads(membership, found, task.part):
        raise PermissionDenied
    if task.for_whom == "manager" and membership.role not in todo.MANAGES:
        raise PermissionDenied
    return found, task


@login_required
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, number: str, task_id: int) -> HttpResponse:
    """One task. A post ends it, also from the button on Mijn dag; with `later` in it, puts off what somebody noted."""
    found, one = _task(request, number, task_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    may = todo.may_end(membership, one)
    posted = request.method == "POST"
    if posted and not may:
        raise PermissionDenied
    later = posted and "later-due_on" in request.POST
    done = DoneForm(request.POST if posted and not later else None, task=one, initial={"on": today()})
    put_off = LaterForm(request.POST if later else None) if one.key == todo.NEXT else None
    form = put_off if later else done
    if posted and form is not None and form.is_valid():
        try:
            return _carried_out(request, found, one, form, later)
        except NotNow:
            messages.info(request, translate("Dit was al gedaan."))
            return redirect("task", number, task_id)
        except ValidationError as error:
            for field, reasons in error.message_dict.items():
                form.add_error(field, reasons)  # type: ignore[arg-type]
    glass = Glass.objects.filter(pk=one.about_id, client=found).first() if one.key == "glass" else None
    context = {
        "client": found, "section": "clients", "task": one, "shown": shown(membership, one), "facts": facts(one),
        "glass": glass, "form": form if posted else done, "done": done if may and one.status == "open" else None,
        "later": put_off if may and one.status == "open" else None, "renews": todo.renews(one),
    }  # fmt: skip
    return render(request, "clients/task.html", context, status=422 if posted else 200)


def _carried_out(request: HttpRequest, found: Client, one: Task, form: forms.Form, later: bool) -> HttpResponse:
    membership: Membership = request.membership  # type: ignore[attr-defined]

    def act() -> str:
        clean = form.cleaned_data
        if later:
            todo.postpone(one, clean["due_on"], clean["why"], by=membership)
        else:
            todo.done(one, result=clean["result"], by=membership, on=clean["on"])
        return reverse("record", args=[found.number])

    answer = once(request, act)
    said = translate("Uitgesteld: %(task)s") if later else translate("Gedaan: %(task)s")
    messages.success(request, said % {"task": todo.name(one)})
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, number: str) -> HttpResponse:
    """A next step, for oneself, a colleague or who has the lead."""
    found = access.client(request, number, "plan", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    form = NewForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def act() -> str:
            todo.add(
                found, clean["text"], clean["due_on"], by=membership, for_whom="lead" if clean["who"] == "lead" else "partner",
                user=membership.user if clean["who"] == "me" else None,
            )  # fmt: skip
            return reverse("record", args=[number]) + "#panel-todo"

        if done := carry_out(request, form, act, translate("Genoteerd.")):
            return done
    context = {
        "client": found, "form": form, "section": "clients", "step": None, "title": _("Volgende stap noteren"),
        "lead": _("Dit komt op Mijn dag van degene die het doet, en staat in het dossier onder Te doen."),
        "button": _("Noteren"),
    }  # fmt: skip
    return render(request, "clients/act.html", context, status=422 if form.is_bound else 200)
