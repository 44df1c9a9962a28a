"""Notes: what was said or seen in a contact, in a few lines. Only who wrote one corrects it, and its history stays.

Text and Enter are enough: the rest has a value that fits most contacts. What is typed is kept on the server (drafts.py).
"""

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from chain.addresses import back, onward
from chain.days import today
from chain.formats import clock, day, day_typed
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce, once
from chain.versions import VersionedForm
from clients import access, drafts, log
from clients.models import Client, Draft, Note
from clients.models.timeline import AUDIENCES, NOTE_KINDS, NOTE_PARTS, WITH_WHOM

LONGEST = 5000  # characters: a note is a few lines, a report is a document
FORM = "note"  # of the draft


def note(
    client: Client,
    by: Membership,
    text: str,
    *,
    kind: str = "talk",
    with_whom: str = "person",
    on: dt.date | None = None,
    part: str = "notes",
    audience: str = "chain",
) -> Note:
    """A note about a contact with the client on the day (today); `by` writes it, and its partner stands with it."""
    assert by.partner_id  # a job writes no notes
    return Note.objects.create(
        client=client, chain_id=client.chain_id, kind=kind, with_whom=with_whom, on=on or today(), text=text, part=part,
        audience=audience, partner_id=by.partner_id, author_id=by.user_id, membership=by,
    )  # fmt: skip


def parts(membership: Membership, client: Client) -> list[str]:
    """Parts of this file that the membership can write a note about: those that it reads and writes."""
    return [part for part in NOTE_PARTS if access.writes(membership, client, part)]


def _choices(labels: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, capfirst(str(name))) for key, name in labels.items()]


class _Fields:
    """What the form for a new note and the one for a correction share."""

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]  # type: ignore[attr-defined]
        if on > today():
            raise forms.ValidationError(_("Deze dag moet nog komen"))
        return on

    def _lay_out(self, writable: list[str]) -> None:
        fields = self.fields  # type: ignore[attr-defined]
        fields["text"].widget.attrs |= {"rows": 3, "maxlength": LONGEST}
        fields["text"].error_messages["required"] = _("Schrijf op wat er gezegd of gebeurd is")
        fields["text"].help_text = _("Noteer wat nodig is voor de stappen naar werk. Geen medische gegevens.")
        fields["kind"].choices = _choices(NOTE_KINDS)
        fields["with_whom"].choices = _choices(WITH_WHOM)
        fields["audience"].choices = _choices(AUDIENCES)
        fields["part"].choices = _choices({part: NOTE_PARTS[part] for part in writable})
        if len(writable) == 1:  # nothing to choose
            fields["part"].widget = forms.HiddenInput()


class NoteForm(CarriedOnce, _Fields, forms.Form):
    """The quick note. Folded away is what mostly stays as it is; shown where it differs, or is wrong."""

    use_required_attribute = False  # a browser does not find its way into what is folded away
    FOLLOW_UP = ("next", "next_on")
    MORE = ("with_whom", "on", "part", "audience")

    text = forms.CharField(label=_("Nieuwe notitie"), widget=forms.Textarea, max_length=LONGEST)
    kind = forms.ChoiceField(label=_("Soort"))
    next = forms.CharField(
        label=_("Volgende actie"), max_length=200, required=False,
        help_text=_("Dit wordt een taak voor u. De partners bij deze persoon lezen hem mee."),
    )  # fmt: skip
    next_on = DutchDateField(label=_("Uiterlijk op"), required=False)
    with_whom = forms.ChoiceField(label=_("Met wie"))
    on = DutchDateField(label=_("Datum"))
    part = forms.ChoiceField(
        label=_("Waarover"), help_text=_("Wie dit onderdeel niet leest, leest ook de notitie niet.")
    )
    audience = forms.ChoiceField(label=_("Zichtbaar voor"))

    def __init__(self, data: Any = None, *, writable: list[str], draft: Draft | None = None) -> None:
        self.usual: dict[str, str] = {
            "kind": "talk", "with_whom": "person", "on": day_typed(today()), "part": "notes", "audience": "chain"
        }  # fmt: skip
        typed = {name: text for name, text in (draft.content if draft else {}).items() if name in self.base_fields}
        if data is not None:
            data = {**self.usual, **data.dict()}  # who writes from elsewhere need not say what is usual
        super().__init__(data, auto_id="note-%s", initial=self.usual | typed)
        self._lay_out(writable)
        self.typed_at = draft.at if draft else None  # what stands there is typed, and not saved

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        if clean.get("next") and clean.get("next_on") is None and "next_on" not in self.errors:
            self.add_error("next_on", _("Kies de dag waarop het klaar moet zijn"))
        if clean.get("next_on"):
            if clean["next_on"] < today():
                self.add_error("next_on", _("Deze dag is al voorbij"))
            if not clean.get("next") and "next" not in self.errors:
                self.add_error("next", _("Schrijf op wat er moet gebeuren"))
        return clean

    def _unfolded(self, names: tuple[str, ...]) -> bool:
        return any(name in self.errors or (self[name].value() or "") != self.usual.get(name, "") for name in names)

    @property
    def follow_up(self) -> bool:
        return self._unfolded(self.FOLLOW_UP)

    @property
    def more(self) -> bool:
        return self._unfolded(self.MORE)


