"""What a letter can be about, on the floor of the record: the person, the plan, an appointment; with the fields of each.

A field has a Dutch name of small letters and hyphens, for who makes a template. Values are texts as the person reads them, in
Dutch whatever the language of who writes: days written out, an empty text where there is nothing to say.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.days import today
from chain.formats import day_full, day_long, period, weekday
from chain.models import Membership
from clients.models import Appointment, Client
from clients.models.appointment import WHERE
from clients.plan_content import content, parsed
from clients.plans import latest
from clients.registered import LetterSource

# What every letter can tell.
COMMON: dict[str, object] = {
    "naam": _("voornaam en achternaam van de inwoner"),
    "voornaam": _("alleen de voornaam"),
    "klantnummer": _("het nummer van de inwoner bij ons"),
    "contactpersoon": _("wie de regie heeft"),
    "schrijver": _("wie de brief schrijft"),
    "organisatie": _("de partner die de brief stuurt"),
    "telefoon": _("het telefoonnummer van die partner"),
    "postadres": _("het postadres van die partner, op één regel"),
}
COMMON_EXAMPLE = {
    "naam": "Johanna van den Voorbeeld", "voornaam": "Johanna", "klantnummer": "123456", "contactpersoon": "Loes Voorbeeld",
    "schrijver": "Loes Voorbeeld", "organisatie": "SZMH", "telefoon": "043 000 00 00",
    "postadres": "Postbus 1, 6200 AA Maastricht",
}  # fmt: skip
# How the meeting goes, as the person reads it, by the kinds of an appointment.
HOW = {
    "office": "Het gesprek is bij ons op kantoor.",
    "work": "Het gesprek is op de werkplek.",
    "home": "Wij komen bij u thuis.",
    "outside": "Wij maken samen een wandeling. Zo praten we buiten.",
    "phone": "Wij bellen u. U hoeft nergens naartoe.",
    "video": "Wij praten met elkaar via internet. U krijgt van ons een link.",
}


AHEAD = ("planned", "active")  # of the steps


def common(membership: Membership, client: Client) -> dict[str, str]:
    """The values of COMMON, of who writes and of the person; of a partner's address its lines on one."""
    partner = membership.partner
    return {
        "naam": client.name, "voornaam": client.first_name, "klantnummer": client.number,
        "contactpersoon": client.lead.name if client.lead else "", "schrijver": membership.user.name,
        "organisatie": partner.name if partner else "", "telefoon": partner.phone if partner else "",
        "postadres": ", ".join(partner.address.split("\n")) if partner else "",
    }  # fmt: skip


def _person(membership: Membership, client: Client, about_id: int | None) -> dict[str, str]:
    return common(membership, client)


# The plan


def _plan(membership: Membership, client: Client, about_id: int | None) -> dict[str, str]:
    """The plan as it was agreed last, or as it is where nothing was agreed yet."""
    plan = latest(client) if about_id is None else client.plans.filter(pk=about_id).first()
    if plan is None:
        raise LookupError("no plan")
    version = plan.versions.order_by("-number").first()
    told = version.content if version else content(plan)
    with override("nl"):
        goals = [goal for goal in told["goals"] if goal["status"] != "dropped"]
        return common(membership, client) | {
            "soort-plan": str(plan.get_kind_display()),
            "besproken-op": day_long(version.agreed_on) if version else "",
            "wensen": _line(told["words"]),
            "doelen": "\n".join(_line(goal["text"]) for goal in goals),
            "stappen": "\n".join(_step(step) for goal in goals for step in goal["steps"] if step["status"] in AHEAD),
            "afspraken": "\n".join(_agreement(one) for one in told["agreements"] if not one["kept_on"]),
            "staat-vast": _line(told["limits"]),
            "terugkijken-op": day_long(parsed(told["evaluate_on"])),
        }  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())


def _step(step: dict[str, Any]) -> str:
    start, end = parsed(step["start"]), parsed(step["end"])
    when = period(start, end if end and start and end >= start else None)
    return ", ".join(filter(None, [f"{step['name']}, met {step['partner']}", when]))


