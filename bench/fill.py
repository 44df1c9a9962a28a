# ruff: noqa: E501  (SQL in long lines)
"""Fills the bench's own database with invented clients, by set-based SQL.

Rows are put in as the superuser of the embedded server with triggers asleep; what triggers derive (sight, homes, words)
is put in set-based too, and `check` lets the product's triggers make it anew for some clients and compares.
No history is made for what is filled in, and nobody has a BSN.
"""

import time
from collections.abc import Callable

import psycopg

CHAIN = "maastricht-heuvelland"
PROGRAMME = "lopend"  # the bench's own, with today in its third year
CASELOAD = 120  # open clients with the same lead consultant
USERS = 8  # consultants who are used by the bench: their clients have a thick file
MOST_CONSULTANTS = 150  # of a chain: beyond that they have more people each, not more colleagues
MOST_EMPLOYERS, MOST_VACANCIES = 5000, 20_000
THICK = 50  # lines in the log of a thick file

ONSETS = "Aar Ber Bol Brou Claes Coe Cre Dae Doh Duij Er Fran Gee Giel Ha Hei Hou Huij Ja Jan Ker Kes Kur Lar Lem Loo Mei Mer Moo Mul Nij Of Or Pen Peu Pluij Quae Ra Roe Sa Schoe Si Smee Spron Theu Thys Um Vae Vlie Vran Wie Wil Wol Xho Zee"
MIDDLES = "bel ber cen den der ga gel ha ke kel kin la len ler lin ma men mer mul na nek nen pel ra sel ten"
ENDINGS = "s mans kens sen ssen tjens laar hout veld beek mans brock"
FIRST_NAMES = (
    "Aïcha Ahmet Anja Annelies Bas Bert Birgit Bram Carla Chantal Cor Daan Dawit Demi Dirk Ed Els Emine Erik Esra "
    "Fatma Femke Frans Geert Germaine Giel Guus Hamza Hanneke Harrie Huub Ilse Ine Irena Ivo Jan Jef Jo Joep Karin "
    "Khadija Kim Leon Lieke Loes Luc Maaike Mehdi Mia Michel Nadia Noor Omar Petra Piet Ria Roel Rosa Sami Samira "
    "Sandra Selam Sjef Sonja Stef Theo Truus Wiel Wim Yusuf Zeynep Zoë Ömer"
)
SENTENCES = [
    "Gesproken over de komende weken en wat daarvoor nodig is.", "Komt op tijd en doet goed mee in de groep.",
    "Wil graag met de handen werken, liefst in de buurt van huis.", "Afgesproken dat we volgende week weer bellen.",
    "De kinderopvang is geregeld voor drie ochtenden.", "Het reizen met de bus gaat goed.",
    "Heeft bij twee bedrijven gekeken en vond het leuk.", "Oefent thuis met de taal, leest eenvoudige teksten.",
]  # fmt: skip

TABLES = (
    "clients_client", "clients_residence", "clients_benefitperiod", "clients_identity", "clients_contact",
    "clients_capacity", "clients_targetgroup", "clients_step", "clients_teammember", "clients_involvement",
    "clients_word", "clients_note", "clients_event", "clients_look", "placement_employer", "placement_placement",
    "placement_benefitproposal", "diagnosis_intake", "diagnosis_intakesection",
    "diagnosis_workprofile", "diagnosis_targetoccupation", "diagnosis_competence", "diagnosis_experience",
    "diagnosis_language", "diagnosis_profileterm", "placement_mediation", "placement_workcard", "placement_cardoccupation", "placement_vacancy", "placement_requirement", "placement_vacancyword",
)  # fmt: skip

