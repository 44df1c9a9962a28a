"""What an erased file goes on counting for: numbers without a person, kept in the transaction that erases it.

Counting anew adds them (reporting/counting.py). They do not change any more: not by a correction, not by other rules.
"""

from reporting.counting import AS_CELLS, RETURN_DAYS

_ROWS = """select client_id, kind, "on", since, until, municipality_id, partner_id, extent, 1 as sign from reporting_result
    where client_id = the_person and programme_id = p.id"""
_CELLS = AS_CELLS.format(rows=_ROWS) % {"return": RETURN_DAYS}

KEPT = f"""
    insert into reporting_erasedcell (programme_id, chain_id, kind, day, year, municipality_id, partner_id, extent, change)
    select p.id, p.chain_id, k.kind, k.day, k.year, k.municipality_id, k.partner_id, k.extent, k.change
    from reporting_programme p cross join lateral ({_CELLS}) k where p.chain_id = c.chain_id
    on conflict (programme_id, day, kind, year, municipality_id, partner_id, extent)
      do update set change = reporting_erasedcell.change + excluded.change;
    delete from reporting_erasedcell where chain_id = c.chain_id and change = 0;
"""  # noqa: S608
