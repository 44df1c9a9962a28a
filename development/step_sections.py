"""What development shows on the page of a step: its place, how long it goes on and stands still, what should follow.

And on the record: the advice that the last module left, until something follows.
"""

from django.db.models import Value
from django.urls import reverse

from chain.days import today
from chain.models import Membership
from clients import access, asked, steps
from clients.models import Client, Step
from clients.registered import Panel, StepSection
from clients.step_pages import address, elsewhere, plan_page
from development import course, requests
from development.models import Extension, Outcome, Pause, Stay
from development.models.course import PAUSES

TONES = {"waiting": "warn", "held": "info", "running": "good", "over": "outline"}


def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]:
    """The place or wait list, extensions and pauses, and the outcome, where there are any (registered in the settings)."""
    module = course.is_module(step.instrument)
    found = [_stay(membership, step, module), _course(membership, client, step), _outcome(membership, client, step)]
    return [section for section in found if section]


def _stay(membership: Membership, step: Step, module: bool) -> StepSection | None:
    stay = (
        Stay.objects.filter(step=step).select_related("place", "group", "asked_by").first()
        if module or step.phase == "development" else None
    )  # fmt: skip
    may = steps.may(membership, step, "replan") and step.status in ("planned", "active")
    if stay is None and not (module and may):
        return None
    args = [step.client.number, step.pk]
    context = {
        "stay": stay, "tone": TONES[stay.state] if stay else "", "step": step,
        "place_url": address("place", stay.place_id) if stay and stay.place_id and membership.reads("places") else "",
        "group_url": address("group", stay.group_id) if stay and stay.group_id and membership.reads("places") else "",
        "reserve_url": address("stay_reserve", *args) if may else "",
        "release_url": address("stay_release", *args) if may and stay and stay.state == "held" else "",
    }  # fmt: skip
    return StepSection("development/section_stay.html", context, 20)


def _course(membership: Membership, client: Client, step: Step) -> StepSection | None:
    """Extensions and pauses, the latest first; one query for both."""
    longer = Extension.objects.filter(step=step).values_list(
        Value("longer"), "on", "was_until", "until", "reason", "author__name"
    )
    still = Pause.objects.filter(step=step).values_list(
        Value("pause"), "started_on", "started_on", "ended_on", "reason", "author__name"
    )
    rows = [
        {"kind": kind, "on": on, "since": since, "until": until, "author": author,
         "reason": PAUSES.get(reason, reason) if kind == "pause" else reason,
         "now": kind == "pause" and on <= today() and (until is None or until >= today())}
        for kind, on, since, until, reason, author in sorted(longer.union(still, all=True), key=lambda row: row[1], reverse=True)
    ]  # fmt: skip
    may = step.status == "active" and not elsewhere(step) and steps.may(membership, step, "replan")
    if not rows and not (may and step.phase == "development"):
        return None
    stands_still = any(row["now"] for row in rows)
    number = [client.number, step.pk]
    context = {
        "rows": rows, "times": sum(row["kind"] == "longer" for row in rows), "stands_still": stands_still,
        "pause_url": reverse("step_resume" if stands_still else "step_pause", args=number) if may else "",
    }  # fmt: skip
    return StepSection("development/section_course.html", context, 60)


def _outcome(membership: Membership, client: Client, step: Step) -> StepSection | None:
    if step.status not in ("done", "stopped") or not course.is_module(step.instrument):
        return None
    found = Outcome.objects.filter(step=step).select_related("follow_up", "author").first()
    if found is None and not step.stopped_for:
        return None
    context = {
        "outcome": found, "stopped_for": step.get_stopped_for_display() if step.stopped_for else "",
        "ask_url": _ask_url(membership, client, found) if found else "",
    }  # fmt: skip
    return StepSection("development/section_outcome.html", context, 10)


def _ask_url(membership: Membership, client: Client, outcome: Outcome) -> str:
    if outcome.follow_up is None or not access.writes(membership, client, "plan"):
        return ""
    return plan_page(client, outcome.follow_up) or _step_new(client, outcome.follow_up_id)


def _step_new(client: Client, module: int | None) -> str:
    return f"{reverse('step_new', args=[client.number])}?instrument={module}"


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """The select of the panel, for clients.asked."""
    return {"advice": requests.ADVICE} if access.reads(membership, client, "plan") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """The advice that the person's last module ended with, while nothing followed yet."""
    if not access.reads(membership, client, "plan"):
        return None
    there = (
        client.asked if client.asked is not None else asked.ask(questions(membership, client), {"client": client.pk})
    )
    if not there["advice"]:
        return None
    (one,) = there["advice"]
    url = ""
    if one["module"] and access.writes(membership, client, "plan"):
        url = _step_new(client, one["module"])  # which leads on where the module has a page of its own
    context = {"one": one, "ask_url": url, "step_url": reverse("step", args=[client.number, one["id"]])}
    return Panel("advice", "plan", "development/panel_advice.html", context, place="side", position=12)
