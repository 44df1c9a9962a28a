"""The pages of a round: all of them, making one with who fits in sight first, what came of it, and closing it."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out, earlier, new_key
from clients import access
from clients.list_address import options
from clients.models import Client
from clients.queries import any_of
from diagnosis import screening as rounds
from diagnosis import selections
from diagnosis.models import Screener, Screening, ScreeningEntry
from diagnosis.models.screening import SCREENING_OUTCOMES, SELECTIONS

ROUNDS = 25  # on a page
PEOPLE = 50  # of a round on a page
PREVIEW = 10  # of who fits, before there is a round
TONES = {
    "candidate": "good", "potential": "info", "perspective": "info", "deeper": "warn", "not-now": "outline", "": "outline",
}  # fmt: skip


def acting(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who does not read of rounds."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not membership.reads("screening"):
        raise PermissionDenied
    return membership


class SelectionForm(forms.Form):
    """The parameters of one selection, and what it can be narrowed to. It goes in the address: it names nobody."""

    use_required_attribute = False

    jaren = forms.IntegerField(label=_("Zoveel jaar of langer"), min_value=1, max_value=40)
    maanden = forms.IntegerField(label=_("Binnen zoveel maanden"), min_value=1, max_value=24)
    wat = forms.MultipleChoiceField(
        label=_("Wat er aankomt"), widget=forms.CheckboxSelectMultiple,
        choices=[(key, capfirst(name)) for key, (name, _column) in selections.EVENTS.items()],
    )  # fmt: skip
    van = forms.IntegerField(label=_("Van (procent)"), min_value=0, max_value=100)
    tot = forms.IntegerField(label=_("Tot en met (procent)"), min_value=0, max_value=100)
    gemeente = forms.ChoiceField(label=_("Gemeente"), required=False)
    consulent = forms.ChoiceField(label=_("Regie"), required=False)
    niet_gescreend = forms.IntegerField(
        label=_("Niet gescreend in zoveel maanden"), min_value=1, max_value=60, required=False
    )

    FIELDS = {
        "long-on-benefit": {"jaren": "years"}, "life-event": {"maanden": "months", "wat": "events"},
        "participation-place": {}, "ready-not-out": {}, "work-ability": {"van": "lowest", "tot": "highest"}, "facets": {},
    }  # fmt: skip

    def __init__(self, data: QueryDict | None, membership: Membership, selection: str) -> None:
        self.names = self.FIELDS[selection]
        super().__init__(data)
        self.there = options(membership)
        own: Any = {name: key for fields in self.FIELDS.values() for name, key in fields.items()}
        for name in own.keys() - self.names.keys():
            del self.fields[name]
        self.facets = selections.facets().fields() if selection == "facets" else []
        for name, label, there in self.facets:
            self.fields[name] = forms.ChoiceField(label=label, choices=[("", _("Alle")), *there], required=False)
        self.order_fields([name for name, _label, _there in self.facets])
        self.initial = {name: selections.DEFAULTS[selection][key] for name, key in self.names.items()} | {
            "niet_gescreend": 12
        }
        for name, choices in (("gemeente", self.there.municipalities), ("consulent", self.there.leads)):
            field: Any = self.fields[name]
            field.choices = [("", _("Alle")), *choices]
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if (clean.get("van") or 0) > clean.get("tot", 100):
            self.add_error("tot", _("Dit is minder dan het eerste getal"))
        if self.facets and not self.errors and not self._groups():
            self.add_error(self.facets[0][0], _("Kies ten minste één kenmerk"))
        return clean

    def _groups(self) -> dict[str, str]:
        """The groups of the analysis that were chosen: name -> group."""
        clean = self.cleaned_data
        return {name: clean[name] for name, _label, _there in self.facets if clean.get(name)}

    def parameters(self) -> dict[str, Any]:
        """What was chosen, as selections.find() takes it and the round keeps it."""
        clean, names = self.cleaned_data, {"gemeente": "home", "consulent": "lead"}
        found: dict[str, Any] = {key: clean[name] for name, key in self.names.items()}
        if self.facets:
            found["facets"] = self._groups()
        for name, key in names.items():
            if value := clean.get(name):
                field: Any = self.fields[name]
                found |= {key: self.there.ids[name, value], f"{key}_name": dict(field.choices)[value]}
        if months := clean.get("niet_gescreend"):
            found["not_screened"] = months
        return found


class RoundForm(CarriedOnce, forms.Form):
    """What it is called, who screens, and how long."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Naam van de ronde"), max_length=120,
        help_text=_("Zonder namen van inwoners. Collega's van alle partners lezen dit."),
        error_messages={"required": _("Geef de ronde een naam")},
    )  # fmt: skip
    screeners = forms.ModelMultipleChoiceField(
        label=_("Wie screenen"), queryset=Membership.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies van beide organisaties ten minste één collega")},
    )  # fmt: skip
    started_on = DutchDateField(label=_("Van"))
    ends_on = DutchDateField(label=_("Tot en met"))

    def __init__(self, data: Any, *, membership: Membership) -> None:
        super().__init__(data)
        first = today()
        self.initial = {"started_on": first, "ends_on": first + dt.timedelta(4 * 7 - 1)}
        field: Any = self.fields["screeners"]
        field.queryset = rounds.candidates(membership.chain_id)
        field.label_from_instance = lambda member: f"{member.user} ({member.partner})"
        self.fields["ends_on"].help_text = translate("Hoogstens %(weeks)s weken. Zolang zien de screeners deze mensen.") % {
            "weeks": settings.SCREENING_WEEKS
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if "started_on" in clean and "ends_on" in clean:
            try:
                rounds.check_days(clean["started_on"], clean["ends_on"])
            except ValidationError as error:
                for name, errors in error.error_dict.items():
                    self.add_error(name, errors)
        return clean


@login_required
@require_GET
def screenings(request: HttpRequest) -> HttpResponse:
    """All rounds, latest first: figures, of nobody in particular. `voor`: older than that one."""
    membership = acting(request)
    found = Screening.objects.filter(chain_id=membership.chain_id).order_by("-pk")
    before = request.GET.get("voor", "")
    if before.isdecimal() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found.prefetch_related(with_screeners())[: ROUNDS + 1])
    numbers = rounds.counts(row.pk for row in rows[:ROUNDS])
    context = {
        "section": "screening", "may_make": rounds.may_make(membership),
        "rows": [_shown(row, numbers[row.pk], membership) for row in rows[:ROUNDS]],
        "next_url": f"{reverse('screenings')}?voor={rows[ROUNDS - 1].pk}" if len(rows) > ROUNDS else "",
    }  # fmt: skip
    return render(request, "diagnosis/screenings.html", context)


