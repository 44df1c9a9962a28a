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
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from chain.days import today
from chain.forms import DutchDateField
from chain.models import Membership, holds_on
from chain.once import CarriedOnce, once
from clients import access
from clients.asked import ask
from clients.models import Assessment, Capacity, Client, Definition
from clients.models.standing import ANSWERS, PARTS, WAYS
from clients.steps import acting
from clients.timeline import record

LONGEST = 2000  # characters of a ground
TONES = {"yes": "good", "not-yet": "outline", "short": "info", "long": "outline"}
ABILITY = "work-ability"  # the kind of answer that a percentage may go with
NOT_MEASURED = ("none-now", "unknown")  # no percentage goes with these, and the last one holds no longer

# Every definition of today with the latest answer in its word, also one given while the word meant something else. Who
# does not read the capacity does not see that it is asked.
LATEST = """
    select d.key, d.name, d.kind, a.value, a.percent, a.way, a."on", a.ground, p.name as partner, p.colour, u.name as author,
      a.definition_id is not null and a.definition_id <> d.id as meant_otherwise
    from clients_definition d left join lateral (
        select a.* from clients_assessment a join clients_definition e on e.id = a.definition_id
        where a.client_id = %(client)s and a.chain_id = d.chain_id and e.key = d.key
        order by a."on" desc, a.at desc, a.id desc limit 1) a on true
      left join chain_partner p on p.id = a.partner_id left join chain_user u on u.id = a.author_id
    where d.chain_id = %(chain)s and d.started_on <= %(today)s and (d.ended_on is null or d.ended_on >= %(today)s)
      and (d.kind <> 'work-ability' or %(capacity)s)
    order by d.position, d.key"""


def answer(kind: str, value: str | None, percent: int | None = None) -> object:
    """What a value of a definition of the kind says, in words, with the percentage that was measured; "" for none."""
    if not value:
        return ""
    said = ANSWERS[kind].get(value, value)
    return said if percent is None else f"{percent}%, {said}"


def part_of(definition: Definition) -> str:
    """The part of the file that answers in this word belong to."""
    return PARTS.get(definition.kind, "profile")


def assess(
    client: Client,
    definition: Definition,
    value: str,
    ground: str,
    *,
    way: str = "talk",
    percent: int | None = None,
    on: dt.date | None = None,
    by: Membership | None = None,
) -> Assessment:
    """Record what `by` found of the client on the day (today), in the words that hold that day, and how (WAYS).

    `percent` is of the minimum wage, of work ability alone; the latest is also the work ability among the person's data.
    PermissionDenied for who does not write the part of this file (work ability: the point of contact); ValidationError,
    per field, for a value that is no answer, an empty ground, a percentage that does not belong, a day to come, or one on
    which the definition did not hold.
    """
    by, on, ground, part = acting(by), on or today(), ground.strip(), part_of(definition)
    if not access.writes(by, client, part) or by.partner_id is None:
        raise PermissionDenied
    if value not in ANSWERS[definition.kind]:
        raise ValidationError({"value": _("Kies een van de antwoorden")})
    if way not in WAYS:
        raise ValidationError({"way": _("Kies hoe u hierbij gekomen bent")})
    if percent is not None:
        _check_percent(definition, value, percent)
    if not ground:
        raise ValidationError({"ground": _("Schrijf op waaraan u dat ziet")})
    if on > today():
        raise ValidationError({"on": _("Deze dag moet nog komen")})
    if on < definition.started_on or (definition.ended_on and on > definition.ended_on):
        raise ValidationError({"on": _("Op deze dag gold deze betekenis niet")})
    with transaction.atomic():
        found = Assessment.objects.create(
            client=client, chain_id=client.chain_id, definition=definition, value=value, part=part, way=way,
            percent=percent, on=on, ground=ground, partner_id=by.partner_id, author_id=by.user_id,
        )  # fmt: skip
        if definition.kind == ABILITY and (percent is not None or value in NOT_MEASURED):
            _keep_work_ability(client, found)
        record(
            "assessed" if percent is None else "assessed-percent", client, about=found, part=part, on=on,
            definition=definition.name, answer=ANSWERS[definition.kind][value],
            **({} if percent is None else {"percent": percent}),
        )  # fmt: skip
    return found


