"""Notes: what was said or seen in a contact, in a few lines. Only who wrote one corrects it, and its history stays."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import new_key, once
from chain.versions import VersionedForm
from clients import access, log
from clients.models import Client, Note
from clients.models.timeline import AUDIENCES, NOTE_KINDS

LONGEST = 5000  # characters: a note is a few lines, a report is a document


def note(
    client: Client,
    by: Membership,
    text: str,
    *,
    kind: str = "talk",
    on: dt.date | None = None,
    audience: str = "chain",
) -> Note:
    """A note about a contact with the client on the day (today); `by` writes it, and its partner stands with it."""
    assert by.partner_id  # a job writes no notes
    return Note.objects.create(
        client=client, chain_id=client.chain_id, kind=kind, on=on or today(), text=text, audience=audience,
        partner_id=by.partner_id, author_id=by.user_id, membership=by,
    )  # fmt: skip


class _Fields:
    """What the form for a new note and the one for a correction share."""

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]  # type: ignore[attr-defined]
        if on > today():
            raise forms.ValidationError(_("Deze dag moet nog komen"))
        return on

    def _lay_out(self) -> None:
        fields = self.fields  # type: ignore[attr-defined]
        fields["text"].widget.attrs |= {"rows": 3, "maxlength": LONGEST}
        fields["text"].error_messages["required"] = _("Schrijf op wat er gezegd of gebeurd is")
        fields["text"].help_text = _("Noteer wat nodig is voor de stappen naar werk. Geen medische gegevens.")
        fields["kind"].choices = [(key, str(name).capitalize()) for key, name in NOTE_KINDS.items()]
        fields["audience"].choices = [(key, str(name).capitalize()) for key, name in AUDIENCES.items()]


class NoteForm(_Fields, forms.Form):
    """The quick note: kind, day, text, who reads it."""

    text = forms.CharField(label=_("Nieuwe notitie"), widget=forms.Textarea, max_length=LONGEST)
    kind = forms.ChoiceField(label=_("Soort"))
    on = DutchDateField(label=_("Datum"))
    audience = forms.ChoiceField(label=_("Zichtbaar voor"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="note-%s", **kwargs)
        self._lay_out()
        self.once = self.data.get("once") or new_key()


class NoteEditForm(_Fields, VersionedForm):
    class Meta:
        model = Note
        fields = ["text", "kind", "on", "audience"]
        field_classes = {"on": DutchDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lay_out()
        self.fields["text"].label = _("Notitie")


def note_form(membership: Membership, client: Client) -> NoteForm | None:
    """An empty form, for who writes notes in this file."""
    if not access.writes(membership, client, "notes"):
        return None
    return NoteForm(initial={"kind": "talk", "on": today(), "audience": "chain"})


@login_required
@require_POST
def note_new(request: HttpRequest, number: str) -> HttpResponse:
    """Save a note and show the log again; what is wrong comes back with what was typed."""
    found = access.client(request, number, "notes", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    form = NoteForm(request.POST)
    fragment = "HX-Request" in request.headers
    if not form.is_valid():
        context = {
            "client": found, "log": log.page(membership, found), "note_form": form, "saved": False,
            "section": "clients",
        }  # fmt: skip
        return render(request, "clients/_log.html" if fragment else "clients/log.html", context, status=422)

    def act() -> str:
        clean = form.cleaned_data
        note(found, membership, clean["text"], kind=clean["kind"], on=clean["on"], audience=clean["audience"])
        return (
            reverse("timeline", args=[number]) + "?bewaard=1" if fragment else reverse("record", args=[number]) + "#log"
        )

    answer = once(request, act)
    if not fragment:
        messages.success(request, translate("De notitie is opgeslagen."))
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def note_edit(request: HttpRequest, number: str, note_id: int) -> HttpResponse:
    """Correct one's own note; what stood there before stays in the history."""
    found = access.client(request, number, "notes", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    mine = get_object_or_404(Note, pk=note_id, client=found)
    if mine.author_id != membership.user_id or mine.partner_id not in membership.acts_for:
        raise PermissionDenied
    form = NoteEditForm(request.POST or None, instance=mine)
    if request.method == "POST":
        with transaction.atomic():
            if form.is_valid():
                form.save()
                messages.success(request, translate("De notitie is verbeterd. De oude tekst blijft bewaard."))
                return HttpResponseRedirect(reverse("record", args=[number]) + "#log")
    context = {"client": found, "form": form, "section": "clients"}
    return render(request, "clients/note.html", context, status=422 if form.is_bound else 200)
