"""Employers and vacancies for the one box that finds: by a part of the name, else by a name like it. Laid through placement.sql.

Trigrams cannot be asked for under a policy, so the rule of rows stands inside; both are shared by all who read the part.
"""

from chain.rowrules import DEFINER, any_of, reads

EMPLOYERS = f"{any_of('e.chain_id', 'snoer_chains')} and {reads('employers')}"
VACANCIES = f"{any_of('v.chain_id', 'snoer_chains')} and {reads('vacancies')}"
# What a word begins with is found by an index where the word is known as the statement is planned: never a plan for any word.
CUSTOM = "set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan"
FEW = 500  # vacancies that a word may have to be entered by; where all words have more, the newest are gone through
NEWEST = 500
OWN_CHAIN = "(select (snoer_chains())[1])"
ENTERED = f"""select w.vacancy_id from placement_vacancyword w
            where w.chain_id = {OWN_CHAIN} and w.word ^@ one"""
NEXT = f"""select w.word from placement_vacancyword w
            where w.chain_id = {OWN_CHAIN} and w.word {{}} order by w.word limit 1"""
# Of all words of one vacancy at a time: they are few, and an index by word would be entered for each.
HAS_ALL = """(select count(distinct t.word) from placement_vacancyword w, unnest(words) t(word)
          where w.vacancy_id = v.id and w.word ^@ t.word) = cardinality(words)"""

FUNCTIONS = {
    # Who is called so, by any part of the name or by the KvK number; `alike` where nobody is, and these look like it.
    "snoer_find_employers(wanted text, most int)": f"""returns table (id bigint, name varchar, place varchar, alike bool)
        {DEFINER} rows 10 as $$
        with typed as (select snoer_plain(wanted) as name),
        called as (
          select e.id, e.name, e.place from typed t, placement_employer e
          where e.plain like '%' || replace(replace(replace(t.name, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
            and {EMPLOYERS}
          order by starts_with(e.plain, t.name) desc, e.plain collate "C" limit most),
        numbered as (
          select e.id, e.name, e.place from placement_employer e
          where e.chain_id = {OWN_CHAIN} and e.kvk = wanted and e.kvk <> '' and {reads("employers")})
        select n.id, n.name, n.place, false from numbered n union all select c.id, c.name, c.place, false from called c
        union all (select e.id, e.name, e.place, true from typed t, placement_employer e
          where not exists (select from called) and not exists (select from numbered) and t.name <% e.plain and {EMPLOYERS}
          order by word_similarity(t.name, e.plain) desc, e.name limit most) $$""",
    # By the rarest of the words, where one is rare (else null), the vacancies that have one that begins with it: by which all
    # words are found. None for who does not read vacancies.
    "snoer_vacancies_by_rarest(words text[])": f"""returns bigint[] language plpgsql stable security definer {CUSTOM}
        as $$ declare one text; ids bigint[]; few bigint[]; begin
        if not {reads("vacancies")} then return '{{}}'; end if;
        foreach one in array words loop
          ids := array({ENTERED} limit {FEW + 1});
          if cardinality(ids) <= {FEW} and (few is null or cardinality(ids) < cardinality(few)) then few := ids; end if;
        end loop;
        return few; end $$""",
    # The vacancies, the latest first, that are not closed and have for each of the words one that begins with it.
    "snoer_vacancies_with(words text[], most int)": f"""returns setof bigint language plpgsql stable security definer rows 10
        {CUSTOM} as $$ declare few bigint[] := snoer_vacancies_by_rarest(words); begin
        if few is not null then
          return query select v.id from placement_vacancy v where v.id = any(few) and v.status <> 'closed' and {VACANCIES}
            and {HAS_ALL} order by v.opened_on desc, v.id desc limit most;
        else
          return query select v.id from (select n.id from placement_vacancy n
              where n.chain_id = {OWN_CHAIN} and n.status <> 'closed' and {reads("vacancies")}
              order by n.opened_on desc, n.id desc limit {NEWEST}) v
            where {HAS_ALL} limit most;
        end if; end $$""",
    # Those, whatever their state, that have for each of two words or more one that begins with it. By the rarest word, where
    # one is rare; else by what the words have in common.
    "snoer_vacancies_having(words text[])": f"""returns setof bigint language plpgsql stable security definer rows 100
        {CUSTOM} as $$ declare one text; ids bigint[]; few bigint[] := snoer_vacancies_by_rarest(words); begin
        if few is not null then
          return query select distinct v.id from unnest(few) v(id) where {HAS_ALL};
          return;
        end if;
        foreach one in array words loop
          if ids is null then ids := array({ENTERED}); else ids := array({ENTERED} and w.vacancy_id = any(ids)); end if;
        end loop;
        return query select distinct i from unnest(ids) i; end $$""",
    # The word of the chain's vacancies that is most like it, where one is. From word to next word with the same first letter:
    # each is looked at once, however many vacancies have it.
    "snoer_word_like(wanted text)": f"""returns text {DEFINER} as $$
        with recursive each(word) as (
          ({NEXT.format(">= left(wanted, 1)")})
          union all
          select n.word from each e cross join lateral ({NEXT.format("> e.word")}) n where e.word ^@ left(wanted, 1))
        select e.word from each e
        where e.word % wanted and e.word <> wanted and similarity(e.word, wanted) >= 0.4 and {reads("vacancies")}
        order by similarity(e.word, wanted) desc, e.word limit 1 $$""",
    # The same; `alike` where there are none, of the words that are most like these.
    "snoer_find_vacancies(words text[], most int)": f"""returns table (id bigint, alike bool) language plpgsql stable
        security definer rows 10 {CUSTOM} as $$ declare one text; meant text[]; begin
        return query select v.id, false from snoer_vacancies_with(words, most) v(id);
        if found then return; end if;
        foreach one in array words loop
          perform from placement_vacancyword w where w.chain_id = {OWN_CHAIN} and w.word ^@ one limit 1;
          if not found then one := snoer_word_like(one); end if;
          if one is null then return; end if;
          meant := meant || one;
        end loop;
        return query select v.id, true from snoer_vacancies_with(meant, most) v(id);
        if found then return; end if;
        -- Each word begins another vacancy's: one of them may be meant otherwise ("port" for "poort", where there is a "portier").
        for place in 1 .. cardinality(meant) loop
          one := snoer_word_like(meant[place]);
          if one is not null then
            return query select v.id, true
              from snoer_vacancies_with(meant[:place - 1] || one || meant[place + 1:], most) v(id);
            if found then return; end if;
          end if;
        end loop; end $$""",
}
