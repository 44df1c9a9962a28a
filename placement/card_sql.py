"""Work cards, written from the profiles of who is ready for mediation; the question who a card is, and the sight it gives."""

from placement.models.vacancies import CERTIFICATES

# By which words (in snoer_plain) the courses of a profile are known as a certificate.
WORDS = {
    "vca": r"\mvca\M",
    "forklift": r"heftruck|forklift",
    "reach-truck": r"reach[ -]?truck",
    "bhv": r"\mbhv\M|bedrijfshulpverle",
    "haccp": r"\mhaccp\M|sociale hygiene",
    "code-95": r"\mcode[ -]?95\M",
    "welding": r"\mlas(sen|ser|diploma|certificaat|cursus|opleiding)\M|\m(mig|mag|tig)\M",
    "cleaning": r"basis(vak)?opleiding schoonma|schoonmaak.*basis|\mbasis.*schoonmaak",
}
KNOWN_BY = ", ".join(f"('{code}', '{WORDS[code]}')" for code in CERTIFICATES)

FUNCTIONS: dict[str, str] = {
    # What the profiles say, as cards say it. Not as definer: in a trigger it reads all, for a page what the policies show.
    # experience: {minor group: years}; competences: {code: MASTERY, as a number}; languages: {code: COMMAND, as a number};
    # what is not known has no key. Years are counted once, also of two jobs at a time; without both years a job counts
    # for one. An education counts without a diploma only where that is not known, or where none is given.
    "snoer_card_rows(wanted bigint[])": f"""returns table (client_id bigint, chain_id bigint, region varchar,
        occupations bigint[], groups varchar[], sectors varchar[], level smallint, education smallint, experience jsonb,
        competences jsonb, languages jsonb, licences varchar[], certificates varchar[], transport varchar[],
        hours_min smallint, hours_max smallint, office_hours varchar, irregular varchar, available_from date,
        contracts varchar[], agreements varchar[], guidance bool) language sql stable as $$
        select c.id, c.chain_id, left(coalesce(nullif(w.postcode, ''), a.postcode, ''), 2)::varchar,
          coalesce(t.occupations, '{{}}'), coalesce(t.groups, '{{}}'),
          array(select distinct s from unnest(w.sectors || t.sectors) s where s <> '' order by s)::varchar[],
          (case when w.level between '1' and '6' then w.level::int else 0 end)::smallint, coalesce(e.level, 0)::smallint,
          coalesce(x.years, '{{}}'), coalesce(k.codes, '{{}}'), coalesce(l.codes, '{{}}'),
          coalesce(w.licences, '{{}}'), coalesce(u.codes, '{{}}'), coalesce(w.transport, '{{}}'),
          w.hours_min::smallint, w.hours_max::smallint, coalesce(w.office_hours, '0')::varchar,
          coalesce(w.irregular, '0')::varchar, w.available_from, coalesce(w.contracts, '{{}}'),
          coalesce(w.agreements, '{{}}'), coalesce(w.guidance <> '' or w.adapted_workplace <> '', false)
        from clients_client c
          left join diagnosis_workprofile w on w.client_id = c.id
          left join clients_contact a on a.client_id = c.id
          left join (select t.client_id, array_agg(t.occupation_id order by t.position, t.id) as occupations,
              array(select g from unnest(array_agg(left(o.isco, 3) order by t.position, t.id)) with ordinality g(g, nth)
                where g <> '' group by g order by min(nth))::varchar[] as groups,
              array_agg(o.sector) as sectors
            from diagnosis_targetoccupation t join diagnosis_occupation o on o.id = t.occupation_id
            where t.client_id = any(wanted) group by 1) t on t.client_id = c.id
          left join (select e.client_id, max(e.level::int) as level from diagnosis_education e
            where e.client_id = any(wanted) and e.level <> '9' and (e.diploma <> '2' or e.level = '1') group by 1) e
            on e.client_id = c.id
          left join (select y.client_id, jsonb_object_agg(y.isco, y.years) as years from (
              select x.client_id, left(o.isco, 3) as isco, count(distinct y) as years
              from diagnosis_experience x join diagnosis_occupation o on o.id = x.occupation_id,
                generate_series(coalesce(x.from_year, x.to_year, 0)::int,
                  greatest(coalesce(x.from_year, x.to_year, 0), coalesce(x.to_year - 1, 0) * (x.from_year is not null)::int)) y
              where x.client_id = any(wanted) and o.isco <> '' group by 1, 2) y group by 1) x on x.client_id = c.id
          left join (select k.client_id, jsonb_object_agg(k.code, k.mastery::int) as codes from diagnosis_competence k
            where k.client_id = any(wanted) and k.mastery between '1' and '4' group by 1) k on k.client_id = c.id
          left join (select l.client_id, jsonb_object_agg(l.code, b.best) as codes from diagnosis_language l,
              lateral (select max(s::int) as best from unnest(array[l.speaking, l.listening]) s where s between '1' and '4') b
            where l.client_id = any(wanted) and b.best is not null group by 1) l on l.client_id = c.id
          left join (select u.client_id, array_agg(distinct v.code order by v.code)::varchar[] as codes
            from diagnosis_course u join (values {KNOWN_BY}) v(code, words) on snoer_plain(u.name) ~ v.words
            where u.client_id = any(wanted) and (u.valid_until is null or u.valid_until >= snoer_today()) group by 1) u
            on u.client_id = c.id
        where c.id = any(wanted) $$""",
}
# What a card wants (placement_cardoccupation) follows placement_workcard by a trigger of match_sql: write only the cards here.
TRIGGERS: list[str] = []