def _check_percent(definition: Definition, value: str, percent: int) -> None:
    if definition.kind != ABILITY or value in NOT_MEASURED:
        raise ValidationError({"percent": _("Bij dit antwoord hoort geen percentage")})
    if not 0 <= percent <= 100:
        raise ValidationError({"percent": _("Vul een getal in van 0 tot en met 100")})


def _keep_work_ability(client: Client, found: Assessment) -> None:
    """The person's data say what the latest answer says; one of an earlier day changes nothing there."""
    said = Assessment.objects.filter(client=client, definition__kind=ABILITY).filter(
        Q(percent__isnull=False) | Q(value__in=NOT_MEASURED)
    )
    if said.order_by("-on", "-at", "-pk").values_list("pk", flat=True).first() != found.pk:
        return
    row, _new = Capacity.objects.select_for_update(of=("self",)).get_or_create(
        client=client, defaults={"chain_id": client.chain_id}
    )
    if row.work_ability != found.percent:
        row.work_ability, row.version = found.percent, row.version + 1
        row.save(update_fields=["work_ability", "version"])


def keep_dated(client: Client, percent: int | None, by: Membership | None = None) -> None:
    """The dated row of a percentage that was changed among the person's data, where the chain has the word for it.

    Under 100 is less than the minimum wage; at 100 the last answer holds on whether that is with help.
    """
    definition = Definition.objects.filter(holds_on(today()), chain_id=client.chain_id, kind=ABILITY).first()
    if definition is None:
        return
    last = Assessment.objects.filter(client=client, definition__kind=ABILITY).order_by("-on", "-at", "-pk").first()
    if percent is None:
        value = last.value if last and last.value == "none-now" else "unknown"
    elif percent < 100:
        value = "below"
    else:
        value = "supported" if last and last.value == "supported" else "independent"
    assess(client, definition, value, translate("Ingevuld bij de gegevens."), percent=percent, by=by)


def current(chain_id: int, on: dt.date | None = None) -> list[Definition]:
    """The chain's definitions of the day (today), in their order."""
    return list(Definition.objects.filter(holds_on(on or today()), chain_id=chain_id))


class Stands(NamedTuple):
    """A definition with the latest answer, as it is shown; `said` is "" where nobody has answered yet."""

    key: str
    name: str
    kind: str
    said: object
    tone: str
    how: object
    on: dt.date | None
    ground: str | None
    author: str | None
    partner: str | None
    colour: str | None
    meant_otherwise: bool


def latest(client: Client, *, capacity: bool = False) -> list[Stands]:
    """Each definition of today with its latest answer; work ability for who reads the capacity."""
    there = client.asked or ask(
        {"standing": LATEST}, {"client": client.pk, "chain": client.chain_id, "today": today(), "capacity": capacity}
    )  # fmt: skip
    return [
        Stands(
            each["key"], each["name"], each["kind"], answer(each["kind"], each["value"], each["percent"]),
            TONES.get(each["value"], ""), WAYS.get(each["way"], ""), each["on"], each["ground"], each["author"],
            each["partner"], each["colour"], each["meant_otherwise"],
        )
        for each in there["standing"]
    ]  # fmt: skip


