"""Who waits for what, counted over the tables as they are, for all of the chain and also of people whom the reader does not see:
so definer functions for who steers, which give numbers and name nobody (access.md, rule 9). Words: reporting/waits.py.
"""

from chain.rowrules import any_of
from clients.terms import DUE
from reporting.waits import ACTS, PEOPLE

CHAIN = any_of("w.chain_id", "snoer_steering_chains")
CONTACT = "null::bigint"  # whose turn it is: the point of contact, where the person lives
NO_DAY = "null::date"
ENDED = "between first_day and last_day"
PUT_DOWN = "least((w.registered_at at time zone 'Europe/Amsterdam')::date, w.planned_on)"
INSTRUMENT = "join chain_instrument i on i.id = w.instrument_id and i.function"
SEAT = """development_stay w join clients_step s on s.id = w.step_id join chain_instrument i on i.id = s.instrument_id
      left join development_learningplace p on p.id = w.place_id left join development_group g on g.id = w.group_id"""
HOST = "coalesce(p.host_id, g.partner_id, p.guide_id, s.partner_id)"
# A subsidy is decided so long after the wage value is known (Participatiewet, article 10d); before that nothing is agreed.
KNOWN = """(select greatest(v.settled_on, w.requested_on) from placement_wagevalue v where v.placement_id = w.placement_id
      and v.settled_on is not null and w.kind = 'regular' order by v."on" desc, v.id desc limit 1)"""
PROPOSED = "(w.proposed_at at time zone 'Europe/Amsterdam')::date"
# What was said in a referral in the period, each with what was said before it.
SAID = """(select l.referral_id, l.act as ended, l."on" as until, b.act, b."on" as since from clients_referralline l
        cross join lateral (select e.act, e."on" from clients_referralline e where e.referral_id = l.referral_id
          and e.id < l.id order by e.id desc limit 1) b
      where l.chain_id = any((select snoer_steering_chains())::bigint[]) and l."on" between first_day and last_day) w
      join clients_referral r on r.id = w.referral_id"""


def _task(source: str, function: str) -> str:
    """Those of whom the engine of terms says so: one wait a person, by the term that is due first."""
    return f"""select w.client_id, '{function}', {CONTACT}, min(w.since), min(w.due_on), '', {NO_DAY}
      from clients_task w where {CHAIN} and w.status = 'open'
        and w.key in (select key from rule where rule.source = '{source}') group by 1"""


