"""What lies under people and has an id of its own: steps and referrals."""

from typing import Any, ClassVar

from django.http import Http404

from chain.api.views import ApiView
from clients import access
from clients.models import Client


class Row(ApiView):
    """A row of `model` by its id, with its person fetched by clients.access; what is not in sight is as what is not there:
    the same questions, and the same look."""

    about_client = True
    part: ClassVar[str]
    model: ClassVar[Any]
    related: ClassVar[tuple[str, ...]] = ()
    beneath: ClassVar[tuple[str, ...]] = ()  # what is fetched with it, of many

    def again(self) -> Any:
        """The row as it is now; None where it is not in sight (any more)."""
        rows = self.model.objects.select_related("client", *self.related).prefetch_related(*self.beneath)
        return rows.filter(pk=self.kwargs["pk"]).first()

    def row(self, write: bool = False) -> tuple[Client, Any]:
        found = self.again()
        number = found.client.number if found else ""
        client = access.of(self.membership, number, self.part, write=write)
        if found is None:
            raise Http404
        found.client = client
        return client, found
