"""The intake: a talk in sections, saved as it goes, that ends with a conclusion which people choose.

Nothing is required but what the conclusion needs. Two consultants at one intake lose nothing: what only one of them
touched is kept by itself, what both touched shows both texts.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from chain.days import AMSTERDAM, today
from chain.formats import clock
from chain.models import Instrument, Mandate, Membership
from chain.once import new_key, once
from chain.versions import VersionedForm
from clients import access, steps
from clients.models import Client
from clients.timeline import record
from diagnosis.models import CONCLUSIONS, Intake

# The sections of the form: key (its anchor), heading, fields.
SECTIONS = [
    ("reason", _("Aanleiding en vraag"), ["question"]),
    ("work-section", _("Werk en opleiding"), ["work", "wish", "hours"]),
    ("will", _("Motivatie"), ["motivation", "view"]),
    ("in-the-way", _("Wat staat in de weg voor werk?"), ["obstacles"]),
    ("outcome", _("Conclusie"), ["conclusion", "grounds"]),
]
# Which functions come next: the mandates for them say which partners the conclusion is about.
NEXT_FUNCTIONS = {
    "placement": ["placement"],
    "diagnosis": ["practical-diagnosis", "tests", "medical-diagnosis"],
    "development": ["basic-development", "learning-by-working"],
    "participation": ["participation-place", "volunteering", "day-activity"],
    "none": [],
}


def plain(value: Any) -> str:
    """A value as it compares: without the line ends that browsers make of them."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