# Client, function, whose turn, since when, the day agreed for it, else the source of terms and the day from which its term runs.
NOW = {
    "intake": _task("registered", "intake"),
    "plan": _task("intake-done", "person"),
    "next-step": _task("no-step", "person"),
    "first-answer": f"""select w.client_id, w.function, w.partner_id, w.turn_since, {NO_DAY}, 'referral-asked', w.turn_since
      from clients_referral w where {CHAIN} and w.status = 'asked'""",
    "explanation": f"""select w.client_id, w.function, w.asked_by_id, w.turn_since, {NO_DAY}, 'referral-queried', w.turn_since
      from clients_referral w where {CHAIN} and w.status = 'queried'""",
    "answer": f"""select w.client_id, w.function, w.partner_id, w.accepted_on, w.answer_by, 'referral-accepted', w.accepted_on
      from clients_referral w where {CHAIN} and w.status = 'accepted'""",
    "diagnosis": f"""select w.client_id, 'practical-diagnosis', w.partner_id, w.started_on, w.planned_end, '', {NO_DAY}
      from diagnosis_practicaldiagnosis w where {CHAIN} and w.status = 'draft' and w.started_on <= snoer_today()""",
    "seat": f"""select w.client_id, i.function, {HOST}, w.asked_on, {NO_DAY}, '', {NO_DAY}
      from {SEAT} where {CHAIN} and w.state = 'waiting'""",
    # Who has no seat yet waits for that, who has no intake for the intake: neither waits here again.
    "step": f"""select w.client_id, i.function, w.partner_id, {PUT_DOWN}, w.planned_on, '', {NO_DAY}
      from clients_step w {INSTRUMENT} <> 'intake' where {CHAIN} and w.status = 'planned' and {PUT_DOWN} <= snoer_today()
        and not exists (select from development_stay y where y.step_id = w.id and y.state = 'waiting')""",
    "support": f"""select w.client_id, 'support', {CONTACT}, w.asked_on, {NO_DAY}, 'support-asked', w.asked_on
      from development_support w where {CHAIN} and w.status = 'asked'""",
    "arranging": f"""select w.client_id, 'support', {CONTACT}, w.decided_on, {NO_DAY}, 'support-granted', w.decided_on
      from development_support w where {CHAIN} and w.status = 'granted'""",
    "card": f"""select m.client_id, 'employer', {CONTACT}, w.asked_on, {NO_DAY}, 'card-asked', w.asked_on
      from placement_cardrequest w join placement_mediation m on m.id = w.mediation_id
      where {CHAIN} and w.status = 'asked'""",
    "employer": f"""select w.client_id, 'employer-services', w.partner_id, w.sent_on, {NO_DAY}, '', {NO_DAY}
      from placement_introduction w where {CHAIN} and w.status = 'sent'""",
    "subsidy": f"""select w.client_id, 'wage-value', {CONTACT}, w.requested_on, {NO_DAY}, 'subsidy-to-decide', {KNOWN}
      from placement_wagesubsidy w where {CHAIN} and w.status = 'requested'""",
    "benefit": f"""select w.client_id, 'person', {CONTACT}, {PROPOSED}, {NO_DAY}, '', {NO_DAY}
      from placement_benefitproposal w where {CHAIN} and w.status = 'proposed'""",
    "candidates": f"""select null::bigint, 'employer', {CONTACT}, w.asked_on, w.needed_on, '', {NO_DAY}
      from placement_candidaterequest w where {CHAIN} and w.status = 'open'""",
}
# The same of what ended in the period, with the day on which it did after the first. Withdrawn is no answer: not counted. When
# somebody without anything ahead had something planned again is not known for steps put down afterwards: so no `next-step`.
PAST = {
    "intake": f"""select b.client_id, 'intake', {CONTACT}, c.registered_on, b.started_on, {NO_DAY}, 'registered', c.registered_on
      from (select w.client_id, min(w.started_on) as started_on from clients_step w where {CHAIN} and w.started_on <= last_day
          and w.instrument_id = any(array(select i.id from chain_instrument i where i.function = 'intake')) group by 1
          having min(w.started_on) >= first_day) b
        join clients_client c on c.id = b.client_id and c.registered_on <= b.started_on""",
    "plan": f"""select w.client_id, 'person', {CONTACT}, b.ended_on, w.started_on, {NO_DAY}, 'intake-done', b.ended_on
      from clients_plan w cross join lateral (select max(s.ended_on) as ended_on from clients_step s
        join chain_instrument i on i.id = s.instrument_id and i.function = 'intake'
        where s.client_id = w.client_id and s.status = 'done' and s.ended_on <= w.started_on) b
      where {CHAIN} and w.started_on {ENDED} and b.ended_on is not null and not exists (
        select from clients_plan e where e.client_id = w.client_id and (e.started_on, e.id) < (w.started_on, w.id))""",
    "first-answer": f"""select r.client_id, r.function, r.partner_id, w.since, w.until, {NO_DAY}, 'referral-asked', w.since
      from {SAID} where w.act in ('asked', 'reply') and w.ended in ('accept', 'query', 'return')""",
    "explanation": f"""select r.client_id, r.function, r.asked_by_id, w.since, w.until, {NO_DAY}, 'referral-queried', w.since
      from {SAID} where w.act = 'query' and w.ended = 'reply'""",
    "answer": f"""select r.client_id, r.function, r.partner_id, w.since, w.until, r.answer_by, 'referral-accepted', w.since
      from {SAID} where w.act = 'accept' and w.ended in ('answer', 'return')""",
    "diagnosis": f"""select w.client_id, 'practical-diagnosis', w.partner_id, w.started_on, w.ended_on, w.planned_end, '', {NO_DAY}
      from diagnosis_practicaldiagnosis w where {CHAIN} and w.status = 'reported' and w.ended_on {ENDED}""",
    "seat": f"""select w.client_id, i.function, {HOST}, w.asked_on, s.started_on, {NO_DAY}, '', {NO_DAY}
      from {SEAT} where {CHAIN} and w.state in ('running', 'over') and s.started_on {ENDED}""",
    "step": f"""select w.client_id, i.function, w.partner_id, {PUT_DOWN}, w.started_on, w.planned_on, '', {NO_DAY}
      from clients_step w {INSTRUMENT} <> 'intake' where {CHAIN} and w.started_on {ENDED}""",
    "support": f"""select w.client_id, 'support', {CONTACT}, w.asked_on, w.decided_on, {NO_DAY}, 'support-asked', w.asked_on
      from development_support w where {CHAIN} and w.status not in ('asked', 'withdrawn') and w.decided_on {ENDED}""",
    "arranging": f"""select w.client_id, 'support', {CONTACT}, w.decided_on, w.arranged_on, {NO_DAY}, 'support-granted',
        w.decided_on
      from development_support w where {CHAIN} and w.status = 'arranged' and w.arranged_on {ENDED}""",
    "card": f"""select m.client_id, 'employer', {CONTACT}, w.asked_on, w.answered_on, {NO_DAY}, 'card-asked', w.asked_on
      from placement_cardrequest w join placement_mediation m on m.id = w.mediation_id
      where {CHAIN} and w.status in ('accepted', 'declined', 'ended') and w.answered_on {ENDED}""",
    "employer": f"""select w.client_id, 'employer-services', w.partner_id, w.sent_on, coalesce(w.talk_on, w.ended_on), {NO_DAY},
        '', {NO_DAY}
      from placement_introduction w where {CHAIN} and w.status not in ('proposed', 'agreed', 'sent')
        and coalesce(w.talk_on, w.ended_on) {ENDED}""",
    "subsidy": f"""select w.client_id, 'wage-value', {CONTACT}, w.requested_on, w.decided_on, {NO_DAY}, 'subsidy-to-decide', {KNOWN}
      from placement_wagesubsidy w where {CHAIN} and w.status <> 'requested' and w.decided_on {ENDED}""",
    "benefit": f"""select w.client_id, 'person', {CONTACT}, {PROPOSED}, w.decided_on, {NO_DAY}, '', {NO_DAY}
      from placement_benefitproposal w where {CHAIN} and w.status <> 'proposed' and w.decided_on {ENDED}""",
    "candidates": f"""select null::bigint, 'employer', {CONTACT}, w.asked_on, w.closed_on, w.needed_on, '', {NO_DAY}
      from placement_candidaterequest w where {CHAIN} and w.status in ('met', 'declined') and w.closed_on {ENDED}""",
}
# Terms of the chain, but for those that only tell the manager; and who is the point of contact where.
ALSO = f"""rule as materialized (
          select w.key, w.source, w.scope, w."offset" as number, w.unit, w.hard, w.started_on, w.ended_on from clients_term w
          where {CHAIN} and w.for_whom <> 'manager'),
        contact as materialized (
          select w.municipality_id, w.partner_id, w.id from chain_mandate w
          where {CHAIN} and w.function = 'person' and w.started_on <= snoer_today()
            and (w.ended_on is null or w.ended_on >= snoer_today()))"""
