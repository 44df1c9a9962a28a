"""The privacy officer's pages of agreements with partners: which hold, which run out first; a new one, a change, an end."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain import agreements
from chain.days import today
from chain.formats import period
from chain.forms import DutchDateField
from chain.free_text import THING
from chain.models import Membership, Partner, PartnerAgreement
from chain.once import CarriedOnce, carry_out
from chain.versions import VersionedForm
from clients.privacy_tabs import SECTION, officer, tabs


class AgreementForm(CarriedOnce, VersionedForm):
    free_text = THING
    use_required_attribute = False
    started_on = DutchDateField(label=_("Vanaf"))
    ended_on = DutchDateField(
        label=_("Tot en met"), required=False,
        help_text=_("Leeg: er is geen einde afgesproken. Na de laatste dag van de laatste overeenkomst kan niemand van deze "
                    "organisatie er meer in."),
    )  # fmt: skip

    class Meta:
        model = PartnerAgreement
        fields = ["partner", "kind", "reference", "started_on", "ended_on", "note"]
        labels = {"partner": _("Organisatie")}
        help_texts = {"reference": _("Waaronder de getekende overeenkomst te vinden is.")}

    def __init__(self, *args: Any, chain_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.filter(chain_id=chain_id)  # type: ignore[attr-defined]
        self.fields["partner"].empty_label = _("Kies")  # type: ignore[attr-defined]
        self.fields["note"].widget.attrs["rows"] = 3
        self.instance.chain_id = chain_id

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        begin, end = found.get("started_on"), found.get("ended_on")
        if begin and end and end < begin:
            self.add_error("ended_on", _("Deze dag ligt voor de eerste dag"))
        return found


@dataclass(frozen=True)
class Shown:
    """An agreement as the list shows it. `left`: days until its last day, None without an end."""

    row: PartnerAgreement
    period: str
    left: int | None
    followed: bool

    @property
    def over(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def said(self) -> str:
        if self.left is None or self.over:
            return ""
        return ngettext("nog %(n)s dag", "nog %(n)s dagen", self.left) % {"n": self.left}


@dataclass(frozen=True)
class Without:
    """A partner that has people and no agreement at all: its access is not held to one."""

    partner: Partner
    people: int


def listed(chain_id: int) -> tuple[list[Shown], list[Shown]]:
    """(those that hold or come, what runs out first; those that are over): three queries."""
    ends = {one.pk for one in agreements.running_out(chain_id)} | {one.pk for one in agreements.run_out(chain_id)}
    rows = PartnerAgreement.objects.filter(chain_id=chain_id).select_related("partner__parent")
    shown = [
        Shown(row, period(row.started_on, row.ended_on), agreements.days_left(row), row.pk not in ends)
        for row in rows.order_by("partner__position", "partner__name", "kind", "-started_on", "pk")
    ]
    holds = [one for one in shown if not one.over]
    holds.sort(key=lambda one: (one.followed, one.left if one.left is not None and not one.followed else 0))
    over = sorted((one for one in shown if one.over), key=lambda one: (one.followed, -(one.left or 0)))
    return holds, over


def without(chain_id: int) -> list[Without]:
    """Partners with people today and no agreement, nor their parent: one query."""
    working = Membership.objects.filter(chain_id=chain_id, started_on__lte=today()).exclude(
        role__in=("system", "privacy")
    )
    working = working.exclude(ended_on__lt=today()).filter(partner__agreements=None, partner__parent__agreements=None)
    found: dict[Partner, set[int]] = {}
    for row in working.select_related("partner").order_by("partner__position", "pk"):
        if row.partner is not None:
            found.setdefault(row.partner, set()).add(row.user_id)
    return [Without(partner, len(people)) for partner, people in found.items()]


@login_required
@never_cache
@require_GET
def partner_agreements(request: HttpRequest) -> HttpResponse:
    """What runs out first, then what holds; and what is over."""
    membership = officer(request)
    holds, over = listed(membership.chain_id)
    context = {
        "section": SECTION, "tabs": tabs(membership, "partner_agreements"), "holds": holds, "over": over,
        "without": without(membership.chain_id),
    }  # fmt: skip
    return render(request, "clients/partner_agreements.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def partner_agreement_new(request: HttpRequest) -> HttpResponse:
    """A new one; after one that ran out it opens the access again."""
    membership = officer(request)
    form = AgreementForm(
        request.POST or None, chain_id=membership.chain_id, instance=PartnerAgreement(),
        initial={"started_on": today(), "partner": request.GET.get("partner", "")},
    )  # fmt: skip
    return _answer(request, membership, form, _("Nieuwe overeenkomst"))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def partner_agreement(request: HttpRequest, partner_agreement_id: int) -> HttpResponse:
    """Change it, or end it by its last day."""
    membership = officer(request)
    with transaction.atomic():
        row = get_object_or_404(PartnerAgreement, pk=partner_agreement_id, chain_id=membership.chain_id)
        form = AgreementForm(request.POST or None, chain_id=membership.chain_id, instance=row)
        return _answer(request, membership, form, _("Overeenkomst wijzigen"))


def _answer(request: HttpRequest, membership: Membership, form: AgreementForm, title: object) -> HttpResponse:
    """Saved at once; but what takes somebody's access away is told first, and asked."""
    context = {
        "section": SECTION, "tabs": tabs(membership, "partner_agreements"), "form": form, "title": title,
        "back": reverse("partner_agreements"), "button": translate("Opslaan"),
    }  # fmt: skip

    def act() -> str:
        form.save()
        return reverse("partner_agreements")

    if request.method == "POST" and "confirm" not in request.POST and "back" not in request.POST and form.is_valid():
        cut = agreements.cut_by(membership.chain_id, copy(form.instance).save)
        if cut.anybody:
            apart = ("csrfmiddlewaretoken", "confirm", "back")
            typed = [(name, value) for name, value in request.POST.items() if name not in apart]
            told = {"effects": agreements.effects(cut), "typed": typed}
            return render(request, "clients/privacy_confirm.html", context | told)
    if "back" not in request.POST and (done := carry_out(request, form, act, _("De overeenkomst is opgeslagen."))):
        return done
    wrong = form.is_bound and "back" not in request.POST
    return render(request, "clients/privacy_form.html", context, status=422 if wrong else 200)
