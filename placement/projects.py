"""Projects: ways into a sector, such as horeca@work, with the employers that take part and the groups that go through.

The places of a group (cohort) are vacancies of the kind `project`; what came of it is how many of them are taken.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chain.days import today
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Membership
from chain.once import CarriedOnce, carry_out, once
from diagnosis.codes import SECTORS
from placement import employers
from placement.employer_forms import Kept
from placement.models import Cohort, Employer, Project, ProjectEmployer, Vacancy

NONE = {"vacancies": 0, "places": 0, "used": 0}
MOST = 200  # employers, and cohorts, that a project shows


class _Period(Kept):
    """A name and days, of which the last does not lie before the first."""

    started_on = DutchDateField(label=_("Begint op"))
    ended_on = DutchDateField(label=_("Eindigt op"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["started_on"] = today()

    def clean_name(self) -> str:
        return employers.tidy(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ended_on") and cleaned.get("started_on") and cleaned["ended_on"] < cleaned["started_on"]:
            self.add_error("ended_on", _("Het einde ligt vóór het begin"))
        return cleaned


class ProjectForm(_Period):
    free_text = THING
    once_only = ("name", _("Er is al een project met deze naam"))

    class Meta:
        model = Project
        fields = ["name", "sector", "text", "started_on", "ended_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"name": {"required": _("Geef het project een naam")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sector"]
        field.choices = [("", _("Kies")), *((key, capfirst(str(name))) for key, (name, _sbi) in SECTORS.items())]


class CohortForm(_Period):
    once_only = ("name", _("Dit project heeft al een groep met deze naam"))

    class Meta:
        model = Cohort
        fields = ["name", "started_on", "ended_on"]
        help_texts = {"name": _("Bijvoorbeeld Voorjaar 2027. Geen namen van inwoners.")}
        error_messages = {"name": {"required": _("Geef de groep een naam")}}


class AddForm(CarriedOnce, forms.Form):
    """An employer, by its name; one that the chain does not know is made on its own page."""

    use_required_attribute = False
    employer = forms.CharField(
        label=_("Werkgever"), max_length=120, help_text=_("Typ de naam en kies."),
        error_messages={"required": _("Vul de naam van de werkgever in")},
    )  # fmt: skip

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chain_id = chain_id
        self.similar: list[Employer] = []

    def clean_employer(self) -> Employer:
        name = employers.tidy(self.cleaned_data["employer"])
        found = employers.named(self.chain_id, name)
        if found is None:
            self.similar = employers.similar(self.chain_id, name)
            raise forms.ValidationError(_("Deze werkgever kennen wij nog niet"))
        return found


def _reader(request: HttpRequest, *, write: bool = False) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("vacancies") or (write and not may_write(membership)):
        raise PermissionDenied
    return membership


def may_write(membership: Membership) -> bool:
    return membership.writes("vacancies") and membership.partner_id is not None


def _one(request: HttpRequest, pk: int, *, write: bool = False) -> tuple[Membership, Project]:
    membership = _reader(request, write=write)
    found = Project.objects.select_related("partner")
    return membership, get_object_or_404(found, chain_id=membership.chain_id, pk=pk)


def results(**of: Any) -> dict[int, Any]:
    """Per cohort its vacancies, their places, and how many of these are taken; one question."""
    rows = Vacancy.objects.filter(cohort__isnull=False, **of).values("cohort").order_by()
    found = rows.annotate(vacancies=Count("pk"), places=Sum("positions"), used=Sum("taken"))
    return {row["cohort"]: row for row in found}


@login_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The chain's projects: how many employers and groups, and how many places are taken."""
    membership = _reader(request)
    rows = list(Project.objects.filter(chain_id=membership.chain_id).select_related("partner")[:MOST])
    taking = dict(
        ProjectEmployer.objects.filter(project__in=rows).values_list("project").annotate(number=Count("pk")).order_by()
    )
    cohorts: dict[int, list[Cohort]] = {}
    for each in Cohort.objects.filter(project__in=rows):
        cohorts.setdefault(each.project_id, []).append(each)
    numbers = results(cohort__project__in=rows)
    shown = []
    for row in rows:
        of = [numbers[each.pk] for each in cohorts.get(row.pk, ()) if each.pk in numbers]
        shown.append({
            "project": row, "employers": taking.get(row.pk, 0), "cohorts": len(cohorts.get(row.pk, ())),
            "places": sum(each["places"] for each in of), "taken": sum(each["used"] for each in of), "state": state(row),
        })  # fmt: skip
    shown.sort(key=lambda each: each["state"] == "over")
    context = {"section": "employers", "rows": shown, "writes": may_write(membership)}
    return render(request, "placement/projects.html", context)


