"""The page of an employer, with all that partners know of it in one look, and the forms that change what stands there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from chain.days import today
from chain.models import Membership
from chain.once import carry_out, once
from clients import access
from placement import employer_contacts, employers, vacancies
from placement.employer_forms import (
    AgreementForm,
    ContactForm,
    EmployerForm,
    Kept,
    OpennessForm,
    PersonForm,
    SiteForm,
)
from placement.models import Agreement, ContactPerson, Employer, EmployerContact, Openness, Site
from placement.models.employers import ADAPTATIONS, GROUPS

CONTACTS = 12  # contact moments on the page; the others behind a link
MOST = 300
PEOPLE = 15  # placements on the page, the running ones first


@login_required
@never_cache
@require_safe
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything in one look; `contacten=alle`: all contact moments, not only the latest."""
    membership, found = employers.one(request, pk)
    every = request.GET.get("contacten") == "alle"
    contacts = list(_contacts(found)[: MOST if every else CONTACTS + 1])
    writes = employers.may_write(membership)
    openness = Openness.objects.filter(employer=found).select_related("author").first()
    context = {
        "section": "employers", "employer": found, "writes": writes, "today": today(),
        "sites": Site.objects.filter(employer=found), "openness": openness,
        "open_to": [GROUPS[code] for code in openness.groups] if openness else [],
        "adapts": [ADAPTATIONS[code] for code in openness.adaptations] if openness else [],
        "people": ContactPerson.objects.filter(employer=found).select_related("site"),
        "agreements": Agreement.objects.filter(employer=found).select_related("partner", "author").order_by("-started_on"),
        "contacts": [(one, employer_contacts.may_correct(membership, one)) for one in contacts[: None if every else CONTACTS]],
        "more_contacts": not every and len(contacts) > CONTACTS, "latest": contacts[0] if contacts else None,
        "groups": groups_placed(found), **_placed(membership, found), **_vacancies(membership, found),
    }  # fmt: skip
    if writes:
        context["form"] = ContactForm(instance=_contact(found))
    return render(request, "placement/employer.html", context)


def _contacts(found: Employer) -> QuerySet[EmployerContact]:
    rows = EmployerContact.objects.filter(employer=found).order_by(*employer_contacts.LATEST)
    return rows.select_related("partner", "author", "person")


def _contact(found: Employer) -> EmployerContact:
    """What a contact usually is: by telephone, today."""
    return EmployerContact(employer=found, chain_id=found.chain_id, way="call", subject="vacancy", on=today())


def groups_placed(found: Employer) -> list[tuple[object, str]]:
    """People of which groups worked there before: numbers of nobody, and none where they would tell of somebody."""
    with connection.cursor() as cursor:
        cursor.execute("select code, number from snoer_groups_placed(%s)", [found.pk])
        numbers = dict(cursor.fetchall())
    return [(name, numbers[code]) for code, name in GROUPS.items() if code in numbers]


def _placed(membership: Membership, found: Employer) -> dict[str, Any]:
    """Who works or worked there, of the people in sight; the look at them is logged."""
    if not membership.reads("placements"):
        return {}
    numbers = employers.counts(membership, [found]).get(found.pk, {"now": 0, "all": 0})
    first = Case(When(step__status="active", then=0), When(step__status="planned", then=1), default=2)
    rows = employers.placed(membership, [found]).select_related("step__partner").prefetch_related("client")
    shown = list(rows.order_by(first, "-step__started_on", "-pk")[:PEOPLE]) if numbers["all"] else []
    if shown:
        access.looks(membership, (row.client for row in shown), ["client", "placements"])
    return {"counted": True, "placed": shown, **numbers, "more_placed": numbers["all"] - len(shown)}


def _vacancies(membership: Membership, found: Employer) -> dict[str, Any]:
    if not membership.reads("vacancies"):
        return {}
    rows = vacancies.open_ones(found.chain_id).filter(employer=found).order_by("-opened_on", "-pk")
    projects = found.projects.select_related("project").order_by("project__name")  # type: ignore[attr-defined]
    return {
        "reads_vacancies": True, "vacancies": list(rows[:PEOPLE]), "projects": list(projects),
        "may_open": membership.writes("vacancies") and membership.partner_id is not None,
    }  # fmt: skip


# forms


