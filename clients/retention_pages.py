"""The pages of how long files are kept: the rules, what is past its date, a list proposed and approved, and its proof."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.documents import pdf
from chain.formats import day_long, day_typed, moment, period
from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import access, retention
from clients.models import Client, Erasure, ErasureEntry
from clients.models.retention import ACTS, RETAINED
from clients.privacy_tabs import SECTION, tabs
from clients.retention import STATES, Choice, Due

LATEST = 20  # lists on the first page


def keeper(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who is neither archivist nor privacy officer."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not retention.may(membership):
        raise PermissionDenied
    return membership


class ProposeForm(OnceForm):
    """Of each file what is to become of it; `due` is what is past its date now."""

    note = forms.CharField(
        label=_("Toelichting voor de tweede persoon"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Schrijf geen namen op: de lijst blijft bestaan als de dossiers weg zijn."),
    )  # fmt: skip

    def __init__(self, due: list[Due], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due
        acts = [("", translate("later")), *((key, capfirst(name)) for key, name in ACTS.items())]
        for one in due:
            named = {"number": one.number}
            self.fields[f"act_{one.client_id}"] = forms.ChoiceField(
                label=translate("Dossier %(number)s") % named, choices=acts, required=False,
                initial="keep" if one.before else "erase",
                widget=forms.Select(attrs={"class": "input", "aria-label": translate("Wat gebeurt er met %(number)s?") % named}),
            )  # fmt: skip
            self.fields[f"why_{one.client_id}"] = forms.CharField(
                label=translate("Dossier %(number)s, waarom bewaren") % named, required=False, max_length=500, initial=one.before,
                widget=forms.TextInput(attrs={"class": "input", "aria-label": translate("Waarom blijft %(number)s?") % named}),
            )  # fmt: skip

    def rows(self) -> list[tuple[Due, Any, Any]]:
        return [(one, self[f"act_{one.client_id}"], self[f"why_{one.client_id}"]) for one in self.due]

    def choices(self) -> dict[int, Choice]:
        given = self.cleaned_data
        return {
            one.client_id: Choice(act, given.get(f"why_{one.client_id}", ""))
            for one in self.due
            if (act := given.get(f"act_{one.client_id}", ""))
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.due:
            if given.get(f"act_{one.client_id}") == "keep" and not given.get(f"why_{one.client_id}", "").strip():
                self.add_error(f"why_{one.client_id}", translate("Schrijf waarom dit dossier blijft"))
        if not self.errors and not self.choices():
            self.add_error(None, translate("Kies ten minste één dossier"))
        return given


class DecideForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("Uw toelichting"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Verplicht als de lijst teruggaat. Schrijf geen namen op."),
    )  # fmt: skip
    do = forms.ChoiceField(choices=[("approve", ""), ("back", "")], widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("do") != "approve" and not given.get("answer", "").strip():
            self.add_error("answer", translate("Schrijf waarom de lijst teruggaat"))
        return given


@login_required
@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """How many files are past their date, the lists, and the rules."""
    membership = keeper(request)
    lists = Erasure.objects.filter(chain_id=membership.chain_id).select_related("proposed_by", "approved_by")
    found = list(lists.order_by("-proposed_at")[:LATEST])
    counted: dict[int, int] = {}
    for pk in ErasureEntry.objects.filter(erasure__in=found, act="erase").values_list("erasure_id", flat=True):
        counted[pk] = counted.get(pk, 0) + 1
    shown = [
        (one, *STATES[retention.state(one)], counted.get(one.pk, 0), retention.may_approve(membership, one))
        for one in found
    ]
    rules = [
        (
            capfirst(RETAINED[rule.kind]),
            _lasts(rule.months, rule.weeks),
            rule.source,
            period(rule.started_on, rule.ended_on),
        )
        for rule in retention.rules(membership.chain_id)
    ]
    context = {
        "section": SECTION, "tabs": tabs(membership, "retention"), "due": retention.how_many_due(), "lists": shown,
        "rules": rules,
    }  # fmt: skip
    return render(request, "clients/retention.html", context)


def _lasts(months: int, weeks: int) -> str:
    """`10 jaar`, `18 maanden`, `6 weken`."""
    told = []
    if months and months % 12 == 0:
        told.append(ngettext("%(number)s jaar", "%(number)s jaar", months // 12) % {"number": months // 12})
    elif months:
        told.append(ngettext("%(number)s maand", "%(number)s maanden", months) % {"number": months})
    if weeks:
        told.append(ngettext("%(number)s week", "%(number)s weken", weeks) % {"number": weeks})
    return ", ".join(told)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """What is past its date, and of each file what is to become of it."""
    membership = keeper(request)
    files = retention.due()
    form = ProposeForm(files, request.POST or None)

    def act() -> str:
        made = retention.propose(membership, form.choices(), form.cleaned_data["note"])
        return reverse("erasure", args=[made.pk])

    said = translate("De lijst wacht nu op een tweede persoon.")
    if done := carry_out(request, form, act, said, lambda: _too_late(request, "retention_new")):
        return done
    access.looks(membership, Client.objects.filter(pk__in=[one.client_id for one in files]), ["client"])
    context = {
        "section": SECTION, "tabs": tabs(membership, "retention"), "form": form, "more": retention.how_many_due() - len(files),
    }  # fmt: skip
    return render(request, "clients/retention_new.html", context, status=422 if form.is_bound else 200)


def _too_late(request: HttpRequest, name: str, *args: int) -> HttpResponse:
    messages.warning(request, translate("Er is intussen iets veranderd. Kijk de lijst opnieuw na."))
    return redirect(name, *args)


def _fetch(membership: Membership, erasure_id: int) -> Erasure:
    lists = Erasure.objects.select_related("proposed_by", "approved_by")
    return get_object_or_404(lists, pk=erasure_id, chain_id=membership.chain_id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def erasure(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """One list: approved or sent back by a second person; afterwards what went."""
    membership = keeper(request)
    one = _fetch(membership, erasure_id)
    form = DecideForm(request.POST or None, initial={"version": one.version})

    def act() -> str:
        given = form.cleaned_data
        if given["do"] == "approve":
            retention.approve(membership, one, given["version"], given["answer"])
        else:
            retention.send_back(membership, one, given["version"], given["answer"])
        return reverse("erasure", args=[one.pk])

    approves = request.POST.get("do") == "approve"
    said = (
        translate("Goedgekeurd. De dossiers worden vannacht vernietigd.")
        if approves
        else translate("De lijst is terug.")
    )
    if done := carry_out(request, form, act, said, lambda: _too_late(request, "erasure", one.pk)):
        return done
    entries = list(ErasureEntry.objects.filter(erasure=one).order_by("act", "due_on", "pk"))
    access.looks(
        membership, Client.objects.filter(pk__in=[entry.client_id for entry in entries if entry.client_id]), ["client"]
    )
    state = retention.state(one)
    context = {
        "section": SECTION, "tabs": tabs(membership, "retention"), "one": one, "state": state, "label": STATES[state],
        "form": form if retention.waits(one) or retention.may_stop(membership, one) else None,
        "approves": retention.may_approve(membership, one), "stops": state in ("approved", "stuck"),
        "proven": retention.proven(one),
        "erased": [(entry, *_rule(entry)) for entry in entries if entry.act == "erase"],
        "kept": [(entry, retention.why_kept(entry)) for entry in entries if entry.act == "keep"],
        "rows": sum(one.proof.get("rows", {}).values()), "proof": one.proof,
        "digest": " ".join(re.findall("........", one.proof.get("digest", ""))),
    }  # fmt: skip
    return render(request, "clients/erasure.html", context, status=422 if form.is_bound else 200)


def _rule(entry: ErasureEntry) -> tuple[Any, str]:
    """What the file was, and where its term is written."""
    kind, _colon, source = entry.rule.partition(": ")
    return (RETAINED[kind], source) if kind in RETAINED else ("", entry.rule)


@login_required
@never_cache
@require_GET
def proof(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """The statement of destruction on paper (Archiefbesluit 1995, article 8): it names nobody."""
    membership = keeper(request)
    one = _fetch(membership, erasure_id)
    if not retention.proven(one):
        raise Http404
    with override("nl"):
        made = pdf("destruction", paper(one) | {"chain": membership.chain.name, "printed_on": day_long(today())})
    name = f"verklaring-van-vernietiging-{day_typed(one.carried_out_at or one.withdrawn_at)}-{one.pk}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def paper(one: Erasure) -> dict[str, Any]:
    """What the statement tells, in Dutch."""
    gone = list(ErasureEntry.objects.filter(erasure=one, erased_at__isnull=False).order_by("erased_at"))
    ended_at = one.carried_out_at or gone[-1].erased_at  # of a list that was taken back halfway: its last file
    assert one.approved_by and one.approved_at and ended_at
    grounds: dict[str, int] = {}
    for entry in gone:
        kind, source = _rule(entry)
        told = f"{capfirst(kind)} ({source})"
        grounds[told] = grounds.get(told, 0) + 1
    return {
        "title": f"Verklaring van vernietiging {one.pk}",
        "facts": [
            ["Voorgesteld door", f"{one.proposed_by}, {moment(one.proposed_at)}"],
            ["Goedgekeurd door", f"{one.approved_by}, {moment(one.approved_at)}"],
            ["Vernietigd op", moment(ended_at)],
            ["Aantal dossiers", str(one.proof.get("files", 0))],
            ["Kenmerk van de lijst (SHA-256)", one.proof.get("digest", "")],
        ],
        "grounds": [[told, str(number)] for told, number in sorted(grounds.items())],
        "rows": [[table, str(number)] for table, number in sorted(one.proof.get("rows", {}).items())],
    }  # fmt: skip
