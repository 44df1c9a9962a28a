"""Where somebody stands, in the words of the chain: motivated, fit for work, ready for mediation, how far from work.

What each word means is data with dates (Definition, from the chain's blueprint), the same for all partners, so that a
partner who reads "arbeidsfit" knows what the other saw (document 002: one picture of when somebody is motivated and fit).
An answer has a day, an assessor and a ground. Nothing follows from it by itself; a wrong one is followed by a new one.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership, holds_on
from chain.once import new_key, once
from clients import access
from clients.asked import ask
from clients.models import Assessment, Client, Definition
from clients.models.standing import ANSWERS
from clients.registered import Panel
from clients.steps import acting
from clients.timeline import record

LONGEST = 2000  # characters of a ground
TONES = {"yes": "good", "not-yet": "outline", "short": "info", "long": "outline"}

# Every definition of today with the latest answer in its word, also one given while the word meant something else.
LATEST = """
    select d.key, d.name, d.kind, a.value, a."on", a.ground, p.name as partner, p.colour, u.name as author,
      a.definition_id is not null and a.definition_id <> d.id as meant_otherwise
    from clients_definition d left join lateral (
        select a.* from clients_assessment a join clients_definition e on e.id = a.definition_id
        where a.client_id = %(client)s and a.chain_id = d.chain_id and e.key = d.key
        order by a."on" desc, a.at desc, a.id desc limit 1) a on true
      left join chain_partner p on p.id = a.partner_id left join chain_user u on u.id = a.author_id
    where d.chain_id = %(chain)s and d.started_on <= %(today)s and (d.ended_on is null or d.ended_on >= %(today)s)
    order by d.position, d.key"""


def answer(kind: str, value: str | None) -> object:
    """What a value of a definition of the kind says, in words; "" for none."""
    return ANSWERS[kind].get(value, value) if value else ""


def assess(
    client: Client,
    definition: Definition,
    value: str,
    ground: str,
    *,
    on: dt.date | None = None,
    by: Membership | None = None,
) -> Assessment:
    """Record what `by` found of the client on the day (today), in the words that hold that day.

    PermissionDenied for who does not write the profile of this file; ValidationError, per field, for a value that is no
    answer, an empty ground, a day to come, or one on which the definition did not hold.
    """
    by, on, ground = acting(by), on or today(), ground.strip()
    if not access.writes(by, client, "profile") or by.partner_id is None:
        raise PermissionDenied
    if value not in ANSWERS[definition.kind]:
        raise ValidationError({"value": _("Kies een van de antwoorden")})
    if not ground:
        raise ValidationError({"ground": _("Schrijf op waaraan u dat ziet")})
    if on > today():
        raise ValidationError({"on": _("Deze dag moet nog komen")})
    if on < definition.started_on or (definition.ended_on and on > definition.ended_on):
        raise ValidationError({"on": _("Op deze dag gold deze betekenis niet")})
    with transaction.atomic():
        found = Assessment.objects.create(
            client=client, chain_id=client.chain_id, definition=definition, value=value, on=on, ground=ground,
            partner_id=by.partner_id, author_id=by.user_id,
        )  # fmt: skip
        record(
            "assessed", client, about=found, part="profile", on=on, definition=definition.name,
            answer=ANSWERS[definition.kind][value],
        )  # fmt: skip
    return found


def current(chain_id: int, on: dt.date | None = None) -> list[Definition]:
    """The chain's definitions of the day (today), in their order."""
    return list(Definition.objects.filter(holds_on(on or today()), chain_id=chain_id))


class Stands(NamedTuple):
    """A definition with the latest answer, as it is shown; `said` is "" where nobody has answered yet."""

    key: str
    name: str
    said: object
    tone: str
    on: dt.date | None
    ground: str | None
    author: str | None
    partner: str | None
    colour: str | None
    meant_otherwise: bool


def latest(client: Client) -> list[Stands]:
    """Each definition of today with its latest answer."""
    there = client.asked or ask(
        {"standing": LATEST}, {"client": client.pk, "chain": client.chain_id, "today": today()}
    )  # fmt: skip
    return [
        Stands(**row, said=answer(kind, value), tone=TONES.get(value, ""))
        for row in there["standing"]
        for kind, value in [(row.pop("kind"), row.pop("value"))]
    ]


def panel(membership: Membership, client: Client) -> Panel | None:
    """Where the person stands, beside the record; nothing where the chain has no definitions."""
    if not access.reads(membership, client, "profile"):
        return None
    found = latest(client)
    if not found:
        return None
    context = {
        "stands": found, "any_said": any(each.said for each in found),
        "may_assess": access.writes(membership, client, "profile"), "url": reverse("standing", args=[client.number]),
    }  # fmt: skip
    return Panel("standing", "profile", "clients/panel_standing.html", context, place="side", position=15)


