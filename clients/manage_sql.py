"""What the administrator's dry runs ask of files that an administrator does not see: numbers only, of the own chain."""

from chain.rowrules import DEFINER, any_of
from clients.models.referral import OPEN

WAITING = ", ".join(f"'{status}'" for status in sorted(OPEN))
OWN = any_of("{}.chain_id", "snoer_admin_chains")

FUNCTIONS = {
    # Whether somebody works in another chain too, or is going to: then its administrator is not alone with the password.
    "snoer_works_elsewhere(person int)": f"""returns bool {DEFINER} as $$
        select exists (select 1 from chain_membership m where m.user_id = person and m.role <> 'system'
          and (m.ended_on is null or m.ended_on >= snoer_today()) and not {OWN.format("m")}) $$""",
    # What is left with nobody when somebody stops; by the indexes of team, partner and user.
    "snoer_left_behind(person int)": f"""returns table (leads int, teams int, tasks int, appointments int, covers int)
        {DEFINER} as $$
        select
          (select count(*)::int from clients_teammember t where t.user_id = person and t.ended_on is null and t.is_lead
            and {OWN.format("t")}),
          (select count(*)::int from clients_teammember t where t.user_id = person and t.ended_on is null and not t.is_lead
            and {OWN.format("t")}),
          (select count(*)::int from clients_task t where t.user_id = person and t.status = 'open'
            and t.partner_id in (select m.partner_id from chain_membership m where m.user_id = person) and {OWN.format("t")}),
          (select count(*)::int from clients_appointment a where a.user_id = person and a.status = 'planned'
            and a."on" >= snoer_today() and {OWN.format("a")}),
          (select count(*)::int from clients_handover h where (h.giver_id = person or h.taker_id = person)
            and (h.status = 'asked' or h.status = 'accepted' and h.kind = 'cover' and h.ended_on >= snoer_today())
            and {OWN.format("h")}) $$""",
    # What runs under a mandate: open questions, steps planned and running of the partner for the function there; and for
    # the point of contact, the open files there.
    "snoer_routed(wanted text, doer bigint, place bigint)": f"""returns table
        (referrals int, planned int, running int, people int) {DEFINER} as $$
        select
          (select count(*)::int from clients_referral r join clients_client c on c.id = r.client_id
            where r.partner_id = doer and r.function = wanted and r.status in ({WAITING})
              and (place is null or c.home_id = place) and {OWN.format("r")}),
          s.planned, s.running,
          (select count(*)::int from clients_client c where wanted = 'person' and c.closed_on is null and {OWN.format("c")}
            and (c.home_id = place or place is null and c.home_id in (select m.municipality_id
              from chain_chainmunicipality m where m.chain_id = c.chain_id)))
        from (select count(*) filter (where t.status = 'planned')::int, count(*) filter (where t.status = 'active')::int
            from clients_step t join chain_instrument i on i.id = t.instrument_id and i.function = wanted
              join clients_client c on c.id = t.client_id
            where t.partner_id = doer and t.status in ('planned', 'active') and (place is null or c.home_id = place)
              and {OWN.format("t")}) s(planned, running) $$""",
}
