"""The work profile in short beside the record: what somebody wants, can and needs, and what is not known yet."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.models import Client
from clients.registered import Panel
from diagnosis import codes
from diagnosis.profile_shown import hours, listed

# One row, also where there is no profile; `lacks` in the order of the page.
SELECT = """
    select w.level, w.hours_min, w.hours_max, w.interests, w.transport, w.licences, w.adapted_workplace <> '' or
        w.guidance <> '' or w.variation <> '' as needs,
      (select array_agg(o.name order by t.position, t.id) from diagnosis_targetoccupation t
        join diagnosis_occupation o on o.id = t.occupation_id where t.client_id = one.id) as targets,
      (select array_agg(c.code order by c.mastery, c.id) from diagnosis_competence c
        where c.client_id = one.id and c.mastery = '1') as good_at,
      exists (select from diagnosis_competence c where c.client_id = one.id) as competences,
      exists (select from diagnosis_education e where e.client_id = one.id) as educations,
      exists (select from diagnosis_experience e where e.client_id = one.id) as experiences,
      exists (select from diagnosis_language l where l.client_id = one.id and l.code = 'nld') as dutch
    from (select %(client)s::bigint as id) one left join diagnosis_workprofile w on w.client_id = one.id"""
# Block of the page -> what is missing where it is empty.
LACKS = {
    "wishes": _("wat voor werk"), "abilities": _("wat iemand kan"), "education": _("opleiding"),
    "experience": _("werkervaring"), "languages": _("Nederlands"), "availability": _("uren"),
}  # fmt: skip
MOST = 4  # names of a kind


def questions(membership: Membership, client: Client) -> dict[str, str]:
    return {"profile": SELECT} if access.reads(membership, client, "profile") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    if not access.reads(membership, client, "profile"):
        return None
    there = client.asked or ask({"profile": SELECT}, {"client": client.pk, "today": today()})
    (row,) = there["profile"]
    writes = access.writes(membership, client, "profile")
    lacking = [
        (not row["targets"] and not row["interests"], _empty("wishes")), (not row["competences"], _empty("abilities")),
        (not row["educations"], _empty("education")), (not row["experiences"], _empty("experience")),
        (not row["dutch"], _empty("languages")), (row["hours_max"] is None, _empty("availability")),
    ]  # fmt: skip
    context = {
        "targets": [capfirst(name) for name in (row["targets"] or [])[:MOST]],
        "interests": listed(codes.INTERESTS, row["interests"] or []),
        "good_at": ", ".join(str(codes.COMPETENCES.get(code, code)) for code in (row["good_at"] or [])[:MOST]),
        "facts": [each for each in (
            hours(row["hours_min"], row["hours_max"]), listed(codes.TRANSPORT, row["transport"] or []),
            translate("rijbewijs %(codes)s") % {"codes": listed(codes.LICENCES, row["licences"])} if row["licences"] else "",
            str(codes.LEVELS[row["level"]]) if row["level"] else "",
        ) if each],
        "needs": row["needs"], "lacks": [each for lacks, each in lacking if lacks], "writes": writes, "client": client,
        "begun": row["level"] is not None or row["competences"] or row["educations"] or row["experiences"],
        "url": reverse("profile", args=[client.number]),
    }  # fmt: skip
    return Panel("profile", "profile", "diagnosis/panel_profile.html", context, place="side", position=22)


def _empty(block: str) -> tuple[str, object]:
    return block, LACKS[block]
