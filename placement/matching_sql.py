"""What matching asks the database: the best cards for a vacancy, and the best vacancies for a person (placement/matching.py)."""

from collections.abc import Sequence

from placement.match_sql import place

CARD = (
    "region", "occupations", "groups", "sectors", "level", "education", "experience", "competences", "languages", "licences",
    "certificates", "transport", "hours_min", "hours_max", "office_hours", "irregular", "available_from", "contracts",
    "agreements", "guidance",
)  # fmt: skip
# What a vacancy says itself, with group and sector of its occupation.
SAYS = """v.id, v.occupation_id, coalesce(left(o.isco, 3), '')::varchar as occupation_group,
      coalesce(o.sector, '')::varchar as occupation_sector, v.hours_min, v.hours_max, v.shifts, v.starts_on, v.postcode,
      v.without_car, v.contract, v.agreement"""
OF = "placement_vacancy v left join diagnosis_occupation o on o.id = v.occupation_id"
FACTS = f"""select {SAYS}, coalesce(o.name, '') as occupation, v.employer_id, e.name as employer, v.title, v.kind, v.place, v.wage,
      v.closes_on, v.positions - v.taken as free from {OF} join placement_employer e on e.id = v.employer_id"""


# A card is a candidate where what it wants is the occupation, its minor group or its sector, or is not known. As an array: in a
# join the planner thinks that a policy leaves few of them, and goes back and forth for each.
CANDIDATES = """c.id = any(array(select w.card_id from placement_cardoccupation w where w.chain_id = %(chain)s and (
      w."group" = %(v_occupation_group)s and (w."group" <> '' or w.occupation_id = %(v_occupation_id)s)
      or w.sector = %(v_occupation_sector)s and w.sector <> ''
      or w."group" = '' and w.sector = '' and w.occupation_id is null)))"""


def _column(name: str) -> str:
    """As JSON, which comes as a dict; jsonb comes as text."""
    return f"c.{name}::json" if name in ("experience", "competences", "languages") else f"c.{name}"


def cards(places: Sequence[str], verdicts: Sequence[str], named: bool) -> str:
    """The cards with the least sum of `places`, and the `verdicts` on them; `named`: whether the vacancy names an occupation."""
    scored = f"""select c.id, c.code, {" + ".join(places) or "0"} as place
        from placement_workcard c where c.chain_id = %(chain)s"""
    return f"""
    with best as materialized (
      select c.id, c.place from ({scored} and {CANDIDATES if named else "true"} offset 0) c
      where %(after)s::text is null
        or (c.place, c.code) > (select a.place, a.code from ({scored} and c.code = %(after)s) a)
      order by c.place, c.code limit %(limit)s)
    select c.id, c.code, {", ".join(_column(name) for name in CARD)}, array[{", ".join(verdicts)}]::int[] as verdicts
    from best b join placement_workcard c on c.id = b.id order by b.place, c.code"""


# What matching knows of a person, as her card says it.
PERSON = "select row_to_json(c) as card from snoer_card_rows(array[%(client)s]::bigint[]) c"
# The occupations that somebody wants, is near to by minor group or sector, or all where nothing is known.
WANTED = """select o.id from diagnosis_occupation o where o.id = any(%(c_occupations)s::bigint[])
    or left(o.isco, 3) = any(%(c_groups)s::varchar[]) or o.sector <> '' and o.sector = any(%(c_sectors)s::varchar[])
    or %(c_occupations)s::bigint[] = '{}' and %(c_sectors)s::varchar[] = '{}'"""


def vacancies(verdict: str) -> str:
    """The open vacancies with the least sum of what their requirements add, of an occupation that is WANTED or of none."""
    return f"""
    with open as materialized (
      select {SAYS} from {OF} where v.chain_id = %(chain)s and v.status = 'open' and v.taken < v.positions
        and v.until >= %(today)s
        and (v.occupation_id is null or v.occupation_id = any(array({WANTED})))),
    placed as (
      select v.id, coalesce(sum({place(verdict, "r.must", "r.weight")}), 0)::bigint as place
      from open v left join placement_requirement r on r.vacancy_id = v.id group by v.id),
    best as materialized (
      select p.id, p.place from placed p
      where %(after)s::bigint is null or (p.place, p.id) > (select a.place, a.id from placed a where a.id = %(after)s)
      order by p.place, p.id limit %(limit)s)
    select v.*, (select json_agg(json_build_array(r.kind, r.value, r.amount, r.must, r.weight, {verdict}) order by r.id)
        from placement_requirement r where r.vacancy_id = v.id) as asked
    from best b join ({FACTS}) v on v.id = b.id order by b.place, b.id"""