STAFF = """
  insert into chain_user (username, name, password, is_active, is_staff, is_superuser, first_name, last_name, email, date_joined)
  select 'bench-' || kind || '-' || n, initcap(kind) || ' ' || n, '!', true, false, false, '', '', '', now()
  from (values ('consultant', %(consultants)s), ('trainer', 12), ('coach', 8), ('adviser', 8), ('manager', 1)) k(kind, many),
    generate_series(1, many) n;
  insert into chain_membership (user_id, chain_id, partner_id, role, job, started_on)
  select u.id, c.id, p.id, k.role, '', date '2018-01-01'
  from (values ('consultant', 'consultant', 'szmh'), ('trainer', 'trainer', 'annex'), ('coach', 'work_coach', 'mtb'),
      ('adviser', 'employer_adviser', 'podium24'), ('manager', 'manager', 'szmh')) k(kind, role, partner)
    join chain_chain c on c.slug = %(chain)s join chain_partner p on p.chain_id = c.id and p.code = k.partner
    join chain_user u on u.username like 'bench-' || k.kind || '-%%';
  insert into placement_employer (chain_id, name, place, kind, kvk, sbi, sector, website, trains, checked, version)
  select c.id, 'Werkgever ' || n, 'Maastricht', 'employer', '', '', '', '', '0', true, 1 from chain_chain c, generate_series(1, 300) n where c.slug = %(chain)s
"""
PROGRAMME_OF_NOW = """
  insert into reporting_programme (key, name, started_on, ended_on, counted_schemes, rule_set, baseline_note, chain_id)
  select %(programme)s, 'Lopend programma', make_date(y, 1, 1), make_date(y + 3, 12, 31), counted_schemes, rule_set,
    'verzonnen', p.chain_id
  from reporting_programme p join chain_chain c on c.id = p.chain_id and c.slug = %(chain)s,
    (select extract(year from current_date)::int - 2 as y) t where p.key = 'intensivering-2018';
  insert into reporting_saving (programme_id, chain_id, started_on, "full", "partial", "text")
  select n.id, n.chain_id, n.started_on, 8500, 8500, 'verzonnen' from reporting_programme n
    join chain_chain c on c.id = n.chain_id and c.slug = %(chain)s where n.key = %(programme)s;
  insert into reporting_target (programme_id, chain_id, kind, year, target, baseline)
  select n.id, t.chain_id, t.kind, t.year + extract(year from n.started_on) - extract(year from o.started_on), t.target,
    t.target * 2
  from reporting_target t join reporting_programme o on o.id = t.programme_id and o.key = 'intensivering-2018'
    join reporting_programme n on n.chain_id = o.chain_id and n.key = %(programme)s
"""
# Everything that is drawn by lot about a client, once; `lead`: the how manieth consultant, the thick files first.
DRAWN = """
  create temporary table drawn as
  with c as (
    select n, random() as where_, random() as open_, random() as thick, current_date - (random() ^ 1.3 * 1825)::int as registered,
      (random() ^ 2 * 54)::int as a, (random() * 25)::int as b, (random() ^ 1.5 * 11)::int as e, random() as order_
    from generate_series(%(after)s + 1, %(after)s + %(number)s) n
  ), closed as (
    select *, case when open_ < 0.4 and registered + 300 + (open_ * 1500)::int < current_date
      then registered + 300 + (open_ * 1500)::int end as closed_on from c
  )
  select n, %(chain_id)s::bigint as chain_id, registered, closed_on,
    (%(firsts)s::text[])[1 + (random() * 73)::int %% array_length(%(firsts)s::text[], 1)] as first_name,
    (array['', '', '', '', '', '', 'van', 'van de', 'van den', 'van der', 'de'])[1 + (random() * 10)::int] as prefix,
    (%(onsets)s::text[])[1 + a %% array_length(%(onsets)s::text[], 1)] || (%(middles)s::text[])[1 + b %% array_length(%(middles)s::text[], 1)]
      || (%(endings)s::text[])[1 + e] as last_name,
    (%(places)s::bigint[])[case when where_ < .70 then 1 when where_ < .77 then 2 when where_ < .81 then 3 when where_ < .89 then 4
      when where_ < .94 then 5 else 6 end] as home,
    case when random() < .06 then (%(places)s::bigint[])[1 + (random() * 5)::int] end as before,
    case when closed_on is null
      and (row_number() over (partition by closed_on is null order by order_) - 1) / %(caseload)s < %(users)s
      then (row_number() over (partition by closed_on is null order by order_) - 1) / %(caseload)s + 1
      else least(%(users)s + 1, %(consultants)s) + (random() * greatest(%(consultants)s - %(users)s - 1, 0))::int end as lead,
    closed_on is null and (row_number() over (partition by closed_on is null order by order_) - 1) / %(caseload)s < %(users)s as thick
  from closed;
  alter table drawn add primary key (n);
  create temporary table consultant as
  select n, u.id as user_id, m.id as membership_id, m.partner_id from generate_series(1, %(consultants)s) n
    join chain_user u on u.username = 'bench-consultant-' || n join chain_membership m on m.user_id = u.id;
  create temporary table worker as
  select row_number() over (partition by p.code order by u.id) as n, p.code, u.id as user_id, m.id as membership_id, m.partner_id
  from chain_membership m join chain_user u on u.id = m.user_id join chain_partner p on p.id = m.partner_id
  where u.username like 'bench-%%' and p.code <> 'szmh';
  analyze drawn; analyze consultant; analyze worker
"""
CLIENTS = """
  insert into clients_client (id, chain_id, number, first_name, prefix, last_name, alias, home_id, lived_in, partner_ids,
    full_partner_ids, lead_id, source, registered_on, closed_on, version)
  select n, d.chain_id, (100000 + n)::text, first_name, prefix, last_name, case when n %% 40 = 0 then 'Roepnaam' || n else '' end,
    home, case when before is null or before = home then array[home] else array[least(before, home), greatest(before, home)] end,
    '{}', '{}', (select user_id from consultant where consultant.n = least(d.lead, %(consultants)s)), 'benefit', registered, closed_on, 1
  from drawn d;
  insert into clients_word (client_id, chain_id, word)
  select distinct c.id, c.chain_id, w
  from clients_client c, regexp_split_to_table(c.sort_name || ' ' || snoer_plain(c.alias), '[^a-z0-9]+') w where w <> '' and c.id > %(after)s;
  insert into clients_residence (client_id, chain_id, municipality_id, started_on, ended_on)
  select n, chain_id, before, registered - 3000, registered - 200 from drawn where before is not null
  union all select n, chain_id, home, registered - 199, null from drawn;
  insert into clients_identity (client_id, chain_id, birth_date, version)
  select n, chain_id, registered - 7000 - (random() * 16000)::int, 1 from drawn;
  insert into clients_contact (client_id, chain_id, postcode, house_number, phone, email, language, version)
  select n, chain_id, '62' || (10 + (random() * 89)::int) || 'AB', (1 + random() * 150)::int::text,
    '06 ' || (10000000 + random() * 89999999)::int, '', (array['nld', 'nld', 'nld', 'ara', 'pol'])[1 + (random() * 4)::int], 1 from drawn;
  insert into clients_capacity (client_id, chain_id, work_ability, version)
  select n, chain_id, 30 + 10 * (random() * 7)::int, 1 from drawn where random() < .6;
  insert into clients_targetgroup (client_id, chain_id, code)
  select n, chain_id, g from drawn, unnest(array['45plus', 'status-holder', 'wajong', 'jobs-agreement', 'single-parent']) g
  where random() < .12
"""
# Benefit: since before the registration; a third of it ended by work, some of those partial or on benefit again.
BENEFITS = """
  create temporary table receives as
  select n, chain_id, registered - 30 - (random() * 900)::int as since, random() as fate, random() as again,
    registered + 60 + (random() * 1000)::int as until from drawn;
  insert into clients_benefitperiod (client_id, chain_id, scheme, level, started_on, ended_on, end_reason, version)
  select n, chain_id, case when n %% 17 = 0 then 'ioaw' else 'participatiewet' end, 'full', since,
    case when fate < .45 and until < current_date then until end,
    case when fate < .45 and until < current_date then case when fate < .33 then 'work' else 'moved' end else '' end, 1
  from receives
  union all
  select n, chain_id, case when n %% 17 = 0 then 'ioaw' else 'participatiewet' end, case when again < .28 then 'partial' else 'full' end,
    case when again < .28 then until + 1 else until + 15 + (again * 100)::int end, null, '', 1
  from receives where fate < .33 and until < current_date - 120 and again < .4
"""
# Steps follow one another with some overlap; a placement now and then; planned ones with Annex for the bench to start.
STEPS = """
  create temporary table step as
  with s as (
    select n, chain_id, k, registered, closed_on, registered + 5 + (k - 1) * 130 + (random() * 60)::int as day,
      30 + (random() * 170)::int as days, random() as fate, random() as which
    from drawn, lateral (select case when thick then 7 else 1 + (random() * 7.99)::int end as many) m, generate_series(1, many) k
  ), chosen as (
    select *, case when k = 1 then 'intake'
      when k >= 4 and fate < .22 then (array['regulier-werk', 'uitzendwerk', 'loonkostensubsidie', 'detachering', 'beschut-werk'])[1 + (which * 4)::int]
      else (array['praktijkdiagnose', 'empowerment', 'motivatie', 'werknemersvaardigheden', 'taaltraining', 'sollicitatietraining',
        'activeringsplek', 'leerwerktraject', 'leerlijn', 'participatieplaats', 'behoud-van-uitkering', 'vrijwilligerswerk',
        'jobcoaching', 'proefplaats', 'scholing'])[1 + (which * 14)::int] end as code,
      case when k = 1 then day + 5 else day + days end as end_
    from s where day < coalesce(closed_on, current_date + 50)
    union all
    select n, chain_id, 20, registered, null, current_date - (random() * 6)::int, 60, 2, 0, 'empowerment', current_date + 90
    from drawn where closed_on is null and (thick or random() < .25) and registered < current_date - 10
  )
  select (select coalesce(max(id), 0) from clients_step) + row_number() over (order by n, k) as id, c.n as client_id, c.chain_id, c.n || '-' || k as ref, i.id as instrument_id,
    i.partner_id, day as planned_on, end_ as planned_end,
    case when status in ('active', 'done', 'stopped') then day end as started_on,
    case when status = 'done' then end_ when status = 'stopped' then day + (end_ - day) / 3 end as ended_on,
    status, 4 * (1 + (which * 7)::int) as hours_per_week, i.phase, i.track, i.form_of_work, i.name, i.code,
    least(day - 7, current_date)::timestamp at time zone 'Europe/Amsterdam' as registered_at, c.registered, c.fate
  from chosen c join chain_instrument i on i.chain_id = c.chain_id and i.code = c.code,
    lateral (select case when k = 20 or day > current_date then 'planned' when fate > .97 then 'cancelled'
      when end_ >= current_date then 'active' when fate > .88 then 'stopped' else 'done' end as status) x;
  insert into clients_step (id, client_id, chain_id, ref, instrument_id, partner_id, planned_on, planned_end, started_on, ended_on,
    status, hours_per_week, phase, track, goal, result, stopped_for, registered_at, version)
  select id, client_id, chain_id, ref, instrument_id, partner_id, planned_on, planned_end, started_on, ended_on, status,
    hours_per_week, phase, track, '', case when status in ('done', 'stopped', 'cancelled') then 'Verliep zoals afgesproken' else '' end,
    '', registered_at, 1 from step;
  insert into placement_placement (step_id, client_id, chain_id, employer_id, form_of_work, job, contract, quick_start, learning, end_reason)
  select s.id, s.client_id, s.chain_id, (select min(id) from placement_employer) + s.id %% 300, s.form_of_work, 'Medewerker', '', false, false,
    case when s.ended_on is null then '' else 'contract-ended' end
  from step s where s.form_of_work <> '' and s.status in ('active', 'done', 'stopped');
  insert into placement_benefitproposal (placement_id, client_id, chain_id, effect, from_on, status, proposed_by_id, proposed_at, reason, version)
  select p.id, p.client_id, p.chain_id, 'partial', s.started_on, 'proposed', (select min(user_id) from worker where code = 'podium24'),
    now(), '', 1 from placement_placement p join step s on s.id = p.step_id where s.started_on > current_date - 40;
  insert into diagnosis_intake (client_id, chain_id, step_id, author_id, form, status, conclusion, question, grounds, concluded_on,
    started_at, version)
  select s.client_id, s.chain_id, s.id, c.user_id, 'full', 'concluded', 'development', '', %(text)s, s.ended_on, s.registered_at, 1
  from step s join drawn d on d.n = s.client_id join consultant c on c.n = least(d.lead, %(consultants)s)
  where s.code = 'intake' and s.status = 'done';
  insert into diagnosis_intakesection (intake_id, client_id, chain_id, key, part, partner_id, author_id, answers, saved_at, version)
  select i.id, i.client_id, i.chain_id, k.key, 'profile', s.partner_id, i.author_id, k.answers, i.started_at, 2
  from diagnosis_intake i join step s on s.id = i.step_id, (values
    ('reason', jsonb_build_object('reason', %(text)s, 'question', %(text)s)),
    ('work', jsonb_build_object('work', %(text)s, 'education', %(text)s)),
    ('motivation', jsonb_build_object('words', %(text)s, 'view', %(text)s)),
    ('market', jsonb_build_object('occupation', 'Groenvoorziening', 'chances', %(text)s)),
    ('practical', jsonb_build_object('hours', 24, 'transport_needed', true))) k(key, answers)
"""
# Four in five have a work profile; its words are made by the product's own function.
PROFILES = """
  create temporary table occupation as
  select row_number() over (order by id) - 1 as k, id, count(*) over () as many from diagnosis_occupation where source = 'own';
  insert into diagnosis_workprofile (client_id, chain_id, presentation, level, interests, hours_min, hours_max, office_hours, irregular,
    postcode, transport, licences, contracts, agreements, sectors, adapted_workplace, guidance, variation, version)
  select n, chain_id, '', (1 + n %% 5)::text, array[(array['aanpakken', 'helpen', 'maken', 'verkopen', 'vervoeren'])[1 + n %% 5]],
    8 + n %% 16, 24 + n %% 14, '0', (n %% 3)::text, '', array[(array['1', '3', '5'])[1 + n %% 3]],
    case when n %% 3 = 0 then array['B'] when n %% 50 = 1 then array['B', 'C'] else '{}' end, '{}', '{}',
    array[(array['logistics', 'care', 'cleaning', 'green', 'retail'])[1 + n %% 5]], '', '', '', 1
  from drawn where n %% 5 > 0;
  insert into diagnosis_targetoccupation (client_id, chain_id, occupation_id, position)
  select d.n, d.chain_id, o.id, i from drawn d, generate_series(0, 1) i, occupation o
  where d.n %% 5 > 0 and o.k = (d.n * 7 + i * 31) %% o.many;
  insert into diagnosis_competence (client_id, chain_id, code, mastery, evidence)
  select n, chain_id, c.code, (1 + (n + c.place) %% 4)::text, '' from drawn,
    unnest(array['on-time', 'together', 'pace', 'manual', 'learning', 'arithmetic']) with ordinality c(code, place)
  where n %% 5 > 0 and (n + c.place) %% 3 = 0;
  insert into diagnosis_experience (client_id, chain_id, job, employer, from_year, to_year, unpaid, occupation_id)
  select d.n, d.chain_id, 'Medewerker', 'Werkgever ' || d.n %% 300, 2010, 2015, false, o.id from drawn d, occupation o
  where d.n %% 5 > 0 and o.k = (d.n * 3) %% o.many;
  insert into diagnosis_language (client_id, chain_id, code, speaking, listening, reading, writing)
  select n, chain_id, 'nld', s, s, s, s from drawn, lateral (select (2 + n %% 3)::text as s) c where n %% 5 > 0;
  select snoer_profile_terms(array(select n from drawn where n %% 5 > 0))
"""
# Employers, and vacancies of the last two years with what they ask; a third is closed, one in ten of the others is full.
VACANCIES = """
  insert into placement_employer (chain_id, name, place, kind, kvk, sbi, sector, website, trains, checked, version)
  select %(chain_id)s, 'Werkgever ' || n, (array['Maastricht', 'Meerssen', 'Vaals', 'Gulpen'])[1 + n %% 4], 'employer', '', '', '', '', '0', true, 1
  from generate_series((select count(*) from placement_employer where chain_id = %(chain_id)s) + 1, %(employers)s) n;
  create temporary table offering as
  select g.n, e.id as employer_id, e.place, o.id as occupation_id, o.name, w.user_id, w.partner_id, d.opened_on,
    case when g.n %% 20 = 0 then 'volunteering' when g.n %% 20 in (1, 2) then 'apprenticeship' when g.n %% 20 = 3 then 'carved' else 'regular' end as kind
  from generate_series(%(vacancies_from)s, %(vacancies_to)s) g(n)
    cross join (select array_agg(id order by id) as ids from placement_employer where chain_id = %(chain_id)s) all_
    join placement_employer e on e.id = all_.ids[1 + g.n * 7 %% cardinality(all_.ids)]
    join (select k, many, o.id, p.name from occupation o join diagnosis_occupation p on p.id = o.id) o on o.k = g.n %% o.many
    join worker w on w.code = (array['podium24', 'mtb', 'annex'])[1 + g.n %% 3] and w.n = 1 + g.n %% 8,
    lateral (select current_date - ((%(vacancies_to)s - g.n) * 700.0 / %(vacancies_to)s)::int as opened_on) d;
  insert into placement_vacancy (chain_id, ref, employer_id, partner_id, author_id, kind, title, tasks, carved_from, occupation_id,
    positions, taken, hours_min, hours_max, shifts, contract, agreement, wage, postcode, place, without_car, starts_on, closes_on,
    status, closed_why, opened_on, version)
  select %(chain_id)s, 'bench-' || n, employer_id, partner_id, user_id, kind, initcap(name) || (array[' ', ' junior', ' ervaren', ' oproep'])[1 + n %% 4],
    '', case when kind = 'carved' then 'het werk van de vaste ploeg' else '' end, occupation_id, 1 + n %% 4,
    case when n %% 10 = 7 then 1 + n %% 4 else 0 end, 8 + n %% 25, 16 + n %% 25, array[(array['day', 'evening', 'night', 'weekend'])[1 + n %% 4]],
    (array['', 'B', 'O'])[1 + n %% 3], case kind when 'volunteering' then '03' when 'apprenticeship' then '02' else '01' end, '',
    '62' || (10 + n %% 89) || ' AB', place, (n %% 3)::text, null, case when n %% 3 > 0 then opened_on + 30 + n %% 200 end,
    case when n %% 9 < 3 then 'closed' when n %% 9 = 3 then 'paused' else 'open' end, case when n %% 9 < 3 then 'Ingevuld.' else '' end, opened_on, 1
  from offering;
  analyze offering; analyze placement_vacancy;
  insert into placement_requirement (chain_id, vacancy_id, kind, value, amount, must, weight)
  select v.chain_id, v.id, r.kind, r.value, r.amount, r.must, r.weight
  from offering f join placement_vacancy v on v.chain_id = %(chain_id)s and v.ref = 'bench-' || f.n, lateral (values
    ('occupation', '', null::int, false, 3, true), ('hours', '', null, f.n %% 2 = 0, 2, true), ('shifts', '', null, false, 1, f.n %% 2 = 1),
    ('level', '', 1 + f.n %% 4, f.n %% 3 = 0, 1, f.n %% 3 < 2), ('language', 'nld', 2 + f.n %% 3, f.n %% 4 = 0, 2, f.n %% 4 < 3),
    ('licence', 'B', null, true, 1, f.n %% 5 = 0), ('certificate', 'vca', null, true, 1, f.n %% 11 = 0),
    ('competence', (array['on-time', 'together', 'pace', 'manual', 'learning'])[1 + f.n %% 5], null, false, 1, true)) r(kind, value, amount, must, weight, asked)
  where r.asked;
  select snoer_vacancy_words(array(select v.id from offering f join placement_vacancy v on v.chain_id = %(chain_id)s and v.ref = 'bench-' || f.n))
"""
# One in three of those in the file is marked as ready for mediation; cards, and what they want, by the product's functions.
MARKED = """
  insert into placement_mediation (client_id, chain_id, started_on, told_on, by_id, needs, needs_by_id, needs_on, end_reason, version)
  select c.id, c.chain_id, greatest(c.registered_on, current_date - (c.id %% 300)::int), greatest(c.registered_on, current_date - (c.id %% 300)::int),
    coalesce(c.lead_id, (select user_id from consultant where n = 1)), case when c.id %% 4 > 0 then 'Vervoer voor de vroege dienst regelen' else '' end,
    case when c.id %% 4 > 1 then c.lead_id end, case when c.id %% 4 > 0 then current_date + (c.id %% 90)::int - 20 end, '', 1
  from drawn d join clients_client c on c.id = d.n
  where d.n %% 3 = 0 and c.closed_on is null;
  select snoer_renew_cards(array(select d.n from drawn d where d.n %% 3 = 0));
  set session_replication_role = origin;
  update placement_workcard k set changed_on = changed_on where not exists (select from placement_cardoccupation o where o.card_id = k.id);
  set session_replication_role = replica
"""
SIGHT = """
  insert into clients_teammember (client_id, chain_id, partner_id, user_id, task, is_lead, started_on, ended_on)
  select d.n, d.chain_id, w.partner_id, w.user_id, 'Begeleidt de stap', false, d.registered + 10, d.closed_on
  from drawn d join worker w on w.code = (array['annex', 'mtb', 'podium24'])[1 + d.n %% 3] and w.n = 1 + d.n %% 8
  where d.n %% 2 = 0 or d.thick;
  insert into clients_involvement (client_id, chain_id, partner_id, reason, source, source_id, started_on, ended_on, seen_until)
  select s.client_id, s.chain_id, s.partner_id, case when form_of_work <> '' then 'placement' else 'step' end, 'step', s.id,
    least(s.started_on, s.planned_on, (registered_at at time zone 'Europe/Amsterdam')::date), e.day, e.day + %(days)s
  from step s, lateral (select case when status in ('planned', 'active') then null else coalesce(ended_on, snoer_today()) end as day) e;
  insert into clients_involvement (client_id, chain_id, partner_id, reason, source, source_id, started_on, ended_on, seen_until)
  select client_id, chain_id, partner_id, 'team', 'teammember', id, started_on, ended_on, ended_on from clients_teammember where client_id > %(after)s;
  update clients_client c set partner_ids = v.ids, full_partner_ids = v.ids from (
    select client_id, array_agg(distinct partner_id order by partner_id) as ids from clients_involvement
    where started_on <= snoer_today() and (seen_until is null or seen_until >= snoer_today()) group by client_id) v
  where v.client_id = c.id
"""
STORY = """
  insert into clients_event (client_id, chain_id, act, part, params, about, about_id, "on", at, partner_id, author_id)
  select d.n, d.chain_id, 'registered', 'client', '{"source": "aanvraag van een uitkering"}'::jsonb, 'client', d.n, registered,
    registered::timestamp at time zone 'Europe/Amsterdam' + interval '9 hours', c.partner_id, c.user_id
  from drawn d join consultant c on c.n = least(d.lead, %(consultants)s)
  union all
  select s.client_id, s.chain_id, e.act, 'plan', jsonb_build_object('step', s.name, 'start', s.planned_on, 'partner', p.name, 'result', ''),
    'step', s.id, e.day, e.day::timestamp at time zone 'Europe/Amsterdam' + interval '11 hours', s.partner_id, coalesce(w.user_id, c.user_id)
  from step s join chain_partner p on p.id = s.partner_id join drawn d on d.n = s.client_id
    join consultant c on c.n = least(d.lead, %(consultants)s)
    left join worker w on w.partner_id = s.partner_id and w.n = 1 + s.client_id %% 8,
    lateral (values ('step-planned', s.registered_at::date, s.fate < .2 or d.thick), ('step-started', s.started_on, s.fate < .4 or d.thick),
      ('step-finished', s.ended_on, s.fate < .25 or d.thick)) e(act, day, told)
  where e.day is not null and e.told
  union all
  select d.n, d.chain_id, 'step-observed', 'plan', jsonb_build_object('step', 'Empowerment', 'text', %(text)s), 'step', null, t.day,
    t.day::timestamp at time zone 'Europe/Amsterdam' + interval '14 hours', w.partner_id, w.user_id
  from drawn d join worker w on w.code = 'annex' and w.n = 1 + d.n %% 8,
    generate_series(1, case when d.thick then 18 else 1 end) k,
    lateral (select current_date - (k * random() * least(current_date - d.registered, 700) / 18)::int as day) t;
  insert into clients_note (client_id, chain_id, kind, with_whom, part, "on", text, audience, at, version, partner_id, author_id, membership_id)
  select d.n, d.chain_id, (array['talk', 'phone', 'mail', 'visit'])[1 + (random() * 3)::int], 'person', 'notes', t.day,
    s.texts[1 + (random() * 7)::int] || ' ' || s.texts[1 + (random() * 7)::int] || ' ' || s.texts[1 + (random() * 7)::int],
    case when random() < .1 then 'partner' else 'chain' end, t.day::timestamp at time zone 'Europe/Amsterdam' + interval '10 hours', 1,
    c.partner_id, c.user_id, c.membership_id
  from drawn d join consultant c on c.n = least(d.lead, %(consultants)s), (select %(sentences)s::text[] as texts) s,
    generate_series(1, case when d.thick then 17 else (d.n %% 6) end) k,
    lateral (select current_date - (k * random() * least(current_date - d.registered, 700) / 17)::int as day) t;
  insert into clients_look (id, chain_id, client_id, asked, membership_id, parts, why, at)
  select gen_random_uuid(), d.chain_id, d.n, '', c.membership_id, '{client,plan}', 'contact-point', now() - k * interval '20 days'
  from drawn d join consultant c on c.n = least(d.lead, %(consultants)s), generate_series(1, 3) k
"""
AFTER = """
  do $$ declare t text; begin
    foreach t in array array['clients_client', 'clients_step'] loop
      execute format('select setval(pg_get_serial_sequence(%%L, ''id''), (select max(id) from %%I))', t, t);
    end loop; end $$;
  update chain_counter set next = 100001 + %(after)s + %(number)s where series = 'client' and chain_id = %(chain_id)s;
  delete from chain_outbox
"""