class IntakeForm(VersionedForm):
    """Merges with what another saved meanwhile, field by field, by what this form was shown at first."""

    use_required_attribute = False

    class Meta:
        model = Intake
        fields = ["question", "work", "wish", "hours", "motivation", "view", "obstacles", "conclusion", "grounds"]
        widgets = {
            "question": forms.Textarea(attrs={"rows": 3}),
            "work": forms.Textarea(attrs={"rows": 4}),
            "motivation": forms.Textarea(attrs={"rows": 4, "class": "own-words"}),
            "view": forms.Textarea(attrs={"rows": 3}),
            "obstacles": forms.Textarea(attrs={"rows": 4}),
            "hours": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "conclusion": forms.RadioSelect,
            "grounds": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "question": _("Waarom komt deze persoon nu, en wat is de vraag?"),
            "work": _("Wat deed deze persoon tot nu toe?"),
            "wish": _("Welk werk wil deze persoon doen?"),
            "hours": _("Hoeveel uur per week kan deze persoon werken?"),
            "motivation": _("Wat wil deze persoon zelf?"),
            "view": _("Hoe ziet u het?"),
            "obstacles": _("Wat staat in de weg, en wat doet u eraan?"),
            "conclusion": _("Wat is de volgende stap?"),
            "grounds": _("Waarom kiest u dit?"),
        }
        help_texts = {
            "work": _("Banen, opleiding, diploma’s, taal. Ook mantelzorg en vrijwilligerswerk."),
            "motivation": _("In de eigen woorden. Lees de tekst samen terug."),
            "view": _("Wat ziet u als kans? Wat vraagt nog aandacht?"),
            "obstacles": _("Alleen wat telt voor werk, zoals opvang, vervoer of taal. Geen diagnoses of medicijnen."),
            "grounds": _("Eén of twee zinnen. De persoon en de partners lezen dit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.Meta.fields:
            self.fields[field].required = False
            self.fields[field].show_hidden_initial = True  # what was shown: the base that a save merges upon
        self.fields["conclusion"].choices = [(key, capfirst(label)) for key, label in CONCLUSIONS.items()]  # type: ignore[attr-defined]
        self.fields["hours"].min_value = 0  # type: ignore[attr-defined]

    def clean_hours(self) -> int | None:
        hours = self.cleaned_data["hours"]
        if hours is not None and hours > 60:
            raise forms.ValidationError(_("Vul het aantal uren per week in, ten hoogste 60"))
        return hours

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        current = Intake.objects.select_for_update(of=("self",)).select_related("author").get(pk=self.instance.pk)
        if current.status != "open":
            raise forms.ValidationError(
                _("Deze intake is intussen afgerond. Wat u typte staat hieronder. Zet het in een notitie."),
                code="concluded",
            )
        for name in self.Meta.fields:
            if name not in cleaned:
                continue  # its own error says what is wrong
            theirs, mine = getattr(current, name), cleaned[name]
            base = self[name].initial if cleaned.get("version") == current.version else self._base(name)
            if self.add_prefix(name) not in self.data or plain(mine) == plain(base):
                cleaned[name] = theirs  # not touched here
            elif plain(theirs) not in (plain(base), plain(mine)) and not plain(mine).startswith(plain(theirs)):
                self.theirs[name] = self._shown(name, theirs)
        self.instance.version = current.version
        if self.theirs:
            self.based_on(current)
            raise forms.ValidationError(
                _("Iemand anders heeft dit intussen gewijzigd. Bij elk veld ziet u wat er nu staat. "
                  "Kies wat goed is en sla nog eens op."), code="stale",
            )  # fmt: skip
        self.news = [name for name in self.Meta.fields if name in cleaned and cleaned[name] != getattr(current, name)]
        return cleaned

    def _base(self, name: str) -> Any:
        return self.data.get(self.add_initial_prefix(name), "")

    def based_on(self, intake: Intake) -> None:
        """From here on the form, shown again, stands on what the intake now holds."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, value in self.base(intake).items():
            data[name] = value
        self.data = data

    def base(self, intake: Intake) -> dict[str, str]:
        """The hidden fields that the next save needs."""
        shown = {self.add_initial_prefix(name): plain(getattr(intake, name)) for name in self.Meta.fields}
        return {self.add_prefix("version"): str(intake.version), **shown}


def may_write(membership: Membership, client: Client) -> bool:
    """The partner with the mandate for the intake, today and in the person's municipality, writes it."""
    return access.writes(membership, client, "profile") and membership.holds("intake", client.home_id)


def begin(client: Client, by: Membership, on: dt.date | None = None) -> Intake:
    """Start an intake with its step, on the day (today).

    The open one where there is one already, also one that somebody starts right now.
    """
    found = Intake.objects.filter(client=client, status="open").first()
    if found:
        return found
    try:
        with transaction.atomic():
            day = on or today()
            instrument = Instrument.objects.get(chain_id=client.chain_id, code="intake")
            partner: Any = by.partner
            step = steps.plan(client, instrument=instrument, partner=partner, planned_on=day, by=by, tell=False)
            step = steps.move(step, "start", by=by, on=day, tell=False)
            moment = dt.datetime.combine(day, timezone.localtime().time(), AMSTERDAM)
            intake = Intake.objects.create(
                client=client, chain_id=client.chain_id, step=step, author_id=by.user_id, started_at=moment
            )
            record("intake-started", client, about=intake, part="profile", on=day)
            return intake
    except IntegrityError:
        return Intake.objects.get(client=client, status="open")


def conclude(intake: Intake, by: Membership, on: dt.date | None = None) -> None:
    """Close the intake with its conclusion, and finish its step, on the day (today). ValueError without grounds."""
    if not (intake.conclusion and intake.grounds):
        raise ValueError("an intake is concluded with a conclusion and its grounds")
    day = on or today()
    intake.status, intake.concluded_on = "concluded", day
    intake.version += 1
    intake.save(update_fields=["status", "concluded_on", "version"])
    with override("nl"):  # the timeline translates it for who reads
        conclusion = str(CONCLUSIONS[intake.conclusion])
    if intake.step.status == "active":
        steps.move(intake.step, "finish", by=by, on=day, result=conclusion, tell=False)
    record("intake-concluded", intake.client, about=intake, part="profile", on=day, conclusion=conclusion)


@login_required
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, number: str) -> HttpResponse:
    """The person's latest intake: to begin, to fill in, or to read once it is concluded (or is another partner's)."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    found = access.client(request, number, "client", "profile", write=False)
    writes = may_write(membership, found)
    if request.method == "POST":
        if not writes:
            access.look(membership, found, ["profile"], "refused")
            raise PermissionDenied
        if "begin" in request.POST:
            return once(request, lambda: _begun(found, membership))
    latest = (
        Intake.objects.filter(client=found)
        .select_related("author", "step__partner", "client")
        .order_by("-started_at", "-pk").first()
    )  # fmt: skip
    page: dict[str, Any] = {"client": found, "intake": latest, "writes": writes, "section": "clients"}
    if latest is None:
        return render(request, "diagnosis/intake_begin.html", page | {"once": new_key()})
    if request.method == "POST" and latest.status == "open":
        return _save(request, latest, page)
    if request.method == "POST":
        return _already(request, latest)
    if latest.status == "open" and writes:
        return _form(request, IntakeForm(instance=latest), page)
    ways_on = {
        "plans": access.writes(membership, found, "plan"),
        "places": access.writes(membership, found, "placements"),
    }
    page |= ways_on | {"sections": _told(latest), "once": new_key()}
    return render(request, "diagnosis/intake_read.html", page)


def _begun(found: Client, membership: Membership) -> str:
    begin(found, membership)
    return reverse("intake", args=[found.number])


def _already(request: HttpRequest, latest: Intake) -> HttpResponse:
    """A post for an intake that was concluded meanwhile."""
    if "autosave" in request.POST:
        return JsonResponse({}, status=409)
    messages.info(request, _("Deze intake is al afgerond."))
    return HttpResponseRedirect(reverse("intake", args=[latest.client.number]))


def _save(request: HttpRequest, latest: Intake, page: dict) -> HttpResponse:
    form = IntakeForm(request.POST, instance=latest)
    if not form.is_valid():
        if "autosave" in request.POST:
            return JsonResponse({"errors": form.errors}, status=409 if form.theirs else 422)
        if form.has_error("__all__", "concluded"):
            return _form(request, form, page, status=409)
        return _form(request, form, page, status=422)
    if form.news:
        latest = form.save()
    saved = clock(timezone.now())
    if "autosave" in request.POST:
        return JsonResponse({"saved": saved, "fields": form.base(latest)})
    if "conclude" not in request.POST:
        messages.success(request, _("Opgeslagen om %(time)s.") % {"time": saved})
        return HttpResponseRedirect(reverse("intake", args=[latest.client.number]))
    if not latest.conclusion:
        form.add_error("conclusion", _("Kies wat de volgende stap is"))
    if not latest.grounds:
        form.add_error("grounds", _("Schrijf op waarom u dit kiest"))
    if form.errors:  # what was typed is saved all the same
        form.based_on(latest)
        return _form(request, form, page | {"saved_at": timezone.now()}, status=422)

    conclude(latest, request.membership)  # type: ignore[attr-defined]
    messages.success(request, _("De intake is afgerond. Plan nu de volgende stap."))
    return HttpResponseRedirect(reverse("intake", args=[latest.client.number]))


def _form(request: HttpRequest, form: IntakeForm, page: dict, status: int = 200) -> HttpResponse:
    for field in form.fields.values():
        field.required = True  # on the page only: "not required" nine times says nothing, and the conclusion is
    sections = [
        {"key": key, "title": title, "fields": [form[name] for name in names],
         "filled": all(plain(form[name].value()) for name in names),
         "wrong": any(name in form.errors for name in names)}
        for key, title, names in SECTIONS
    ]  # fmt: skip
    filled = sum(bool(section["filled"]) for section in sections)
    more = {"form": form, "sections": sections, "filled": filled, "conclusions": _conclusions(page["client"])}
    return render(request, "diagnosis/intake_form.html", {"saved_at": None, **page, **more}, status=status)


def _conclusions(client: Client) -> list[dict]:
    """What people choose from, each with the partners that then act, by today's mandates where the person lives."""
    functions = [function for names in NEXT_FUNCTIONS.values() for function in names]
    holders: dict[str, list] = {}
    mandates = Mandate.objects.on(today()).filter(function__in=functions).select_related("partner")
    for mandate in mandates.order_by("partner__position", "pk"):
        if mandate.municipality_id in (None, client.home_id):
            holders.setdefault(mandate.function, []).append(mandate.partner)
    return [
        {"name": label, "partners": list(dict.fromkeys(p for f in NEXT_FUNCTIONS[key] for p in holders.get(f, [])))}
        for key, label in CONCLUSIONS.items()
    ]


def _told(latest: Intake) -> list[dict]:
    """The sections to read, without what was left empty."""
    sections = []
    for key, title, names in SECTIONS:
        rows = []
        for name in names:
            value = getattr(latest, name)
            if name == "conclusion" and value:
                value = capfirst(str(CONCLUSIONS[value]))
            if name == "hours" and value is not None:
                value = translate("%(hours)s uur") % {"hours": value}
            if value not in ("", None):
                label = Intake._meta.get_field(name).verbose_name  # type: ignore[union-attr]
                rows.append({"label": label, "value": value, "own": name == "motivation"})
        sections.append({"key": key, "title": title, "rows": rows, "single": len(names) == 1})
    return sections
