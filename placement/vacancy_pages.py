"""The pages of vacancies: the list, one of them, the form, and the acts that pause, close and reopen it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from chain.models import Membership
from chain.once import carry_out, new_key
from diagnosis.codes import SECTORS
from placement import employers, introduction_shown, vacancies, vacancy_list
from placement.models import Employer, Vacancy
from placement.models.vacancies import KINDS, MOVES
from placement.requirements import Want, in_order, told, usual
from placement.vacancy_forms import CloseForm, FullForm

# What an act is called, and what is said when it was done.
ACTS = {
    "pause": (_("Even niet aanbieden"), _("De vacature wordt even niet aangeboden.")),
    "resume": (_("Weer aanbieden"), _("De vacature is weer open.")),
    "close": (_("Sluiten"), _("De vacature is gesloten.")),
    "reopen": (_("Heropenen"), _("De vacature is weer open.")),
}


def reader(request: HttpRequest) -> Membership:
    """The acting membership; PermissionDenied for who does not read vacancies."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("vacancies"):
        raise PermissionDenied
    return membership


def one(request: HttpRequest, vacancy_id: int, change: bool = False) -> tuple[Membership, Vacancy]:
    """A vacancy of the chain; with `change`: for who may change it."""
    membership = reader(request)
    found = Vacancy.objects.select_related(
        "employer", "site", "contact", "occupation", "cohort__project", "partner", "author"
    )
    vacancy = get_object_or_404(found, chain_id=membership.chain_id, pk=vacancy_id)
    if change and not vacancies.may_change(membership, vacancy):
        raise PermissionDenied
    return membership, vacancy