def _shown(row: Screening, numbers: Any, membership: Membership) -> dict[str, Any]:
    """A round with what is told of it: how far it is, whether it goes on, and whether the reader screens in it."""
    every = sum(numbers.values()) - numbers[rounds.CLOSED]
    left = numbers[rounds.LEFT]
    members = list(row.screeners.all())  # type: ignore[attr-defined]
    return {
        "round": row, "all": every, "left": left, "done": every - left, "closed": numbers[rounds.CLOSED],
        "running": rounds.running(row), "over": rounds.is_over(row), "screeners": members,
        "last_day": min(filter(None, [row.ends_on, row.closed_on])),
        "mine": any(each.member_id == membership.pk for each in members),
        "told": selections.described(row.selection, row.parameters, membership.reads),
    }  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def screening_new(request: HttpRequest) -> HttpResponse:
    """Choose a selection, see who fits, and then make the round."""
    membership = acting(request)
    if not rounds.may_make(membership):
        raise PermissionDenied
    selection = request.GET.get("selectie", "")
    if selection not in SELECTIONS:
        selection = "long-on-benefit"
    asked = "kijk" in request.GET
    chosen = SelectionForm(request.GET if asked else None, membership, selection)
    fits = selections.find(membership, selection, chosen.parameters()) if asked and chosen.is_valid() else None
    form, answer = None, None
    if fits is not None and fits.number:
        form = RoundForm(request.POST or None, membership=membership)

        def act() -> str:
            assert form is not None
            made = rounds.start(selection=selection, parameters=chosen.parameters(), **form.cleaned_data, by=membership)
            return reverse("screening", args=[made.pk])

        answer = carry_out(request, form, act, _("De ronde staat. De screeners zien hem op Mijn dag."))
    elif request.method == "POST":
        answer = earlier(request)  # the round that it made holds whoever fitted
    if answer:
        return answer
    first = _first(membership, selections.parts_of(selection, chosen.parameters()), fits) if fits else []
    context = {
        "section": "screening", "selection": selection, "chosen": chosen, "fits": fits, "first": first, "form": form,
        "most": selections.MOST, "here": request.get_full_path(), "is_event": selection == "life-event",
        "choices": [(reverse("screening_new") + f"?selectie={key}", capfirst(name), key == selection)
                    for key, name in SELECTIONS.items()],
    }  # fmt: skip
    wrong = (asked and not chosen.is_valid()) or request.method == "POST"
    return render(request, "diagnosis/screening_new.html", context, status=422 if wrong else 200)


def _first(membership: Membership, parts: list[str], fits: selections.Found) -> list[tuple[Client, dt.date]]:
    """The first of who fits, with since when; looked at, so logged."""
    since = dict(fits.first[:PREVIEW])
    found = Client.objects.visible_to(membership).select_related("home", "lead").in_bulk(list(since))
    access.looks(membership, found.values(), ["client", *parts])
    return [(found[pk], day) for pk, day in since.items() if pk in found]


