"""The privacy officer's register of incidents: the list with its clock, a new one, one to go on with, and on paper."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain import incidents
from chain.days import AMSTERDAM, today
from chain.documents import pdf
from chain.formats import clock, day_long, day_typed, moment, number
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Incident, Membership
from chain.once import CarriedOnce, carry_out
from chain.versions import VersionedForm
from clients.privacy_tabs import SECTION, officer, tabs

NO_NAMES = _("Schrijf geen namen van inwoners of collega’s op: zeg om hoeveel mensen het gaat, en in welke groep.")
PAGE = 100
HOUR = "%H:%M"


class IncidentForm(CarriedOnce, VersionedForm):
    """A moment is a day and an hour: typed apart, as people say it."""

    free_text = THING
    use_required_attribute = False
    discovered_on = DutchDateField(label=_("Ontdekt op"))
    discovered_time = forms.TimeField(label=_("Hoe laat ontdekt"), help_text=_("Vanaf dit moment lopen de 72 uur."))
    reported_on = DutchDateField(label=_("Gemeld bij de Autoriteit Persoonsgegevens op"), required=False)
    reported_time = forms.TimeField(label=_("Hoe laat gemeld"), required=False)
    happened_on = DutchDateField(label=_("Gebeurd op"), required=False)
    told_on = DutchDateField(
        label=_("Verteld aan de mensen zelf op"), required=False,
        help_text=_("Nodig als het voor hen een hoog risico is (AVG, artikel 34)."),
    )  # fmt: skip
    closed_on = DutchDateField(
        label=_("Afgehandeld op"), required=False,
        help_text=_("Kan pas als het gemeld is, of als er staat waarom niet."),
    )  # fmt: skip
    field_order = (
        "what", "discovered_on", "discovered_time", "happened_on", "whose", "people", "kinds", "consequences", "measures",
        "reported_on", "reported_time", "why_not_reported", "told_on", "closed_on",
    )  # fmt: skip

    class Meta:
        model = Incident
        fields = ["what", "happened_on", "whose", "people", "kinds", "consequences", "measures", "why_not_reported", "told_on",
                  "closed_on"]  # fmt: skip
        help_texts = {
            "what": NO_NAMES,
            "whose": _("Bijvoorbeeld: inwoners met een lopende stap bij één partner."),
            "people": _("Weet u het niet precies? Schat het."),
            "kinds": _("Bijvoorbeeld: namen en adressen, geen BSN."),
            "consequences": _("Wat kan dit voor deze mensen betekenen?"),
            "measures": _("Wat u deed om het te stoppen, en wat u doet om het te voorkomen."),
            "why_not_reported": _("Niet melden mag alleen als er waarschijnlijk geen risico is. Leg dat hier uit."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("what", "whose", "kinds", "consequences", "measures", "why_not_reported")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, at in (("discovered", self.instance.discovered_at), ("reported", self.instance.reported_at)):
            if at is not None:
                self.initial.update({f"{name}_on": at.astimezone(AMSTERDAM).date(), f"{name}_time": clock(at)})
        for name in ("discovered_time", "reported_time"):
            self.fields[name].widget.attrs |= {"placeholder": "14:30", "autocomplete": "off"}
            self.fields[name].error_messages["invalid"] = _("Vul de tijd in als uren en minuten, bijvoorbeeld 14:30")
        self.fields["people"].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        discovered = self._moment("discovered")
        reported = self._moment("reported")
        if discovered and discovered > timezone.now():
            self.add_error("discovered_on", _("Dit moment moet nog komen"))
        if found.get("reported_on") and not found.get("reported_time") and "reported_time" not in self.errors:
            self.add_error("reported_time", _("Vul in hoe laat het gemeld is"))
        if found.get("reported_time") and not found.get("reported_on") and "reported_on" not in self.errors:
            self.add_error("reported_on", _("Vul in op welke dag het gemeld is"))
        if reported and reported > timezone.now():
            self.add_error("reported_on", _("Dit moment moet nog komen"))
        if reported and discovered and reported < discovered:
            self.add_error("reported_on", _("Dit ligt voor de ontdekking"))
        for name in ("happened_on", "told_on", "closed_on"):
            if (day := found.get(name)) and day > today():
                self.add_error(name, _("Deze dag moet nog komen"))
        if discovered:
            self._after(discovered.astimezone(AMSTERDAM).date(), found)
        if found.get("closed_on") and not reported and not found.get("why_not_reported"):
            self.add_error("closed_on", _("Vul eerst in wanneer het gemeld is, of waarom niet"))
        self.moments = {"discovered_at": discovered, "reported_at": reported}
        return found

    def _after(self, discovered: dt.date, found: dict[str, Any]) -> None:
        if found.get("happened_on") and found["happened_on"] > discovered:
            self.add_error("happened_on", _("Dit ligt na de ontdekking"))
        for name in ("told_on", "closed_on"):
            if found.get(name) and found[name] < discovered:
                self.add_error(name, _("Dit ligt voor de ontdekking"))

    def _moment(self, name: str) -> dt.datetime | None:
        day, time = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_time")
        return dt.datetime.combine(day, time, AMSTERDAM) if day and time else None

    def save(self, commit: bool = True) -> Any:
        for name, at in self.moments.items():
            setattr(self.instance, name, at)
        return super().save(commit)


@login_required
@never_cache
@require_GET
def incident_list(request: HttpRequest) -> HttpResponse:
    """What still runs, the oldest first; then what is closed, the latest first."""
    membership = officer(request)
    open_ones = [
        (one, incidents.clock(one), incidents.missing(one)) for one in incidents.open_ones(membership.chain_id)
    ]
    closed = Incident.objects.filter(chain_id=membership.chain_id, closed_on__isnull=False)
    context = {
        "section": SECTION, "tabs": tabs(membership, "incidents"), "open": open_ones,
        "closed": [(one, incidents.clock(one)) for one in closed.order_by("-discovered_at", "-pk")[:PAGE]],
    }  # fmt: skip
    return render(request, "clients/incidents.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    """What happened is enough to begin: the rest follows within the 72 hours."""
    membership = officer(request)
    now = timezone.now().astimezone(AMSTERDAM)
    row = Incident(chain_id=membership.chain_id, author_id=membership.user_id)
    form = IncidentForm(
        request.POST or None, instance=row, initial={"discovered_on": now.date(), "discovered_time": now.strftime(HOUR)}
    )
    return _answer(request, membership, form, row)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident: what is still missing, and the form to go on with."""
    membership = officer(request)
    with transaction.atomic():
        row = get_object_or_404(Incident, pk=incident_id, chain_id=membership.chain_id)
        form = IncidentForm(request.POST or None, instance=row)
        return _answer(request, membership, form, row)


