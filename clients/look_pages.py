"""The privacy officer's first page: what is unusual among the looks; and looking into it, with a note."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.addresses import among, text_of
from chain.models import Membership
from chain.once import OnceForm, carry_out
from clients import look_log, look_unusual, privacy_notices
from clients.look_log import moment_of
from clients.look_unusual import KINDS, Finding
from clients.models import Client, Glass, Look, LookReview
from clients.privacy_tabs import SECTION, officer, tabs

LATEST = 10  # of what was looked into
SHORTEST = 10  # characters: a note that says something


class ReviewForm(OnceForm):
    note = forms.CharField(
        label=_("Wat u naging en wat eruit kwam"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bijvoorbeeld: nagevraagd bij de collega, het was een overdracht. Schrijf niets over de inwoner."),
        error_messages={"required": _("Vul in wat u naging en wat eruit kwam")},
    )  # fmt: skip

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"].replace("\x00", "").strip()
        if len(note) < SHORTEST:
            raise forms.ValidationError(_("Schrijf iets meer: ten minste 10 tekens"))
        return note


def review_url(finding: Finding) -> str:
    """The page on which it is looked into: from the first to the last look, of one client where it is about one."""
    query = {"van": finding.since.isoformat(), "tot": finding.until.isoformat()}
    if finding.client:
        query["klant"] = finding.client.number
    return f"{reverse('look_review', args=[finding.kind, finding.looker.pk])}?{urlencode(query)}"


@login_required
@never_cache
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """What waits for the privacy officer, and the kinds of unusual looks of the last days that nobody looked into yet."""
    membership = officer(request)
    days = among(request.GET.get("dagen"), look_unusual.PERIODS) or look_unusual.USUAL_PERIOD
    look_log.searched(membership)
    groups = look_unusual.unusual(membership, int(days))
    all_of = among(request.GET.get("soort"), KINDS)
    told = [
        (
            group,
            [(one, review_url(one)) for one in (group.found if group.key == all_of else group.shown)],
            group.key == all_of,
        )
        for group in groups
        if all_of in ("", group.key)
    ]
    context = {
        "section": SECTION, "tabs": tabs(membership, "looks"), "groups": told, "days": days, "all_of": all_of,
        "periods": list(look_unusual.PERIODS.items()), "total": look_unusual.total(groups),
        "notices": privacy_notices.notices(membership), "reviews": look_unusual.reviews_of(membership)[:LATEST],
        "kinds": {key: kind.label for key, kind in KINDS.items()},
    }  # fmt: skip
    return render(request, "clients/looks.html", context)


def _asked(request: HttpRequest, membership: Membership, kind: str, looker_id: int) -> tuple[Finding, QuerySet[Look]]:
    """What the address names (of the usual period, where it says no time), and its looks; Http404 for what cannot be."""
    now = timezone.now()
    since = moment_of(request.GET.get("van", "")) or now - dt.timedelta(int(look_unusual.USUAL_PERIOD))
    until = moment_of(request.GET.get("tot", "")) or now
    if kind not in KINDS or until < since:
        raise Http404
    lookers = Membership.objects.filter(chain_id=membership.chain_id).select_related("user", "partner")
    looker = get_object_or_404(lookers, pk=looker_id)
    looks = Look.objects.filter(membership=looker, at__gte=since, at__lte=until)
    client = None
    if number := text_of(request.GET.get("klant")):
        client = get_object_or_404(Client, chain_id=membership.chain_id, number=number)
        looks = looks.filter(client=client)
    if kind in ("refused", "bsn"):
        looks = looks.filter(why=kind)
    return Finding(kind, looker, 0, since, until, client), looks


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def look_review(request: HttpRequest, unusual: str, looker_id: int) -> HttpResponse:
    """The looks that were unusual together, and what the privacy officer found out about them."""
    membership = officer(request)
    kind = unusual
    finding, looks_of = _asked(request, membership, kind, looker_id)
    form = ReviewForm(request.POST or None)

    def act() -> str:
        LookReview.objects.create(
            chain_id=membership.chain_id, kind=kind, looker=finding.looker, client=finding.client, since=finding.since,
            until=finding.until, note=form.cleaned_data["note"], author_id=membership.user_id,
        )  # fmt: skip
        return reverse("looks")

    if done := carry_out(request, form, act, _("Vastgelegd. Het komt terug als er meer bij komt.")):
        return done
    if request.method == "GET":
        look_log.searched(membership, asked=finding.client.number if finding.client else "")
    rows, more = look_log.page(looks_of, "")
    glasses: Any = Glass.objects.none()
    if kind == "glass":
        glasses = Glass.objects.filter(membership=finding.looker, client=finding.client, at=finding.since)
    same = LookReview.objects.filter(
        chain_id=membership.chain_id, kind=kind, looker=finding.looker, client=finding.client
    )
    everything = urlencode({"wie": finding.looker.user_id})
    context = {
        "section": SECTION, "tabs": tabs(membership, "looks"), "form": form, "finding": finding, "rows": rows,
        "more": bool(more), "label": KINDS[kind].label, "rule": look_unusual.rule(kind), "glasses": list(glasses),
        "earlier": same.select_related("author").order_by("-at")[:LATEST],
        "log_url": f"{reverse('look_log')}?{everything}",
    }  # fmt: skip
    return render(request, "clients/look_review.html", context, status=422 if form.is_bound else 200)
