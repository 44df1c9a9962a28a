# ruff: noqa: E501  (SQL in long lines)
"""Fills a database with invented work cards, of nobody, by set-based SQL: what matching looks through."""

import psycopg

CARDS = """
  insert into placement_workcard (chain_id, code, region, occupations, groups, sectors, level, education, experience, competences,
    languages, licences, certificates, transport, hours_min, hours_max, office_hours, irregular, available_from, contracts,
    agreements, guidance, changed_on)
  with o as (select array_agg(id order by md5(name)) as ids, array_agg(left(isco, 3) order by md5(name)) as groups,
      array_agg(sector order by md5(name)) as sectors, count(*)::int as many from diagnosis_occupation where isco <> '' and source = 'own'),
  c as (select n, least(1 + (random() ^ 1.6 * o.many)::int, o.many) as a, least(1 + (random() ^ 1.6 * o.many)::int, o.many) as b, random() as wants, random() as knows, o.*
    from generate_series(%(after)s + 1, %(after)s + %(number)s) n, o)
  select %(chain)s, 'K' || lpad(n::text, 7, '0'), (array['62', '62', '62', '62', '61', '64', '60', ''])[1 + (random() * 7)::int],
    case when wants < .05 then '{}'::bigint[] when wants < .5 then array[ids[a]] else array[ids[a], ids[b]] end,
    case when wants < .05 then '{}'::varchar[] when wants < .5 then array[groups[a]] else array[groups[a], groups[b]] end,
    case when wants < .03 then '{}'::varchar[] when wants < .05 then array['care'] when wants < .5 then array[sectors[a]] else array[sectors[a], sectors[b]] end,
    (random() * 5)::int, (random() * 5)::int,
    case when random() < .3 then '{}' else jsonb_build_object(groups[a], 1 + (random() * 9)::int, groups[b], 1 + (random() * 9)::int) end,
    jsonb_build_object('on-time', 1 + (random() * 3)::int, 'together', 1 + (random() * 3)::int, 'independence', 1 + (random() * 3)::int,
      'accuracy', 1 + (random() * 3)::int, 'customers', 1 + (random() * 3)::int, 'manual', 1 + (random() * 3)::int, 'pace', 1 + (random() * 3)::int),
    jsonb_build_object('nld', 1 + (random() * 3)::int, 'ara', 4), (array['{}', '{}', '{B}', '{B,AM}', '{AM}'])[1 + (random() * 4)::int]::varchar[],
    (array['{}', '{}', '{vca}', '{bhv}', '{vca,forklift}'])[1 + (random() * 4)::int]::varchar[],
    (array['{}', '{3}', '{5}', '{1}', '{3,5}'])[1 + (random() * 4)::int]::varchar[],
    case when knows > .1 then 8 + (random() * 8)::int end, case when knows > .1 then 16 + (random() * 24)::int end,
    (random() * 2)::int::text, (random() * 2)::int::text, current_date - 20 + (random() * 80)::int,
    (array['{}', '{B}', '{B,O}'])[1 + (random() * 2)::int]::varchar[], (array['{}', '{01}', '{01,02,04}'])[1 + (random() * 2)::int]::varchar[],
    random() < .3, current_date
  from c
"""


def cards(url: str, chain_id: int, number: int, after: int = 0) -> None:
    """So many cards of nobody in the chain, where there are `after` already. `url`: as the superuser."""
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor, autocommit=True) as connection:
        connection.execute("set jit = off; select setseed(0.42)")
        connection.execute(CARDS, {"chain": chain_id, "number": number, "after": after})
        connection.execute("vacuum analyze placement_workcard, placement_cardoccupation")
