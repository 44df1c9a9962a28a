"""Breaking the glass: to look, with a written reason and for 24 hours, into a file that one does not see otherwise.

A partner's coordinator in an open file, the point of contact's consultants in a closed one (access.md, rule 7). The
database decides, tells the lead consultant and keeps the reason (snoer_break_glass in clients/sql.py).
"""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.models import Membership
from chain.once import CarriedOnce, earlier, once
from chain.parts import CONSULTANTS, GLASS
from clients import access, bsn
from clients.models import Glass
from clients.privacy_tabs import SECTION, tabs
from clients.search import as_number

SHORTEST = 20  # characters: a reason that somebody can judge
PAGE = 50


class Refused(Exception):
    """No such number, of another chain, not allowed, or too often: the one answer to all of them."""


def may_ask(membership: Membership) -> bool:
    """Coordinators of any partner, and the point of contact's consultants, who look for a closed file."""
    return membership.role in GLASS or (membership.role in CONSULTANTS and bool(membership.is_contact_point))


def break_glass(number: str, why: str) -> int:
    """The client's id, in sight from now on for 24 hours. Refused, whatever the reason."""
    with connection.cursor() as cursor:
        cursor.execute("select snoer_break_glass(%s, %s)", [number, why])
        (found,) = cursor.fetchone()
    if found is None:
        raise Refused
    return found


class GlassForm(CarriedOnce, forms.Form):
    number = forms.CharField(
        label=_("Klantnummer"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Vul het klantnummer in")},
    )  # fmt: skip
    why = forms.CharField(
        label=_("Waarom moet u dit dossier zien?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf op wat u gaat doen en waarom dat niet kan wachten. De inwoner mag dit lezen."),
        error_messages={"required": _("Vul in waarom u dit dossier moet zien")},
    )  # fmt: skip

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"].replace("\x00", "").strip()
        if bsn.is_valid("".join(each for each in typed if each.isdecimal())):
            raise ValidationError(_("Vul geen BSN in, maar het klantnummer"))
        return as_number(typed) or typed

    def clean_why(self) -> str:
        why = self.cleaned_data["why"].replace("\x00", "").strip()
        if len(why) < SHORTEST:
            raise ValidationError(_("Schrijf iets meer: ten minste 20 tekens"))
        return why


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def glass(request: HttpRequest) -> HttpResponse:
    """The number and the reason; then the record, with a band that says until when."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not may_ask(membership):
        raise PermissionDenied
    form = GlassForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            number = form.cleaned_data["number"]

            def act() -> str:
                break_glass(number, form.cleaned_data["why"])
                return reverse("record", args=[number])

            try:
                answer = once(request, act)
            except Refused:
                access.look(membership, None, ["client"], "refused", asked=access.as_asked(number))
                form.add_error("number", _("Dit dossier kan niet voor u open. Kijk het nummer na, of vraag het aan "
                                           "wie de regie heeft."))  # fmt: skip
            else:
                return answer  # the record's band says the rest
        elif done := earlier(request):
            return done
    mine = Glass.objects.filter(membership=membership, expires_at__gt=timezone.now()).select_related("client")
    context = {
        "form": form, "section": "glass", "mine": mine.order_by("-at"), "closed": membership.role in CONSULTANTS,
    }  # fmt: skip
    return render(request, "clients/glass.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All broken glasses of the chain, latest first, for the privacy officer; `voor`: older than that one."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or membership.role != "privacy":
        raise PermissionDenied
    broken = Glass.objects.annotate(number=F("client__number"), closed=F("client__closed_on")).select_related(
        "membership__user", "membership__partner"
    )
    before = request.GET.get("voor", "")
    if before.isdecimal() and len(before) < 18:
        broken = broken.filter(pk__lt=int(before))
    rows = list(broken.order_by("-pk")[: PAGE + 1])
    context = {
        "rows": rows[:PAGE], "now": timezone.now(), "section": SECTION, "tabs": tabs(membership, "looks"),
        "next_url": f"{reverse('glass_overview')}?voor={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }  # fmt: skip
    return render(request, "clients/glass_overview.html", context)
