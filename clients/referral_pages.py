"""The pages of a referral: ask, read it with all that was said, each act with it (clients/referrals.py), and all of one
person's side by side; and the panel on the record."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.formats import MONTHS, language
from chain.forms import DutchDateField
from chain.functions import FUNCTIONS
from chain.models import PHASES, Mandate, Membership, Partner
from chain.once import CarriedOnce, new_key, once, put_errors
from chain.parts import PARTS, SHAREABLE, WITH_REFERRAL
from chain.registry import registered
from clients import access, referrals, steps
from clients.models import Client, Contact, PlanGoal, Referral
from clients.models.referral import MOVES, OPEN, STATUSES
from clients.models.step import STATUSES as STEP_STATUSES
from clients.referral_questions import ANY, QUESTIONS
from clients.registered import Panel
from clients.registered import initial as start
from clients.step_pages import TONES as STEP_TONES

# act -> (button, title of its page, label of what is typed, hint, what is said when it is done); the likeliest first
ACTS: dict[str, tuple[object, object, object, object, object]] = {
    "accept": (
        _("Aannemen"), _("De vraag aannemen"), _("Bericht erbij"), _("Bijvoorbeeld: wanneer u begint, en met wie."),
        _("U hebt de vraag aangenomen. %(partner)s ziet dat u ermee bezig bent."),
    ),
    "answer": (
        _("Antwoorden"), _("De vraag beantwoorden"), _("Uw antwoord"),
        _("In termen van werk: wat kan deze persoon, en wat is nog nodig? Geen medische gegevens."),
        _("%(partner)s heeft uw antwoord. De verwijzing is afgesloten."),
    ),
    "reply": (
        _("Uitleg geven"), _("Uitleg geven bij de vraag"), _("Uw uitleg"), _("Geen medische gegevens."),
        _("%(partner)s heeft uw uitleg, en is weer aan zet."),
    ),
    "query": (
        _("Om uitleg vragen"), _("Om uitleg vragen"), _("Wat wilt u nog weten?"),
        _("De vrager is daarna aan zet."), _("%(partner)s heeft uw vraag, en is nu aan zet."),
    ),
    "return": (
        _("Teruggeven"), _("De vraag teruggeven"), _("Waarom geeft u de vraag terug?"),
        _("En wie of wat kan dan wel helpen? Geen medische gegevens."),
        _("De vraag is terug bij %(partner)s, met uw reden."),
    ),
    "withdraw": (
        _("Intrekken"), _("De vraag intrekken"), _("Waarom trekt u de vraag in?"), _("%(partner)s leest dit."),
        _("De vraag is ingetrokken. %(partner)s ziet waarom."),
    ),
}  # fmt: skip
TONES = {
    "asked": "info", "queried": "warn", "accepted": "info", "answered": "good", "returned": "warn", "withdrawn": "outline",
}  # fmt: skip
# What a line of the story says of who wrote it.
SAID = {
    "asked": _("stelde de vraag"),
    "accept": _("nam de vraag aan"),
    "query": _("vroeg om uitleg"),
    "reply": _("gaf uitleg"),
    "return": _("gaf de vraag terug"),
    "answer": _("antwoordde"),
    "withdraw": _("trok de vraag in"),
}
ICONS = {"asked": "arrow", "accept": "check", "answer": "check", "return": "back", "withdraw": "back"}
ANSWERED = 3  # of what is over, on the record
LISTED = 60  # of one person


@dataclass(frozen=True)
class Shown:
    """A referral as lists and its page show it: who is on turn, since when, and by when (`late` in whole days)."""

    referral: Referral
    function: str
    status: object
    tone: str
    on_turn: Partner | None
    term: dt.date | None
    by_what: object  # what has to be there by that day
    late: int
    late_words: str
    url: str
    day: dt.date | None  # that day, or the one on which it was closed
    month: str


def shown(referral: Referral) -> Shown:
    """For a referral with its client, partner and asked_by."""
    late = referrals.late(referral)
    words = ngettext("%(days)s dag te laat", "%(days)s dagen te laat", late) % {"days": late} if late else ""
    term = referrals.due(referral)
    first = referral.status == "asked" and term == referral.respond_by
    return Shown(
        referral, function_name(referral.function), STATUSES[referral.status], TONES[referral.status],
        referrals.on_turn(referral), term, _("eerste reactie") if first else _("antwoord nodig"), late, words,
        reverse("referral", args=[referral.client.number, referral.pk]), day := term or referral.closed_on,
        MONTHS[language()][day.month - 1] if day else "",
    )  # fmt: skip


def function_name(key: str) -> str:
    return capfirst(str(FUNCTIONS.get(key, key)))


def part_names(parts: Iterable[str]) -> list[str]:
    return [str(PARTS[part].label) for part in parts]


def of_client(client: Client) -> QuerySet[Referral]:
    found = Referral.objects.filter(client=client).select_related("partner", "asked_by", "author", "handler", "client")
    return found.order_by("asked_on", "pk")


class AskForm(CarriedOnce, forms.Form):
    """What is asked, of whom, what they see with it, and by when."""

    function = forms.ChoiceField(label=_("Waarvoor"), help_text=_("Dit bepaalt wie u kunt vragen."))
    partner = forms.ModelChoiceField(
        label=_("Aan wie"), queryset=Partner.objects.none(), help_text=_("Wie dit doet waar de inwoner woont."),
        error_messages={"required": _("Kies een partner")},
    )  # fmt: skip
    question = forms.CharField(
        label=_("Uw vraag"), max_length=4000, help_text=ANY, widget=forms.Textarea(attrs={"rows": 5})
    )
    shared = forms.MultipleChoiceField(
        label=_("Wat mag deze partner zien"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answer_by = DutchDateField(
        label=_("Antwoord nodig op"), required=False, help_text=_("Wanneer hebt u het antwoord echt nodig?")
    )
    plan_goal = forms.ModelChoiceField(
        label=_("Bij welk doel uit het plan"), queryset=PlanGoal.objects.none(), required=False,
        empty_label=_("Niet bij één doel"),
    )  # fmt: skip

    def __init__(self, *args: Any, client: Client, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = referrals.askable(membership, client, today())
        what: Any = self.fields["function"]
        what.choices = [("", _("Kies waarvoor")), *grouped(self.holders, client.chain_id)]
        what.widget.attrs |= {
            "hx-get": reverse("referral_new", args=[client.number]), "hx-target": "#field-partner",
            "hx-swap": "outerHTML", "hx-trigger": "change",
        }  # fmt: skip
        chosen = str(self.data.get("function") or self.initial.get("function") or "")
        self.fields["question"].help_text = QUESTIONS.get(chosen, ANY)
        who: Any = self.fields["partner"]
        # A post may have been filled in without a script, with a partner of another function: the act says so.
        narrowed = chosen in self.holders and not self.is_bound
        ids = set(self.holders[chosen]) if narrowed else {pk for holders in self.holders.values() for pk in holders}
        who.queryset = Partner.objects.filter(chain_id=client.chain_id, pk__in=ids)
        who.empty_label = None if narrowed and len(ids) == 1 else _("Kies een partner")
        who.required = not (self.is_bound and len(self.holders.get(chosen, [])) == 1)  # then nobody has to choose
        parts: Any = self.fields["shared"]
        _going_on, sharable = referrals.seen(membership, client)
        parts.choices = [(part, capfirst(str(PARTS[part].label))) for part in sharable]
        parts.help_text = _("Altijd te zien: %(always)s. Kies alleen erbij wat nodig is om te antwoorden.") % {
            "always": ", ".join(part_names(part for part in PARTS if part in WITH_REFERRAL))
        }
        goals: Any = self.fields["plan_goal"]
        goals.queryset = PlanGoal.objects.filter(client=client, status="open", plan__ended_on__isnull=True)
        if not membership.reads("plan") or not goals.queryset.exists():
            del self.fields["plan_goal"]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        if clean.get("partner") is None and "partner" not in self.errors and "function" in clean:
            clean["partner"] = Partner.objects.get(pk=self.holders[clean["function"]][0])
        return clean


def grouped(holders: dict[str, list[int]], chain_id: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """The functions to choose from, by phase; the points of contact, which are of no phase, first."""
    phases = dict(Mandate.objects.filter(chain_id=chain_id, function__in=holders).values_list("function", "phase"))
    names = {"": _("aanspreekpunten"), **PHASES}
    groups: dict[str, list[tuple[str, str]]] = {phase: [] for phase in names}
    for key in FUNCTIONS:
        if key in holders:
            groups[phases.get(key, "")].append((key, function_name(key)))
    return [(capfirst(str(names[phase])), options) for phase, options in groups.items() if options]


class ActForm(CarriedOnce, forms.Form):
    """What is said with an act."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, act: str, other: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _button, _title, label, hint, _done = ACTS[act]
        text = self.fields["text"]
        text.label, text.help_text = label, str(hint) % {"partner": other.name}  # type: ignore[assignment]
        text.required = act in referrals.NEEDED
        text.error_messages["required"] = referrals.NEEDED.get(act, "")


