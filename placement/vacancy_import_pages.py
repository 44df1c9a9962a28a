"""The page that takes a file with vacancies, and tells what may stand in it."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import day_typed
from chain.once import new_key, once
from diagnosis.codes import COMPETENCES
from placement.vacancies import may_offer
from placement.vacancy_import import LARGEST, MOST, BadFile, Imported, columns, import_file
from placement.vacancy_pages import reader

SHOWN = 100  # problems; of the rest only the number


def example() -> str:
    """A file of two vacancies that can be read in as it is."""
    closes = day_typed(today() + dt.timedelta(30))
    return f"""ref;werkgever;functie;soort;beroep;plekken;uren_min;uren_max;werktijden;plaats;sluit;taken;afgesplitst_van;eisen
1207;Hotel De Poort;Kamermedewerker;regular;kamermeisje;2;16;24;day weekend;Maastricht;{closes};;;language:nld:2 licence:B!
1208;Zorggroep Zuid;Gastvrouw;carved;zorghulp;1;12;20;day;Vaals;;Koffie schenken;werk van de zorg;level:2 competence:caring*3!
"""


class FileForm(forms.Form):
    """A file with vacancies."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Bestand (CSV)"), error_messages={"required": _("Kies een bestand"), "empty": _("Dit bestand is leeg")},
        help_text=_("Met een komma of een puntkomma tussen de kolommen, uit Excel of een ander programma."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip

    def clean_file(self) -> bytes:
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("Het bestand is te groot. Verdeel het over meer bestanden."))
        return self.cleaned_data["file"].read()


@login_required
@require_http_methods(["GET", "POST"])
def vacancy_import(request: HttpRequest) -> HttpResponse:
    """Read a file of vacancies in, or tell all that is wrong with it."""
    membership = reader(request)
    if not may_offer(membership):
        raise PermissionDenied
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    problems: list = []
    if form.is_bound and form.is_valid():

        def act() -> str:
            messages.success(request, told(import_file(form.cleaned_data["file"], by=membership)))
            return reverse("vacancies") + "?wie=mijn"

        try:
            return once(request, act)
        except BadFile as bad:
            problems = bad.problems
            form.add_error("file", translate("Er is niets ingelezen: hieronder staat wat er niet klopt"))
    context = {
        "section": "vacancies", "form": form, "problems": problems[:SHOWN], "more": max(len(problems) - SHOWN, 0),
        "columns": columns(), "competences": COMPETENCES.items(), "example": example(),
        "most": MOST, "once": request.POST.get("once") or new_key(),
    }  # fmt: skip
    return render(request, "placement/vacancy_import.html", context, status=422 if form.is_bound else 200)


def told(done: Imported) -> str:
    """What came of it, in a sentence."""
    text = translate("Erbij: %(added)s. Gewijzigd: %(changed)s. Zonder wijziging: %(same)s.") % {
        "added": done.added, "changed": done.changed, "same": done.same,
    }  # fmt: skip
    if done.employers:
        text += " " + translate("Nieuwe werkgevers om na te kijken: %(number)s.") % {"number": done.employers}
    return text