def _vacancies(number: int) -> int:
    """Beside so many clients: one each, and from 10,000 clients on as many as the region has."""
    return MOST_VACANCIES if number >= 10_000 else number


def fill(url: str, number: int, say: Callable[[str], object] = print, after: int = 0) -> None:
    """Fill the migrated database, in which the chain is loaded, with `number` clients. `url`: as the superuser.

    `after`: so many were filled in before; these come beside them.
    """
    from django.conf import settings

    consultants = min(MOST_CONSULTANTS, max(USERS + 1, -(-number // CASELOAD)))
    begun = time.monotonic()
    with psycopg.connect(
        url.replace("postgres://", "postgresql://"), cursor_factory=psycopg.ClientCursor
    ) as connection:
        connection.execute("set session_replication_role = replica")  # no triggers, no checks of foreign keys
        connection.execute(
            "set work_mem = '128MB'; set maintenance_work_mem = '512MB'; set jit = off; select setseed(0.42)"
        )
        (chain_id,) = connection.execute("select id from chain_chain where slug = %s", [CHAIN]).fetchone()  # type: ignore[misc]
        places = connection.execute(
            "select array_agg(municipality_id order by m.code <> 'GM0935', m.code) from chain_chainmunicipality s"
            " join chain_municipality m on m.id = s.municipality_id where chain_id = %s", [chain_id],
        ).fetchone()  # fmt: skip
        values = {
            "number": number, "after": after, "chain": CHAIN, "chain_id": chain_id, "consultants": consultants, "caseload": CASELOAD,
            "users": USERS, "places": places[0], "firsts": FIRST_NAMES.split(), "onsets": ONSETS.split(),
            "middles": MIDDLES.split(), "endings": ENDINGS.split(), "sentences": SENTENCES, "programme": PROGRAMME,
            "employers": min(MOST_EMPLOYERS, max(300, (after + number) // 2)), "vacancies_from": _vacancies(after) + 1,
            "vacancies_to": _vacancies(after + number), "text": " ".join(SENTENCES[:3]), "days": settings.SIGHT_AFTER_STEP_DAYS,
        }  # fmt: skip
        for name, sql in (
            ("staff", STAFF), ("programme", PROGRAMME_OF_NOW), ("draw", DRAWN), ("clients", CLIENTS), ("benefits", BENEFITS),
            ("steps", STEPS), ("profiles", PROFILES), ("vacancies", VACANCIES), ("cards", MARKED), ("sight", SIGHT), ("story", STORY), ("after", AFTER),
        ):  # fmt: skip
            if after and name in ("staff", "programme"):
                continue
            before = time.monotonic()
            connection.execute(sql, values)  # type: ignore[arg-type]
            say(f"  {name}: {time.monotonic() - before:.1f} s")
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        for table in TABLES:
            connection.execute(f"vacuum analyze {table}")
    say(f"  {number} clients in {time.monotonic() - begun:.1f} s")


CHECK = """
  create temporary table sample as select id from clients_client where id %% %(every)s = 0 limit 200;
  create temporary table was as {snapshot};
  delete from clients_word where client_id in (select id from sample);
  delete from clients_involvement where client_id in (select id from sample);
  update clients_client set home_id = null, lived_in = '{{}}', partner_ids = '{{}}', full_partner_ids = '{{}}' where id in (select id from sample);
  create temporary table lived as select * from clients_residence where client_id in (select id from sample);
  delete from clients_residence where client_id in (select id from sample);
  insert into clients_residence (client_id, chain_id, municipality_id, started_on, ended_on)
    select client_id, chain_id, municipality_id, started_on, ended_on from lived;
  update clients_step set version = version where client_id in (select id from sample);
  update clients_teammember set task = task where client_id in (select id from sample);
  update clients_client set alias = alias || ' x' where id in (select id from sample);
  update clients_client set alias = left(alias, -2) where id in (select id from sample);
  create temporary table becomes as {snapshot};
"""
SNAPSHOT = """
  select id, home_id, lived_in, partner_ids, full_partner_ids,
    (select array_agg(word order by word) from clients_word w where w.client_id = c.id) as words,
    (select array_agg((partner_id, reason, source, source_id, started_on, ended_on, seen_until)::text order by source, source_id)
      from clients_involvement v where v.client_id = c.id) as sight
  from clients_client c where id in (select id from sample)"""


def check(url: str) -> int:
    """Whether what was filled in equals what the triggers make, for up to 200 clients; how many were compared.

    RuntimeError with the first that differs. Changes nothing.
    """
    with psycopg.connect(
        url.replace("postgres://", "postgresql://"), cursor_factory=psycopg.ClientCursor
    ) as connection:
        (number,) = connection.execute("select count(*) from clients_client").fetchone()  # type: ignore[misc]
        sql = CHECK.format(snapshot=SNAPSHOT)
        connection.execute(sql, {"every": max(1, number // 200)})  # type: ignore[arg-type]
        differing = connection.execute(
            "select w, b from was w full join becomes b using (id) where w is distinct from b limit 1"
        ).fetchone()
        (compared,) = connection.execute("select count(*) from becomes").fetchone()  # type: ignore[misc]
        connection.rollback()
    if differing:
        raise RuntimeError(f"filled in: {differing[0]}\ntriggers make: {differing[1]}")
    return compared