def one(membership: Membership, round_id: int) -> Screening:
    """The round, with its screeners; Http404 for one of another chain."""
    found = Screening.objects.filter(chain_id=membership.chain_id).select_related("author")
    return get_object_or_404(found.prefetch_related(with_screeners()), pk=round_id)


def with_screeners() -> Prefetch:
    """With who they are and of which partner, for one round or many: one query."""
    screeners = Screener.objects.select_related("member__user", "member__partner")
    return Prefetch("screeners", screeners.order_by("member__partner__position", "pk"))


def people(membership: Membership, screening: Screening) -> QuerySet[ScreeningEntry]:
    """Those of the round whom the membership sees, with an open file, in their order.

    The clients of a page are asked after it: joined, the planner reads all of them for a round of two hundred.
    """
    sees = Client.objects.visible_to(membership).filter(pk=OuterRef("client"), closed_on=None)
    clients = Prefetch("client", Client.objects.select_related("home", "lead"))
    found = ScreeningEntry.objects.filter(any_of(sees), screening=screening).select_related("decided_by")
    return found.prefetch_related(clients).order_by("position")


@login_required
@require_GET
def screening(request: HttpRequest, round_id: int) -> HttpResponse:
    """How far it is and what came of it; the people to whom sees them. In the address `besluit`, and `na`: a place."""
    membership = acting(request)
    row = one(membership, round_id)
    told = _shown(row, numbers := rounds.counts([row.pk])[row.pk], membership)
    outcome, after = request.GET.get("besluit", ""), request.GET.get("na", "")
    rows: list[ScreeningEntry] = []
    if membership.reads("plan"):
        found = people(membership, row)
        if outcome in SCREENING_OUTCOMES or outcome == "open":
            found = found.filter(outcome="" if outcome == "open" else outcome)
        if after.isdecimal() and len(after) < 9:
            found = found.filter(position__gt=int(after))
        rows = list(found[: PEOPLE + 1])
        access.looks(membership, (each.client for each in rows[:PEOPLE]), ["client", "plan"])
    here = reverse("screening", args=[row.pk])
    groups = [("open", _("nog te bespreken"), numbers[rounds.LEFT], ""), *(
        (key, name, numbers[key], TONES[key]) for key, name in SCREENING_OUTCOMES.items()
    )]  # fmt: skip
    next_ = rounds.next_position(row) if told["mine"] and told["running"] else None
    context = told | {
        "section": "screening", "may_close": rounds.may_make(membership) and not told["over"], "chosen": outcome,
        "groups": [(f"{here}?besluit={key}#people", capfirst(name), number, tone, key == outcome)
                   for key, name, number, tone in groups],
        "rows": [(each, TONES[each.outcome], next_steps(membership, each)) for each in rows[:PEOPLE]],
        "next_url": f"{here}?" + (f"besluit={outcome}&" if outcome else "") + f"na={rows[PEOPLE - 1].position}#people"
        if len(rows) > PEOPLE else "",
        "go_on": reverse("screening_entry", args=[row.pk, next_]) if next_ else "", "everybody": here + "#people",
        "selection": SELECTIONS.get(row.selection, row.selection),
    }  # fmt: skip
    return render(request, "diagnosis/screening.html", context)


def next_steps(membership: Membership, entry: ScreeningEntry) -> list[tuple[str, object]]:
    """What can follow on a decision, as links: nothing follows by itself, and only what the reader may do stands there."""
    client = entry.client
    found: list[tuple[str, object]] = []
    if entry.outcome in ("", "not-now"):
        return []
    contact = bool(membership.is_contact_point)
    if entry.outcome == "perspective" and contact and access.writes(membership, client, "profile"):
        found.append((reverse("intake", args=[client.number]) + "?vorm=perspectief", _("Perspectiefgesprek")))
    if entry.outcome in ("candidate", "potential", "deeper") and access.writes(membership, client, "referrals"):
        found.append((reverse("referral_new", args=[client.number]), _("Verwijzen")))
    if access.reads(membership, client, "plan"):
        found.append((reverse("plan", args=[client.number]), _("Plan")))
    return found


@login_required
@require_http_methods(["GET", "POST"])
def screening_close(request: HttpRequest, round_id: int) -> HttpResponse:
    """End the round today, and with today the sight that it gave."""
    membership = acting(request)
    row = one(membership, round_id)
    if not rounds.may_make(membership):
        raise PermissionDenied
    form: Any = forms.Form(request.POST or None)
    form.once = request.POST.get("once") or new_key()

    def act() -> str:
        rounds.close_round(row, by=membership)
        return reverse("screening", args=[row.pk])

    if answer := carry_out(request, form, act, _("De ronde is gesloten.")):
        return answer
    told = _shown(row, rounds.counts([row.pk])[row.pk], membership)
    return render(request, "diagnosis/screening_close.html", told | {"section": "screening", "form": form})
