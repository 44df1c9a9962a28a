"""Work cards, written from the profiles of who is ready for mediation; the question who a card is, and the sight it gives."""

from django.conf import settings

from chain.parts import WITH_REFERRAL
from chain.rowrules import APP, any_of, writes
from clients.sql import TOUCHED, TRIGGER, on_statements
from placement.models.vacancies import CERTIFICATES
from placement.placements import PAID

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
ALPHABET = "3456789CDFGHJKMNPQRTVWXY"  # what is told apart on paper and by telephone, and makes no words
# What the columns of a card are called, in snoer_card_rows() and in its table.
SAID = (
    "region", "occupations", "groups", "sectors", "level", "education", "experience", "competences", "languages",
    "licences", "certificates", "transport", "hours_min", "hours_max", "office_hours", "irregular", "available_from",
    "contracts", "agreements", "guidance",
)  # fmt: skip
COLUMNS = ", ".join(SAID)
KEPT, NEW = (", ".join(f"{row}.{column}" for column in SAID) for row in ("k", "r"))
# What of the file is shown to who asked whose card it was, once that is accepted.
SHOWN = ", ".join(f"'{part}'" for part in sorted(WITH_REFERRAL | {"contact", "profile", "placements"}))
SIGHT = settings.CARD_SIGHT_DAYS
FORMS = ", ".join(f"'{form}'" for form in PAID)
# That somebody has paid work, or begins with it: there is nobody to mediate for, for as long as that lasts.
WORKS = f"""exists (select from placement_placement p join clients_step s on s.id = p.step_id
            where p.client_id = placement_mediation.client_id and p.form_of_work in ({FORMS}) and s.status in ('planned', 'active'))"""

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
    "snoer_card_code()": f"""returns text language sql volatile as $$
        select string_agg(substr('{ALPHABET}', 1 + floor(random() * {len(ALPHABET)})::int, 1), '') from generate_series(1, 6) $$""",
    # The cards of these people as they have to be: laid with the mark, renewed with the profile, taken away with the end of
    # the mark or for as long as there is paid work. The marks are locked first: else two who change one profile each miss what the other wrote. New cards come in
    # an order of chance, so that their ids do not follow those of the people.
    "snoer_renew_cards(touched bigint[])": f"""returns void language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        declare marked bigint[]; gone bigint[]; fresh bigint[]; begin
        perform 1 from placement_mediation where client_id = any(touched) and (ended_on is null or card_id is not null)
          order by id for no key update;
        if not found then return; end if;
        gone := array(select card_id from placement_mediation where client_id = any(touched) and card_id is not null
          and (ended_on is not null or {WORKS}));
        if gone <> '{{}}' then
          update placement_mediation set card_id = null where card_id = any(gone);
          delete from placement_cardoccupation where card_id = any(gone);
          delete from placement_workcard where id = any(gone);
        end if;
        marked := array(select client_id from placement_mediation where client_id = any(touched) and ended_on is null
          and card_id is not null);
        if marked <> '{{}}' then
          update placement_workcard k set ({COLUMNS}) = row({NEW}), changed_on = snoer_today()
          from snoer_card_rows(marked) r join placement_mediation m on m.client_id = r.client_id and m.ended_on is null
          where k.id = m.card_id and ({KEPT}) is distinct from ({NEW});
        end if;
        loop  -- again for whom chance gave a code that is there already
          fresh := array(select client_id from placement_mediation where client_id = any(touched) and ended_on is null
            and card_id is null and not {WORKS});
          exit when fresh = '{{}}';
          with numbered as materialized (
            select m.id, m.client_id, nextval(pg_get_serial_sequence('placement_workcard', 'id')) as card
            from (select id, client_id from placement_mediation where client_id = any(fresh) and ended_on is null
              and card_id is null order by random()) m),
          laid as (
            insert into placement_workcard (id, chain_id, code, changed_on, {COLUMNS})
            select n.card, r.chain_id, snoer_card_code(), snoer_today(), {NEW}
            from snoer_card_rows(fresh) r join numbered n on n.client_id = r.client_id
            on conflict (chain_id, code) do nothing returning id)
          update placement_mediation m set card_id = n.card from numbered n join laid l on l.id = n.card where m.id = n.id;
        end loop; end $$""",
    # Of a system membership: the cards on which stands what has run out since they were written.
    "snoer_renew_stale_cards(wanted_chain bigint)": """returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$ declare touched bigint[]; begin
        touched := array(select distinct m.client_id from placement_mediation m join placement_workcard k on k.id = m.card_id
          join diagnosis_course u on u.client_id = m.client_id and u.valid_until >= k.changed_on and u.valid_until < snoer_today()
          where m.chain_id = wanted_chain and m.chain_id = any((select snoer_system_chains())::bigint[]));
        if touched <> '{}' then perform snoer_renew_cards(touched); end if;
        return cardinality(touched); end $$""",
    "snoer_profile_card()": f"""{TRIGGER} $$ declare touched bigint[]; begin {TOUCHED}
        perform snoer_renew_cards(touched); return null; end $$""",
    "snoer_mark_card()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select client_id from new_rows where (ended_on is null) = (card_id is null));
        if touched <> '{{}}' then perform snoer_renew_cards(touched); end if; return null; end $$""",
    "snoer_placed_card()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select distinct client_id from new_rows where form_of_work in ({FORMS}));
        if touched <> '{{}}' then perform snoer_renew_cards(touched); end if; return null; end $$""",
    "snoer_step_card()": f"""{TRIGGER} $$ declare touched bigint[]; begin
        touched := array(select distinct n.client_id from new_rows n join placement_placement p on p.step_id = n.id
          where p.form_of_work in ({FORMS}));
        if touched <> '{{}}' then perform snoer_renew_cards(touched); end if; return null; end $$""",
    # Which card is whose is written by the function above alone; Django writes all columns back: keep silently.
    "snoer_keep_card()": f"""returns trigger language plpgsql as $$ begin
        if current_user = '{APP}' then
          if tg_op = 'INSERT' then new.card_id := null; else new.card_id := old.card_id; end if;
        end if;
        return new; end $$""",
    # Who a card is, asked by the employer service for work that it has; gives the request's id, or nothing for whatever
    # reason: no such card, work that is not open, asked already, too many that wait for an answer. What was accepted so
    # long ago that it shows nothing any more is over.
    "snoer_ask_card(wanted text, wanted_vacancy bigint, said text)": f"""returns bigint language plpgsql security definer
        set search_path = pg_catalog, public, pg_temp as $$
        declare m chain_membership; d placement_mediation; made bigint; begin
        select * into m from chain_membership where id = snoer_membership()
          and {any_of("chain_id", "snoer_service_chains")} and {writes("cards")};
        if m.partner_id is null or btrim(coalesce(said, '')) = '' then return null; end if;
        perform 1 from chain_partner where id = m.partner_id for no key update;  -- two at once: else each counts without the other
        select d0.* into d from placement_workcard k join placement_mediation d0 on d0.card_id = k.id and d0.ended_on is null
          join clients_client c on c.id = d0.client_id and c.closed_on is null
          where k.chain_id = m.chain_id and k.code = upper(btrim(wanted));
        if d.id is null or not exists (select from placement_vacancy v where v.id = wanted_vacancy and v.chain_id = m.chain_id
          and v.status = 'open' and v.taken < v.positions and (v.closes_on is null or v.closes_on >= snoer_today()))
        then return null; end if;
        if (select count(*) from placement_cardrequest where partner_id = m.partner_id and status = 'asked')
          >= {settings.CARD_REQUESTS_OPEN} then return null; end if;
        update placement_cardrequest set status = 'ended', ended_on = answered_on + {SIGHT}, version = version + 1
          where mediation_id = d.id and partner_id = m.partner_id and status = 'accepted'
            and answered_on + {SIGHT} < snoer_today();
        insert into placement_cardrequest (chain_id, mediation_id, code, partner_id, vacancy_id, author_id, why, asked_on,
            status, answer, end_reason, version)
          select m.chain_id, d.id, k.code, m.partner_id, wanted_vacancy, m.user_id, left(btrim(said), 300), snoer_today(),
            'asked', '', '', 1 from placement_workcard k where k.id = d.card_id
          on conflict do nothing returning id into made;
        return made; end $$""",
    "snoer_card_sight()": f"""{TRIGGER} $$ begin
        insert into clients_involvement (client_id, chain_id, partner_id, reason, parts, source, source_id,
          started_on, ended_on, seen_until)
        select d.client_id, n.chain_id, n.partner_id, 'mediation', array[{SHOWN}]::varchar[], 'cardrequest', n.id,
          n.answered_on, n.ended_on, least(n.ended_on, n.answered_on + {SIGHT})
        from new_rows n join placement_mediation d on d.id = n.mediation_id
        where n.status in ('accepted', 'ended') and n.answered_on is not null
        on conflict (source, source_id, membership_id) do update set started_on = excluded.started_on,
          ended_on = excluded.ended_on, seen_until = excluded.seen_until;
        return null; end $$""",
}
# What a card wants (placement_cardoccupation) follows placement_workcard by a trigger of match_sql.
TRIGGERS = [
    *(
        trigger
        for table in ("targetoccupation", "experience", "education", "course", "competence", "language", "workprofile")
        for trigger in on_statements(f"diagnosis_{table}", f"snoer_{table}_card", "snoer_profile_card")
    ),
    *on_statements("clients_contact", "snoer_contact_card", "snoer_profile_card"),
    *on_statements("placement_placement", "snoer_placed_card", "snoer_placed_card", "insert update"),
    *on_statements("clients_step", "snoer_step_card", "snoer_step_card", "update"),
    "create or replace trigger snoer_keep_card before insert or update of card_id on placement_mediation"
    " for each row execute function snoer_keep_card()",
    *on_statements("placement_mediation", "snoer_mark_card", "snoer_mark_card", "insert update"),
    *on_statements("placement_cardrequest", "snoer_card_sight", "snoer_card_sight", "insert update"),
]