ON_TURN = """coalesce(w.partner_id, (select t.partner_id from contact t
            where t.municipality_id = c.home_id or t.municipality_id is null order by t.municipality_id, t.id limit 1))"""
# As the engine reckons it: the term of the scope goes before the general one, and of several the first day counts.
TERM = f"""select min({DUE}) from rule where rule.source = w.source
          and w.since >= rule.started_on and (rule.ended_on is null or w.since <= rule.ended_on)
          and (rule.scope = w.function or rule.scope = '' and not exists (select from rule o where o.key = rule.key
            and o.scope = w.function and w.since >= o.started_on and (o.ended_on is null or w.since <= o.ended_on)))"""


def _all(selects: dict[str, str], columns: str) -> str:
    each = (
        f"select '{key}' as kind, * from ({sql}) {key.replace('-', '_')}({columns})" for key, sql in selects.items()
    )
    return "\n          union all ".join(each)


def _wait(selects: dict[str, str], until: str) -> str:
    """The waits, each with its days, the days that were agreed, and those beyond; a chain's municipality or all.

    Of a source and a day the term is worked out once, however many began to wait then.
    """
    ended = until == "w.until"
    columns = f"client_id, function, partner_id, began, {'until, ' if ended else ''}due, source, since"
    return f"""said as materialized ({_all(selects, columns)}),
        term as materialized (
          select w.source, w.function, w.since, ({TERM}) as due
          from (select distinct source, function, since from said where due is null and source <> '') w),
        wait as materialized (
          select w.kind, w.function, w.client_id, {ON_TURN} as partner_id, c.home_id, {until} as until,
            {until} - w.began as days, d.due - w.began as agreed, greatest({until} - d.due, 0) as beyond
          from said w left join clients_client c on c.id = w.client_id
            left join term t on w.due is null and t.source = w.source and t.function = w.function and t.since = w.since
            cross join lateral (select coalesce(w.due, t.due) as due) d
          where {until} >= w.began and (w.client_id is null or c.id is not null {"" if ended else "and c.closed_on is null"})
            and (only_place is null or c.home_id = only_place))"""


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(f"'{key}'" for key in keys)


# By day first, so that the middle and the ninth of ten follow from sums: sorting each wait for each table takes many times longer.
BY_DAY = """days, count(*) as number, count(agreed) as agreed_number, count(*) filter (where beyond > 0) as beyond,
          sum(beyond) as beyond_days"""