class NoteEditForm(_Fields, VersionedForm):
    class Meta:
        model = Note
        fields = ["text", "kind", "with_whom", "on", "part", "audience"]
        field_classes = {"on": DutchDateField}

    def __init__(self, *args: Any, writable: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lay_out(writable)
        self.fields["text"].label = _("Notitie")
        self.fields["part"].label = _("Waarover")


def note_form(membership: Membership, client: Client) -> NoteForm | None:
    """A form with what the membership was typing about this client, for who writes notes in this file."""
    if not access.writes(membership, client, "notes"):
        return None
    return NoteForm(writable=parts(membership, client), draft=drafts.latest(client, membership, FORM))


@login_required
@require_http_methods(["GET", "POST"])
def note_new(request: HttpRequest, number: str) -> HttpResponse:
    """Save a note and show the log again, or the page that it was asked for from (`next`); what is wrong comes back with what
    was typed. Asked for with GET the form alone: it opens under a row of Mijn dag.

    With `autosave` what is typed so far is kept as a draft, with `discard` that is thrown away.
    """
    found = access.client(request, number, "notes", write=True, log="autosave" not in request.POST)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    fragment, to = "HX-Request" in request.headers, back(request, "")
    if request.method == "GET":
        return _alone(request, found, note_form(membership, found), to)
    if "autosave" in request.POST:
        return _keep(request, found, membership)
    if "discard" in request.POST:
        drafts.discard(found, membership, FORM)
        if not fragment:
            messages.success(request, translate("De tekst is weggegooid."))
        return HttpResponseRedirect(back(request, _back(number, fragment, "weg")))
    form = NoteForm(request.POST, writable=parts(membership, found))
    if not form.is_valid() and to:
        return _alone(request, found, form, to, 422)
    if not form.is_valid():
        context = {
            "client": found, "log": log.page(membership, found), "note_form": form, "saved": "", "section": "clients",
        }  # fmt: skip
        return render(request, "clients/_log.html" if fragment else "clients/log.html", context, status=422)

    def act() -> str:
        write(found, membership, form.cleaned_data)
        return _back(number, fragment, "bewaard")

    answer = once(request, act)
    if not fragment:
        messages.success(request, translate("De notitie is opgeslagen."))
    return answer


def _alone(request: HttpRequest, found: Client, form: NoteForm | None, to: str, status: int = 200) -> HttpResponse:
    """The form on a page of its own, which goes back to where it was asked for."""
    context = {
        "client": found, "note_form": form, "number": found.number, "saved": "", "section": "clients",
        "address": onward(request, reverse("note_new", args=[found.number])),
        "back": to or reverse("record", args=[found.number]),
    }  # fmt: skip
    return render(request, "clients/note_new.html", context, status=status)


def _back(number: str, fragment: bool, done: str) -> str:
    return f"{reverse('timeline', args=[number])}?{done}=1" if fragment else reverse("record", args=[number]) + "#log"


def _keep(request: HttpRequest, found: Client, membership: Membership) -> JsonResponse:
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in NoteForm.base_fields}
    written = any(typed[name].strip() for name in ("text", "next", "next_on"))
    if why := drafts.keep(found, membership, FORM, typed if written else {}, request.POST.get("once", "")):
        return JsonResponse({"saved": "", "why": why}, status=422)
    return JsonResponse({"saved": clock(timezone.now()) if written else ""})