def _agreement(one: dict[str, Any]) -> str:
    due = day_long(parsed(one["due_on"]))
    return f"{one['partner'] or 'U'}: {_line(one['text'])}" + (f" (klaar op {due})" if due else "")


def _plans(membership: Membership, client: Client) -> list[tuple[int, str]]:
    plan = latest(client)
    return [(plan.pk, f"{plan.get_kind_display()}, {period(plan.started_on, plan.ended_on)}")] if plan else []


# An appointment


def _appointment(membership: Membership, client: Client, about_id: int | None) -> dict[str, str]:
    one = Appointment.objects.filter(client=client, pk=about_id or 0).select_related("user").first()
    if one is None:
        raise LookupError("no appointment")
    with override("nl"):
        return common(membership, client) | {
            "dag": day_full(one.on), "weekdag": weekday(one.on), "tijd": one.time.strftime("%H:%M"),
            "minuten": str(one.minutes), "hoe": HOW.get(one.where, ""), "waar": _line(one.place),
            "met-wie": one.user.name, "onderwerp": _line(one.subject),
        }  # fmt: skip


def _appointments(membership: Membership, client: Client) -> list[tuple[int, str]]:
    to_come = Appointment.objects.filter(client=client, status="planned", on__gte=today()).order_by("on", "time", "pk")
    return [
        (one.pk, f"{day_full(one.on)} {one.time:%H:%M}, {WHERE.get(one.where, '')}: {one.subject}")
        for one in to_come[:10]
    ]


SOURCES = (
    LetterSource("person", _("de inwoner"), "plan", "", COMMON, _person, COMMON_EXAMPLE),
    LetterSource(
        "plan", _("het plan"), "plan", "plan",
        COMMON | {
            "soort-plan": _("zoals plan van aanpak"),
            "besproken-op": _("de dag waarop het plan is besproken"),
            "wensen": _("wat de inwoner wil, in eigen woorden"),
            "doelen": _("de doelen, elk op een regel"),
            "stappen": _("de stappen die komen of lopen, met wie en wanneer, elk op een regel"),
            "afspraken": _("de afspraken die nog lopen, elk op een regel"),
            "staat-vast": _("wat vaststaat"),
            "terugkijken-op": _("de dag waarop we weer naar het plan kijken"),
        },
        _plan,
        COMMON_EXAMPLE | {
            "soort-plan": "plan van aanpak", "besproken-op": "3 november 2026",
            "wensen": "Ik wil weer onder de mensen zijn en mijn eigen geld verdienen.",
            "doelen": "Werken in een keuken\nBeter Nederlands spreken",
            "stappen": "Werkritme opbouwen, met MTB, vanaf 9 nov 2026\nTaaltraining, met Annex, 12 jan – 3 apr 2027",
            "afspraken": "U: belt vóór half negen als komen niet lukt\nSZMH: regelt een buskaart (klaar op 16 november 2026)",
            "staat-vast": "De taaltraining is op dinsdag en donderdag.", "terugkijken-op": "3 mei 2027",
        },
        things=_plans,
    ),
    LetterSource(
        "appointment", _("een afspraak"), "plan", "appointment",
        COMMON | {
            "dag": _("de dag, voluit"), "weekdag": _("alleen de dag van de week"), "tijd": _("hoe laat"),
            "minuten": _("hoeveel minuten"), "hoe": _("een zin over hoe we elkaar spreken"),
            "waar": _("adres of plek"), "met-wie": _("met wie het gesprek is"), "onderwerp": _("waar het gesprek over gaat"),
        },
        _appointment,
        COMMON_EXAMPLE | {
            "dag": "maandag 30 november 2026", "weekdag": "maandag", "tijd": "10:30", "minuten": "45", "hoe": HOW["office"],
            "waar": "Voorbeeldplein 1, Maastricht, balie op de eerste verdieping", "met-wie": "Loes Voorbeeld",
            "onderwerp": "wat u graag wilt doen en hoe wij daarbij kunnen helpen",
        },
        things=_appointments,
    ),
)  # fmt: skip
