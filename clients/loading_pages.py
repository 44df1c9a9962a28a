"""The pages that load a file: what one may load, the file, its columns, what it would do, and what it did."""

import contextlib
import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain import formats
from chain.models import Membership, Upload
from chain.once import NotNow, OnceForm, new_key, once
from chain.uploads import was_too_large
from clients import bsn
from clients.loading import (
    KINDS_OF_LINE,
    Judged,
    Kind,
    carry_out,
    digest,
    error_file,
    every,
    guess,
    judge,
    kinds,
    missing,
    remember,
)
from clients.loading_files import LARGEST, MOST, REASON, Table, forget, keep, kept, opened, read, sealed

SHOWN = 50  # lines of each kind on the page; of the rest only how many
SAMPLES = 3  # of what stands in a column
TOO_LARGE = _("Het bestand is te groot. Verdeel het over meer bestanden.")


class FileForm(forms.Form):
    """The file, read."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Bestand (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": _("Kies een bestand"), "empty": _("Dit bestand is leeg")},
        help_text=_("Met een puntkomma, komma of tab tussen de kolommen. De eerste regel noemt de kolommen."),
    )  # fmt: skip

    def clean_file(self) -> bytes:
        if self.cleaned_data["file"].size > LARGEST:
            raise ValidationError(TOO_LARGE)
        content: bytes = self.cleaned_data["file"].read()
        self.table = read(content)
        return content


class ColumnsForm(OnceForm):
    """For each column of the file what it is."""

    def __init__(self, *args: Any, kind: Kind, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        choices = [("", _("Niet laden")), *((each.key, each.label) for each in kind.fields)]
        for place, name in enumerate(table.header):
            if name.casefold() != REASON:
                label = name or translate("Kolom %d") % (place + 1)
                field = forms.ChoiceField(
                    label=label, choices=choices, required=False, help_text=_samples(table, place)
                )
                field.widget.says_none = True  # type: ignore[attr-defined]
                self.fields[f"c{place}"] = field

    @property
    def columns(self) -> dict[str, str]:
        return {name[1:]: key for name, key in self.cleaned_data.items() if key}

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        chosen: dict[str, str] = {}
        for name, key in clean.items():
            if key and key in chosen:
                self.add_error(name, _("Dit is ook al voor een andere kolom gekozen."))
            chosen[key] = name
        if gaps := missing(self.kind, clean):
            names = ", ".join(str(each.label) for each in gaps)
            raise ValidationError(translate("Kies nog welke kolom dit is: %s.") % names)
        return clean


def _samples(table: Table, place: int) -> str:
    """The first values of the column; a BSN is not shown."""
    values = (row.cells[place] for row in table.rows if place < len(row.cells) and row.cells[place])
    found: list[str] = []
    for value in values:
        hidden = "•••••••••" if bsn.typed_in(value) or (value.isdecimal() and len(value) == 8) else value[:30]
        if hidden not in found:
            found.append(hidden)
        if len(found) == SAMPLES:
            break
    return translate("Bijvoorbeeld: %s") % "; ".join(found) if found else translate("Overal leeg")


def _who(request: HttpRequest) -> Membership:
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None or not kinds(membership):
        raise PermissionDenied
    return membership


def _opened(request: HttpRequest, upload_id: int) -> tuple[Membership, Kind, Upload] | None:
    """The file of this step; None, said to the user, where it is gone; PermissionDenied where the right is."""
    membership = _who(request)
    upload = kept(membership, upload_id)
    if upload is None:
        messages.warning(
            request, translate("Dit bestand is er niet meer: na een uur halen wij het weg. Kies het opnieuw.")
        )
        return None
    kind = kinds(membership).get(upload.kind)
    if kind is None:
        raise PermissionDenied
    return membership, kind, upload


@login_required
@never_cache
@require_GET
def loading(request: HttpRequest) -> HttpResponse:
    """What one may load."""
    membership = _who(request)
    found = [(kind, reverse("loading_new", args=[kind.key])) for kind in kinds(membership).values()]
    return render(request, "clients/loading.html", {"section": "clients", "kinds": found, "most": formats.number(MOST)})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def loading_new(request: HttpRequest, kind: str) -> HttpResponse:
    """The file: read, and kept encrypted for the next steps."""
    membership = _who(request)
    if kind not in every():
        raise Http404
    what = kinds(membership).get(kind)
    if what is None:
        raise PermissionDenied
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and was_too_large(request):
        form.errors["file"] = form.error_class([str(TOO_LARGE)])
    elif form.is_bound and form.is_valid():

        def act() -> str:
            forget()
            upload = keep(membership, what.key, form.cleaned_data["file"])
            columns = guess(what, membership, form.table.header)
            Upload.objects.filter(pk=upload.pk).update(mapping={"columns": columns})
            return reverse("loading_columns", args=[upload.pk])

        return once(request, act)
    context = {
        "section": "clients",
        "kind": what,
        "form": form,
        "most": formats.number(MOST),
        "once": request.POST.get("once") or new_key(),
    }
    return render(request, "clients/loading_new.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def loading_columns(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Which column is what: guessed, and remembered for the partner's next file."""
    if (found := _opened(request, upload_id)) is None:
        return redirect("loading")
    membership, kind, upload = found
    if "done" in upload.mapping:
        return redirect("loading_done", upload_id)
    table = read(opened(upload))
    initial = {f"c{place}": key for place, key in upload.mapping["columns"].items()}
    form = ColumnsForm(request.POST or None, kind=kind, table=table, initial=initial)
    if request.method == "POST" and form.is_valid():
        remember(kind, membership, table.header, form.columns)
        Upload.objects.filter(pk=upload.pk).update(mapping={"columns": form.columns})
        return redirect("loading_preview", upload_id)
    context = {"section": "clients", "kind": kind, "form": form, "upload": upload, "number": len(table.rows),
               "fields": [each for each in kind.fields if each.required]}  # fmt: skip
    return render(request, "clients/loading_columns.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def loading_preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What each line would do; posted, what was ticked is done, once."""
    if (found := _opened(request, upload_id)) is None:
        return redirect("loading")
    membership, kind, upload = found
    if "done" in upload.mapping:
        return redirect("loading_done", upload_id)
    table, columns = read(opened(upload)), upload.mapping["columns"]
    if missing(kind, columns):
        return redirect("loading_columns", upload_id)
    said = ""
    if request.method == "POST":
        ticked = [what for what in ("new", "changed") if what in request.POST.getlist("laden")]
        numbers = {int(each) for each in request.POST.getlist("regel")[:MOST] if each.isdecimal() and len(each) < 9}

        def act() -> str:
            return _load(membership, kind, upload_id, request.POST.get("gezien", ""), ticked, numbers)

        if not ticked and not numbers:
            said = translate("Kruis aan wat u wilt laden.")
        else:
            said = translate("Er is intussen iets gewijzigd. Er is niets geladen. Kijk het nog eens na.")
            with contextlib.suppress(NotNow):
                try:
                    return once(request, act)
                except ValidationError as error:
                    said = " ".join(error.messages)
    judged = judge(kind, membership, table, columns)
    context = {
        "section": "clients", "kind": kind, "upload": upload, "groups": _groups(judged), "said": said,
        "seen": digest(judged), "once": request.POST.get("once") or new_key(), "number": len(table.rows),
        "loads": any(each.what in ("new", "changed") for each in judged),
        "wrong": any(each.number and each.what in ("conflict", "fault") for each in judged),
    }  # fmt: skip
    return render(request, "clients/loading_preview.html", context, status=422 if said else 200)


def _groups(judged: list[Judged]) -> list[dict[str, Any]]:
    """Each kind of line that there is, with the first of them."""
    found = []
    for key, label in KINDS_OF_LINE.items():
        these = [each for each in judged if each.what == key]
        if these:
            number = len(these)
            found.append({"key": key, "label": label, "number": number, "lines": these[:SHOWN],
                          "more": max(number - SHOWN, 0)})  # fmt: skip
    return found


def _load(
    membership: Membership, kind: Kind, upload_id: int, seen: str, ticked: Collection[str], numbers: set[int]
) -> str:
    """Carry it out; what was left out is kept, encrypted, in the place of the file. NotNow where it would be something else
    than was seen."""
    upload = kept(membership, upload_id, lock=True)
    led_to = reverse("loading_done", args=[upload_id])
    if upload is None or "done" in upload.mapping:
        return led_to
    table = read(opened(upload))
    done = carry_out(kind, membership, table, upload.mapping["columns"], seen, ticked, numbers)
    if done is None:
        raise NotNow
    counted, _judged, left = done
    shown = [[number, left[number]] for number in sorted(left)[:SHOWN]]
    Upload.objects.filter(pk=upload.pk).update(
        cipher=sealed(json.dumps(shown).encode() + b"\n" + error_file(table, left)), mapping={"done": counted}
    )
    return led_to


@login_required
@never_cache
@require_GET
def loading_done(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What was loaded, and what was not, and why."""
    if (found := _opened(request, upload_id)) is None:
        return redirect("loading")
    _membership, kind, upload = found
    if "done" not in upload.mapping:
        return redirect("loading_preview", upload_id)
    left = json.loads(opened(upload).partition(b"\n")[0])
    done = upload.mapping["done"]
    context = {"section": "clients", "kind": kind, "upload": upload, "done": done, "left": left,
               "more": done["left"] - len(left)}  # fmt: skip
    return render(request, "clients/loading_done.html", context)


@login_required
@never_cache
@require_GET
def loading_errors(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The lines that were not loaded, or would not be, with the reason: to correct and to load again."""
    if (found := _opened(request, upload_id)) is None:
        return redirect("loading")
    membership, kind, upload = found
    content = opened(upload)
    if "done" in upload.mapping:
        made = content.partition(b"\n")[2]
    else:
        table = read(content)
        judged = judge(kind, membership, table, upload.mapping["columns"])
        wrong = {each.number: " ".join(each.reasons) for each in judged if each.what in ("conflict", "fault")}
        made = error_file(table, wrong)
    response = HttpResponse(made, content_type="text/csv; charset=utf-8")
    name = translate("niet-geladen")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
