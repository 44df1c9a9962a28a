"""What can follow from an intake: people chose, and the next page begins with what they said. Nothing follows by itself."""

import contextlib
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as translate

from chain.models import Membership
from chain.parts import SHAREABLE
from clients import access, plans, referrals
from clients.models import Client
from diagnosis.intake_shown import NEXT_FUNCTIONS, conclusions
from diagnosis.models import CONCLUSIONS, Intake

SOURCE = "intake"  # ?uit=intake
SHARED = ("profile",)  # what a partner sees with the question: the intake that it came from; more is chosen


class Step(NamedTuple):
    """A way on from the concluded intake: text and address."""

    text: str
    url: str


def concluded(client: Client) -> Intake | None:
    """The person's latest intake, if it is concluded."""
    latest = Intake.objects.filter(client=client).select_related("step").order_by("-started_at", "-pk").first()
    return latest if latest and latest.status == "concluded" else None


def initial(membership: Membership, client: Client, source: str, form: str) -> dict[str, Any]:
    """What a referral or a plan begins with that is made from the intake (SNOER_INITIALS); nothing for who does not read it."""
    if source != SOURCE or not access.reads(membership, client, "profile"):
        return {}
    intake = concluded(client)
    if intake is None:
        return {}
    if form == "plan":
        said = intake.sections.filter(key="motivation").values_list("answers", flat=True).first() or {}
        kind = "perspective" if intake.form == "perspective" else "action"
        return {"kind": kind, "words": said.get("words", "")}
    holders = referrals.askable(membership, client, intake.concluded_on)  # type: ignore[arg-type]
    function = next((each for each in NEXT_FUNCTIONS[intake.conclusion] if each in holders), "")
    found: dict[str, Any] = {"question": intake.question if intake.conclusion == "diagnosis" else intake.grounds}
    if function:
        found |= {"function": function, "partner": holders[function][0]}
    found["shared"] = [part for part in SHARED if part in SHAREABLE and access.reads(membership, client, part)]
    return found


def next_steps(membership: Membership, intake: Intake) -> list[Step]:
    """The ways on that fit the conclusion, for what the membership may do; the likeliest first."""
    client, number, found = intake.client, intake.client.number, []
    if NEXT_FUNCTIONS[intake.conclusion] and access.writes(membership, client, "referrals") and referrals.may_ask(
        membership, client
    ):  # fmt: skip
        names = [str(partner) for each in conclusions(client) if each["name"] == CONCLUSIONS[intake.conclusion]
                 for partner in each["partners"]]  # fmt: skip
        text = translate("Vraag stellen aan %(partner)s") % {"partner": names[0]} if len(names) == 1 else ""
        found.append(Step(text or translate("Vraag stellen aan een partner"), _address("referral_new", number)))
    if plans.open_plan(client) is not None:
        if access.reads(membership, client, "plan"):
            found.append(Step(translate("Naar het plan"), reverse("plan", args=[number])))
    elif plans.may_write(membership, client):
        perspective = intake.form == "perspective"
        plan = Step(translate("Perspectiefplan maken") if perspective else translate("Plan maken"),
                    _address("plan_new", number))  # fmt: skip
        found.insert(0 if perspective or intake.conclusion in ("development", "participation") else len(found), plan)
    if access.writes(membership, client, "plan"):
        found.append(Step(translate("Stap plannen"), reverse("step_new", args=[number])))
    if intake.conclusion in ("placement", "none") and access.writes(membership, client, "placements"):
        with contextlib.suppress(NoReverseMatch):  # a floor above
            found.append(Step(translate("Plaatsing vastleggen"), reverse("placement_new", args=[number])))
    return found


def _address(name: str, number: str) -> str:
    return f"{reverse(name, args=[number])}?uit={SOURCE}"
