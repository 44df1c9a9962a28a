"""Employers: found by name where a placement is recorded, listed with how many are placed there, and kept."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from chain.models import Membership
from chain.once import new_key, once
from clients.models import Client
from placement.models import Employer, Placement

OPTIONS = 12  # names offered while typing
PAGE = 50
LEGAL_FORMS = {"bv", "nv", "vof", "b.v.", "n.v.", "v.o.f.", "stichting", "coöperatie", "de", "het"}


def tidy(name: str) -> str:
    return " ".join(name.split())


def named(chain_id: int, name: str) -> Employer | None:
    """The chain's employer with that name, whatever its capitals."""
    return Employer.objects.filter(chain_id=chain_id, name__iexact=name).order_by("pk").first()


def similar(chain_id: int, name: str) -> list[Employer]:
    """Employers that share a telling word with the name; at most five."""
    words = [word for word in name.casefold().split() if word not in LEGAL_FORMS and len(word) > 2][:4]
    if not words:
        return []
    shared = Q()
    for word in words:
        shared |= Q(name__icontains=word)
    return list(Employer.objects.filter(shared, chain_id=chain_id).order_by("name")[:5])


def matching(chain_id: int, typed: str) -> QuerySet[Employer]:
    """What to offer while a name is typed; nothing before two letters, for a list of all grows without end."""
    typed = tidy(typed)
    if len(typed) < 2:
        return Employer.objects.none()
    return Employer.objects.filter(chain_id=chain_id, name__icontains=typed).order_by("name")[:OPTIONS]


def new(chain_id: int, name: str) -> Employer:
    """An employer by name, unchecked; the one that is there where somebody else makes it right now."""
    try:
        with transaction.atomic():
            return Employer.objects.create(chain_id=chain_id, name=name)
    except IntegrityError:
        return Employer.objects.get(chain_id=chain_id, name=name)


class EmployerForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = Employer
        fields = ["name", "place", "checked"]
        labels = {"checked": _("Nagekeken: naam en plaats kloppen")}
        error_messages = {"name": {"required": _("Vul de naam in")}}

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        other = named(self.instance.chain_id, name)
        if other and other.pk != self.instance.pk:
            raise forms.ValidationError(_("Er is al een werkgever met deze naam"))
        return name


@login_required
@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    """The chain's employers, with how many of the clients that the reader may see are or were placed there."""
    membership = _reader(request)
    typed, unchecked = tidy(request.GET.get("q", "")), request.GET.get("nakijken") == "1"
    found = Employer.objects.filter(chain_id=membership.chain_id)
    if typed:
        found = found.filter(Q(name__icontains=typed) | Q(place__icontains=typed))
    if unchecked:
        found = found.filter(checked=False)
    page = int(request.GET["pagina"]) if request.GET.get("pagina", "").isdigit() else 1
    page = min(max(page, 1), 10_000)
    shown = list(found.order_by("name", "pk")[(page - 1) * PAGE : page * PAGE + 1])
    counts = _counts(membership, shown[:PAGE])
    rows = [{"employer": one, **counts.get(one.pk, {"now": 0, "all": 0})} for one in shown[:PAGE]]

    def at(number: int) -> str:
        kept = {"q": typed, "nakijken": "1" if unchecked else "", "pagina": number if number > 1 else ""}
        return "?" + urlencode({key: value for key, value in kept.items() if value})

    return render(request, "placement/employers.html", {
        "rows": rows, "q": typed, "unchecked": unchecked, "section": "employers",
        "writes": membership.writes("employers"),
        "previous_url": at(page - 1) if page > 1 else "", "next_url": at(page + 1) if len(shown) > PAGE else "",
        "shown": page if page > 1 or len(shown) > PAGE else "",
    })  # fmt: skip


def _reader(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("employers"):
        raise PermissionDenied
    return membership


def _counts(membership: Membership, shown: list[Employer]) -> dict[int, dict]:
    if not membership.reads("placements"):
        return {}
    running = Count("pk", filter=Q(step__status="active"))
    rows = (
        Placement.objects.filter(employer__in=shown, client__in=Client.objects.visible_to(membership))
        .exclude(step__status="cancelled")
        .values("employer").annotate(all=Count("pk"), now=running).order_by()
    )  # fmt: skip
    return {row["employer"]: {"now": row["now"], "all": row["all"]} for row in rows}


@login_required
@require_http_methods(["GET", "POST"])
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and place of an employer, and that somebody checked them."""
    membership = _reader(request)
    if not membership.writes("employers"):
        raise PermissionDenied
    found = get_object_or_404(Employer, chain_id=membership.chain_id, pk=pk)
    form = EmployerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():

        def save() -> str:
            form.save()
            messages.success(request, _("Opgeslagen."))
            return reverse("employers")

        return once(request, save)
    page = {"form": form, "name": Employer.objects.get(pk=pk).name if form.errors else found.name}
    page |= {"section": "employers", "once": request.POST.get("once") or new_key()}
    return render(request, "placement/employer.html", page, status=422 if form.is_bound else 200)
