"""How much each thing that a vacancy asks matters: set by who may change the vacancy, and the order follows at once."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import carry_out, new_key
from chain.seen import SeenForm
from placement import vacancies
from placement.models import Requirement, Vacancy
from placement.requirements import WEIGHTS, in_order, told
from placement.vacancy_pages import one


class WeightForm(SeenForm):
    """A must or a wish, and its weight."""

    use_required_attribute = False
    must = forms.TypedChoiceField(
        label=_("Moet of wens"),
        choices=[("True", _("moet")), ("False", _("wens"))],
        coerce=lambda value: value == "True",
    )
    weight = forms.TypedChoiceField(label=_("Gewicht"), choices=[(n, str(n)) for n in WEIGHTS], coerce=int)

    class Meta:
        model = Requirement
        fields = ["must", "weight"]

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        for name, label in (("must", translate("moet of wens")), ("weight", translate("gewicht"))):
            self.fields[name].label = f"{about}: {label}"


class WeightsForm(forms.Form):
    """All that a vacancy asks, a form of two fields each; as one form to who carries it out."""

    def __init__(self, data: Any, rows: list[Requirement], vacancy: Vacancy) -> None:
        super().__init__(data)
        self.rows = [
            WeightForm(data, instance=row, prefix=f"r{row.pk}", about=told(row, vacancy)) for row in in_order(rows)
        ]

    @property
    def errors(self) -> Any:
        """Of all of them, by the field's name on the page."""
        found = super().errors
        for row in self.rows:
            for name, wrong in row.errors.items():
                found[row.add_prefix(name) if name in row.fields else "__all__"] = wrong
        return found

    def __iter__(self) -> Any:
        return (field for row in self.rows for field in row.visible_fields())


def weigh(vacancy: Vacancy, forms_of_rows: list[WeightForm], *, by: Membership) -> None:
    """Save what changed. PermissionDenied for who may not change the vacancy."""
    if not vacancies.may_change(by, vacancy):
        raise PermissionDenied
    with transaction.atomic():
        for form in forms_of_rows:
            if form.touched:
                form.save()


@login_required
@require_http_methods(["GET", "POST"])
def vacancy_weights(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """The weights, one line each, with what an order follows from beside them."""
    membership, vacancy = one(request, vacancy_id, change=True)
    rows = Requirement.objects.filter(vacancy=vacancy)
    posted = request.POST if request.method == "POST" else None
    form = WeightsForm(posted, list(rows.select_for_update(of=("self",)) if posted else rows), vacancy)
    after = "vacancy_matches" if membership.reads("cards") else "vacancy"

    def act() -> str:
        weigh(vacancy, form.rows, by=membership)
        return reverse(after, args=[vacancy.pk])

    if done := carry_out(
        request, form, act, translate("De gewichten zijn opgeslagen. De volgorde is opnieuw gemaakt.")
    ):
        return done
    context = {
        "section": "vacancies", "vacancy": vacancy, "form": form, "once": request.POST.get("once") or new_key(),
        "back": reverse(after, args=[vacancy.pk]),
    }  # fmt: skip
    return render(request, "placement/vacancy_weights.html", context, status=422 if form.is_bound else 200)
