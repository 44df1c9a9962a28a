"""What of vacancies is kept by triggers and asked of the database: the words by which they are found, and who is introduced."""

from clients.sql import TRIGGER, on_statements

# What each word is taken from. Of the occupation also what people here call it.
SAID = """select v.id, v.chain_id, concat_ws(' ', v.title, v.place, s.place, e.name, o.name, n.names)
    from placement_vacancy v join placement_employer e on e.id = v.employer_id
      left join placement_site s on s.id = v.site_id left join diagnosis_occupation o on o.id = v.occupation_id
      left join lateral (select string_agg(n.name, ' ') as names from diagnosis_occupationname n
        where n.occupation_id = o.id and o.source = 'own') n on true
    where v.id = any(touched)"""

FUNCTIONS = {
    "snoer_vacancy_words(touched bigint[])": f"""returns void language sql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        delete from placement_vacancyword w where w.vacancy_id = any(touched);
        insert into placement_vacancyword (vacancy_id, chain_id, word)
        select distinct s.vacancy_id, s.chain_id, w.word from ({SAID}) s(vacancy_id, chain_id, said),
          lateral regexp_split_to_table(snoer_plain(s.said), '[^a-z0-9]+') w(word)
        where w.word <> '' $$""",
    "snoer_vacancy_named()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        if tg_op = 'INSERT' then touched := array(select id from new_rows);
        else touched := array(select n.id from new_rows n join old_rows o on o.id = n.id
          where (n.title, n.place, n.employer_id, n.site_id, n.occupation_id)
            is distinct from (o.title, o.place, o.employer_id, o.site_id, o.occupation_id)); end if;
        if touched <> '{{}}' then perform snoer_vacancy_words(touched); end if; return null; end $$""",
    "snoer_employer_named()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select v.id from placement_vacancy v join new_rows n on n.id = v.employer_id
          join old_rows o on o.id = n.id where n.name is distinct from o.name);
        if touched <> '{{}}' then perform snoer_vacancy_words(touched); end if; return null; end $$""",
    "snoer_site_moved()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select v.id from placement_vacancy v join new_rows n
          on n.employer_id = v.employer_id and n.id = v.site_id
          join old_rows o on o.id = n.id where n.place is distinct from o.place);
        if touched <> '{{}}' then perform snoer_vacancy_words(touched); end if; return null; end $$""",
    # For which of the vacancies somebody was introduced: also by who sees none of those people. That, and no more.
    "snoer_introduced(wanted bigint[])": """returns setof bigint language sql stable security definer
        set search_path = pg_catalog, public, pg_temp as $$
        select v.id from placement_vacancy v where v.id = any(wanted) and v.chain_id = any((select snoer_chains())::bigint[])
          and 'vacancies' = any((select snoer_reads())::text[])
          and exists (select 1 from placement_introduction i where i.vacancy_id = v.id) $$""",
}

TRIGGERS = [
    *on_statements("placement_vacancy", "snoer_vacancy_words", "snoer_vacancy_named", "insert update"),
    *on_statements("placement_employer", "snoer_employer_words", "snoer_employer_named", "update"),
    *on_statements("placement_site", "snoer_site_words", "snoer_site_moved", "update"),
]
