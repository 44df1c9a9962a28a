"""The pages of letters: those of one person, writing one, and one as it was sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chain.addresses import number as whole
from chain.models import Membership
from chain.once import NotNow, carry_out, new_key, once
from clients import access, letters
from clients.asked import ask
from clients.letter_forms import LetterForm, field_list
from clients.letter_text import blocks
from clients.models import Client, Letter, LetterTemplate
from clients.models.letter import LETTER_STATUSES, SENT_HOW
from clients.registered import LetterSource, Panel

SHOWN = 4  # on the record
LISTED = 100  # of one person
SAID = {
    "draft": _("De brief is bewaard als concept."),
    "final": _("De brief is definitief en staat in het dossier."),
}

# A draft is of the partner that writes it.
LATEST = """
    select l.id, l.subject, l.status, l."on", p.name as partner, p.colour
    from clients_letter l join chain_partner p on p.id = l.partner_id
    where l.client_id = %(client)s and (l.status = 'final' or l.partner_id = any((select snoer_own())::bigint[]))
    order by l."on" desc, l.id desc limit 5"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of what is shown here, for clients.asked. Row-level security leaves out the parts that are not read."""
    return {"letters": LATEST} if access.reads(membership, client, "plan") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """The latest letters; nothing where there are none and one does not write any."""
    if not access.reads(membership, client, "plan"):
        return None
    there = client.asked if client.asked is not None else ask(questions(membership, client), {"client": client.pk})
    found, writes = there["letters"], letters.may_write_any(membership, client)
    if not found and not writes:
        return None
    context = {"rows": found[:SHOWN], "more": len(found) > SHOWN, "writes": writes, "number": client.number}
    return Panel("letters", "plan", "clients/panel_letters.html", context, place="side", position=60)


@login_required
@require_GET
def letter_list(request: HttpRequest, number: str) -> HttpResponse:
    """All letters to or about the person that the reader reads, latest first."""
    found = access.client(request, number, "client", "plan", also=letters.parts() - {"plan"})
    membership: Membership = request.membership  # type: ignore[attr-defined]
    there = readable(membership, found).select_related("partner", "author").order_by("-on", "-pk")[: LISTED + 1]
    rows = [{"letter": one, "status": LETTER_STATUSES[one.status], "how": SENT_HOW.get(one.how, "")} for one in there]
    context = {
        "client": found, "section": "clients", "rows": rows[:LISTED], "more": len(rows) > LISTED,
        "writes": letters.may_write_any(membership, found),
    }  # fmt: skip
    return render(request, "clients/letters.html", context)


def readable(membership: Membership, client: Client) -> Any:
    """The client's letters that the membership reads: by their part, and drafts of its own partner alone."""
    parts = [part for part in letters.parts() if access.reads(membership, client, part)]
    final = Letter.objects.filter(client=client, part__in=parts, status="final")
    return final | Letter.objects.filter(client=client, part__in=parts, partner__in=membership.acts_for)


# Writing one


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, number: str) -> HttpResponse:
    """Choose what the letter is (?soort= key of a template, or ?waarover= key of a source) and about which one (?over= id);
    then what the template makes of it, to change and to keep."""
    found = access.client(request, number, "client", also=letters.parts() | {"contact"})
    membership: Membership = request.membership  # type: ignore[attr-defined]
    if not letters.may_write_any(membership, found):
        return _refused(request, found)
    there = letters.offered(membership, found)
    wanted, about = request.GET.get("soort", ""), whole(request.GET.get("over"))
    if source := request.GET.get("waarover", ""):
        there = [one for one in there if one[1].key == source]
        wanted = wanted or (there[0][0].key if len(there) == 1 else "")
    if not wanted:
        return _choose(request, found, there, int(about) if about else None)
    template, of = next((one for one in there if one[0].key == wanted), (None, None))
    if template is None or of is None:
        if LetterTemplate.objects.filter(chain_id=found.chain_id, key=wanted, in_use=True).exists():
            return _refused(request, found)
        raise Http404
    if of.about and not about:
        return _choose(request, found, [(template, of)], None)
    try:
        letter = letters.begin(found, template, int(about) if of.about else None, by=membership)
    except LookupError:
        raise Http404 from None
    return _write(request, letter, of)


def _refused(request: HttpRequest, found: Client) -> HttpResponse:
    access.look(request.membership, found, ["plan"], "refused")  # type: ignore[attr-defined]
    raise PermissionDenied