def write(found: Client, membership: Membership, clean: dict[str, Any]) -> Note:
    """Save the note that the form made, with the task that follows from it."""
    fields = {name: clean[name] for name in ("kind", "with_whom", "on", "part", "audience")}
    written = note(found, membership, clean["text"], **fields)
    if clean["next"]:
        from clients import todo

        todo.add(
            found, clean["next"], clean["next_on"], by=membership, about=written, for_whom="partner",
            partner=membership.partner, user=membership.user,
        )  # fmt: skip
    drafts.discard(found, membership, FORM)
    return written


@login_required
@require_http_methods(["GET", "POST"])
def note_edit(request: HttpRequest, number: str, note_id: int) -> HttpResponse:
    """Correct one's own note; what stood there before stays in the history."""
    found = access.client(request, number, "notes", write=True)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    mine = get_object_or_404(Note, pk=note_id, client=found)
    writable = parts(membership, found)
    if mine.author_id != membership.user_id or mine.partner_id not in membership.acts_for or mine.part not in writable:
        raise PermissionDenied
    form = NoteEditForm(request.POST or None, instance=mine, writable=writable)
    if request.method == "POST":
        with transaction.atomic():
            if form.is_valid():
                if form.has_changed():
                    form.save()
                messages.success(request, translate("De notitie is verbeterd. De oude tekst blijft bewaard."))
                return HttpResponseRedirect(reverse("record", args=[number]) + "#log")
    context = {"client": found, "form": form, "section": "clients"}
    return render(request, "clients/note.html", context, status=422 if form.is_bound else 200)


class Version(NamedTuple):
    """The note as it stood from a moment on, and who wrote it so; `facts`: all but its text, in words."""

    note: Any
    at: dt.datetime
    by: Membership
    facts: str


@login_required
@require_GET
def note_history(request: HttpRequest, number: str, note_id: int) -> HttpResponse:
    """What stood in a note before it was corrected, newest first, for who reads the note.

    Row-level security leaves out what was once said to another audience or about a part that is not the reader's.
    """
    found = access.client(request, number, "notes")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    read = get_object_or_404(Note, pk=note_id, client=found)
    own = read.partner_id in membership.acts_for
    if not access.reads(membership, found, read.part) or (read.audience == "partner" and not own):
        raise Http404
    context = {"client": found, "note": read, "versions": _versions(read), "section": "clients"}
    return render(request, "clients/note_history.html", context)


def _versions(read: Note) -> list[Version]:
    stood = list(apps.get_model("clients", "NoteEvent").objects.filter(pgh_obj_id=read.pk).order_by("-pgh_id"))
    wrote = [(row.pgh_context or {}).get("membership", read.membership_id) for row in stood]
    people = Membership.objects.select_related("user", "partner").in_bulk({*wrote, read.membership_id})
    return [
        Version(row, row.pgh_created_at, people.get(by) or people[read.membership_id], _facts(row))
        for row, by in zip(stood, wrote, strict=True)
    ]


def _facts(row: Any) -> str:
    said = [
        NOTE_KINDS.get(row.kind, row.kind), translate("met %(whom)s") % {"whom": WITH_WHOM.get(row.with_whom, "")},
        day(row.on), translate("gelezen door %(whom)s") % {"whom": AUDIENCES.get(row.audience, "")},
    ]  # fmt: skip
    if row.part != "notes":
        said.insert(3, NOTE_PARTS.get(row.part, row.part))
    return capfirst(", ".join(map(str, said)))
