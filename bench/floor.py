# ruff: noqa: E501  (SQL in long lines)
"""The floor: the same rows by raw SQL and HTML by hand; without sign-in, access checks, policies, forms or languages.

What cannot be beaten on this machine at this moment: the product's pages are measured as multiples of it. It signs in as
the owner of the tables, whom row-level security does not hold. Never part of the product.
"""

import os
from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qs

import psycopg
from psycopg.rows import namedtuple_row

LIST = """
  select c.number, c.first_name, c.prefix, c.last_name, m.name as home, u.name as lead, s.steps, n.planned_on, n.name as next
  from (select * from clients_client where {where} and closed_on is null order by sort_name, id limit 26) c
    left join chain_municipality m on m.id = c.home_id left join chain_user u on u.id = c.lead_id
    left join lateral (select array_agg(p.colour || ' ' || s.status order by s.started_on) as steps
      from clients_step s join chain_partner p on p.id = s.partner_id where s.client_id = c.id) s on true
    left join lateral (select s.planned_on, i.name from clients_step s join chain_instrument i on i.id = s.instrument_id
      where s.client_id = c.id and s.status = 'planned' order by s.planned_on limit 1) n on true
  order by c.sort_name, c.id"""
MINE = LIST.format(where="chain_id = 1 and lead_id = %(lead)s")
SEARCH = LIST.format(where="id in (select client_id from clients_word where chain_id = 1 and word ^@ %(q)s)")
SIMILAR = LIST.format(
    where="""id in (select client_id from clients_word where chain_id = 1 and word %% %(q)s
      group by client_id order by max(similarity(word, %(q)s)) desc, client_id limit 25)"""
)
CLIENT = """
  select c.*, m.name as home, u.name as lead, i.birth_date, a.work_ability,
    (select json_agg(b) from clients_benefitperiod b where b.client_id = c.id) as benefits,
    (select array_agg(p.name) from clients_teammember t join chain_partner p on p.id = t.partner_id where t.client_id = c.id) as team
  from clients_client c left join chain_municipality m on m.id = c.home_id left join chain_user u on u.id = c.lead_id
    left join clients_identity i on i.client_id = c.id left join clients_capacity a on a.client_id = c.id
  where c.chain_id = 1 and c.number = %(number)s"""
STEPS = """
  select s.*, i.name as instrument, p.name as partner, p.colour from clients_step s join chain_instrument i on i.id = s.instrument_id
    join chain_partner p on p.id = s.partner_id where s.client_id = %(id)s order by coalesce(s.started_on, s.planned_on)"""
LOG = """
  select * from (
    select "on", at, act as kind, params::text as text, author_id, partner_id from clients_event where client_id = %(id)s
    union all select "on", at, kind, text, author_id, partner_id from clients_note where client_id = %(id)s) l
  order by at desc limit 20"""
NOTE = """
  with c as (select id, chain_id from clients_client where chain_id = 1 and number = %(number)s),
    looked as (insert into clients_look (id, chain_id, client_id, asked, membership_id, parts, why, at)
      select gen_random_uuid(), chain_id, id, '', %(membership)s, '{{notes}}', 'contact-point', now() from c)
  insert into clients_note (client_id, chain_id, kind, with_whom, part, "on", text, audience, version, partner_id, author_id, membership_id)
  select c.id, c.chain_id, 'talk', 'person', 'notes', current_date, %(text)s, 'chain', 1, m.partner_id, m.user_id, m.id
  from c, chain_membership m where m.id = %(membership)s returning id""".replace("{{", "{").replace("}}", "}")
START = """
  with s as (update clients_step set status = 'active', started_on = current_date, version = version + 1
      where id = %(step)s and status = 'planned' returning *),
    looked as (insert into clients_look (id, chain_id, client_id, asked, membership_id, parts, why, at)
      select gen_random_uuid(), chain_id, client_id, '', %(membership)s, '{plan}', 'involvement', now() from s)
  insert into clients_event (client_id, chain_id, act, part, params, about, about_id, "on", partner_id, author_id)
  select s.client_id, s.chain_id, 'step-started', 'plan', '{}', 'step', s.id, current_date, m.partner_id, m.user_id
  from s, chain_membership m where m.id = %(membership)s returning id"""
CELLS = """
  select kind, year, municipality_id, partner_id, extent, sum(change) as number from reporting_cell
  where programme_id = (select id from reporting_programme where key = %(key)s) and day <= current_date group by 1, 2, 3, 4, 5"""
TARGETS = "select * from reporting_target where programme_id = (select id from reporting_programme where key = %(key)s)"
PERSONS = """
  select r."on", c.number, c.first_name, c.last_name, m.name as place, p.name as partner, i.name as instrument
  from (select * from reporting_result where programme_id = (select id from reporting_programme where key = %(key)s)
      and kind = 'activation' and until is null order by "on" desc, client_id limit 26) r
    join clients_client c on c.id = r.client_id join chain_municipality m on m.id = r.municipality_id
    left join chain_partner p on p.id = r.partner_id left join clients_step s on s.id = r.evidence
    left join chain_instrument i on i.id = s.instrument_id order by r."on" desc, r.client_id"""

_connection: psycopg.Connection | None = None


def ask(sql: str, values: dict[str, Any]) -> list[Any]:
    global _connection
    if _connection is None:
        url = os.environ["DATABASE_OWNER_URL"].replace("postgres://", "postgresql://")
        _connection = psycopg.connect(url, autocommit=True, row_factory=namedtuple_row)
    return _connection.execute(sql, values).fetchall()


def page(*tables: list[Any]) -> str:
    made = "".join(
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in rows)
        + "</table>"
        for rows in tables
    )
    return f"<!DOCTYPE html><html lang=nl><title>Floor</title><body>{made}</body></html>"


def record(values: dict[str, Any]) -> str:
    client = ask(CLIENT, values)
    values = {"id": client[0].id}
    return page(client, ask(STEPS, values), ask(LOG, values))


PAGES: dict[str, Callable[[dict[str, Any]], str]] = {
    "/list": lambda values: page(ask(MINE, values)),
    "/search": lambda values: page(ask(SEARCH, values)),
    "/similar": lambda values: page(ask(SIMILAR, values)),
    "/record": record,
    "/note": lambda values: page(ask(NOTE, values)),
    "/start": lambda values: page(ask(START, values)),
    "/dashboard": lambda values: page(ask(CELLS, values), ask(TARGETS, values)),
    "/persons": lambda values: page(ask(PERSONS, values)),
}


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    typed = environ["QUERY_STRING"]
    if environ["REQUEST_METHOD"] == "POST":
        typed = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    values = {key: found[0] for key, found in parse_qs(typed).items()}
    body = PAGES[environ["PATH_INFO"]](values).encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
