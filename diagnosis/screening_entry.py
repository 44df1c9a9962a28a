"""Going through a round: one person after the other, with what is known on one screen, and the decision beside it.

What the reader may not read is not asked for. One post saves a decision and leads to the next person.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chain.days import today
from chain.formats import day
from chain.forms import DutchDateField
from chain.models import Membership
from chain.once import CarriedOnce, carry_out
from chain.versions import VersionedForm
from clients import access, string
from clients.asked import Rows, ask
from clients.models import Client
from clients.models.plan import PLAN_KINDS
from clients.models.timeline import NOTE_KINDS
from clients.standing import LATEST, TONES, answer
from clients.timeline import told
from diagnosis import screening as rounds
from diagnosis import selections
from diagnosis.codes import CHANCES, LEVELS
from diagnosis.models import ScreeningEntry
from diagnosis.models.intake import CONCLUSIONS
from diagnosis.models.screening import SCREENING_OUTCOMES, SELECTIONS
from diagnosis.screening_pages import acting

ALSO = ("profile", "referrals", "notes", "identity", "benefit", "capacity")

# name -> (part of the file that it tells of, select)
KNOWN = {
    "steps": ("plan", """select i.name, s.status, s.planned_on::text, s.planned_end::text, s.started_on, s.ended_on,
        i.form_of_work, p.name as partner, p.colour, s.hours_per_week
      from clients_step s join chain_instrument i on i.id = s.instrument_id join chain_partner p on p.id = s.partner_id
      where s.client_id = %(client)s and s.status <> 'cancelled' order by coalesce(s.started_on, s.planned_on), s.id"""),
    "plan": ("plan", """select p.kind, p.started_on, array(select g.text from clients_plangoal g
        where g.plan_id = p.id and g.status = 'open' order by g.id limit 3) as goals
      from clients_plan p where p.client_id = %(client)s and p.ended_on is null order by p.started_on desc limit 1"""),
    "standing": ("profile", LATEST),
    "intake": ("profile", """select n.conclusion, n.concluded_on as "on", n.grounds, u.name as author
      from diagnosis_intake n join chain_user u on u.id = n.author_id
      where n.client_id = %(client)s and n.status = 'concluded' order by n.concluded_on desc, n.id desc limit 1"""),
    "profile": ("profile", """select w.level, w.hours_min, w.hours_max, w.licences,
        array(select o.name from diagnosis_targetoccupation t join diagnosis_occupation o on o.id = t.occupation_id
          where t.client_id = w.client_id order by t.position, t.id limit 4) as occupations
      from diagnosis_workprofile w where w.client_id = %(client)s"""),
    "outlook": ("profile", """select o.name, x.chances, x.missing from diagnosis_personaloutlook x
        join diagnosis_occupation o on o.id = x.occupation_id
      where x.client_id = %(client)s and x.ended_on is null order by x."on" desc, x.id desc limit 3"""),
    "contact": ("notes", """select n.kind, n."on", u.name as author, p.name as partner, p.colour from clients_note n
        join chain_user u on u.id = n.author_id join chain_partner p on p.id = n.partner_id
      where n.client_id = %(client)s and n.kind <> 'no-show' order by n."on" desc, n.id desc limit 1"""),
    "tasks": ("plan", """select coalesce(nullif(t.text, ''), k.name) as what, t.due_on as "on", p.name as partner
      from clients_task t left join clients_term k on k.id = t.term_id left join chain_partner p on p.id = t.partner_id
      where t.client_id = %(client)s and t.status = 'open' and t.shown_from <= %(today)s order by t.due_on, t.id limit 5"""),
    "identity": ("identity", """select birth_date, youngest_child_born_on as until from clients_identity
      where client_id = %(client)s"""),
    "benefit": ("benefit", """select lower(r) as started_on from (
        select range_agg(daterange(started_on, ended_on, '[]')) as held from clients_benefitperiod
        where client_id = %(client)s and scheme = any(%(benefits)s)) h, unnest(h.held) r where r @> %(today)s::date"""),
    "capacity": ("capacity", "select work_ability from clients_capacity where client_id = %(client)s"),
    "decided": ("plan", """select e.act, e.params, e."on", u.name as author, p.name as partner, p.colour,
        e.about_id = %(entry)s as here
      from clients_event e join chain_user u on u.id = e.author_id left join chain_partner p on p.id = e.partner_id
      where e.client_id = %(client)s and e.act in ('screened', 'screened-later') order by e.at desc, e.id desc limit 6"""),
    "around": ("plan", """select max(e.position) filter (where e.position < %(position)s) as before,
        min(e.position) filter (where e.position > %(position)s) as after
      from diagnosis_screeningentry e join clients_client c on c.id = e.client_id and c.closed_on is null
      where e.screening_id = %(round)s"""),
}  # fmt: skip


class DecideForm(CarriedOnce, VersionedForm):
    """One decision; who was slower than a colleague sees what that one chose."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("Besluit"),
        choices=list(SCREENING_OUTCOMES.items()),
        widget=forms.RadioSelect(attrs={"data-choice": ""}), error_messages={"required": _("Kies wat er nu nodig is")},
    )  # fmt: skip
    until = DutchDateField(
        label=_("Tot welke dag?"),
        required=False,
        help_text=_("Wie de regie heeft, krijgt dan een taak."),
    )
    remark = forms.CharField(
        label=_("Toelichting"), required=False, max_length=500, help_text=_("Kort, in termen van werk. Geen medische gegevens."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    class Meta:
        model = ScreeningEntry
        fields = ["outcome", "until", "remark"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [  # by the keys that choose them
            (key, f"{nth}. {capfirst(name)}") for nth, (key, name) in enumerate(SCREENING_OUTCOMES.items(), 1)
        ]

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("outcome") == "not-now" and not clean.get("until") and "until" not in self.errors:
            self.add_error("until", _("Kies een dag die nog komt: dan kijkt u opnieuw"))
        return clean

    def _post_clean(self) -> None:
        """The act checks the rest and writes the row."""


@login_required
@require_http_methods(["GET", "POST"])
def screening_entry(request: HttpRequest, round_id: int, position: int) -> HttpResponse:
    """The person at this place in the round. Who does not screen reads along where they see the person anyway."""
    membership = acting(request)
    there = ScreeningEntry.objects.select_related("screening", "decided_by").annotate(number=F("client__number"))
    entry: Any = get_object_or_404(there, screening=round_id, position=position, chain_id=membership.chain_id)
    found = access.client(request, entry.number, "plan", also=ALSO, write=request.method == "POST")
    if found.closed_on:
        raise Http404
    screens = rounds.screens(membership, entry.screening)
    if request.method == "POST" and not screens:
        raise PermissionDenied
    may = screens and rounds.running(entry.screening) and access.writes(membership, found, "plan")
    form = DecideForm(request.POST or None, instance=entry) if may else None
    if request.method == "POST":
        if form is None:
            return _show(request, membership, entry, found, None, 409)
        clean: dict[str, Any] = {}

        def act() -> str:
            clean.update({name: form.cleaned_data[name] for name in form.Meta.fields})
            rounds.decide(entry, by=membership, **clean)
            after = rounds.next_position(entry.screening, position)
            if after is None:
                return reverse("screening", args=[round_id])
            return reverse("screening_entry", args=[round_id, after])

        def too_late() -> HttpResponse:
            return _show(request, membership, entry, found, None, 409)

        said = translate("%(name)s: opgeslagen.") % {"name": found.name}
        if answered := carry_out(request, form, act, said, too_late):
            return answered
    return _show(request, membership, entry, found, form, 422 if request.method == "POST" else 200)


def _show(
    request: HttpRequest,
    membership: Membership,
    entry: ScreeningEntry,
    found: Client,
    form: DecideForm | None,
    status: int,
) -> HttpResponse:
    wanted = {name: select for name, (part, select) in KNOWN.items() if access.reads(membership, found, part)}
    known = ask(
        wanted,
        {"capacity": access.reads(membership, found, "capacity"), "client": found.pk, "chain": found.chain_id,
         "today": today(), "entry": entry.pk, "round": entry.screening_id, "position": entry.position,
         "benefits": list(selections.BENEFITS)},
    )  # fmt: skip
    numbers = rounds.counts([entry.screening_id])[entry.screening_id]
    every = sum(numbers.values()) - numbers[rounds.CLOSED]
    around = known["around"][0] if known.get("around") else {"before": None, "after": None}
    row = entry.screening
    context = {
        "section": "screening", "round": row, "entry": entry, "client": found, "form": form,
        "running": rounds.running(row), "over": rounds.is_over(row), "done": every - numbers[rounds.LEFT], "all": every,
        "outcome": SCREENING_OUTCOMES.get(entry.outcome, ""), "selection": SELECTIONS.get(row.selection, row.selection),
        "why": why(membership, found, row.selection, known), "age": _age(known),
        "previous_url": _address(row.pk, around["before"]), "next_url": _address(row.pk, around["after"]),
        "stands": [(each["name"], answer(each["kind"], each["value"]), TONES.get(each["value"], ""), each["on"])
                   for each in known.get("standing", []) if each["value"]],
        "reads": {part: access.reads(membership, found, part) for part in ("profile", "notes")},
        "decided": [(each, told(each)[1]) for each in known.get("decided", [])],
        **_path(known), **_work(known), **_first(known),
    }  # fmt: skip
    return render(request, "diagnosis/screening_entry.html", context, status=status)


def _address(round_id: int, position: int | None) -> str:
    return reverse("screening_entry", args=[round_id, position]) if position else ""


def _age(known: dict[str, Rows]) -> int | None:
    born = known["identity"][0]["birth_date"] if known.get("identity") else None
    return born and today().year - born.year - ((today().month, today().day) < (born.month, born.day))


def why(membership: Membership, client: Client, selection: str, known: dict[str, Rows]) -> str:
    """Why somebody fits the selection as things stand now, for who may read that; else "": the round tells its selection."""
    if not all(access.reads(membership, client, part) for part in selections.PARTS[selection]):
        return ""
    if selection == "long-on-benefit" and known["benefit"]:
        since = known["benefit"][0]["started_on"]
        years = (today() - since).days // 365
        return translate("Onafgebroken een uitkering sinds %(on)s: %(n)s jaar.") % {"on": day(since), "n": years}
    if selection == "life-event" and known["identity"]:
        row = known["identity"][0]
        events = selections.coming(
            selections.event_terms(client.chain_id), row["birth_date"], row["until"], today() - dt.timedelta(60)
        )
        return "; ".join(f"{capfirst(each.name)}: {day(each.on)}" for each in events[:2])
    if selection == "participation-place":
        places = [
            step
            for step in known["steps"]
            if step["form_of_work"] == "participation-place" and step["status"] == "active"
        ]
        return (
            translate("In een participatieplaats sinds %(on)s.") % {"on": day(places[0]["started_on"])}
            if places
            else ""
        )
    if selection == "ready-not-out":
        yes = [each for each in known["standing"] if each["key"] in selections.READY and each["value"] == "yes"]
        return "; ".join(
            translate("%(word)s: ja, op %(on)s") % {"word": each["name"], "on": day(each["on"])} for each in yes
        )
    if selection == "work-ability" and known["capacity"] and known["capacity"][0]["work_ability"] is not None:
        return translate("Arbeidsvermogen %(percent)s procent.") % {"percent": known["capacity"][0]["work_ability"]}
    return ""


def _path(known: dict[str, Rows]) -> dict[str, Any]:
    """The steps in small, what runs and what is planned in words, and the plan."""
    steps = known.get("steps", [])
    for step in steps:
        for name in ("planned_on", "planned_end"):
            step[name] = dt.date.fromisoformat(step[name]) if step[name] else None
        step["partners"] = [(step["colour"], step["partner"])]
    plan = known["plan"][0] if known.get("plan") else None
    return {
        "mini": string.mini_string(string.moments(steps)) if steps else "",
        "running_steps": [step for step in steps if step["status"] == "active"],
        "planned_steps": [step for step in steps if step["status"] == "planned"],
        "last_step": next((step for step in reversed(steps) if step["status"] in ("done", "stopped")), None),
        "plan": plan, "plan_kind": PLAN_KINDS.get(plan["kind"], "") if plan else "",
    }  # fmt: skip


def _work(known: dict[str, Rows]) -> dict[str, Any]:
    """What somebody wants and can do, in the language of the labour market, and the chances in it."""
    profile = known["profile"][0] if known.get("profile") else None
    hours = ""
    if profile and (profile["hours_min"] or profile["hours_max"]):
        low, high = profile["hours_min"] or profile["hours_max"], profile["hours_max"] or profile["hours_min"]
        hours = str(low) if low == high else translate("%(low)s tot %(high)s") % {"low": low, "high": high}
    return {
        "profile": profile, "hours": hours, "level": LEVELS.get(profile["level"], "") if profile else "",
        "outlooks": [(row, CHANCES.get(row["chances"], row["chances"])) for row in known.get("outlook", [])],
    }  # fmt: skip


def _first(known: dict[str, Rows]) -> dict[str, Any]:
    """Of what comes in one row at most, that row with its words; and the tasks."""
    intake = known["intake"][0] if known.get("intake") else None
    contact = known["contact"][0] if known.get("contact") else None
    capacity = known["capacity"][0]["work_ability"] if known.get("capacity") else None
    return {
        "intake": intake, "conclusion": CONCLUSIONS.get(intake["conclusion"], "") if intake else "",
        "contact": contact, "contact_kind": NOTE_KINDS.get(contact["kind"], "") if contact else "",
        "tasks": known.get("tasks", []), "work_ability": capacity,
    }  # fmt: skip
