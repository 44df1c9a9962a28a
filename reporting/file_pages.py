"""The pages of a file with figures: asked for, how far it is, and the file itself, for who asked for it alone."""

from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from chain.addresses import back, text_of
from chain.models import Membership
from chain.parts import OUTSIDE
from reporting import files
from reporting.files_sql import HOURS
from reporting.models import FORMATS, ReportFile

KINDS = {
    "pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
EARLIER = 5  # other files that the page shows
LONGEST = 500  # characters of what stands in an address


def _begin(membership: Membership) -> str:
    """Where one's figures begin: where no page asked for the file."""
    return reverse("reports" if membership.role in OUTSIDE else "targets")


def _one(request: HttpRequest, file_id: int) -> ReportFile:
    """The file, for who asked for it; 404 for everybody else."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    return get_object_or_404(ReportFile.objects.defer("content"), pk=file_id, membership=membership)


@login_required
@never_cache
@require_POST
def file_new(request: HttpRequest) -> HttpResponse:
    """`wat` (as `section:flow`), `formaat`, `vraag` (what stood in the page's address), `tabel` (one table of it) and `next`
    (the page itself, without its question)."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    asked = {text_of(name): text_of(value) for name, value in parse_qsl(request.POST.get("vraag", "")[:LONGEST])}
    asked.pop("tabel", None)
    page = back(request, _begin(membership)).partition("?")[0]
    to = f"{page}?{urlencode(asked)}" if asked else page
    if table := text_of(request.POST.get("tabel"), 50):
        asked["tabel"] = table
    try:
        made = files.ask(membership, request.POST.get("wat", "")[:50], asked, request.POST.get("formaat", ""))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return HttpResponseRedirect(to)
    return HttpResponseRedirect(f"{reverse('file', args=[made.pk])}?{urlencode({'next': to})}")


@login_required
@never_cache
@require_GET
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    """How far it is; asked by htmx every second until it is over. It goes on if the page is left."""
    row = _one(request, file_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    mine = ReportFile.objects.filter(membership=membership, status="done", content__isnull=False)
    context = {
        "section": "reports" if membership.role in OUTSIDE else "targets", "row": row, "kind": FORMATS[row.format],
        "over": row.status not in files.WAITING,
        "gone": row.status == "done" and not mine.filter(pk=row.pk).exists(), "why": files.why(row), "hours": HOURS,
        "back": back(request, _begin(membership)), "vraag": urlencode(_asked(row)), "tabel": _table(row),
        "earlier": mine.exclude(pk=row.pk).defer("content").order_by("-pk")[:EARLIER],
    }  # fmt: skip
    fragment = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    return render(request, "reporting/_file.html" if fragment else "reporting/file.html", context)


def _asked(row: ReportFile) -> dict[str, str]:
    return {name: value for name, value in row.values.get("asked", {}).items() if name != "tabel"}


def _table(row: ReportFile) -> str:
    table: str = row.values.get("asked", {}).get("tabel", "")
    return table


@login_required
@never_cache
@require_GET
def file_get(request: HttpRequest, file_id: int) -> HttpResponse:
    """The file; to its page where there is none (yet, or any more)."""
    row = _one(request, file_id)
    content = ReportFile.objects.filter(pk=row.pk, status="done").values_list("content", flat=True).first()
    if content is None:
        messages.info(request, translate("Dit bestand is er nog niet, of niet meer."))
        return HttpResponseRedirect(reverse("file", args=[row.pk]))
    response = HttpResponse(bytes(content), content_type=KINDS[row.name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{row.name}"'
    return response