SUMS = """each as (
          select *, sum(number) over (partition by level, kind, name order by days) as upto,
            sum(number) over (partition by level, kind, name) as whole from by_day),
        row as (
          select level, kind, name, sum(number)::bigint as number, min(days) filter (where 2 * upto >= whole) as middle,
            min(days) filter (where 10 * upto >= 9 * whole) as ninth, max(days) as longest,
            sum(agreed_number)::bigint as agreed_number, sum(beyond)::bigint as beyond,
            coalesce(sum(beyond_days), 0)::bigint as beyond_days from each group by 1, 2, 3)"""
TYPES = """level text, kind text, name text, number bigint, middle int, ninth int, longest int, agreed_number bigint, beyond bigint,
        beyond_days bigint"""
# Asked before all else: nobody acting is an error also where no row would ask who does.
SOMEBODY = "(select snoer_membership()) is not null"
LANGUAGE = "language sql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off"
CHOSEN = f"where case when only_kind = '' then kind in ({_listed(PEOPLE)}) else kind = only_kind end"

FUNCTIONS = {
    # Of who waits now: waits; the middle, the ninth of ten and the longest, in days; of how many something was agreed, how many
    # last longer, how many days together. `level`: kind (with the middle of what was agreed); held (kind and function, of what
    # the chain can end itself; with whose turn it is in what lasts too long); of one kind, or of all that people wait for:
    # function, partner, place, and whole (with how many people).
    "snoer_waiting(only_place bigint, only_kind text)": f"""returns table ({TYPES}, people bigint, agreed int, partners bigint[])
        {LANGUAGE} as $$
        with {ALSO},
        {_wait(NOW, "snoer_today()")},
        by_day as (
          select case grouping(function) when 1 then 'kind' else 'held' end as level, kind, coalesce(function, kind) as name, {BY_DAY}
          from wait group by grouping sets ((kind, days), (kind, function, days))
            having grouping(function) = 1 or kind in ({_listed(tuple(key for key in ACTS if key in PEOPLE))})
          union all select case when grouping(function) = 0 then 'function' when grouping(partner_id) = 0 then 'partner'
              when grouping(home_id) = 0 then 'place' else 'whole' end, '',
            coalesce(function, partner_id::text, home_id::text, ''), {BY_DAY}
          from wait {CHOSEN} group by grouping sets ((function, days), (partner_id, days), (home_id, days), (days))),
        {SUMS}
        select r.*, case when r.level = 'whole' then (select count(distinct client_id) from wait {CHOSEN}) else 0 end,
          case when r.level = 'kind' then (select percentile_disc(0.5) within group (order by w.agreed) from wait w
            where w.kind = r.kind) end,
          case when r.level = 'held' and r.beyond > 0 then array(select distinct w.partner_id from wait w
            where w.kind = r.kind and w.function = r.name and w.beyond > 0 order by 1) else array[]::bigint[] end
        from row r where {SOMEBODY} $$""",
    # The same of what ended in the period: by kind; of one kind, or of all that people wait for: by quarter, partner, and whole.
    "snoer_waited(first_day date, last_day date, only_place bigint, only_kind text)": f"""returns table ({TYPES})
        {LANGUAGE} as $$
        with {ALSO},
        {_wait(PAST, "w.until")},
        ended as materialized (select *, to_char(date_trunc('quarter', until), 'YYYY-Q') as quarter from wait),
        by_day as (
          select 'kind' as level, kind, kind as name, {BY_DAY} from ended group by kind, days
          union all select case when grouping(quarter) = 0 then 'quarter' when grouping(partner_id) = 0 then 'partner'
              else 'whole' end, '', coalesce(quarter, partner_id::text, ''), {BY_DAY}
          from ended {CHOSEN} group by grouping sets ((quarter, days), (partner_id, days), (days))),
        {SUMS}
        select * from row $$""",
}
# For what ended in a period, and for the few that wait among all that is over.
INDEXES = [
    "create index if not exists step_begun_on on clients_step (chain_id, started_on)"
    " include (id, client_id, instrument_id, partner_id, planned_on, registered_at)"
    " where started_on is not null",
    'create index if not exists referral_said_on on clients_referralline (chain_id, "on")',
    "create index if not exists referral_waits on clients_referral (chain_id, status) where closed_on is null",
    "create index if not exists plan_begun_on on clients_plan (chain_id, started_on)",
    "create index if not exists diagnosis_waits on diagnosis_practicaldiagnosis (chain_id) where status = 'draft'",
]
