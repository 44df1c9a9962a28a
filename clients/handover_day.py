"""What Mijn dag tells of handovers: who is asked, what was answered, who stands in for whom, and who leaves or has left
while people are still theirs."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from chain.days import today
from chain.formats import day_near, day_short
from chain.models import Membership
from chain.parts import CASEWORKERS
from clients import handovers
from clients.day_asked import Question, answers
from clients.models.handover import HANDOVER_WHY
from clients.registered import Leads, Notice

TOLD_DAYS = 7  # how long an answer stands there, and how long beforehand a cover
LEAVES_DAYS = 30  # how long before somebody's last day it is told that people are still theirs

# One's own handovers that wait, were just answered, or hold; and colleagues (or oneself) whose work here ends or ended.
NOTICES = """
    select 'handover' as what, h.id, h.kind, h.why, h.status, h.started_on, h.ended_on, h.giver_id, h.taker_id,
      g.name as giver, t.name as taker, h.answer,
      (select count(*) from clients_handoverperson p where p.handover_id = h.id and p.status = 'asked') as waiting,
      (select count(*) from clients_handoverperson p where p.handover_id = h.id and p.status = 'taken') as taken
    from clients_handover h join chain_user g on g.id = h.giver_id join chain_user t on t.id = h.taker_id
    where h.partner_id = any(%(own)s) and h.chain_id = %(chain)s and (
      h.status = 'asked' and h.taker_id = %(user)s
      or h.kind = 'cover' and h.status = 'accepted' and %(user)s in (h.giver_id, h.taker_id)
        and h.started_on <= %(today)s + %(told)s::int and h.ended_on >= %(today)s
      or h.status in ('accepted', 'declined') and h.answered_on > %(today)s - %(told)s::int
        and (h.kind = 'move' or h.status = 'declined') and h.taker_id <> %(user)s and %(user)s in (h.giver_id, h.author_id))
    union all
    select 'leaves', null, '', '', '', null, l.last, l.user_id, null, u.name, '', '', l.number, 0
    from (
      select m.user_id, max(m.ended_on) as last,
        case when %(contact)s then (select count(*) from clients_client c
          where c.chain_id = %(chain)s and c.lead_id = m.user_id and c.closed_on is null) else 0 end
        + (select count(*) from clients_teammember t where t.user_id = m.user_id and t.chain_id = %(chain)s
          and t.ended_on is null and not t.is_lead and t.partner_id = any(%(own)s)) as number
      from chain_membership m where m.partner_id = any(%(own)s) and m.role = any(%(roles)s)
        and (%(arranges)s or m.user_id = %(user)s)
      group by m.user_id having bool_and(m.ended_on is not null) and max(m.ended_on) <= %(today)s + %(leaves)s::int) l
    join chain_user u on u.id = l.user_id where l.number > 0
    order by 1, 7, 2"""


def head_questions(membership: Membership, leads: Leads) -> dict[str, Question]:
    """What NOTICES asks, for who hands over or takes."""
    if not handovers.may_arrange(membership, membership.user_id):
        return {}
    params: dict[str, Any] = {
        "own": membership.acts_for, "chain": membership.chain_id, "user": membership.user_id, "today": today(),
        "told": TOLD_DAYS, "leaves": LEAVES_DAYS, "contact": bool(membership.is_contact_point),
        "roles": sorted(CASEWORKERS), "arranges": handovers.arranges_all(membership),
    }  # fmt: skip
    return {"handovers": (NOTICES, params)}


def notices(membership: Membership) -> list[Notice]:
    """What waits for an answer first, then who leaves, then what was answered and who stands in."""
    rows = answers(head_questions, membership).get("handovers", [])
    rows.sort(key=lambda row: (row["status"] != "asked", row["what"] != "leaves"))
    return [_leaves(row, membership) if row["what"] == "leaves" else _notice(row, membership) for row in rows]


def _notice(row: dict[str, Any], membership: Membership) -> Notice:
    url = reverse("handover", args=[row["id"]])
    told = {**row, "why": HANDOVER_WHY.get(row["why"], row["why"]), "from": day_short(row["started_on"]),
            "until": day_short(row["ended_on"])}  # fmt: skip
    if row["kind"] == "cover":
        return Notice(_cover(row, told, membership), url, translate("Bekijken"))
    if row["status"] == "asked":
        text = ngettext(
            "%(giver)s vraagt u %(waiting)s persoon over te nemen (%(why)s).",
            "%(giver)s vraagt u %(waiting)s mensen over te nemen (%(why)s).",
            row["waiting"],
        )
        return Notice(text % told, url, translate("Bekijken en antwoorden"))
    if row["status"] == "declined":
        return Notice(translate("%(taker)s neemt niemand over: %(answer)s") % told, url, translate("Bekijken"))
    text = ngettext(
        "%(taker)s heeft %(taken)s persoon overgenomen.", "%(taker)s heeft %(taken)s mensen overgenomen.", row["taken"]
    )
    return Notice(text % told, url, translate("Bekijken"))


def _cover(row: dict[str, Any], told: dict[str, Any], membership: Membership) -> str:
    if row["status"] == "asked":
        return translate("%(giver)s vraagt u waar te nemen van %(from)s tot en met %(until)s (%(why)s).") % told
    if row["status"] == "declined":
        return translate("%(taker)s neemt niet waar: %(answer)s") % told
    later = row["started_on"] > today()
    if row["taker_id"] == membership.user_id:
        from_then = translate("U neemt van %(from)s tot en met %(until)s waar voor %(giver)s.")
        text = from_then if later else translate("U neemt waar voor %(giver)s, tot en met %(until)s.")
    else:
        from_then = translate("%(taker)s neemt van %(from)s tot en met %(until)s voor u waar.")
        text = from_then if later else translate("%(taker)s neemt voor u waar, tot en met %(until)s.")
    return text % told


def _leaves(row: dict[str, Any], membership: Membership) -> Notice:
    """A colleague or oneself, with how many people are still theirs."""
    last: dt.date = row["ended_on"]
    told = {"name": row["giver"], "number": row["waiting"], "on": day_near(last)}
    url = f"{reverse('handover_new')}?van={row['giver_id']}"
    if row["giver_id"] == membership.user_id:
        text = ngettext(
            "Uw laatste dag hier is %(on)s. Er is nog %(number)s persoon van u.",
            "Uw laatste dag hier is %(on)s. Er zijn nog %(number)s mensen van u.", row["waiting"],
        )  # fmt: skip
    elif last < today():
        text = ngettext(
            "%(name)s werkt hier niet meer en heeft nog %(number)s persoon.",
            "%(name)s werkt hier niet meer en heeft nog %(number)s mensen.", row["waiting"],
        )  # fmt: skip
    else:
        text = ngettext(
            "%(name)s werkt hier tot en met %(on)s en heeft nog %(number)s persoon.",
            "%(name)s werkt hier tot en met %(on)s en heeft nog %(number)s mensen.", row["waiting"],
        )  # fmt: skip
    return Notice(text % told, url, translate("Overdragen"))