class StandingForm(CarriedOnce, forms.Form):
    """One or more answers at once: of each definition an answer with its ground, or nothing."""

    use_required_attribute = False

    on = DutchDateField(label=_("Datum"))
    way = forms.ChoiceField(label=_("Hoe bent u hierbij gekomen?"), choices=WAYS.items())

    def __init__(self, data: Any = None, *, definitions: Iterable[Definition], **kwargs: Any) -> None:
        super().__init__(data, initial={"on": today(), "way": "talk"}, **kwargs)
        self.definitions = list(definitions)
        for each in self.definitions:
            options = [("", _("Geen antwoord")), *((key, capfirst(name)) for key, name in ANSWERS[each.kind].items())]
            self.fields[f"{each.key}-value"] = forms.ChoiceField(
                label=each.name, choices=options, widget=forms.RadioSelect, required=False
            )
            if each.kind == ABILITY:
                self.fields[f"{each.key}-percent"] = forms.IntegerField(
                    label=_("Procent van het minimumloon"), min_value=0, max_value=100, required=False,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                    help_text=_("Alleen als het gemeten is. Zonder medische gegevens."),
                )  # fmt: skip
            self.fields[f"{each.key}-ground"] = forms.CharField(
                label=_("Waaraan ziet u dat?"), max_length=LONGEST, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def questions(self) -> list[dict[str, Any]]:
        """Per definition what is asked, beside what is meant."""
        for name, field in self.fields.items():
            field.required = not name.endswith("-percent")  # on the page only: "not required" ten times says nothing
        return [
            {"definition": each, "signs": each.signs.splitlines(), "value": self[f"{each.key}-value"],
             "ground": self[f"{each.key}-ground"],
             "percent": self[f"{each.key}-percent"] if f"{each.key}-percent" in self.fields else None}
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
            if clean.get(f"{each.key}-percent") is not None and not value and not ground:
                self.add_error(f"{each.key}-value", _("Kies een antwoord, of laat het percentage leeg"))
        if not self.errors and not self.given():
            raise ValidationError(_("Kies bij ten minste één begrip een antwoord"))
        return clean

    def given(self) -> list[tuple[Definition, str, str, int | None]]:
        """Definition, answer, ground and percentage of each that was answered."""
        return [
            (each, self.cleaned_data[f"{each.key}-value"], self.cleaned_data[f"{each.key}-ground"],
             self.cleaned_data.get(f"{each.key}-percent"))
            for each in self.definitions
            if self.cleaned_data.get(f"{each.key}-value")
        ]  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def standing(request: HttpRequest, number: str) -> HttpResponse:
    """All answers, by definition; and for who may, a form that records new ones."""
    found = access.client(request, number, "profile", also=("capacity",), write=request.method == "POST")
    membership: Membership = request.membership  # type: ignore[attr-defined]
    form = None
    if access.writes(membership, found, "profile"):
        asked = [each for each in current(found.chain_id) if access.writes(membership, found, part_of(each))]
        form = StandingForm(request.POST or None, definitions=asked)
    if request.method == "POST" and form is not None and form.is_valid() and (done := _record(request, found, form)):
        return done
    context = {"client": found, "form": form, "history": _history(membership, found), "section": "clients"}
    return render(request, "clients/standing.html", context, status=422 if form is not None and form.is_bound else 200)


def _record(request: HttpRequest, found: Client, form: StandingForm) -> HttpResponse | None:
    """All of the form or nothing of it; None, with the error in the form, where something does not hold that day."""

    def act() -> str:
        for definition, value, ground, percent in form.given():
            try:
                assess(found, definition, value, ground, way=form.cleaned_data["way"], percent=percent,
                       on=form.cleaned_data["on"], by=request.membership)  # type: ignore[attr-defined]  # fmt: skip
            except ValidationError as error:
                told = f"{definition.name}: {', '.join(error.messages)}"
                field = next((name for name in ("percent", "ground") if name in error.message_dict), "value")
                raise ValidationError(
                    {"on" if "on" in error.message_dict else f"{definition.key}-{field}": told}
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


def _history(membership: Membership, found: Client) -> list[Answers]:
    parts = access.readable(membership, found, "profile", "capacity")
    rows = (
        Assessment.objects.filter(client=found, part__in=parts).select_related("definition", "partner", "author")
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
        "said": answer(each.definition.kind, each.value, each.percent), "tone": TONES.get(each.value, ""), "row": each,
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
