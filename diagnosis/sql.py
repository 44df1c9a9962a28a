"""Sight by an invitation to the joint intake: from its day until the intake is concluded. Laid by chain.rowsecurity."""

from chain.parts import WITH_REFERRAL
from clients.sql import TRIGGER, on_statements

SHOWN = ", ".join(f"'{part}'" for part in sorted(WITH_REFERRAL | {"contact", "profile"}))

FUNCTIONS = {
    "snoer_invitation_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, reason, parts, source, source_id,
          started_on, ended_on, seen_until)
        select n.client_id, n.chain_id, n.partner_id, 'invitation', array[{SHOWN}]::varchar[], 'invitation', n.id,
          n."on", e.day, e.day
        from new_rows n, lateral (select coalesce(n.cancelled_on, n.ended_on) as day) e
        on conflict (source, source_id) do update set partner_id = excluded.partner_id,
          started_on = excluded.started_on, ended_on = excluded.ended_on, seen_until = excluded.seen_until;
        return null; end $$""",
    # With the intake end the invitations to it, also one for a later day: there is nothing to come to any more.
    "snoer_intake_concluded()": f"""{TRIGGER} $$ begin
        update diagnosis_invitation i set ended_on = n.concluded_on, intake_id = n.id from new_rows n
        where i.client_id = n.client_id and n.status = 'concluded'
          and not exists (select 1 from old_rows o where o.id = n.id and o.status = 'concluded') and i.ended_on is null and i.cancelled_on is null;
        return null; end $$""",
}

TRIGGERS = [
    *on_statements("diagnosis_invitation", "snoer_invitation_sight", "snoer_invitation_sight", "insert update"),
    *on_statements("diagnosis_intake", "snoer_intake_concluded", "snoer_intake_concluded", "update"),
]
