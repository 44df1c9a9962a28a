"""Patterns of absence, which reach who has the lead: what is one, and what starts its term (registered in the settings).

That somebody stays away is a reason to speak with them, no more; a signal of not cooperating is another thing, told by a
person (cooperation.py). The numbers are the chain's: the terms that use them stand dated in the blueprint.
"""

from django.utils.translation import gettext_lazy as _

from clients.registered import TermSource
from clients.starts import OPEN

WITHIN_DAYS = 28  # four weeks
OFTEN_ABSENT = 3  # times away without notice
HALF_LEAST = 6  # meetings in four weeks, below which half of them says nothing
TOLD_DAYS = 56  # a pattern that nobody looked at stays a task so long after the last time away

ABSENT = f"""select s.client_id, s.id as about_id, i.code as scope, max(a."on") as since, null::bigint as partner_id
    from clients_step s join chain_instrument i on i.id = s.instrument_id {OPEN.format("s")}
      join development_attendance a on a.step_id = s.id and a."on" > snoer_today() - {TOLD_DAYS} and {{away}}
    where s.chain_id = %(chain)s and s.status = 'active' and {{pattern}} group by s.client_id, s.id, i.code"""  # noqa: S608
# In the four weeks up to the day of that absence: on that day it was a pattern.
UP_TO = f"""(select {{what}} from development_attendance b where b.step_id = s.id
      and b."on" between a."on" - {WITHIN_DAYS - 1} and a."on")"""  # noqa: S608

SOURCES = (
    TermSource(
        "absent-often",
        _("de derde keer niet verschenen zonder afmelding, binnen vier weken"),
        "plan", "step",
        ABSENT.format(
            away="a.mark = 'absent'",
            pattern=UP_TO.format(what="count(*) filter (where b.mark = 'absent')") + f" >= {OFTEN_ABSENT}",
        ), renews=True, scopes="instrument",
    ),
    TermSource(
        "absent-half", _("de laatste keer afwezig van wie er in vier weken meer dan de helft niet was"), "plan", "step",
        ABSENT.format(
            away="a.mark in ('absent', 'excused')",
            pattern=UP_TO.format(
                what=f"count(*) >= {HALF_LEAST} and 2 * count(*) filter (where b.mark in ('absent', 'excused')) > count(*)"
            ),
        ), renews=True, scopes="instrument",
    ),
)  # fmt: skip
