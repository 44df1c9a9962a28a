"""Terms: when something has to be done by, and the one engine that makes, moves and clears the tasks of all of them.

A term is a row (clients/models/term.py), what starts it is a select (registered.TermSource); the engine joins the two, so
that a rule is changed by changing a row. Of a hard limit the day is the last one allowed, the same in the task and in the
refusal. A term holds for what starts within its own period; a row for a scope goes before the general one of its key.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from chain.acting import acting_as, system_membership
from chain.formats import day
from chain.functions import FUNCTIONS
from chain.jobs import lock
from chain.models import FORMS_OF_WORK, Instrument, holds_on
from clients.models import Term
from clients.registered import TermSource

AHEAD_DAYS = 400  # what is shown within so many days stands ready as a task; what is later is made in its time
STEP_STARTED = "step-started"


class Ran(NamedTuple):
    """What a run did: tasks made (or opened again), moved and cleared."""

    made: int
    moved: int
    cleared: int


@cache
def sources() -> dict[str, TermSource]:
    """What can start a term, by key, of all apps; ValueError where two have the same key."""
    found: dict[str, TermSource] = {}
    for name in settings.SNOER_TERM_SOURCES:
        for source in import_string(name):
            if source.key in found:
                raise ValueError(f"two sources of terms are called {source.key}")
            found[source.key] = source
    return found


def scope_names(source: TermSource, chain_id: int = 0) -> Mapping[str, object]:
    """What a term of the source can be narrowed to, code and name; instruments are those of the chain."""
    if source.scopes == "instrument":
        return dict(Instrument.objects.filter(chain_id=chain_id).values_list("code", "name"))
    return {"function": FUNCTIONS, "form": FORMS_OF_WORK}.get(source.scopes) or {}


# Days: the same in Python and in SQL (tests/clients/test_terms_engine.py compares them).


def after(since: dt.date, number: int, unit: str) -> dt.date:
    """The day so many of the unit (clients.models.term.UNITS) after `since`. Months clamp to the last day of the month;
    working days are Monday to Friday."""
    if unit == "workdays":
        weekday = since.weekday()
        if not number:
            return since
        return since + dt.timedelta(number - max(weekday - 4, 0) + 2 * ((min(weekday, 4) + number) // 5))
    if unit == "months":
        year, month = divmod(since.year * 12 + since.month - 1 + number, 12)
        return dt.date(year, month + 1, min(since.day, calendar.monthrange(year, month + 1)[1]))
    return since + dt.timedelta(days=number * {"days": 1, "weeks": 7}[unit])


def due(term: Term, since: dt.date, nth: int = 1) -> dt.date:
    """The day by which, or of a hard limit the last day on which, for the nth time."""
    return after(since, term.offset + (nth - 1) * (term.every or 0), term.unit) - dt.timedelta(term.hard)


DUE = """case unit when 'days' then since + number when 'weeks' then since + 7 * number
      when 'workdays' then snoer_workdays_after(since, number) else (since + make_interval(months => number))::date end
    - hard::int"""


def term_on(chain_id: int, key: str, since: dt.date, scope: str = "") -> Term | None:
    """The chain's term with the key, for what started on `since`; None without one."""
    found = Term.objects.filter(holds_on(since), chain_id=chain_id, key=key, scope__in={scope, ""})
    return found.order_by("-scope").first()


def due_on(chain_id: int, key: str, since: dt.date, scope: str = "") -> dt.date | None:
    """The (first) day by the chain's term with the key, for what started on `since`; None without such a term."""
    term = term_on(chain_id, key, since, scope)
    return due(term, since) if term else None


def check_limits(
    instrument: Instrument, started_on: dt.date | None, planned_end: dt.date | None, field: str = "planned_end"
) -> None:
    """ValidationError on the field where a step that begins that day would end after a hard limit of the chain's terms."""
    if started_on is None or planned_end is None:
        return
    hard = Term.objects.filter(
        holds_on(started_on), chain_id=instrument.chain_id, source=STEP_STARTED, hard=True,
        scope__in=("", instrument.code),
    )  # fmt: skip
    for term in {term.key: term for term in hard.order_by("scope")}.values():  # the general one first, so overruled
        last = due(term, started_on)
        if planned_end > last:
            said = {"step": instrument.name, "day": day(last), "article": term.article or term.name}
            text = _("%(step)s mag tot en met %(day)s duren (%(article)s)")
            raise ValidationError({field: ValidationError(text, code="limit", params=said)})


# The engine


def run(chain_id: int, clients: Iterable[int] | None = None) -> Ran:
    """Bring the tasks of the chain (or of these clients) to what its terms say today; twice in a row changes nothing.

    Runs wait for one another, so that two do not make the same task.
    """
    some = None if clients is None else sorted(set(clients))
    if some == []:
        return Ran(0, 0, 0)
    with acting_as(system_membership(chain_id, "terms"), "terms"), connection.cursor() as cursor:
        lock("tasks", chain_id)
        cursor.execute("select * from snoer_keep_terms(%s, %s::bigint[])", [chain_id, some])
        return Ran(*cursor.fetchone())


