"""The page of a person's outlook: an occupation a section, with what the region says, the gap, and what was found."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import carry_out, new_key
from clients import access, referrals
from clients.models import Client
from clients.step_pages import address
from diagnosis.codes import CHANCES
from diagnosis.models import Occupation, PersonalOutlook
from diagnosis.outlook import TONES, occupations, with_help
from diagnosis.personal_outlook import FindForm, let_go, may_find

OTHER = "anders"  # ?beroep=anders asks for a search field, ?beroep=12 for the form of that occupation


@login_required
@require_http_methods(["GET", "POST"])
def personal_outlook(request: HttpRequest, number: str) -> HttpResponse:
    found = access.client(request, number, "profile", write=request.method == "POST")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    gaps = with_help(occupations(found), found, membership)
    finds = may_find(membership, found)
    posted = request.POST if request.method == "POST" else None
    here = reverse("personal_outlook", args=[number])
    if posted and posted.get("act") == "end":
        return _let_go(request, found, membership, here)
    about, form = _form(request, found, gaps) if finds else (None, None)
    if posted is not None and form is not None:

        def act() -> str:
            made = form.find(found, membership)
            return f"{here}#beroep-{made.occupation_id}"

        if done := carry_out(request, form, act, translate("Vastgelegd.")):
            return done
    context = {
        "client": found, "section": "clients", "gaps": gaps, "finds": finds, "form": form, "about": about,
        "history": _history(found), "here": here, "once": new_key(), "profile_url": address("profile", number),
        "gap_has_form": about is not None and any(gap.row["occupation_id"] == about.pk for gap in gaps),
        "asks": finds and referrals.may_ask(membership, found), "plans": access.writes(membership, found, "plan"),
    }  # fmt: skip
    return render(request, "diagnosis/personal_outlook.html", context, status=422 if posted is not None else 200)


def _form(request: HttpRequest, found: Client, gaps: list[Any]) -> tuple[Occupation | None, FindForm | None]:
    """The form that is posted or asked for, and the occupation that it is about; None where the page is only read."""
    posted = request.POST if request.method == "POST" else None
    wanted = (posted.get("about", "") if posted is not None else request.GET.get("beroep", "")) or ""
    if wanted.isdecimal():
        about = get_object_or_404(Occupation, pk=int(wanted))
        after = next((gap.row["found_id"] for gap in gaps if gap.row["occupation_id"] == about.pk), None)
        return about, FindForm(posted, about=about, after=after)
    if posted is not None or wanted == OTHER or not gaps:
        return None, FindForm(posted)
    return None, None


def _let_go(request: HttpRequest, found: Client, membership: Membership, here: str) -> HttpResponse:
    wanted = request.POST.get("outlook", "")
    chosen = get_object_or_404(
        PersonalOutlook.objects.select_related("client"), client=found, pk=int(wanted) if wanted.isdecimal() else 0
    )

    def act() -> str:
        let_go(chosen, by=membership)
        return here

    done = carry_out(
        request, forms.Form(request.POST), act, translate("Het oordeel telt niet meer mee. Het blijft bewaard.")
    )
    assert done
    return done


def _history(found: Client) -> list[dict[str, Any]]:
    """What was found before, the latest first."""
    rows = (
        PersonalOutlook.objects.filter(client=found, ended_on__isnull=False)
        .select_related("occupation", "partner", "author").order_by("-on", "-pk")[:50]
    )  # fmt: skip
    return [{"row": row, "chances": CHANCES[row.chances], "tone": TONES[row.chances]} for row in rows]
