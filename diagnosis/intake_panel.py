"""The intake on the record page: where it stands, what came of it, who comes to it, and the way on."""

from typing import Any

from django.urls import reverse

from chain.days import today
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.models import Client
from clients.registered import Panel
from diagnosis.intake import LONG_ON_BENEFIT, may_lead
from diagnosis.invitations import may_invite
from diagnosis.models import CONCLUSIONS
from diagnosis.models.intake import INTAKE_FORMS
from diagnosis.sections import PRACTICAL

# The latest intake, with what is said of the work and of practical matters.
LATEST = """
    select i.id, i.form, i.status, i.conclusion, i.concluded_on as ended_on, i.started_at as at, u.name as author,
      (select json_object_agg(s.key, s.answers) from diagnosis_intakesection s where s.intake_id = i.id
        and s.key in ('market', 'practical')) as answers,
      (select count(*) from diagnosis_lifedomain d where d.intake_id = i.id and d.closed_at is null) as domains
    from diagnosis_intake i join chain_user u on u.id = i.author_id
    where i.client_id = %(client)s order by i.started_at desc, i.id desc limit 1"""
INVITED = """
    select v.id, v."on", to_char(v.time, 'HH24:MI') as time, p.name as partner, p.colour
    from diagnosis_invitation v join chain_partner p on p.id = v.partner_id
    where v.client_id = %(client)s and v.cancelled_on is null and v.ended_on is null order by v."on", v.time, v.id"""
# The first day of the benefit that runs, for who reads it: the oldest of those that have no end yet.
BENEFIT = """
    select min(b.started_on) as started_on from clients_benefitperiod b
    where b.client_id = %(client)s and b.started_on <= %(today)s and (b.ended_on is null or b.ended_on >= %(today)s)"""


def questions(membership: Membership, client: Client) -> dict[str, str]:
    """What the panel needs, in the record page's one statement."""
    if not access.reads(membership, client, "profile"):
        return {}
    selects = {"intake": LATEST, "invited": INVITED}
    return selects | ({"on_benefit": BENEFIT} if access.reads(membership, client, "benefit") else {})


def panel(membership: Membership, client: Client) -> Panel | None:
    """Nothing for who does not read the intake."""
    if not access.reads(membership, client, "profile"):
        return None
    there = client.asked
    if there is None or "intake" not in there:
        there = ask(questions(membership, client), {"client": client.pk, "today": today()})
    latest = dict(there["intake"][0]) if there["intake"] else None
    since = next((row["started_on"] for row in there.get("on_benefit", [])), None)
    concluded = latest is not None and latest["status"] == "concluded"  # with which the invitations ended
    writes = may_lead(membership, client)
    now = today()
    long = since is not None and (now.year - since.year, now.month, now.day) > (LONG_ON_BENEFIT, since.month, since.day)
    context: dict[str, Any] = {
        "intake": _told(latest) if latest else None, "writes": writes, "url": reverse("intake", args=[client.number]),
        "invites": may_invite(membership, client) and not concluded, "invitations": [] if concluded else there["invited"],
        "perspective": writes and (concluded or (latest is None and long)), "number": client.number,
    }  # fmt: skip
    return Panel("intake", "profile", "diagnosis/panel_intake.html", context, place="side", position=20)


def _told(latest: dict[str, Any]) -> dict[str, Any]:
    """The intake as the panel says it: conclusion, occupation and hours, and which practical matters are in the way."""
    answers = latest["answers"] or {}
    market, practical = answers.get("market") or {}, answers.get("practical") or {}
    return {
        "name": INTAKE_FORMS[latest["form"]], "status": latest["status"], "author": latest["author"],
        "conclusion": CONCLUSIONS.get(latest["conclusion"], ""), "concluded_on": latest["ended_on"],
        "started_at": latest["at"], "occupation": market.get("occupation", ""), "hours": practical.get("hours"),
        "matters": [str(name) for key, name in PRACTICAL.items() if practical.get(f"{key}_needed")],
        "domains": latest["domains"],
    }  # fmt: skip
