"""Notes: those that the machine reads, and a new one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from chain.api.changes import created, repeatable
from chain.api.scopes import opened
from chain.api.shapes import through, typed
from chain.api.views import OneView, scopes_of
from clients import access, notes
from clients.api import shapes
from clients.api.files import OfParts
from clients.api.rows import Row
from clients.models import Note


class Notes(OfParts):
    """Newest first; those about a part that the machine does not read, or its token does not open, are left out."""

    resource, part, serializer, order = "notes", "notes", shapes.NoteShape, ("-at", "-pk")
    scopes = {"GET": "notes:read", "POST": "notes:write"}
    takes = {"POST": shapes.NoteNew}
    summary = {"GET": _("Notities lezen"), "POST": _("Een notitie schrijven")}
    explained = {
        "GET": _("De nieuwste eerst. Een notitie over een deel van het dossier dat deze koppeling niet mag lezen, staat er "
                 "niet bij."),
        "POST": _("Met `next` en `nextOn` ook wat er daarna moet gebeuren, en wanneer."),
    }  # fmt: skip

    def queryset(self) -> QuerySet:
        parts = self.parts()
        return Note.objects.filter(client=self.found, part__in=parts).select_related("partner", "author")

    @repeatable
    def post(self, request: Request, number: str) -> Response:
        client = self.client(write=True)

        def make(given: dict[str, Any]) -> notes.NoteForm:
            return notes.NoteForm(typed(given), writable=notes.parts(self.membership, client))

        form = through(shapes.NoteNew, request.data, make)
        return created("api-note", notes.write(client, self.membership, form.cleaned_data).pk)


class OneNote(Row, OneView):
    resource, part, model, related = "notes", "notes", Note, ("partner", "author")
    serializer, scopes = shapes.NoteShape, {"GET": "notes:read"}
    summary = {"GET": _("Een notitie lezen")}
    explained = {"GET": _("Met wie haar schreef en voor wie ze is.")}

    def one(self) -> Note:
        client, note = self.row()
        if note.part != self.part:
            if note.part not in opened(scopes_of(self.request)) or not access.reads(self.membership, client, note.part):
                raise Http404
            access.look(self.membership, client, [note.part], access.why(self.membership, client))
        return note