def _answer(request: HttpRequest, membership: Membership, form: IncidentForm, row: Incident) -> HttpResponse:
    new = row.pk is None
    stands = row if new else Incident.objects.get(pk=row.pk)  # as it is saved, whatever is being typed

    def act() -> str:
        saved = form.save()
        return reverse("incident", args=[saved.pk]) if new else reverse("incidents")

    if done := carry_out(request, form, act, _("Het incident is opgeslagen.")):
        return done
    context = {
        "section": SECTION, "tabs": tabs(membership, "incidents"), "form": form, "row": None if new else stands,
        "clock": None if new else incidents.clock(stands), "missing": [] if new else incidents.missing(stands),
    }  # fmt: skip
    return render(request, "clients/incident.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_GET
def incident_pdf(request: HttpRequest, incident_id: int) -> HttpResponse:
    """All of it on paper, in Dutch: for the authority, or for the file."""
    membership = officer(request)
    row = get_object_or_404(Incident, pk=incident_id, chain_id=membership.chain_id)
    with override("nl"):
        made = pdf("incident", paper(row) | {"chain": membership.chain.name, "printed_on": day_long(today())})
    name = f"incident-{day_typed(row.discovered_at)}-{row.pk}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def paper(row: Incident) -> dict[str, Any]:
    """What the paper tells, in words: label and text in the order of the form."""
    nothing = translate("nog niet ingevuld")
    lines = [
        (translate("Ontdekt"), moment(row.discovered_at)),
        (translate("Gebeurd"), day_long(row.happened_on)),
        (translate("Wat er gebeurde"), row.what),
        (translate("Om wier gegevens het gaat"), row.whose),
        (translate("Hoeveel mensen"), number(row.people)),
        (translate("Welke gegevens"), row.kinds),
        (translate("Mogelijke gevolgen"), row.consequences),
        (translate("Wat er is gedaan"), row.measures),
        (translate("Gemeld bij de Autoriteit Persoonsgegevens"), moment(row.reported_at)),
        (translate("Waarom niet gemeld"), row.why_not_reported),
        (translate("Verteld aan de mensen zelf"), day_long(row.told_on)),
        (translate("Afgehandeld"), day_long(row.closed_on)),
    ]
    needless = {translate("Waarom niet gemeld")} if row.reported_at else set()
    return {
        "title": translate("Incident van %(day)s") % {"day": day_long(row.discovered_at)},
        "until": moment(incidents.clock(row).until),
        "lines": [{"label": label, "text": text or nothing} for label, text in lines if text or label not in needless],
    }
