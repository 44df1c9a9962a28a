"""What starts a term in steps of development: not started, past their end, silent, longer than they help (TermSource).

Only what has come near is told, so that a mark of attendance a day does not move a task a day. A step that stands still is
neither silent nor too long; its days off do not count.
"""

from django.utils.translation import gettext_lazy as _

from clients.registered import TermSource
from clients.starts import OPEN

SILENT_DAYS = 7  # shorter is no silence, whatever a term says
NEAR_DAYS = 92  # so long before it is too long, nothing is told of it

# Of modules (course.is_module): what people take part in. Work, intakes and support have terms of their own.
STEP = f"""select s.client_id, s.id as about_id, i.code as scope, {{since}} as since, s.partner_id
    from clients_step s join chain_instrument i on i.id = s.instrument_id and i.form_of_work = ''
      and (i.activates or i."group")
      {OPEN.format("s")} {{join}}
    where s.chain_id = %(chain)s and s.phase = 'development' and {{where}}"""  # noqa: S608
# Said of a step in words or by a mark; the day on which a pause ended is a new beginning.
LAST = """cross join lateral (select greatest(s.started_on,
      (select max(o."on") from clients_observation o where o.step_id = s.id),
      (select max(a."on") from development_attendance a where a.step_id = s.id),
      (select max(p.ended_on) from development_pause p where p.step_id = s.id)) as since) l"""
STANDS_STILL = """exists (select from development_pause q where q.step_id = s.id and q.started_on <= snoer_today()
      and (q.ended_on is null or q.ended_on >= snoer_today()))"""
# The norm of the palette; past it, an extension has said why, until its own last day.
NORM = """cross join lateral (select greatest(
      s.started_on + 7 * i.norm_weeks + coalesce((select sum(p.ended_on - p.started_on + 1)
        from development_pause p where p.step_id = s.id and p.ended_on < snoer_today()), 0)::int,
      (select max(e.until) from development_extension e where e.step_id = s.id)) as since) l"""
# The first day past the norm, or past the usual weeks, extended or not (development/norms.py).
ALL_OF_NORM = """cross join lateral (select s.started_on + 7 * coalesce(nullif(i.norm_weeks, 0), i.weeks)
      + coalesce((select sum(p.ended_on - p.started_on + 1) from development_pause p
        where p.step_id = s.id and p.ended_on < snoer_today()), 0)::int as since) n"""
# Decided and arranged by the point of contact.
SUPPORT = f"""select u.client_id, u.id as about_id, '' as scope, u.{{day}} as since, null::bigint as partner_id
    from development_support u {OPEN.format("u")} where u.chain_id = %(chain)s and u.status = '{{status}}'"""  # noqa: S608

SOURCES = (
    TermSource(
        "step-not-started", _("de geplande start van een module die voorbij is"), "plan", "step",
        STEP.format(since="s.planned_on", join="", where="s.status = 'planned' and s.planned_on < snoer_today()"),
        renews=True, scopes="instrument", unseen="wait",
    ),
    TermSource(
        "step-past-end", _("het geplande einde van een module die nog loopt"), "plan", "step",
        STEP.format(since="s.planned_end", join="", where="s.status = 'active' and s.planned_end < snoer_today()"),
        renews=True, scopes="instrument",
    ),
    TermSource(
        "step-silent", _("de laatste keer dat er iets over een module is genoteerd"), "plan", "step",
        STEP.format(
            since="l.since", join=LAST, where=f"s.status = 'active' and l.since < snoer_today() - {SILENT_DAYS}"
            f" and not {STANDS_STILL}",
        ), renews=True, scopes="instrument", unseen="silent",
    ),
    TermSource(
        "step-too-long", _("de dag waarop een module langer duurt dan de norm van het palet"), "plan", "step",
        STEP.format(
            since="l.since", join=NORM, where="s.status = 'active' and i.norm_weeks is not null"
            f" and l.since < snoer_today() + {NEAR_DAYS} and not {STANDS_STILL}",
        ), renews=True, scopes="instrument",
    ),
    # Past its norm, and something was said of moving on since: that grows old. Of what was never said, the norm tells.
    TermSource(
        "onward-said", _("de laatste keer dat over doorstroom is gesproken, bij wie langer bezig is dan de norm"), "plan", "step",
        f"""select s.client_id, s.id as about_id, i.code as scope, o."on" as since, s.partner_id
        from development_onward o join clients_step s on s.id = o.step_id and s.status = 'active'
          join chain_instrument i on i.id = s.instrument_id {OPEN.format("s")} {ALL_OF_NORM}
        where o.chain_id = %(chain)s and n.since <= snoer_today() and not {STANDS_STILL}""",  # noqa: S608
        renews=True, scopes="instrument",
    ),
    TermSource(
        "support-asked", _("een vraag om praktische ondersteuning zonder besluit"), "support", "support",
        SUPPORT.format(day="asked_on", status="asked"), renews=True, unseen="wait",
    ),
    TermSource(
        "support-granted", _("praktische ondersteuning die is toegekend en nog niet geregeld"), "support", "support",
        SUPPORT.format(day="decided_on", status="granted"), renews=True, unseen="wait",
    ),
    TermSource(
        "cooperation-told", _("een signaal over medewerking dat open staat"), "cooperation", "cooperationsignal",
        f"""select g.client_id, g.id as about_id, '' as scope, (g.at at time zone 'Europe/Amsterdam')::date as since,
          null::bigint as partner_id
        from development_cooperationsignal g {OPEN.format("g")} where g.chain_id = %(chain)s and g.status = 'open'""",  # noqa: S608
        renews=True,
    ),
)  # fmt: skip
