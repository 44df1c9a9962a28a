"""What introductions ask of rows out of sight: who else is at it, and what a placement overtakes. Laid by chain.rowsecurity.

The answers name no person: who may see her finds the introduction by its own policies.
"""

from chain.rowrules import CONTACT, DEFINER, OWN, WIDE, any_of, reads, writes
from placement.models.introductions import OPEN

STILL = ", ".join(f"'{status}'" for status in OPEN)
MINE = any_of("i.chain_id", "snoer_chains")

FUNCTIONS = {
    # Open introductions at an employer or for a vacancy, but for those that the asker knows of: by whom, since when, how far.
    "snoer_introducing(wanted_employer bigint, wanted_vacancy bigint, known bigint[])": f"""returns table (vacancy_id bigint,
        partner_id bigint, adviser varchar, since date, status varchar) {DEFINER} as $$
        select i.vacancy_id, i.partner_id, u.name, i.proposed_on, i.status
        from placement_introduction i join chain_user u on u.id = i.author_id
          join clients_client c on c.id = i.client_id and c.closed_on is null
        where {MINE} and {reads("placements")} and {reads("vacancies")} and i.status in ({STILL})
          and (i.employer_id = wanted_employer or i.vacancy_id = wanted_vacancy) and i.id <> all(known)
        order by i.proposed_on desc, i.id desc limit 50 $$""",
    # How many people were introduced for a request: also of those whom the asker does not see, as numbers. Who turned out not
    # to want it, or was not to be had, does not count; whom the employer refused does.
    "snoer_candidates(wanted bigint[])": f"""returns table (request_id bigint, number bigint) {DEFINER} as $$
        select i.request_id, count(distinct i.client_id) from placement_introduction i
        where i.request_id = any(wanted) and {MINE} and {reads("vacancies")}
          and (i.status <> 'declined' or i.declined_by = 'employer') group by 1 $$""",
    # Whoever places waits here for whoever places the same person or fills the same vacancy. The vacancy comes first, and
    # then all that can be closed with it in one order, so that no two wait for each other.
    "snoer_hold_introductions(wanted_client bigint, wanted_vacancy bigint)": f"""returns void language plpgsql
        security definer set search_path = pg_catalog, public, pg_temp as $$ begin
        perform 1 from placement_vacancy v where v.id = wanted_vacancy and {any_of("v.chain_id", "snoer_chains")} for update;
        perform 1 from placement_introduction i where {MINE} and i.status in ({STILL})
          and (i.client_id = wanted_client or i.vacancy_id = wanted_vacancy) order by i.id for update; end $$""",
    # What a placement overtakes: the person's other open introductions (`others`), and where the vacancy is full those of
    # others for it. For who records the placement; each is told on the timeline of its own person.
    "snoer_overtake_introductions(wanted_placement bigint, kept bigint, others bool)": f"""returns table (id bigint,
        client_id bigint, status varchar) language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        #variable_conflict use_column
        declare p placement_placement; m chain_membership; filled bool; begin
        select t.* into p from placement_placement t join clients_step s on s.id = t.step_id
          where t.id = wanted_placement and {any_of("t.chain_id", "snoer_chains")} and {writes("placements")}
            and ({WIDE.replace("chain_id", "t.chain_id")} or {CONTACT.replace("chain_id", "t.chain_id")}
              or {OWN.replace("partner_id", "s.partner_id")});
        if p.id is null then return; end if;
        select * into m from chain_membership where id = snoer_membership();
        select v.taken >= v.positions into filled from placement_vacancy v where v.id = p.vacancy_id;
        return query with gone as (
          update placement_introduction i set status = 'declined', ended_on = snoer_today(), version = i.version + 1,
            declined_by = case when i.client_id = p.client_id then 'placed' else 'filled' end,
            decline_reason = case when i.client_id = p.client_id then 'other-work' else 'withdrawn' end
          where i.chain_id = p.chain_id and i.status in ({STILL}) and i.id is distinct from kept
            and (i.client_id = p.client_id and others
              or i.client_id <> p.client_id and coalesce(filled, false) and i.vacancy_id = p.vacancy_id)
          returning i.*),
        told as (
          insert into clients_event (client_id, chain_id, act, part, params, about, about_id, "on", partner_id, author_id)
          select g.client_id, g.chain_id, 'introduction-' || case g.declined_by when 'placed' then 'overtaken' else 'filled' end,
            'placements', jsonb_build_object('employer', e.name), 'introduction', g.id, snoer_today(), m.partner_id, m.user_id
          from gone g join placement_employer e on e.id = g.employer_id returning id, client_id, chain_id),
        sent as (
          insert into chain_outbox (chain_id, topic, payload)
          select t.chain_id, 'told', jsonb_build_object('event', t.id, 'client', t.client_id) from told t)
        select g.id, g.client_id, g.declined_by from gone g; end $$""",
}