def form_page(request: HttpRequest, title: str, form: Any, **context: Any) -> HttpResponse:
    """A form about an employer, or one that was sent wrong."""
    context |= {"title": title, "form": form, "section": "employers"}
    return render(request, "placement/employer_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def employer_new(request: HttpRequest) -> HttpResponse:
    """An employer that nobody was placed with yet."""
    membership = employers.reader(request, write=True)
    begun = {"name": employers.tidy(request.GET.get("naam", ""))[:120], "checked": True, "keeper": membership.user_id}
    form = EmployerForm(request.POST or None, instance=Employer(chain_id=membership.chain_id), initial=begun)

    def act() -> str:
        return reverse("employer", args=[form.keep().pk])

    if done := carry_out(request, form, act, translate("De werkgever staat erbij.")):
        return done
    return form_page(request, translate("Werkgever toevoegen"), form)


@login_required
@require_http_methods(["GET", "POST"])
def employer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What the company is called, where it is, its numbers and sector, and who keeps the contact."""
    _membership, found = employers.one(request, pk, write=True)
    form = EmployerForm(request.POST or None, instance=_again(found))
    if done := carry_out(request, form, lambda: _kept(form, found), translate("Opgeslagen.")):
        return done
    return form_page(request, translate("Gegevens wijzigen"), form, employer=found)


def _again(found: Any) -> Any:
    """The same row once more: a form puts what was typed into its own."""
    return type(found).objects.get(pk=found.pk)


def _kept(form: Kept, found: Employer, part: str = "") -> str:
    form.keep()
    return reverse("employer", args=[found.pk]) + (f"#{part}" if part else "")


@dataclass(frozen=True)
class Piece:
    """A kind of thing that stands under an employer: its form, and what its pages say."""

    model: Any
    form: Callable[..., Kept]
    part: str
    new: str
    change: str
    said: str


def _pieces() -> dict[str, Piece]:
    return {
        "site": Piece(Site, SiteForm, "sites", translate("Vestiging toevoegen"), translate("Vestiging wijzigen"),
                      translate("De vestiging is opgeslagen.")),
        "person": Piece(ContactPerson, PersonForm, "people", translate("Contactpersoon toevoegen"),
                        translate("Contactpersoon wijzigen"), translate("De contactpersoon is opgeslagen.")),
        "agreement": Piece(Agreement, AgreementForm, "agreements", translate("Afspraak toevoegen"),
                           translate("Afspraak wijzigen"), translate("De afspraak is opgeslagen.")),
    }  # fmt: skip


def _piece(request: HttpRequest, kind: str, pk: int, piece_pk: int | None = None) -> HttpResponse:
    """Add a thing of the kind, or change one."""
    membership, found = employers.one(request, pk, write=True)
    piece = _pieces()[kind]
    if piece_pk is None:
        row = piece.model(employer=found, chain_id=found.chain_id)
        if kind == "agreement":
            row.partner_id, row.author_id = membership.partner_id, membership.user_id
    else:
        row = piece.model.objects.filter(employer=found, pk=piece_pk).first()
        if row is None:
            raise Http404
    if piece_pk and kind == "person" and request.POST.get("act") == "forget":
        return once(request, lambda: _forgotten(request, found, piece_pk))
    form = piece.form(request.POST or None, instance=row)
    if done := carry_out(request, form, lambda: _kept(form, found, piece.part), piece.said):
        return done
    stands = type(row).objects.get(pk=row.pk) if row.pk else None
    until = employer_contacts.kept_until(today())
    title = piece.change if row.pk else piece.new
    return form_page(request, title, form, employer=found, piece=kind, row=stands, until=until)


def _forgotten(request: HttpRequest, found: Employer, person_pk: int) -> str:
    employer_contacts.forget([person_pk])
    messages.success(request, translate("De contactpersoon is verwijderd, ook uit de geschiedenis."))
    return reverse("employer", args=[found.pk]) + "#people"


@login_required
@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, pk: int, site_id: int | None = None) -> HttpResponse:
    return _piece(request, "site", pk, site_id)


@login_required
@require_http_methods(["GET", "POST"])
def contact_person(request: HttpRequest, pk: int, person_id: int | None = None) -> HttpResponse:
    """Somebody to speak with; act=forget takes him or her away, history and all."""
    return _piece(request, "person", pk, person_id)


@login_required
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, pk: int, deal_id: int | None = None) -> HttpResponse:
    return _piece(request, "agreement", pk, deal_id)


@login_required
@require_http_methods(["GET", "POST"])
def openness(request: HttpRequest, pk: int) -> HttpResponse:
    """For whom the employer makes room, as it was talked about by the user on a day."""
    membership, found = employers.one(request, pk, write=True)
    row = Openness.objects.filter(employer=found).first()
    form = OpennessForm(request.POST or None, instance=row or Openness(employer=found, chain_id=found.chain_id))

    def act() -> str:
        form.instance.author_id = membership.user_id
        return _kept(form, found, "openness")

    if done := carry_out(request, form, act, translate("Vastgelegd waar deze werkgever voor openstaat.")):
        return done
    return form_page(request, translate("Waar staat deze werkgever voor open?"), form, employer=found)


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: int, contact_id: int | None = None) -> HttpResponse:
    """Say that there was contact, or say better what one said before."""
    membership, found = employers.one(request, pk, write=True)
    row = _contact(found)
    if contact_id is not None:
        row = _contacts(found).filter(pk=contact_id).first()  # type: ignore[assignment]
        if row is None:
            raise Http404
        if not employer_contacts.may_correct(membership, row):
            raise PermissionDenied
    form = ContactForm(request.POST or None, instance=row)

    def act() -> str:
        if contact_id is None:
            employer_contacts.note(found, by=membership, **form.cleaned_data)
        else:
            employer_contacts.correct(row, by=membership, **form.cleaned_data)
        return reverse("employer", args=[found.pk]) + "#contacts"

    if done := carry_out(request, form, act, translate("Het contact is vastgelegd.")):
        return done
    latest = employer_contacts.latest(found) if contact_id is None else None
    title = translate("Contact vastleggen") if contact_id is None else translate("Contact verbeteren")
    return form_page(request, title, form, employer=found, latest=latest)
