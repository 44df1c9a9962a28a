"""The documents with a person's file: what there is, putting one there, getting it, taking it away again.

Each belongs to a part of the file. Who does not read the part gets the answer of a document that does not exist.
"""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chain.models import Membership
from chain.once import OnceForm, carry_out, new_key, once
from chain.uploads import was_too_large
from clients import access, documents
from clients.document_kinds import ACCEPT, KINDS
from clients.models import Client, Document
from clients.models.rights import DOCUMENT_PARTS

logger = logging.getLogger(__name__)

NUMBER = "select count(*) as number from clients_document where client_id = %(client)s"


def questions(_membership: Membership, _client: Client) -> dict[str, str]:
    """How many there are, for the record page. Row-level security leaves out the parts that are not read."""
    return {"documents": NUMBER}


class UploadForm(OnceForm):
    """A file, what it is called, and what it is about."""

    file = forms.FileField(
        label=_("Bestand"), allow_empty_file=True,  # what is wrong with it is said by documents.put
        error_messages={"required": _("Kies een bestand")}, widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Naam"), max_length=120, error_messages={"required": _("Geef het document een naam")},
        help_text=_("Waaraan een collega het herkent, bijvoorbeeld: diploma lassen."),
    )  # fmt: skip
    part = forms.ChoiceField(
        label=_("Waarover"), help_text=_("Alleen wie dit deel van het dossier leest, ziet het document."),
        error_messages={"required": _("Kies waarover het gaat")},
    )  # fmt: skip

    def __init__(self, *args: Any, writable: list[str], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.fields["file"].help_text = _(
            "PDF, foto (JPG of PNG), Word, OpenDocument of tekst. Ten hoogste %(most)s MB. Geen medische stukken."
        ) % {"most": settings.SNOER_UPLOAD_MB}
        choices = [(part, capfirst(str(DOCUMENT_PARTS[part]))) for part in writable]
        self.fields["part"].choices = choices if len(choices) == 1 else [("", "–"), *choices]  # type: ignore[attr-defined]

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", documents.too_large())


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def document_list(request: HttpRequest, number: str) -> HttpResponse:
    """What there is, by part, for as far as it is read; and the form, for who writes a part."""
    found = access.client(request, number, "client", also=DOCUMENT_PARTS)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    writable = documents.parts_to_write(membership, found)
    form, too_large = None, request.method == "POST" and was_too_large(request)
    if request.method == "POST" and not writable:
        access.look(membership, found, ["client"], "refused")
        raise PermissionDenied
    if writable:
        files = request.FILES if request.method == "POST" else None
        form = UploadForm(request.POST or None, files, writable=writable, too_large=too_large)

        def act() -> str:
            file, clean = form.cleaned_data["file"], form.cleaned_data
            documents.put(found, file.read(), file.name, title=clean["title"], part=clean["part"], by=membership)
            return reverse("documents", args=[number])

        if done := carry_out(request, form, act, _("Het document staat bij dit dossier.")):
            return done
    readable = documents.parts_to_read(membership, found)
    there = Document.objects.filter(client=found, part__in=readable).select_related("partner", "author")
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in there.order_by("-at", "-pk"):
        one.client = found
        groups.setdefault(one.part, []).append({
            "document": one, "kind": KINDS[one.kind][0], "size": filesizeformat(one.size),
            "once": new_key() if documents.may_remove(membership, found, one) else "",
        })  # fmt: skip
    shown = [(capfirst(str(DOCUMENT_PARTS[part])), groups[part]) for part in DOCUMENT_PARTS if part in groups]
    status = 200 if form is None or not form.is_bound else 413 if too_large else 422
    context = {"client": found, "section": "clients", "groups": shown, "form": form, "days": documents.REMOVE_DAYS}
    return render(request, "clients/documents.html", context, status=status)


def _fetch(request: HttpRequest, number: str, document_id: int) -> tuple[Client, Document]:
    """The document, for who reads its part; Http404 for anybody else. The look is logged with the part."""
    found = access.client(request, number, "client", log=False)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    readable = documents.parts_to_read(membership, found)
    one = get_object_or_404(Document, pk=document_id, client=found, part__in=readable)
    one.client = found
    access.look(membership, found, ["client", one.part], access.why(membership, found))
    return found, one


@login_required
@never_cache
@require_GET
def document(request: HttpRequest, number: str, document_id: int) -> HttpResponse:
    """The document itself, to keep: no browser opens it as a page of this site."""
    found, one = _fetch(request, number, document_id)
    try:
        content = documents.content(one)
    except documents.Damaged as error:
        logger.error("document %s cannot be read: %s", one.pk, error)
        messages.error(request, translate("Dit document is niet te lezen. Meld het bij de beheerder."))
        return redirect("documents", found.number)
    name = f"{slugify(one.title) or 'document'}.{KINDS[one.kind][1][0]}"
    kind = f"{one.kind}; charset=utf-8" if one.kind == "text/plain" else one.kind
    return HttpResponse(content, content_type=kind, headers={
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    })  # fmt: skip


@login_required
@never_cache
@require_POST
def document_remove(request: HttpRequest, number: str, document_id: int) -> HttpResponse:
    """Take it away again: by who put it there, in the first days."""
    found, one = _fetch(request, number, document_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not documents.may_remove(membership, found, one):
        access.look(membership, found, ["client", one.part], "refused")
        raise PermissionDenied

    def act() -> str:
        documents.remove(one)
        return reverse("documents", args=[number])

    answer = once(request, act)
    messages.success(request, translate("Het document is weggehaald."))
    return answer