def _of(client: Client, referral_id: int) -> Referral:
    return get_object_or_404(of_client(client).select_related("plan_goal"), pk=referral_id)


def buttons(membership: Membership, referral: Referral) -> list[tuple[str, object, str]]:
    """Act, text and address of what the membership may do with the referral now, the likeliest first."""
    acts = sorted(referrals.moves(membership, referral), key=list(ACTS).index)
    return [
        (act, ACTS[act][0], reverse("referral_act", args=[referral.client.number, referral.pk, act])) for act in acts
    ]


@login_required
@require_http_methods(["GET", "POST"])
def referral_new(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a partner something about the person. To htmx: the partners, and what to ask, for the function chosen."""
    found = access.client(request, number, "referrals", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not referrals.may_ask(membership, found):
        raise PermissionDenied
    initial = start(request, found, "referral")
    initial |= {"function": request.GET.get("function") or initial.get("function", "")}
    form = AskForm(request.POST or None, client=found, membership=membership, initial=initial)
    if request.method == "GET" and "HX-Request" in request.headers:
        return render(request, "clients/_referral_partner.html", {"form": form})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data

        def carry_out() -> str:
            made = referrals.ask(
                found, clean["function"], clean["partner"], clean["question"], shared=clean["shared"],
                answer_by=clean["answer_by"], plan_goal=clean.get("plan_goal"), by=membership,
            )  # fmt: skip
            return reverse("referral", args=[number, made.pk])

        try:
            answer = once(request, carry_out)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, translate("De vraag is gesteld aan %(partner)s.") % {"partner": clean["partner"]})
            return answer
    context = {"client": found, "form": form, "section": "clients"}
    return render(request, "clients/referral_new.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def referral(request: HttpRequest, number: str, referral_id: int) -> HttpResponse:
    """One referral: the question, who is on turn and by when, what is shared, what was said, which steps came of it."""
    found = access.client(request, number, "referrals", also=("plan", "contact"))
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = _of(found, referral_id)
    one.client = found  # with what is shown of the file
    lines = list(one.lines.select_related("author", "partner").order_by("pk"))
    plan = access.reads(membership, found, "plan")
    writes = access.writes(membership, found, "referrals")
    asked = steps.is_of(membership, one.partner)
    plans = (
        one.status == "accepted" and (asked or membership.is_contact_point) and access.writes(membership, found, "plan")
    )
    contact = (
        Contact.objects.filter(client=found).first()
        if asked and one.status in OPEN and access.reads(membership, found, "contact") else None
    )  # fmt: skip
    context = {
        "client": found, "section": "referrals", "shown": shown(one), "referral": one, "contact": contact,
        "lines": [(line, SAID[line.act], ICONS.get(line.act, "talk")) for line in lines],
        "buttons": buttons(membership, one) if writes else [], "once": new_key(),
        "mine": (turn := referrals.on_turn(one)) is not None and steps.is_of(membership, turn),
        "always": part_names(part for part in PARTS if part in WITH_REFERRAL),
        "shared": part_names(part for part in SHAREABLE if part in one.shared),
        "steps": _steps(one) if plan else [],
        "step_url": f"{reverse('step_new', args=[number])}?verwijzing={one.pk}" if plans else "",
        "links": [link for links in registered("SNOER_REFERRAL_LINKS") for link in links(membership, one)],
    }  # fmt: skip
    return render(request, "clients/referral.html", context)


def _steps(referral: Referral) -> list[dict[str, Any]]:
    """The steps that came of it, in their order."""
    found = referral.steps.select_related("instrument", "partner").order_by("planned_on", "pk")
    return [
        {
            "step": step, "status": STEP_STATUSES[step.status], "tone": STEP_TONES[step.status],
            "url": reverse("step", args=[referral.client.number, step.pk]),
        }
        for step in found
    ]  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def referral_act(request: HttpRequest, number: str, referral_id: int, act: str) -> HttpResponse:
    """Accept, ask back, reply, return, answer or withdraw: a page with the question and one small form."""
    if act not in ACTS:
        raise Http404
    found = access.client(request, number, "referrals", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = _of(found, referral_id)
    if not referrals.may(membership, one, act):
        raise PermissionDenied
    other = one.asked_by if MOVES[act][2] == "asked" else one.partner
    form = ActForm(request.POST if request.method == "POST" else None, act=act, other=other)
    if request.method == "POST" and form.is_valid():

        def carry_out() -> str:
            referrals.act(one, act, text=form.cleaned_data["text"], by=membership)
            return reverse("referral", args=[number, one.pk])

        try:
            answer = once(request, carry_out)
        except ValidationError as error:
            put_errors(form, error)
        except steps.NotNow:
            return _too_late(request, one)
        else:
            messages.success(request, str(ACTS[act][4]) % {"partner": other.name})
            return answer
    if act not in one.moves():
        return _too_late(request, one)
    lines = one.lines.select_related("author", "partner").order_by("-pk")[:5]
    context = {
        "client": found, "form": form, "section": "referrals", "title": ACTS[act][1], "button": ACTS[act][0],
        "shown": shown(one), "referral": one, "lines": [line for line in reversed(lines) if line.act != "asked"],
    }  # fmt: skip
    return render(request, "clients/referral_act.html", context, status=422 if form.is_bound else 200)


def _too_late(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Somebody was first: say who did what, and how it stands now, instead of doing it again."""
    last = referral.lines.select_related("author", "partner").order_by("-pk").first()
    if last:
        what = {"who": last.author, "partner": last.partner, "said": SAID[last.act]}
        messages.info(request, translate("Iemand was eerder: %(who)s (%(partner)s) %(said)s.") % what)
    return HttpResponseRedirect(reverse("referral", args=[referral.client.number, referral.pk]))


@login_required
@require_GET
def client_referrals(request: HttpRequest, number: str) -> HttpResponse:
    """All referrals of one person side by side: those that are open first, then what was answered, latest first."""
    found = access.client(request, number, "referrals")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    rows = [shown(one) for one in of_client(found).order_by("-asked_on", "-pk")[:LISTED]]
    context = {
        "client": found, "section": "clients",
        "open": sorted((row for row in rows if row.on_turn), key=lambda row: row.term or dt.date.max),
        "over": sorted((row for row in rows if not row.on_turn), key=_closed_on, reverse=True),
        "may_ask": access.writes(membership, found, "referrals") and referrals.may_ask(membership, found),
    }  # fmt: skip
    return render(request, "clients/referrals_of_client.html", context)


def _closed_on(row: Shown) -> tuple[dt.date, int]:
    return row.referral.closed_on or dt.date.min, row.referral.pk


def panel(membership: Membership, client: Client) -> Panel | None:
    """The person's open referrals and the last that were answered, and the way to ask one."""
    if not access.reads(membership, client, "referrals"):
        return None
    may_ask = access.writes(membership, client, "referrals") and referrals.may_ask(membership, client)
    found = of_client(client).order_by("-closed_on", "-pk")[: LISTED + 1]  # the open ones, without a last day, first
    rows = [shown(one) for one in found]
    if not rows and not may_ask:
        return None
    open_rows = sorted((row for row in rows if row.on_turn), key=lambda row: row.term or dt.date.max)
    over = [row for row in rows if not row.on_turn]
    context = {
        "rows": open_rows + over[:ANSWERED], "more": len(over) > ANSWERED, "may_ask": may_ask, "number": client.number,
        "closed": client.closed_on,
    }  # fmt: skip
    return Panel("referrals", "referrals", "clients/panel_referrals.html", context, place="main", position=30)
