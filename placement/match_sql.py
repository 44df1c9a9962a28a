"""What a vacancy asks against what a work card says, as SQL: one definition, asked both ways (placement/matching.py).

Each kind of requirement has a function `snoer_fits_KIND`, which answers 3 hit, 2 near, 1 unknown, 0 missing. Its arguments are
all that it can know: it reads no table, and a test walks over their names. docs/matching.md has the same rules in words.
The functions are so small that PostgreSQL puts their bodies in the query's place; what is asked is folded into them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from clients.sql import TRIGGER, on_statements
from diagnosis.codes import LICENCES
from diagnosis.gap import entitled

HIT, NEAR, UNKNOWN, MISSING = 3, 2, 1, 0
NEAR_HOURS = 4  # so many hours a week apart is still to be talked about
NEAR_DAYS = 30  # and so many days later
RULE = "returns int language sql immutable parallel safe"


@dataclass(frozen=True)
class Fit:
    """A kind of requirement: the parameters and body of its function, and what is given to it (see `calls`)."""

    takes: str
    body: str
    given: str


def _degree(asked: str = "asked", known: str = "known") -> str:
    return f"""case when {asked} is null or coalesce({known}, 0) = 0 then 1 when {known} >= {asked} then 3
        when {known} = {asked} - 1 then 2 else 0 end"""


def _one_of(codes: str) -> str:
    """A code that the vacancy names, in a list of the card; an empty list was never filled in."""
    return f"case when asked = '' or {codes} = '{{}}' then 1 when asked = any({codes}) then 3 else 0 end"


# Who may drive with which licences: the rule of the profile (diagnosis.gap).
_DRIVES = " ".join(
    f"when '{code}' then array[{', '.join(repr(one) for one in LICENCES if code in entitled([one]))}]::varchar[]"
    for code in LICENCES
)

# `r` is the requirement, `v` the vacancy with group and sector of its occupation, `c` the card.
FITS = {
    "occupation": Fit(
        "asked bigint, asked_group varchar, asked_sector varchar, occupations bigint[], groups varchar[], sectors varchar[]",
        """case when asked is null then 1 when asked = any(occupations) then 3
        when asked_group <> '' and asked_group = any(groups) or asked_sector <> '' and asked_sector = any(sectors) then 2
        when occupations = '{}' and sectors = '{}' then 1 else 0 end""",
        "v.occupation_id, v.occupation_group, v.occupation_sector, c.occupations, c.groups, c.sectors",
    ),
    "level": Fit("asked int, known int", _degree(), "r.amount, c.level"),
    "education": Fit("asked int, known int", _degree(), "r.amount, c.education"),
    # Of the occupation's minor group. Somebody of whom no work is known at all may well have done this.
    "experience": Fit(
        "asked int, asked_group varchar, experience jsonb",
        """case when asked is null or asked_group = '' or experience = '{}' then 1
        when (experience ->> asked_group)::int >= asked then 3 when (experience ->> asked_group)::int > 0 then 2 else 0 end""",
        "r.amount, v.occupation_group, c.experience",
    ),
    "competence": Fit(
        "asked varchar, competences jsonb",
        """case competences ->> asked when '1' then 3 when '2' then 3 when '3' then 2 when '4' then 0 else 1 end""",
        "r.value, c.competences",
    ),
    # Not at all (1) is never near.
    "language": Fit(
        "asked varchar, asked_level int, languages jsonb",
        """case when asked_level is null or coalesce(languages ->> asked, '') not in ('1', '2', '3', '4') then 1
        when (languages ->> asked)::int >= asked_level then 3
        when (languages ->> asked)::int = asked_level - 1 and asked_level > 2 then 2 else 0 end""",
        "r.value, r.amount, c.languages",
    ),
    "licence": Fit(
        "asked varchar, licences varchar[]",
        f"""case when licences = '{{}}' then 1
        when licences && case asked {_DRIVES} else array[asked] end then 3 else 0 end""",
        "r.value, c.licences",
    ),
    "certificate": Fit(
        "asked varchar, certificates varchar[]",
        "case when asked = any(certificates) then 3 else 1 end",
        "r.value, c.certificates",
    ),
    # The hours that both can do; where somebody's most is not known, the least can be enough.
    "hours": Fit(
        "asked_min int, asked_max int, known_min int, known_max int",
        f"""case when asked_min is null and asked_max is null or known_min is null and known_max is null then 1
        when known_max is null and coalesce(asked_min, 0) > known_min then 1
        else case greatest(coalesce(asked_min, 0) - coalesce(known_max, 168), coalesce(known_min, 0) - coalesce(asked_max, 168), 0)
          when 0 then 3 {" ".join(f"when {hours} then 2" for hours in range(1, NEAR_HOURS + 1))} else 0 end end""",
        "v.hours_min, v.hours_max, c.hours_min, c.hours_max",
    ),
    # Who works by day alone can do part of the work where that has day shifts too.
    "shifts": Fit(
        "asked varchar[], office_hours varchar, irregular varchar",
        """case when asked = '{}' or office_hours = '0' and irregular = '0' then 1
        when asked = '{day}' or irregular = '1' then 3
        when irregular = '2' or office_hours = '1' then case when 'day' = any(asked) then 2 else 0 end else 1 end""",
        "v.shifts, c.office_hours, c.irregular",
    ),
    # A start that has passed is today.
    "start": Fit(
        "starts_on date, today date, available_from date",
        f"""case when available_from is null then 1 when available_from <= greatest(starts_on, today) then 3
        when available_from <= greatest(starts_on, today) + {NEAR_DAYS} then 2 else 0 end""",
        "v.starts_on, %(today)s, c.available_from",
    ),
    # The least of two: how far (the two digits of the postcode; the same first digit is the next region), and how to get there.
    "reach": Fit(
        "postcode varchar, without_car varchar, region varchar, transport varchar[]",
        """least(
        case when coalesce(postcode, '') = '' or region = '' or left(postcode, 2) = region then 3
          when left(postcode, 1) = left(region, 1) then 2 else 0 end,
        case when without_car = '1' or transport && '{1,2,4}' then 3 when '3' = any(transport) then 2
          when without_car = '2' and transport <> '{}' and not '9' = any(transport) then 0 else 1 end)""",
        "v.postcode, v.without_car, c.region, c.transport",
    ),
    "contract": Fit("asked varchar, contracts varchar[]", _one_of("contracts"), "v.contract, c.contracts"),
    "agreement": Fit("asked varchar, agreements varchar[]", _one_of("agreements"), "v.agreement, c.agreements"),
}


def call(kind: str, named: Callable[[str], str] = str) -> str:
    """The verdict on a requirement of the kind, of `r`, `v` and `c`, or of what `named` puts in the place of their columns."""
    return f"snoer_fits_{kind}({', '.join(named(column) for column in FITS[kind].given.split(', '))})"


def verdict(named: Callable[[str], str] = str) -> str:
    """The verdict on a requirement of any kind."""
    return f"case r.kind {' '.join(f"when '{kind}' then {call(kind, named)}" for kind in FITS)} end"


def place(verdict: str, must: str, weight: str) -> str:
    """What a requirement adds to the place in the order, which is one number: least first. A must that is missing counts
    before all points together, and these before all that is unknown."""
    return f"""(case {verdict} when {HIT} then -200000::bigint * {weight} when {NEAR} then -100000::bigint * {weight}
        when {UNKNOWN} then 1 else (case when {must} then 10000000000 else 0 end) end)"""


FUNCTIONS = {
    **{f"snoer_fits_{kind}({fit.takes})": f"{RULE} as $$ select {fit.body} $$" for kind, fit in FITS.items()},
    # By what a card wants it is found: its occupations, its other sectors, or that it wants nothing known.
    "snoer_card_wants()": f"""{TRIGGER} $$ begin
        if tg_op = 'UPDATE' then
          delete from placement_cardoccupation o using new_rows n, old_rows b where o.card_id = n.id and b.id = n.id
            and (n.occupations, n.sectors) is distinct from (b.occupations, b.sectors);
        end if;
        insert into placement_cardoccupation (chain_id, card_id, occupation_id, "group", sector)
          with fresh as (select n.* from new_rows n
            where not exists (select 1 from placement_cardoccupation o where o.card_id = n.id)),
          named as (select n.chain_id, n.id, o.id as occupation_id, left(o.isco, 3) as "group", o.sector
            from fresh n, unnest(n.occupations) w(id) join diagnosis_occupation o on o.id = w.id)
          select * from named
          union all select n.chain_id, n.id, null, '', s.sector from fresh n, unnest(n.sectors) s(sector)
            where not exists (select 1 from named w where w.id = n.id and w.sector = s.sector)
          union all select n.chain_id, n.id, null, '', '' from fresh n where n.occupations = '{{}}' and n.sectors = '{{}}';
        return null; end $$""",
}

TRIGGERS = on_statements("placement_workcard", "snoer_card_wants", "snoer_card_wants", "insert update")