def _choose(
    request: HttpRequest, found: Client, there: list[tuple[LetterTemplate, LetterSource]], about: int | None
) -> HttpResponse:  # fmt: skip
    """What can be written now: by template, and for what is about something by what it can be about."""
    things: dict[str, list[tuple[int, str]]] = {}
    rows = []
    for template, source in there:
        if source.about and source.key not in things:
            told = source.things(request.membership, found)  # type: ignore[attr-defined]
            things[source.key] = [one for one in told if about in (None, one[0])]
        url = f"{reverse('letter_new', args=[found.number])}?soort={template.key}"
        links = [(text, f"{url}&over={pk}") for pk, text in things.get(source.key, [])]
        rows.append({"template": template, "source": source, "url": "" if source.about else url, "links": links})
    context = {"client": found, "section": "clients", "rows": rows}
    return render(request, "clients/letter_new.html", context)


def _write(request: HttpRequest, letter: Letter, source: LetterSource | None) -> HttpResponse:
    """The form of a letter that is not final: kept as a draft, made final, or shown on paper without keeping it."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    do = next((one for one in ("preview", "final", "draft") if one in request.POST), "draft")

    def values() -> dict[str, str]:
        try:
            return source.fill(membership, letter.client, letter.about_id) if source else {}
        except LookupError:
            return {}

    form = LetterForm(request.POST or None, instance=letter, values=values, final=do == "final")
    if do == "preview" and form.is_valid():
        return _paper(letter, window=access.reads(membership, letter.client, "contact"))

    def act() -> str:
        letter.author_id = membership.user_id
        kept = form.save()
        if do == "final":
            letters.make_final(kept, by=membership, how=kept.how)
        return reverse("letter", args=[letter.client.number, kept.pk])

    if do != "preview" and (done := carry_out(request, form, act, SAID[do], lambda: _too_late(request, letter))):
        return done
    context = {
        "client": letter.client, "section": "clients", "form": form, "letter": letter,
        "fields": field_list(source.key) if source else [],
        "to": letters.addressed(letter, access.reads(membership, letter.client, "contact")),
        "discard_once": new_key(), "mine": letter.pk is not None and letter.author_id == membership.user_id,
    }  # fmt: skip
    return render(request, "clients/letter_write.html", context, status=422 if form.is_bound else 200)


def _paper(letter: Letter, *, window: bool) -> HttpResponse:
    made = letters.pdf(letter, window=window)
    name = f"brief-{letter.client.number}-{letter.pk or 'concept'}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _too_late(request: HttpRequest, letter: Letter) -> HttpResponse:
    messages.info(request, translate("Deze brief is intussen definitief gemaakt of weggegooid."))
    return redirect("letters", letter.client.number)


# One letter


def _fetch(request: HttpRequest, number: str, letter_id: int) -> Letter:
    """The letter of the client with the number, for who reads its part; Http404 for another partner's draft."""
    found = access.client(request, number, "client", log=False)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    one = get_object_or_404(Letter.objects.select_related("template", "partner", "author"), pk=letter_id, client=found)
    one.client = found
    if not access.reads(membership, found, one.part):
        access.look(membership, found, ["client", one.part], "refused")
        raise PermissionDenied
    if one.status == "draft" and one.partner_id not in membership.acts_for:
        raise Http404
    parts = ["client", one.part, *access.readable(membership, found, "contact")]  # the address stands on it
    access.look(membership, found, parts, access.why(membership, found))
    return one


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """A draft to go on with, or the letter as it was sent."""
    one = _fetch(request, number, letter_id)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    keeps = letters.keeps(membership, one.client, one)
    if request.method == "POST":
        if not keeps:
            return _refused(request, one.client)
        if one.status == "final":
            return _too_late(request, one)
        if "discard" in request.POST:
            return _discard(request, one)
    if one.status == "draft" and keeps:
        return _write(request, one, letters.sources().get(one.template.source) if one.template else None)
    context = {
        "client": one.client, "section": "clients", "letter": one, "blocks": blocks(one.body), "how": SENT_HOW.get(one.how, ""),
        "to": letters.addressed(one, access.reads(membership, one.client, "contact")),
    }  # fmt: skip
    return render(request, "clients/letter.html", context)


def _discard(request: HttpRequest, one: Letter) -> HttpResponse:
    def act() -> str:
        letters.discard(one, by=request.membership)  # type: ignore[attr-defined]
        return reverse("letters", args=[one.client.number])

    try:
        answer = once(request, act)
    except NotNow:
        return _too_late(request, one)
    messages.success(request, translate("Het concept is weggegooid."))
    return answer


@login_required
@never_cache
@require_GET
def letter_pdf(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """The letter on paper, any time, from its own text."""
    one = _fetch(request, number, letter_id)
    window = access.reads(request.membership, one.client, "contact")  # type: ignore[attr-defined]
    return _paper(one, window=window)