def state(row: Project | Cohort) -> str:
    """`over`, `coming` or `running`, today."""
    if row.ended_on and row.ended_on < today():
        return "over"
    return "coming" if row.started_on > today() else "running"


@login_required
@require_safe
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """A project: its groups with what came of them, and its employers."""
    membership, found = _one(request, project_id)
    if "HX-Request" in request.headers and "employer" in request.GET:
        options = employers.matching(membership.chain_id, request.GET["employer"])
        return render(request, "placement/_employer_options.html", {"options": options})
    return _project_page(request, membership, found, AddForm(chain_id=membership.chain_id))


def _project_page(request: HttpRequest, membership: Membership, found: Project, form: AddForm) -> HttpResponse:
    numbers = results(cohort__project=found)
    cohorts = [
        {"cohort": each, "state": state(each), "numbers": numbers.get(each.pk, NONE)}
        for each in Cohort.objects.filter(project=found)[:MOST]
    ]
    taking = found.employers.select_related("employer").order_by("employer__name")[:MOST]  # type: ignore[attr-defined]
    context = {
        "section": "employers", "project": found, "state": state(found), "writes": may_write(membership), "form": form,
        "cohorts": cohorts, "taking": taking, "reads_employers": membership.reads("employers"),
    }  # fmt: skip
    return render(request, "placement/project.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def project_employers(request: HttpRequest, project_id: int) -> HttpResponse:
    """An employer takes part from now on, or (`remove`: its row) no more."""
    membership, found = _one(request, project_id, write=True)
    here = reverse("project", args=[found.pk]) + "#employers"
    if request.POST.get("remove", "").isdecimal():
        return once(request, lambda: _removed(request, found, int(request.POST["remove"][:17]), here))
    form = AddForm(request.POST, chain_id=membership.chain_id)

    def act() -> str:
        employer = form.cleaned_data["employer"]
        try:
            with transaction.atomic():
                ProjectEmployer.objects.create(project=found, chain_id=found.chain_id, employer=employer)
        except IntegrityError:
            raise ValidationError({"employer": _("Deze werkgever doet al mee")}) from None
        return here

    if done := carry_out(request, form, act, translate("De werkgever doet mee.")):
        return done
    return _project_page(request, membership, found, form)


def _removed(request: HttpRequest, found: Project, pk: int, here: str) -> str:
    if ProjectEmployer.objects.filter(project=found, pk=pk).delete()[0]:
        messages.success(request, translate("De werkgever doet niet meer mee."))
    return here


@login_required
@require_http_methods(["GET", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    membership = _reader(request, write=True)
    form = ProjectForm(request.POST or None, instance=Project(chain_id=membership.chain_id, partner=membership.partner))

    def act() -> str:
        return reverse("project", args=[form.keep().pk])

    if done := carry_out(request, form, act, translate("Het project staat erbij.")):
        return done
    return _form_page(request, translate("Nieuw project"), form)


@login_required
@require_http_methods(["GET", "POST"])
def project_edit(request: HttpRequest, project_id: int) -> HttpResponse:
    _membership, found = _one(request, project_id, write=True)
    form = ProjectForm(request.POST or None, instance=Project.objects.get(pk=found.pk))

    def act() -> str:
        return reverse("project", args=[form.keep().pk])

    if done := carry_out(request, form, act, translate("Opgeslagen.")):
        return done
    return _form_page(request, translate("Project wijzigen"), form, project=found)


@login_required
@require_http_methods(["GET", "POST"])
def cohort(request: HttpRequest, project_id: int, cohort_id: int | None = None) -> HttpResponse:
    """A group that goes through the project together: add one, or change its name and days."""
    _membership, found = _one(request, project_id, write=True)
    row = Cohort(project=found, chain_id=found.chain_id)
    if cohort_id is not None:
        row = get_object_or_404(Cohort, project=found, pk=cohort_id)
    form = CohortForm(request.POST or None, instance=row)

    def act() -> str:
        form.keep()
        return reverse("project", args=[found.pk])

    if done := carry_out(request, form, act, translate("De groep is opgeslagen.")):
        return done
    title = translate("Groep wijzigen") if cohort_id else translate("Groep toevoegen")
    return _form_page(request, title, form, project=found)


def _form_page(request: HttpRequest, title: str, form: Kept, **context: Any) -> HttpResponse:
    context |= {"title": title, "form": form, "section": "employers"}
    return render(request, "placement/project_form.html", context, status=422 if form.is_bound else 200)
