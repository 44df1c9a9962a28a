"""Sight by an invitation to the joint intake and by a screening; the words of work profiles. Laid by chain.rowsecurity."""

from chain.parts import WITH_REFERRAL
from clients.sql import TOUCHED, TRIGGER, on_statements

SHOWN = ", ".join(f"'{part}'" for part in sorted(WITH_REFERRAL | {"contact", "profile", "barriers"}))

# What a work profile is found by; codes with their names are laid into it, so that the words of the pages find them.
TERMS = """
    select t.client_id, t.chain_id, n.name from diagnosis_targetoccupation t
      join diagnosis_occupationname n on n.occupation_id = t.occupation_id where t.client_id = any(touched)
    union all select e.client_id, e.chain_id, concat_ws(' ', e.job, e.employer, o.name) from diagnosis_experience e
      left join diagnosis_occupation o on o.id = e.occupation_id where e.client_id = any(touched)
    union all select client_id, chain_id, name from diagnosis_education where client_id = any(touched)
    union all select client_id, chain_id, name from diagnosis_course where client_id = any(touched)
"""

FUNCTIONS = {
    "snoer_invitation_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, reason, parts, source, source_id,
          started_on, ended_on, seen_until)
        select n.client_id, n.chain_id, n.partner_id, 'invitation', array[{SHOWN}]::varchar[], 'invitation', n.id,
          n."on", e.day, e.day
        from new_rows n, lateral (select coalesce(n.cancelled_on, n.ended_on) as day) e
        on conflict (source, source_id, membership_id) do update set partner_id = excluded.partner_id,
          started_on = excluded.started_on, ended_on = excluded.ended_on, seen_until = excluded.seen_until;
        return null; end $$""",
    # With the intake end the invitations to it, also one for a later day: there is nothing to come to any more.
    "snoer_intake_concluded()": f"""{TRIGGER} $$ begin
        update diagnosis_invitation i set ended_on = n.concluded_on, intake_id = n.id from new_rows n
        where i.client_id = n.client_id and n.status = 'concluded'
          and not exists (select 1 from old_rows o where o.id = n.id and o.status = 'concluded') and i.ended_on is null and i.cancelled_on is null;
        return null; end $$""",
    # The screeners of other partners see each in the round, in person, for as long as it lasts. Those of the point of
    # contact see them as it is.
    "snoer_screening_sight(rounds bigint[])": """returns void language sql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        insert into clients_involvement (client_id, chain_id, partner_id, membership_id, reason, source, source_id,
          started_on, ended_on, seen_until)
        select e.client_id, e.chain_id, m.partner_id, m.id, 'screening', 'screeningentry', e.id,
          s.started_on, l.day, l.day
        from diagnosis_screening s join diagnosis_screeningentry e on e.screening_id = s.id
          join diagnosis_screener k on k.screening_id = s.id join chain_membership m on m.id = k.member_id,
          lateral (select least(s.ends_on, s.closed_on) as day) l
        where s.id = any(rounds) and m.partner_id is not null and not exists (select 1 from chain_mandate d
          where d.partner_id = m.partner_id and d.function = 'person')
        on conflict (source, source_id, membership_id) do update set started_on = excluded.started_on,
          ended_on = excluded.ended_on, seen_until = excluded.seen_until $$""",
    "snoer_round_changed()": f"""{TRIGGER} $$ begin
        perform snoer_screening_sight(array(select distinct id from new_rows)); return null; end $$""",
    "snoer_round_filled()": f"""{TRIGGER} $$ begin
        perform snoer_screening_sight(array(select distinct screening_id from new_rows)); return null; end $$""",
    # Some twenty words a person: they are written anew whenever a row of the profile changes.
    "snoer_profile_terms(touched bigint[])": f"""returns void language sql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        delete from diagnosis_profileterm t where t.client_id = any(touched);
        insert into diagnosis_profileterm (client_id, chain_id, term)
        select distinct s.client_id, s.chain_id, w.term from ({TERMS}) s(client_id, chain_id, said),
          lateral regexp_split_to_table(snoer_plain(s.said), '[^a-z0-9+]+') w(term)
        where length(w.term) > 1 $$""",
    "snoer_profile_words()": f"""{TRIGGER} $$ declare touched bigint[]; begin {TOUCHED}
        perform snoer_profile_terms(touched); return null; end $$""",
}

TRIGGERS = [
    *on_statements("diagnosis_invitation", "snoer_invitation_sight", "snoer_invitation_sight", "insert update"),
    *on_statements("diagnosis_screening", "snoer_round_changed", "snoer_round_changed", "update"),
    *on_statements("diagnosis_screener", "snoer_screener_sight", "snoer_round_filled", "insert"),
    *on_statements("diagnosis_screeningentry", "snoer_entry_sight", "snoer_round_filled", "insert"),
    *(
        trigger
        for table in ("targetoccupation", "experience", "education", "course", "competence", "language", "workprofile")
        for trigger in on_statements(f"diagnosis_{table}", f"snoer_{table}_words", "snoer_profile_words")
    ),
    *on_statements("diagnosis_intake", "snoer_intake_concluded", "snoer_intake_concluded", "update"),
]
