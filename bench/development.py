# ruff: noqa: E501  (SQL in long lines)
"""Fills a filled database with what development keeps: places, groups of fifteen, lines, stays, attendance, pauses, words about moving on.

By set-based SQL as the superuser, with triggers asleep. Places and groups are as many as a region has, whatever the number of
people. Nobody is at another partner's place, so that nobody sees more people than before (bench.fill.check).
"""

import psycopg

PLACES, GROUPS, FIFTEEN, LINES = 100, 140, 15, 12

FILL = """
  create temporary table going as
  select s.id, s.client_id, s.chain_id, s.partner_id, s.instrument_id, s.status, s.started_on, s.ended_on, s.planned_on, s.planned_end, i.code, p.code as partner,
    row_number() over (partition by p.code, s.status order by s.id) as n
  from clients_step s join chain_instrument i on i.id = s.instrument_id join chain_partner p on p.id = s.partner_id
    join clients_client c on c.id = s.client_id and c.closed_on is null
  where s.chain_id = %(chain)s and s.status in ('active', 'planned') and i.phase = 'development' and i.function <> 'support' and p.code in ('annex', 'mtb');
  create unique index on going (id); analyze going;
  insert into development_learningplace (chain_id, name, kind, host_id, employer_id, municipality_id, sector, level, text, seats, guide_id, guidance_hours, started_on, ended_on, version)
  select %(chain)s, 'Plek ' || n, (array['learning', 'learning', 'activation', 'neighbourhood'])[1 + n %% 4], case when n <= %(places)s * 6 / 10 then m.id end,
    case when n > %(places)s * 6 / 10 then (select min(id) from placement_employer where chain_id = %(chain)s) + n end, null,
    (array['logistics', 'green', 'production', 'cleaning', 'catering'])[1 + n %% 5], (array['preparation', 'basic', 'skilled', 'regular'])[1 + n %% 4], 'Werken met een vaste ploeg.',
    least(20 + 2 * (select count(*) from going)::int / %(places)s, 30000), a.id, null, date '2018-01-01', null, 1
  from generate_series(1, %(places)s) n, chain_partner m, chain_partner a where m.chain_id = %(chain)s and m.code = 'mtb' and a.chain_id = %(chain)s and a.code = 'annex';
  insert into development_group (chain_id, name, kind, instrument_id, partner_id, place_id, "where", weekdays, starts_at, ends_at, seats, started_on, ended_on, version)
  select %(chain)s, 'Groep ' || n, 'course', i.id, p.id, null, 'Lokaal ' || n %% 9, case when n <= 8 then array[1, 2, 3, 4, 5, 6, 7] else array[1 + n %% 7] end,
    time '09:00', time '12:00', %(fifteen)s, date '2018-01-01', null, 1
  from generate_series(1, %(groups)s) n, chain_partner p, chain_instrument i
  where p.chain_id = %(chain)s and p.code = 'annex' and i.chain_id = %(chain)s and i.code = 'empowerment';
  create temporary table there as
  select (select array_agg(id order by id) from development_learningplace where chain_id = %(chain)s and host_id is not null) as mtb,
    (select array_agg(id order by id) from development_learningplace where chain_id = %(chain)s and employer_id is not null) as elsewhere,
    (select array_agg(id order by id) from development_group where chain_id = %(chain)s) as groups;
  insert into development_groupcoach (chain_id, group_id, user_id)
  select %(chain)s, t.groups[n], u.id from there t, generate_series(1, %(groups)s) n
    join chain_user u on u.username = 'bench-trainer-' || case when n <= 8 then n else 9 + n %% 4 end;
  insert into development_stay (step_id, client_id, chain_id, place_id, group_id, station_id, reserved, asked_on, asked_by_id, asked_for, guidance, state, held_from, held_until, version)
  select g.id, g.client_id, g.chain_id,
    case when g.partner = 'mtb' then t.mtb[1 + g.n %% array_length(t.mtb, 1)] when not of_group then t.elsewhere[1 + g.n %% array_length(t.elsewhere, 1)] end,
    case when of_group then t.groups[1 + (g.n - 1) / %(fifteen)s] end, null, g.status = 'active' or g.id %% 3 > 0, g.registered, u.id, '', 0,
    case when g.status = 'active' then 'running' when g.id %% 3 > 0 then 'held' else 'waiting' end, coalesce(g.started_on, g.planned_on), g.planned_end, 1
  from there t, chain_user u, lateral (select *, partner = 'annex' and status = 'active' and n <= %(groups)s * %(fifteen)s as of_group, coalesce(started_on, current_date) - 20 as registered from going) g
  where u.username = 'bench-consultant-1' and (g.partner = 'mtb' and g.code <> 'leerlijn' or g.partner = 'annex' and (of_group or g.status = 'active' and g.n %% 2 = 0));
  insert into development_learningline (chain_id, name, sector, text, partner_id, started_on, ended_on, version)
  select %(chain)s, 'Lijn ' || n, (array['logistics', 'green', 'industry'])[1 + n %% 3], '', p.id, date '2018-01-01', null, 1
  from generate_series(1, %(lines)s) n, chain_partner p where p.chain_id = %(chain)s and p.code = 'annex';
  insert into development_station (chain_id, line_id, position, name, level, instrument_id, place_id, weeks, text, ended_on)
  select %(chain)s, l.id, k, 'Station ' || k, (array['preparation', 'basic', 'skilled'])[k], i.id, t.mtb[1 + (3 * l.id + k) %% array_length(t.mtb, 1)], 13, '', null
  from development_learningline l, generate_series(1, 3) k, chain_instrument i, there t where l.chain_id = %(chain)s and i.chain_id = %(chain)s and i.code = 'leerlijn';
  insert into development_lineemployer (chain_id, line_id, employer_id)
  select %(chain)s, l.id, (select min(id) from placement_employer where chain_id = %(chain)s) + 8 * (l.id %% 20) + k from development_learningline l, generate_series(0, 7) k where l.chain_id = %(chain)s;
  insert into development_stay (step_id, client_id, chain_id, place_id, group_id, station_id, reserved, asked_on, asked_by_id, asked_for, guidance, state, held_from, held_until, version)
  select g.id, g.client_id, g.chain_id, a.places[1 + g.n %% array_length(a.ids, 1)], null, a.ids[1 + g.n %% array_length(a.ids, 1)], g.status = 'active', coalesce(g.started_on, current_date) - 20, u.id, '', 0,
    case when g.status = 'active' then 'running' else 'waiting' end, coalesce(g.started_on, g.planned_on), g.planned_end, 1
  from going g, chain_user u, (select array_agg(id order by id) as ids, array_agg(place_id order by id) as places from development_station where chain_id = %(chain)s) a
  where u.username = 'bench-consultant-1' and g.partner = 'mtb' and g.code = 'leerlijn';
  insert into development_attendance (step_id, client_id, chain_id, group_id, "on", mark, hours, partner_id, author_id, at)
  select g.id, g.client_id, g.chain_id, s.group_id, d.day, (array['present', 'present', 'present', 'late', 'excused', 'absent'])[1 + (g.id + k) %% 6],
    case when (g.id + k) %% 6 < 4 then 3 end, g.partner_id, u.id, now()
  from going g join development_stay s on s.step_id = g.id and s.state = 'running', chain_user u, generate_series(1, 10) k,
    lateral (select current_date - 3 * k as day) d
  where u.username = 'bench-trainer-1' and d.day >= g.started_on;
  insert into development_pause (step_id, client_id, chain_id, started_on, ended_on, reason, author_id, version)
  select s.id, s.client_id, s.chain_id, s.started_on + 5, case when s.status <> 'active' or s.id %% 2 = 0 then s.started_on + 12 end, 'holiday', u.id, 1
  from clients_step s, chain_user u
  where s.chain_id = %(chain)s and s.phase = 'development' and s.id %% 20 = 0 and u.username = 'bench-trainer-1' and s.started_on + 12 <= coalesce(s.ended_on, current_date);
  insert into development_onward (step_id, client_id, chain_id, partner_id, author_id, verdict, helps, text, "on", version)
  select s.id, s.client_id, s.chain_id, s.partner_id, u.id, (array['later', 'soon', 'now', 'later', 'stuck'])[1 + (s.id / 5 %% 5)::int],
    (array['{vacancy}', '{hours,language}', '{place}', '{transport,childcare}'])[1 + (s.id %% 4)::int]::varchar[], 'Gaat vooruit.',
    least(coalesce(s.ended_on, current_date), s.started_on + 30), 1
  from clients_step s join chain_instrument i on i.id = s.instrument_id, chain_user u
  where s.chain_id = %(chain)s and u.username = 'bench-trainer-1' and s.id %% 5 < 2
    and (s.status = 'active' or s.status = 'done' and s.id %% 5 = 0 and s.id %% 2 = 0)
    and (i.phase = 'development' and i.function <> 'support' or i.form_of_work in ('participation-place', 'retention-of-benefit'))
"""
TABLES = "development_learningplace, development_learningline, development_station, development_lineemployer, development_group, development_stay, development_attendance, development_pause, development_onward"


def development(url: str, chain_id: int) -> None:
    """Once, in a chain that bench.fill has filled. `url`: as the superuser."""
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor, autocommit=True) as connection:
        if connection.execute("select 1 from development_group where chain_id = %s limit 1", [chain_id]).fetchone():
            return
        with connection.transaction():
            connection.execute("set local session_replication_role = replica; set local jit = off")
            connection.execute(
                FILL, {"chain": chain_id, "places": PLACES, "groups": GROUPS, "fifteen": FIFTEEN, "lines": LINES}
            )
        connection.execute(f"vacuum analyze {TABLES}")
