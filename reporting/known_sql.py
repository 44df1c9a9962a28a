"""The statements of reporting/known.py, and the indexes by which the history is asked what was written since a moment.

They run as the chain's system membership `count`, over the history that the database keeps of each fact.
"""

from reporting.counting import AS_CELLS

# What the rules read, of each fact: its table and the columns of which a change can matter.
FACTS = {
    "step": ("clients_step", ("ref", "instrument_id", "partner_id", "started_on", "ended_on")),
    "benefit": ("clients_benefitperiod", ("scheme", "level", "started_on", "ended_on", "end_reason")),
    "residence": ("clients_residence", ("municipality_id", "started_on", "ended_on")),
}
OF_CHAIN = {
    "instrument": ("chain_instrument", ("name", "activates")),
    "served": ("chain_chainmunicipality", ("municipality_id",)),
}
# History only grows, and in the order of time: an index of a few pages finds the last part of it.
INDEXES = [
    statement
    for table, _columns in FACTS.values()
    for statement in (
        f"create index if not exists {table}event_at on {table}event using brin (pgh_created_at)"
        " with (pages_per_range = 8, autosummarize = on)",
        f"create index if not exists {table}event_of_client on {table}event (client_id)",
    )
]

TOUCHED = " union ".join(
    f"select client_id from {table}event where chain_id = %(chain)s and pgh_created_at > %(moment)s"
    for table, _columns in FACTS.values()
)

# A row as its last event tells it; where its history does not go back to its beginning, as it is now.
PICTURE = """
  create temporary table {name} on commit drop as
  select {picture} from (
    select distinct on (e.id) e.* from {table}event e where {of_event} and e.pgh_created_at <= %(moment)s
    order by e.id, e.pgh_id desc) p
  where p.pgh_label <> 'delete'
  union all
  select {row} from {table} t where {of_row} and not exists (
    select from {table}event e where {of_event} and e.id = t.id
      and (e.pgh_created_at <= %(moment)s or e.pgh_label = 'insert'))
"""

# A module that was not there yet has no steps but those registered since, whose clients are touched.
SETTINGS = """
  select 'activates', i.name, k.activates, i.activates from snoer_known_instrument k
  join chain_instrument i on i.id = k.id where i.chain_id = %(chain)s and i.activates <> k.activates
  union all
  select 'served', m.name, k.id is not null, s.id is not null from snoer_known_served k
  full join (select id, municipality_id from chain_chainmunicipality where chain_id = %(chain)s) s
    on s.municipality_id = k.municipality_id
  join chain_municipality m on m.id = coalesce(s.municipality_id, k.municipality_id)
  where k.id is null or s.id is null
  order by 1, 2
"""

# What was known minus what is counted now, by the same spans as the cells are made of. Of who is not counted otherwise as of
# the day both are the same.
SIGNED = """
  select client_id, kind, "on", since, until, municipality_id, partner_id, extent, 1 as sign from snoer_known
  where client_id = any(%(changed)s::bigint[])
  union all
  select client_id, kind, "on", since, until, municipality_id, partner_id, extent, -1 from reporting_result r
  where programme_id = %(programme)s and client_id = any(%(changed)s::bigint[])
"""
DELTA = f"""
  select kind, year, municipality_id, partner_id, extent, sum(change)::int
  from ({AS_CELLS.format(rows=SIGNED)}) c where day <= %(day)s
  group by 1, 2, 3, 4, 5 having sum(change) <> 0
"""

AS_OF = "since <= %(day)s and (until is null or until > %(day)s)"
CHANGED = f"""
  create temporary table snoer_changed on commit drop as
  select client_id, kind, k."on" as was_on, k.municipality_id as was_municipality, k.partner_id as was_partner,
    k.extent as was_extent, n."on" as now_on, n.municipality_id as now_municipality, n.partner_id as now_partner,
    n.extent as now_extent
  from (select * from snoer_known where {AS_OF}) k
  full join (select * from reporting_result r where programme_id = %(programme)s and {AS_OF} and {{only}}) n
    using (client_id, kind)
  where (k."on", k.municipality_id, k.partner_id, k.extent) is distinct from (n."on", n.municipality_id, n.partner_id, n.extent)
"""

