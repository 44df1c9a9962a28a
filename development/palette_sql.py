"""How many people are in a module, counted for all of the chain: also of people that row security hides, so numbers alone."""

from chain.rowrules import CHAIN, DEFINER

FUNCTIONS = {
    "snoer_modules_running()": f"""returns table (instrument_id bigint, running bigint, planned bigint) {DEFINER} as $$
        select s.instrument_id, count(*) filter (where s.status = 'active'), count(*) filter (where s.status = 'planned')
        from clients_step s where s.{CHAIN} and s.status in ('planned', 'active') group by s.instrument_id $$""",
}
