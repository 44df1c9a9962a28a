"""Sight by an invitation to the joint intake and by a screening; the words of work profiles. Laid by chain.rowsecurity."""

from collections.abc import Mapping

from django.utils.translation import override

from chain.parts import WITH_REFERRAL
from chain.rowrules import DEFINER, any_of, reads, sees_client, shows, writes
from clients.sql import TOUCHED, TRIGGER, on_statements
from diagnosis.codes import AGREEMENTS, COMPETENCES, INTERESTS, LANGUAGES, LEVELS, LICENCES, SECTORS
from diagnosis.selection_sql import FUNCTIONS as SELECTIONS

SHOWN = ", ".join(f"'{part}'" for part in sorted(WITH_REFERRAL | {"contact", "profile", "barriers"}))


def _names(names: Mapping[str, object]) -> str:
    """Codes with their Dutch names as rows, so that the words of the pages find them."""
    with override("nl"):
        rows = ((code, str(name).replace("'", "''")) for code, name in names.items())
        return "(values {}) v(code, name)".format(", ".join(f"('{code}', '{name}')" for code, name in rows))


def _chosen(column: str, names: Mapping[str, object]) -> str:
    return f"""select w.client_id, w.chain_id, v.name from diagnosis_workprofile w join {_names(names)} on v.code = any(w.{column})
      where w.client_id = any(touched)"""


HEAVY = {"C", "C1", "C1E", "CE"}
# What a work profile is found by.
TERMS = f"""
    select t.client_id, t.chain_id, n.name from diagnosis_targetoccupation t
      join diagnosis_occupationname n on n.occupation_id = t.occupation_id where t.client_id = any(touched)
    union all select e.client_id, e.chain_id, concat_ws(' ', e.job, e.employer, o.name) from diagnosis_experience e
      left join diagnosis_occupation o on o.id = e.occupation_id where e.client_id = any(touched)
    union all select client_id, chain_id, name from diagnosis_education where client_id = any(touched)
    union all select client_id, chain_id, name from diagnosis_course where client_id = any(touched)
    union all select c.client_id, c.chain_id, v.name from diagnosis_competence c join {_names(COMPETENCES)} on v.code = c.code
      where c.client_id = any(touched) and c.mastery in ('1', '2')
    union all select l.client_id, l.chain_id, coalesce(v.name, l.code) from diagnosis_language l
      left join {_names(LANGUAGES)} on v.code = l.code
      where l.client_id = any(touched) and array[l.speaking, l.listening, l.reading, l.writing] && array['2', '3', '4']::varchar[]
    union all {_chosen("interests", INTERESTS)}
    union all {_chosen("sectors", {key: name for key, (name, _sbi) in SECTORS.items()})}
    union all {_chosen("agreements", AGREEMENTS)}
    union all {_chosen("licences", {code: "groot rijbewijs vrachtwagen" if code in HEAVY else "rijbewijs" for code in LICENCES})}
    union all select w.client_id, w.chain_id, v.name from diagnosis_workprofile w join {_names(LEVELS)} on v.code = w.level
      where w.client_id = any(touched) and w.level <> '7'
"""
# Which of their words are one, with a space.
WHOLE = """
    select w.client_id, w.chain_id, 'rijbewijs ' || lower(l.code) from diagnosis_workprofile w, unnest(w.licences) l(code)
    where w.client_id = any(touched)
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
    # The state of a report as the acting membership knows it: `draft` of its own, `hosted` where it is made, else none
    # before it is given. What stands in the report asks it instead of the report's own policy.
    "snoer_report(wanted bigint)": f"""returns text {DEFINER} as $$
        select case when d.status <> 'draft' then d.status
            when {any_of("d.partner_id", "snoer_own")} or {any_of("d.chain_id", "snoer_wide_chains")} then 'draft'
            when {any_of("d.host_id", "snoer_own")} then 'hosted' end
        from diagnosis_practicaldiagnosis d where d.id = wanted and {any_of("d.chain_id", "snoer_chains")} $$""",
    # That a diagnosis runs, where and until when, is no secret to who reads the part; what stands in the draft is.
    "snoer_running_diagnoses(wanted bigint)": f"""returns table (id bigint, partner_id bigint, host_id bigint, place text,
        started_on date, planned_end date) {DEFINER} rows 1 as $$
        select d.id, d.partner_id, d.host_id, d.place, d.started_on, d.planned_end
        from diagnosis_practicaldiagnosis d join clients_client c on c.id = d.client_id and c.chain_id = d.chain_id
        where d.client_id = wanted and d.status = 'draft' and {reads("diagnosis")} and {shows("'diagnosis'")}
          and ({any_of("c.chain_id", "snoer_wide_chains")} or {sees_client("c.")})
        order by d.id $$""",
    # Nobody gives a report any more where the person has died or moved: who closes the file ends it with the reason.
    "snoer_end_diagnosis(wanted bigint, day date, why text)": f"""returns bool language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ begin
        update diagnosis_practicaldiagnosis d set status = 'stopped', ended_on = greatest(day, d.started_on),
          stop_reason = why, version = d.version + 1
        from clients_client c where d.id = wanted and d.status = 'draft' and c.id = d.client_id and c.closed_on is null
          and {sees_client("c.")} and {writes("client")} and {any_of("c.chain_id", "snoer_contact_chains")};
        return found; end $$""",
    # How far the rounds are, for all who read of rounds: figures, of nobody in particular. An entry of a closed file
    # that was not decided counts as `closed`.
    "snoer_screening_counts(rounds bigint[])": """returns table (screening_id bigint, outcome text, number bigint)
        language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
        select e.screening_id, case when e.outcome = '' and c.closed_on is not null then 'closed' else e.outcome end, count(*)
        from diagnosis_screeningentry e join clients_client c on c.id = e.client_id
        where e.screening_id = any(rounds) and e.chain_id = any((select snoer_chains())::bigint[])
          and 'screening' = any((select snoer_reads())::text[])
        group by 1, 2 $$""",
    # Some twenty words a person: they are written anew whenever a row of the profile changes.
    "snoer_profile_terms(touched bigint[])": f"""returns void language sql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        delete from diagnosis_profileterm t where t.client_id = any(touched);
        insert into diagnosis_profileterm (client_id, chain_id, term)
        select distinct s.client_id, s.chain_id, w.term from ({TERMS}) s(client_id, chain_id, said),
          lateral regexp_split_to_table(snoer_plain(s.said), '[^a-z0-9+]+') w(term)
        where length(w.term) > 1 union {WHOLE} $$""",
    "snoer_profile_words()": f"""{TRIGGER} $$ declare touched bigint[]; begin {TOUCHED}
        perform snoer_profile_terms(touched); return null; end $$""",
    # An occupation that is called something else too: so are those who want to do it.
    "snoer_occupation_words()": f"""{TRIGGER} $$ begin
        perform snoer_profile_terms(array(select distinct t.client_id from diagnosis_targetoccupation t
          join new_rows n on n.occupation_id = t.occupation_id)); return null; end $$""",
} | SELECTIONS

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
    *on_statements("diagnosis_occupationname", "snoer_named_words", "snoer_occupation_words", "insert"),
    *on_statements("diagnosis_intake", "snoer_intake_concluded", "snoer_intake_concluded", "update"),
]
