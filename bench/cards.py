# ruff: noqa: E501  (SQL in long lines)
"""Fills a database with invented work cards and open vacancies, by set-based SQL, for matching."""

import psycopg

CARDS = """
  insert into placement_workcard (chain_id, code, region, occupations, groups, sectors, level, education, experience, competences,
    languages, licences, certificates, transport, hours_min, hours_max, office_hours, irregular, available_from, contracts,
    agreements, guidance, changed_on)
  with o as (select array_agg(id order by md5(name)) as ids, array_agg(left(isco, 3) order by md5(name)) as groups,
      array_agg(sector order by md5(name)) as sectors, count(*)::int as many from diagnosis_occupation where isco <> '' and source = 'own'),
  c as (select n, least(1 + (random() ^ 1.6 * o.many)::int, o.many) as a, least(1 + (random() ^ 1.6 * o.many)::int, o.many) as b, random() as wants, random() as knows, o.*
    from generate_series(1, %(number)s) n, o)
  select %(chain)s, %(letter)s || lpad(n::text, 7, '0'), (array['62', '62', '62', '62', '61', '64', '60', ''])[1 + (random() * 7)::int],
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
VACANCIES = """
  with o as (select array_agg(id order by md5(name)) as ids, count(*)::int as many from diagnosis_occupation where isco <> '' and source = 'own'),
  e as (select array_agg(id order by id) as ids, count(*)::int as many from placement_employer where chain_id = %(chain)s),
  made as (
    insert into placement_vacancy (chain_id, employer_id, partner_id, author_id, kind, title, tasks, carved_from, occupation_id, positions,
      taken, hours_min, hours_max, shifts, contract, agreement, wage, postcode, place, without_car, starts_on, status, closed_why,
      opened_on, version)
    select %(chain)s, e.ids[1 + n %% e.many], %(partner)s, %(author)s, 'regular', 'Medewerker ' || n, '', '', o.ids[least(1 + (random() ^ 1.6 * o.many)::int, o.many)], 1 + n %% 3,
      0, 16 + (random() * 8)::int, 24 + (random() * 14)::int, (array['{day}', '{day}', '{day,evening}', '{evening,night}'])[1 + (random() * 3)::int]::varchar[], 'B', '01', '',
      '62' || (10 + (random() * 89)::int) || ' AB', 'Maastricht', (random() * 2)::int::text, current_date + (random() * 40)::int,
      case when random() < .3 then 'open' else 'closed' end, '', current_date - (random() * 300)::int, 1
    from generate_series(1, %(number)s) n, o, e returning id, chain_id)
  insert into placement_requirement (chain_id, vacancy_id, kind, value, amount, must, weight)
  select m.chain_id, m.id, k.kind, k.value, k.amount, k.must, 1 + (random() * 4)::int
  from made m, (values ('occupation', '', null, true), ('level', '', 3, false), ('hours', '', null, true), ('shifts', '', null, false), ('reach', '', null, false),
    ('start', '', null, false), ('language', 'nld', 2, true), ('competence', 'on-time', null, false), ('competence', 'together', null, false),
    ('licence', 'B', null, false), ('experience', '', 1, false), ('certificate', 'vca', null, false)) k(kind, value, amount, must)
"""


def cards(url: str, chain_id: int, number: int, letter: str = "K") -> None:
    """So many cards of nobody in the chain, whose codes begin with the letter. `url`: as the superuser."""
    _carry_out(url, CARDS, {"chain": chain_id, "number": number, "letter": letter}, "placement_workcard, placement_cardoccupation")


def vacancies(url: str, chain_id: int, partner_id: int, author_id: int, number: int) -> None:
    """So many vacancies, three in ten of them open, each with twelve requirements, at employers who are there."""
    values = {"chain": chain_id, "partner": partner_id, "author": author_id, "number": number}
    _carry_out(url, VACANCIES, values, "placement_vacancy, placement_requirement")


def _carry_out(url: str, sql: str, values: dict, tables: str) -> None:
    with psycopg.connect(
        url.replace("postgres://", "postgresql://"), cursor_factory=psycopg.ClientCursor, autocommit=True
    ) as connection:
        connection.execute("set jit = off; select setseed(0.42)")
        connection.execute(sql, values)  # type: ignore[arg-type]
        connection.execute(f"vacuum analyze {tables}")