@login_required
@require_safe
def vacancy_list_page(request: HttpRequest) -> HttpResponse:
    """The list. Asked for by htmx only its table, with the tidy address for the browser."""
    membership = reader(request)
    asked = vacancy_list.Asked.of(request.GET, membership)
    found = vacancy_list.find(membership, asked)
    rows = [
        {
            "vacancy": each, "hours": vacancies.hours(each), "label": vacancy_list.labelled(each),
            "musts": [told(must, each) for must in each.musts],  # type: ignore[attr-defined]
        }
        for each in found.rows
    ]  # fmt: skip
    context = {
        "section": "vacancies", "asked": asked, "rows": rows, "may_offer": vacancies.may_offer(membership),
        "kinds": [(key, capfirst(name)) for key, name in KINDS.items()],
        "sectors": [(key, capfirst(name)) for key, (name, _sbi) in SECTORS.items()], "states": vacancy_list.SHOWN.items(),
        "next_url": asked.address(na=found.next) if found.next else "",
        "previous_url": asked.address(voor=found.previous) if found.previous else "",
        "first_url": asked.address() if asked.na or asked.voor else "", "everything": reverse("vacancies"),
        "by_new": asked.address(sorteer="nieuw"), "by_closing": asked.address(sorteer="sluit"),
        "tabs": [(asked.address(wie="mijn"), _("Van mij"), asked.wie == "mijn"),
                 (asked.address(wie=""), _("Van iedereen"), asked.wie != "mijn")],
    }  # fmt: skip
    fragment = _by_htmx(request)
    response = render(request, "placement/_vacancies.html" if fragment else "placement/vacancies.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if fragment:
        response["HX-Replace-Url"] = request.get_full_path() if asked.na or asked.voor else asked.address()
    return response


def _by_htmx(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


@login_required
@require_safe
def vacancy(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """A vacancy with what it asks; who may change it finds the acts."""
    from placement import candidate_pages  # its pages are of a vacancy

    membership, found = one(request, vacancy_id)
    changes = vacancies.may_change(membership, found)
    acts = [(act, ACTS[act][0], new_key()) for act in vacancies.moves(found)] if changes else []
    asked = in_order(found.requirements.all())
    return render(request, "placement/vacancy.html", {
        "section": "vacancies", "vacancy": found, "changes": changes, "acts": acts, "state": vacancies.state(found),
        "label": vacancy_list.labelled(found), "left": max(found.positions - found.taken, 0),
        "hours": vacancies.hours(found), "shifts": vacancies.shifts(found),
        "asked": [(row, told(row, found)) for row in asked], **_contact(membership, found),
        "introductions": introduction_shown.of_vacancy(found, membership),
        "candidates": candidate_pages.of_vacancy(found, membership),
        "matches_url": _address("vacancy_matches", found.pk) if membership.reads("cards") else "",
        "weights_url": _address("vacancy_weights", found.pk) if changes else "",
    })  # fmt: skip


def _contact(membership: Membership, found: Vacancy) -> dict[str, Any]:
    """Who speaks with the employer, and when somebody last did: nobody calls unknowingly a second time."""
    if not membership.reads("employers"):
        return {"latest": None, "contact": None}
    from placement.employer_contacts import latest

    return {"latest": latest(found.employer), "contact": found.contact}


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


@login_required
@require_http_methods(["GET", "POST"])
def vacancy_new(request: HttpRequest) -> HttpResponse:
    """Bring a vacancy in; `werkgever` names the employer by its number."""
    membership = reader(request)
    if not vacancies.may_offer(membership):
        raise PermissionDenied
    new = Vacancy(chain_id=membership.chain_id)
    given = request.GET.get("werkgever", "")
    at = Employer.objects.filter(chain_id=membership.chain_id, pk=given).first() if given.isdecimal() else None
    initial = {"employer": at.name if at else ""}
    return _form_page(request, membership, new, {"initial": initial, "at": at}, _("Nieuwe vacature"))


@login_required
@require_http_methods(["GET", "POST"])
def vacancy_edit(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """Change what a vacancy says and asks."""
    membership, found = one(request, vacancy_id, change=True)
    return _form_page(request, membership, found, {}, found.title)


def _form_page(
    request: HttpRequest, membership: Membership, found: Vacancy, begin: dict[str, Any], title: object
) -> HttpResponse:
    """The form, filled in with what is usual for the kind and occupation (POST `choose`), or carried out."""
    if request.method == "GET" and _by_htmx(request):
        options = {"options": employers.matching(membership.chain_id, request.GET.get("employer", ""))}
        return render(request, "placement/_employer_options.html", options)
    at, wants, fitted = begin.pop("at", None), [Want.of(row) for row in _rows(found)], ""
    if found.pk is None:
        wants, fitted = usual("regular", None, membership.chain_id), "regular:"
    else:
        fitted = f"{found.kind}:{found.occupation_id or ''}"
    initial = begin.get("initial", {}) | {"fitted": fitted}
    choosing = request.method == "POST" and "choose" in request.POST
    if request.method == "POST":
        form = FullForm(request.POST, instance=found, by=membership, wants=wants)
    else:
        form = FullForm(instance=found, by=membership, wants=wants, initial=initial)
    if choosing:
        form = _refitted(request, form)
    else:

        def act() -> str:
            return reverse("vacancy", args=[form.keep(form.wants()).pk])

        said = translate("De vacature is opgeslagen.") if found.pk else translate("De vacature staat erbij.")
        if done := carry_out(request, form, act, said):
            return done
    context = {
        "section": "vacancies", "vacancy": Vacancy.objects.get(pk=found.pk) if found.pk else None, "form": form, "title": title,
        "at": at, "once": request.POST.get("once") or new_key(),
        "options": employers.matching(membership.chain_id, str(form["employer"].value() or "")) if found.pk is None else (),
    }  # fmt: skip
    template = "placement/_vacancy_details.html" if choosing and _by_htmx(request) else "placement/vacancy_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _rows(found: Vacancy) -> Any:
    return found.requirements.all() if found.pk else ()


def _refitted(request: HttpRequest, form: FullForm) -> FullForm:
    """The same form with what was typed, and with what is usual for the kind and occupation that were chosen."""
    form.is_valid()
    mark, wants = form.usual()
    typed = {name: request.POST.getlist(name) if name == "shifts" else request.POST[name] for name in request.POST}
    asked = {name for name in form.fields if name not in form.base_fields}
    initial = {name: value for name, value in typed.items() if name not in asked} | {"fitted": mark}
    again = FullForm(instance=_again(form.instance), by=form.by, wants=wants, initial=initial)
    again.initial["occupation"] = request.POST.get("occupation", "")
    again.similar = form.similar
    return again


def _again(instance: Vacancy) -> Vacancy:
    """Another copy: a form writes what was typed into its instance."""
    return Vacancy.objects.get(pk=instance.pk) if instance.pk else Vacancy(chain_id=instance.chain_id)


@login_required
@require_http_methods(["GET", "POST"])
def vacancy_move(request: HttpRequest, vacancy_id: int, act: str) -> HttpResponse:
    """Pause, resume, close (with why) or reopen it."""
    membership, found = one(request, vacancy_id, change=True)
    if act not in MOVES:
        raise Http404
    here = reverse("vacancy", args=[found.pk])
    sent = request.POST if request.method == "POST" else None
    form: Any = CloseForm(sent) if act == "close" else forms.Form(sent)

    def carry() -> str:
        vacancies.move(found, act, form.cleaned_data.get("why", ""), by=membership)
        return here

    if act not in vacancies.moves(found):
        return _too_late(request, here)()
    if done := carry_out(request, form, carry, ACTS[act][1], _too_late(request, here)):
        return done
    context = {"section": "vacancies", "vacancy": found, "form": form, "act": act, "title": ACTS[act][0]}
    context["once"] = request.POST.get("once") or new_key()
    return render(request, "placement/vacancy_move.html", context, status=422 if form.is_bound else 200)


def _too_late(request: HttpRequest, here: str) -> Callable[[], HttpResponse]:
    def answer() -> HttpResponse:
        messages.info(request, translate("Dat kan nu niet: een collega was u voor."))
        return redirect(here)

    return answer