def engine() -> dict[str, str]:
    """The function in the database that does it, of all sources: for clients.sql. One statement for all terms.

    A definer function for a system membership, since planning a dozen selects under their policies takes longer than
    the whole run for one client. Planned anew each time: a plan for one client would do badly for all.
    """
    parts = [OF_SOURCE.format(source=source, looks_back="null" if source.looks_back is None else source.looks_back,
                              scoped=SCOPED if source.scopes else "t.scope = ''", only="{only}")
             for source in sources().values() if not source.limit]  # fmt: skip
    statement = ENGINE.replace("{wanted}", " union all ".join(parts).replace("%(chain)s", "$1"))
    whole = statement.replace("{only}", "").replace("{kept}", "")
    some = statement.replace("{only}", "and s.client_id = any($2)").replace("{kept}", "and k.client_id = any($2)")
    return {
        "snoer_keep_terms(wanted_chain bigint, wanted_clients bigint[])": f"""returns table (made bigint, moved bigint,
        cleared bigint) language plpgsql security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
        begin
        if not wanted_chain = any((select snoer_system_chains())::bigint[]) then return; end if;
        if wanted_clients is null then return query execute $all${whole}$all$ using wanted_chain;
        else return query execute $some${some}$some$ using wanted_chain, wanted_clients; end if;
        end $$"""
    }


OF_SOURCE = """
    select t.id as term_id, t.key, t.unit, t.hard, t.warn_days, t.for_whom, n.nth,
      t."offset" + (n.nth - 1) * coalesce(t.every, 0) as number, s.client_id, s.about_id, s.since, s.partner_id,
      '{source.part}' as part, '{source.about}' as about, {source.renews} as renews, {looks_back}::int as looks_back
    from clients_term t join ({source.sql}) s on {scoped} and s.since >= t.started_on
        and (t.ended_on is null or s.since <= t.ended_on),
      generate_series(1, t.times) n(nth)
    where t.chain_id = $1 and t.source = '{source.key}' {only}"""
SCOPED = """(t.scope = s.scope or t.scope = '' and not exists (select from clients_term o
        where o.chain_id = t.chain_id and o.key = t.key and o.scope = s.scope and s.since >= o.started_on
          and (o.ended_on is null or s.since <= o.ended_on)))"""
# What is wanted, what of it differs from what there is, and what there is that is not wanted any more. Only what differs
# is touched: a row that stays as it is gets no lock and no history. A task that somebody ended meanwhile stays so.
ENGINE = f"""
    with wanted as materialized (
      select w.*, w.due_on - w.warn_days as shown_from, case when for_whom <> 'lead' then on_turn end as partner_id
      from (select term_id, key, about, about_id, nth, client_id, part, since, warn_days, for_whom, renews, looks_back,
        partner_id as on_turn, {DUE} as due_on from ({{wanted}}) r) w),
    todo as materialized (
      select w.*, k.status is distinct from 'open' as made from wanted w left join clients_task k
        on k.chain_id = $1 and k.key = w.key and k.about = w.about and k.about_id = w.about_id and k.nth = w.nth {{kept}}
      where case when k.status = 'open' then (k.term_id, k.part, k.since, k.due_on, k.shown_from, k.for_whom, k.partner_id)
          is distinct from (w.term_id, w.part, w.since, w.due_on, w.shown_from, w.for_whom, w.partner_id)
        when k.status = 'done' and not (w.renews and w.since > k.since) then false
        else w.shown_from <= snoer_today() + {AHEAD_DAYS}
          and (w.looks_back is null or w.due_on >= snoer_today() - w.looks_back) end),
    put as (
      insert into clients_task (client_id, chain_id, key, term_id, about, about_id, nth, part, since, due_on, shown_from,
        for_whom, partner_id, text, status, result)
      select client_id, $1, key, term_id, about, about_id, nth, part, since, due_on, shown_from, for_whom, partner_id,
        '', 'open', '' from todo
      on conflict (chain_id, key, about, about_id, nth) do update set term_id = excluded.term_id, part = excluded.part,
        since = excluded.since, due_on = excluded.due_on, shown_from = excluded.shown_from, for_whom = excluded.for_whom,
        partner_id = excluded.partner_id, status = 'open', done_on = null, done_by_id = null, result = ''
      where clients_task.status <> 'done' or excluded.since > clients_task.since),
    gone as (
      update clients_task k set status = 'cleared' where k.chain_id = $1 and k.status = 'open'
        and k.term_id is not null {{kept}} and not exists (select from wanted w
          where w.key = k.key and w.about = k.about and w.about_id = k.about_id and w.nth = k.nth)
      returning 1)
    select count(*) filter (where todo.made), count(*) filter (where not todo.made), (select count(*) from gone)
    from todo"""  # noqa: S608