class StandingForm(forms.Form):
    """One or more answers at once: of each definition an answer with its ground, or nothing."""

    use_required_attribute = False

    on = DutchDateField(label=_("Datum"))

    def __init__(self, data: Any = None, *, definitions: Iterable[Definition], **kwargs: Any) -> None:
        super().__init__(data, initial={"on": today()}, **kwargs)
        self.once = self.data.get("once") or new_key()
        self.definitions = list(definitions)
        for each in self.definitions:
            options = [("", _("Geen antwoord")), *((key, capfirst(name)) for key, name in ANSWERS[each.kind].items())]
            self.fields[f"{each.key}-value"] = forms.ChoiceField(
                label=each.name, choices=options, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{each.key}-ground"] = forms.CharField(
                label=_("Waaraan ziet u dat?"), max_length=LONGEST, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def questions(self) -> list[dict[str, Any]]:
        """Per definition what is asked, beside what is meant."""
        for field in self.fields.values():
            field.required = True  # on the page only: "not required" ten times says nothing
        return [
            {"definition": each, "signs": each.signs.splitlines(), "value": self[f"{each.key}-value"],
             "ground": self[f"{each.key}-ground"]}
            for each in self.definitions
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        for each in self.definitions:
            value, ground = clean.get(f"{each.key}-value"), clean.get(f"{each.key}-ground", "").strip()
            if value and not ground:
                self.add_error(f"{each.key}-ground", _("Schrijf op waaraan u dat ziet"))
            if ground and not value and f"{each.key}-value" not in self.errors:
                self.add_error(f"{each.key}-value", _("Kies een antwoord, of laat de uitleg leeg"))
        if not self.errors and not self.given():
            raise ValidationError(_("Kies bij ten minste één begrip een antwoord"))
        return clean

    def given(self) -> list[tuple[Definition, str, str]]:
        return [
            (each, self.cleaned_data[f"{each.key}-value"], self.cleaned_data[f"{each.key}-ground"])
            for each in self.definitions
            if self.cleaned_data.get(f"{each.key}-value")
        ]


@login_required
@require_http_methods(["GET", "POST"])
def standing(request: HttpRequest, number: str) -> HttpResponse:
    """All answers, by definition; and for who may, a form that records new ones."""
    found = access.client(request, number, "profile", write=request.method == "POST")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    form = None
    if access.writes(membership, found, "profile"):
        form = StandingForm(request.POST or None, definitions=current(found.chain_id))
    if request.method == "POST" and form is not None and form.is_valid() and (done := _record(request, found, form)):
        return done
    context = {"client": found, "form": form, "history": _history(found), "section": "clients"}
    return render(request, "clients/standing.html", context, status=422 if form is not None and form.is_bound else 200)


def _record(request: HttpRequest, found: Client, form: StandingForm) -> HttpResponse | None:
    """All of the form or nothing of it; None, with the error in the form, where something does not hold that day."""

    def act() -> str:
        for definition, value, ground in form.given():
            try:
                assess(found, definition, value, ground, on=form.cleaned_data["on"], by=request.membership)  # type: ignore[attr-defined]
            except ValidationError as error:
                told = f"{definition.name}: {', '.join(error.messages)}"
                raise ValidationError(
                    {"on" if "on" in error.message_dict else f"{definition.key}-value": told}
                ) from error
        return reverse("record", args=[found.number]) + "#panel-standing"

    try:
        answered = once(request, act)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    number = len(form.given())
    messages.success(request, ngettext("Het antwoord is vastgelegd.", "De antwoorden zijn vastgelegd.", number))
    return answered


class Answers(NamedTuple):
    """What was answered in one word over time, newest first."""

    name: str
    rows: list[dict[str, Any]]


def _history(found: Client) -> list[Answers]:
    rows = (
        Assessment.objects.filter(client=found).select_related("definition", "partner", "author")
        .order_by("definition__position", "definition__key", "-on", "-at", "-pk")
    )  # fmt: skip
    history = []
    for _key, group in groupby(rows, key=lambda row: row.definition.key):
        answers = list(group)
        history.append(Answers(answers[0].definition.name, [_line(each) for each in answers]))
    return history


def _line(each: Assessment) -> dict[str, Any]:
    ended = each.definition.ended_on
    return {
        "said": answer(each.definition.kind, each.value), "tone": TONES.get(each.value, ""), "row": each,
        "meant_until": ended if ended and ended < today() else None,
    }  # fmt: skip


@login_required
@require_GET
def meanings(request: HttpRequest) -> HttpResponse:
    """The chain's words: what each means, by what one sees it, since when, and what it meant before."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    rows = Definition.objects.filter(chain_id=membership.chain_id, started_on__lte=today()).order_by(
        "key", "-started_on"
    )
    words: list[dict[str, Any]] = []
    for _key, group in groupby(rows, key=lambda row: row.key):
        now, *before = group
        holds = now.ended_on is None or now.ended_on >= today()
        words.append(
            {"now": now, "before": before, "signs": now.signs.splitlines(), "holds": holds,
             "answers": [capfirst(str(name)) for name in ANSWERS[now.kind].values()]}
        )  # fmt: skip
    words.sort(key=lambda word: (not word["holds"], word["now"].position, word["now"].key))
    return render(request, "clients/meanings.html", {"words": words, "section": "meanings"})
