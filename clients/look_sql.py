"""What is unusual among the looks of a chain: found by a definer function, for who reads the look log (the privacy officer).

It tells who, when and how often, and of which client by id. Whether there is a step or a team is asked within: the
privacy officer reads no plans. A list or a page that shows several people logs a look at each in one go; a look at one
person alone is one without a neighbour of somebody else within ALONE.
"""

from chain.rowrules import reads

ALONE = "interval '50 milliseconds'"
DAY = "(l.at at time zone 'Europe/Amsterdam')::date"
HOUR = "date_trunc('hour', l.at)"
# A file of one's own work: the lead, the team (now or in the month before), a step or appointment of one's own, or
# something of one's own that was written down around that day.
OWN_WORK = """(c.lead_id is not distinct from l.user_id
      or exists (select from clients_teammember t where t.client_id = l.client_id and t.user_id = l.user_id
        and t.started_on <= l.at::date + 1 and (t.ended_on is null or t.ended_on >= l.at::date - 31))
      or exists (select from clients_step s where s.client_id = l.client_id and s.partner_id = l.partner_id
        and (s.ended_on is null or s.ended_on >= l.at::date - 31))
      or exists (select from clients_event e where e.client_id = l.client_id and e.author_id = l.user_id
        and e.at between l.at - interval '2 days' and l.at + interval '2 days'))"""
# The words of a surname, without those that many share.
WORDS = """array(select w from unnest(string_to_array(translate(snoer_plain({0}), '-''.,', '    '), ' ')) w
      where length(w) > 2 and w <> all(array['van', 'den', 'der', 'het', 'ten', 'ter', 'von', 'des']))"""
FOUND = "min(l.at), max(l.at)"

FUNCTIONS = {
    "snoer_unusual_looks(since timestamptz, until timestamptz, files int, people int, refused int, outside int, bsns int,"
    " opens int, closes int)": f"""returns table (kind text, looker bigint, client bigint, first timestamptz,
        last timestamptz, number bigint) language sql stable security definer
        set search_path = pg_catalog, public, pg_temp set jit = off as $$
        with l as materialized (
          select l.id, l.membership_id, l.client_id, l.why, l.at, m.user_id, m.partner_id,
            exists (select from chain_apiclient a where a.membership_id = m.id) as machine,
            l.client_id is not null and l.why not in ('refused', 'privacy') and (
              lag(l.at) over w is null or l.at - lag(l.at) over w > {ALONE} or lag(l.client_id) over w = l.client_id)
            and (lead(l.at) over w is null or lead(l.at) over w - l.at > {ALONE} or lead(l.client_id) over w = l.client_id)
              as alone
          from clients_look l join chain_membership m on m.id = l.membership_id
          where l.chain_id = any((select snoer_chains())::bigint[]) and {reads("looks")} and l.at >= since and l.at < until
            and m.role <> 'system'
          window w as (partition by l.membership_id order by l.at, l.id))
        select 'files', l.membership_id, null::bigint, {FOUND}, count(distinct l.client_id) from l
          where l.alone and not l.machine group by l.membership_id, {HOUR} having count(distinct l.client_id) >= files
        union all
        select 'people', l.membership_id, null, {FOUND}, count(distinct l.client_id) from l
          where l.client_id is not null group by l.membership_id, {HOUR} having count(distinct l.client_id) >= people
        union all
        select 'refused', l.membership_id, null, {FOUND}, count(*) from (
          select l.membership_id, l.why, l.at, row_number() over (partition by l.membership_id order by l.at, l.id)
            - row_number() over (partition by l.membership_id, l.why = 'refused' order by l.at, l.id) as run from l) l
          where l.why = 'refused' group by l.membership_id, l.run having count(*) >= refused
        union all
        select 'glass', g.membership_id, g.client_id, g.at, g.at, 1 from clients_glass g
          where g.chain_id = any((select snoer_chains())::bigint[]) and {reads("looks")} and g.at >= since and g.at < until
        union all
        select 'outside', l.membership_id, null, {FOUND}, count(distinct l.client_id)
          from l join clients_client c on c.id = l.client_id
          where l.alone and l.why = 'contact-point' and not l.machine and not {OWN_WORK}
          group by l.membership_id, {DAY} having count(distinct l.client_id) >= outside
        union all
        select 'surname', l.membership_id, l.client_id, min(l.first), max(l.last), sum(l.times)::bigint
          from (select l.membership_id, l.client_id, l.user_id, {FOUND}, count(*) from l
            where l.alone and not l.machine group by 1, 2, 3) l(membership_id, client_id, user_id, first, last, times)
          join clients_client c on c.id = l.client_id
          join (select u.id, {WORDS.format(r"regexp_replace(u.name, '^\S+', '')")} as words from chain_user u
            where u.id in (select distinct l.user_id from l)) u on u.id = l.user_id
          where u.words <> '{{}}' and u.words && {WORDS.format("c.last_name")}
          group by l.membership_id, l.client_id
        union all
        select 'night', l.membership_id, null, {FOUND}, count(distinct l.client_id) from (
          select l.*, l.at at time zone 'Europe/Amsterdam' as clock from l) l
          where l.alone and not l.machine and (extract(isodow from l.clock) > 5 or extract(hour from l.clock) < opens
            or extract(hour from l.clock) >= closes)
          group by l.membership_id, {DAY}
        union all
        select 'bsn', l.membership_id, null, {FOUND}, count(distinct l.client_id) from l
          where l.why = 'bsn' group by l.membership_id, {DAY} having count(distinct l.client_id) >= bsns $$""",
}