# Why, as far as facts tell: what they were and are as of the day, of the modules and schemes that counted then or count now.
# What is still to come on the day is not there, and an end that is still to come has not been said.
# Who was not touched has the same facts. As a parameter the list is hashed; as a sub-select it would be gone through for each row.
CHANGED_OF = "{0}.client_id = any(%(touched)s::bigint[]) and {0}.started_on <= %(day)s"
ACTIVATES = """{0}.instrument_id in (select id from chain_instrument where chain_id = %(chain)s and activates
    union select id from snoer_known_instrument where activates)"""
SCHEMES = "({0}.scheme = any(%(schemes)s) or {0}.scheme = any(%(schemes_now)s))"
# What is told of a fact beside its first day, what of its end beside its last, and whether it is of what counts.
TOLD = {
    "step": ("{0}.instrument_id, {0}.partner_id", "", ACTIVATES),
    "benefit": ("{0}.scheme, {0}.level", ", {0}.end_reason", SCHEMES),
    "residence": ("{0}.municipality_id", "", "true"),
}


def _differs(name: str) -> str:
    table, _columns = FACTS[name]
    told, end, counts = (text.replace("{0}", "{one}") for text in TOLD[name])
    sides = [
        f"""select {{one}}.client_id, {{one}}.id, {{one}}.started_on, row({told}, {{one}}.started_on)::text as told,
          case when {{one}}.ended_on <= %(day)s then row({{one}}.ended_on{end})::text end as over
        from {of} {{one}} where {CHANGED_OF.replace("{0}", "{one}")} and {counts}""".replace("{one}", one)
        for one, of in (("k", f"snoer_known_{name}"), ("t", table))
    ]
    # That it is over now, and nothing else, was registered afterwards too.
    return f"""select client_id, '{name}' as about,
        k.told is null or (t.told is not null and k.told = t.told and k.over is null) as fresh, t.told is null as taken,
        t.started_on as now_from, k.started_on as was_from
      from ({sides[0]}) k full join ({sides[1]}) t using (client_id, id) where (k.told, k.over) is distinct from (t.told, t.over)"""


# The first that holds: somebody came back within the days of return, which takes an outflow away or lowers it; a fact that was
# taken away, or is of a later day; one that was corrected; one that was registered afterwards; else what counts for everybody.
CAUSES = ("returned", "removed", "corrected", "registered", "settings")
CAUSE = f"""
  with fact as materialized ({" union all ".join(_differs(name) for name in FACTS)})
  select c.client_id, c.kind,
    case when bool_or(f.about = 'benefit' and c.kind = 'outflow' and c.was_on is not null
        and (c.now_on is null or c.now_on > c.was_on or c.was_extent = 'full' and c.now_extent = 'partial')
        and f.now_from > c.was_on and f.now_from <= c.was_on + %(return)s
        and f.now_from is distinct from f.was_from) then 'returned'
      when bool_or(f.taken) then 'removed' when bool_or(not f.fresh) then 'corrected' when bool_or(f.fresh) then 'registered'
      else 'settings' end,
    c.was_on, c.was_municipality, c.was_partner, c.was_extent, c.now_on, c.now_municipality, c.now_partner, c.now_extent
  from snoer_changed c left join fact f on f.client_id = c.client_id and (c.kind = 'activation' or f.about <> 'step')
  group by c.client_id, c.kind, c.was_on, c.was_municipality, c.was_partner, c.was_extent, c.now_on, c.now_municipality,
    c.now_partner, c.now_extent
  order by c.client_id, c.kind
"""

# Who was counted as of the day, and came back after it: that changes the count of later days, and not that of the day.
LATER = f"""
  select case when l."on" is null or l."on" > r."on" then 'gone' else 'lowered' end, r.municipality_id, count(*)::int
  from reporting_result r left join reporting_result l on l.programme_id = r.programme_id and l.client_id = r.client_id
    and l.kind = r.kind and l.since <= %(later)s and (l.until is null or l.until > %(later)s)
  where r.programme_id = %(programme)s and r.kind = 'outflow' and r.{AS_OF.replace("until", "r.until")} and r.until <= %(later)s
    and (l."on" is null or l."on" > r."on" or r.extent = 'full' and l.extent = 'partial')
  group by 1, 2
"""
