"""The page of a work profile: all of it to read on one screen, each block to change in its place.

A block is asked for and answered by itself when htmx asks; without JavaScript the page comes with that block open.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as translate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chain.models import Membership
from chain.once import new_key, once
from clients import access
from clients.models import Client
from diagnosis import outlook
from diagnosis import profile as profiles
from diagnosis.models import WorkProfile
from diagnosis.profile_forms import BLOCKS, FIRST, Block, BlockForm
from diagnosis.profile_shown import described


class _NotValid(Exception):
    """Ends the act, and with it the transaction, where a form does not hold."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, number: str) -> HttpResponse:
    """Read the profile; `blok` in the address opens a block, a post saves one (or gives it another row)."""
    fragment = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    posted = request.method == "POST"
    found = access.client(request, number, "profile", write=posted, log=not fragment or posted)
    membership: Membership = request.membership  # type: ignore[attr-defined]
    writes = access.writes(membership, found, "profile")
    block = _block((request.POST if posted else request.GET).get("blok", ""))
    form: BlockForm | None = None
    if posted:
        if block is None:
            raise PermissionDenied
        answer = _saved(request, found, block, fragment) if "more" not in request.POST else None
        if isinstance(answer, HttpResponse):
            return answer
        form = answer or BlockForm(found, _work(found), block, request.POST, more=request.POST["more"])
    elif writes and block is not None:
        form = BlockForm(found, _work(found), block)
    return _page(request, found, membership, writes, form, fragment)


def _block(key: str) -> Block | None:
    return FIRST if key == FIRST.key else BLOCKS.get(key)


def _work(found: Client) -> WorkProfile:
    return profiles.of(found) or WorkProfile(client=found, chain_id=found.chain_id)


def _saved(request: HttpRequest, found: Client, block: Block, fragment: bool) -> HttpResponse | BlockForm:
    """Where it goes on when the block is saved; the form where something does not hold."""
    membership: Membership = request.membership  # type: ignore[attr-defined]
    page, forms = reverse("profile", args=[found.number]), list[BlockForm]()

    def act() -> str:
        profiles.check(membership, found)
        forms.append(BlockForm(found, profiles.locked(found), block, request.POST))
        if not forms[0].is_valid():
            raise _NotValid
        if forms[0].save():
            profiles.changed(found, membership)
        if not fragment:
            messages.success(request, translate("Het werkprofiel is opgeslagen."))
        return f"{page}?klaar={block.key}" if fragment and block is not FIRST else f"{page}#block-{block.key}"

    try:
        return once(request, act)
    except _NotValid:
        return forms[0]


def _page(
    request: HttpRequest, found: Client, membership: Membership, writes: bool, form: BlockForm | None, fragment: bool
) -> HttpResponse:
    """The page, or of it the block that htmx asked for, with what is missing now."""
    whole = profiles.load(found, postcode=access.reads(membership, found, "contact"))
    if form is None and writes and whole.empty and not fragment:
        form = BlockForm(found, whole.work, FIRST)
    shown = described(whole)
    done = BLOCKS.get(request.GET.get("klaar", ""))
    one = form.block if form is not None else done
    status = 422 if form is not None and form.wrong else 200
    context = {
        "client": found, "section": "clients", "writes": writes, "form": form, "once": request.POST.get("once") or new_key(),
        "profile": whole, "missing": profiles.missing(whole), "for_exchange": profiles.missing_for_exchange(whole),
        "blocks": [(block, shown[block.key]) for block in BLOCKS.values()], "fragment": fragment,
        "block": one, "facts": shown.get(one.key) if one else None, "saved": done is not None and "terug" not in request.GET,
        "esco": any(each.occupation.esco_uri for each in whole.targets), "url": reverse("profile", args=[found.number]),
    }  # fmt: skip
    part = fragment and one is not None and one is not FIRST
    if not (part and form):
        context["beside"] = outlook.beside(found, membership)
    response = render(
        request, "diagnosis/_profile_block.html" if part else "diagnosis/profile.html", context, status=status
    )
    patch_vary_headers(response, ["HX-Request"])
    return response
