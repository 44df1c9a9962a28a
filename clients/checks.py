"""What can be missing or wrong of a person, the benefit and the steps: selects over the chain (registered.Check).

What the statutory statistics ask of everybody with a step stands in domain/research.md, 3 (SRG, features 1 to 19; BUS); CBS
found in 2025 that steps which are not closed and dates without a reason are what goes wrong most.
"""

from django.utils.translation import gettext_lazy as _

from clients.registered import Check

# Since when what is over is looked at: before that a year is closed, and nothing is delivered of it any more.
LATELY = "(date_trunc('year', snoer_today()) - interval '1 year')::date"
LADDER_MONTHS = 6  # a position that is older is told as if it were new
ENDED_WITHOUT_WORD = 31  # days: as long as an outflow is provisional (counting.md)

IDENTITY = """select c.id as client_id, c.id as about_id, null::bigint as partner_id, c.registered_on as since
    from clients_client c left join clients_identity i on i.client_id = c.id
    where c.chain_id = %(chain)s and c.closed_on is null and {where}"""
# Of who has a step now the statistics tell every month; of others they do not.
IN_STEP = """exists (select from clients_step s where s.client_id = c.id and s.status = 'active')"""
STEP = """select s.client_id, s.id as about_id, s.partner_id, {since} as since
    from clients_step s join clients_client c on c.id = s.client_id {join}
    where s.chain_id = %(chain)s and {where}"""
FOUND = f"""select c.id as client_id, c.id as about_id, null::bigint as partner_id, {{since}} as since
    from clients_client c left join (
      select a.client_id, max(a."on") as day from clients_assessment a join clients_definition d
        on d.id = a.definition_id and d.kind = '{{kind}}' where a.chain_id = %(chain)s group by 1) a
      on a.client_id = c.id {{join}}
    where c.chain_id = %(chain)s and c.closed_on is null and {IN_STEP} and {{where}}"""  # noqa: S608 (constants)
EVALUATED = """left join (select e.client_id, max(e."on") as day from clients_evaluation e
        where e.chain_id = %(chain)s and e.ladder is not null group by 1) e on e.client_id = c.id"""
LAST = "greatest(a.day, e.day)"  # null only where both are
OLD = f"(snoer_today() - interval '{LADDER_MONTHS} months')::date"
CAPACITY = "left join clients_capacity k on k.client_id = c.id"
LIVES = """(select from clients_residence r where r.client_id = {0}.client_id and r.started_on <= {0}.{1}
      and (r.ended_on is null or r.ended_on >= {0}.{1}))"""

CHECKS = (
    Check(
        "no-bsn", _("geen BSN"), _("De statistiek wordt per BSN geleverd, en dubbele dossiers vindt men zo."),
        "identity", "client", IDENTITY.format(where="i.bsn_index is null"), "client_edit", statutory="SRG 8",
    ),
    Check(
        "no-birth-date", _("geen geboortedatum"), _("Leeftijd hoort bij elke levering, en veel termijnen hangen ervan af."),
        "identity", "client", IDENTITY.format(where="i.birth_date is null"), "client_edit", statutory="SRG 9",
    ),
    Check(
        "no-gender", _("geslacht niet ingevuld"), _("Hoort bij elke levering aan het CBS."),
        "identity", "client", IDENTITY.format(where="coalesce(i.gender, '') = ''"), "client_edit", statutory="SRG 10",
    ),
    Check(
        "no-municipality", _("geen woonplaats van nu"),
        _("Zonder gemeente telt niemand mee voor het doel, en weet niemand wie het aanspreekpunt is."),
        "contact", "client",
        """select c.id as client_id, c.id as about_id, null::bigint as partner_id,
          coalesce((select max(r.ended_on) + 1 from clients_residence r where r.client_id = c.id), c.registered_on) as since
        from clients_client c where c.chain_id = %(chain)s and c.closed_on is null and c.id not in (
          select r.client_id from clients_residence r where r.chain_id = %(chain)s and r.started_on <= snoer_today()
            and (r.ended_on is null or r.ended_on >= snoer_today()))""",
        "residence_new", statutory="SRG 6",
    ),
    Check(
        "residence-gap", _("tussen twee woonplaatsen ontbreken dagen"),
        _("Wat op die dagen begon of eindigde, telt niet mee voor het doel."), "contact", "residence",
        f"""select r.client_id, r.id as about_id, null::bigint as partner_id, r.before + 1 as since
        from (select r.client_id, r.id, r.started_on, max(r.ended_on) over (partition by r.client_id order by r.started_on
              rows between unbounded preceding and 1 preceding) as before
            from clients_residence r where r.chain_id = %(chain)s) r join clients_client c on c.id = r.client_id
        where r.before < r.started_on - 1 and r.started_on >= {LATELY} and c.closed_on is null""",  # noqa: S608
        "residence_new",
    ),
    Check(
        "no-ladder", _("participatieladder niet bekend"),
        _("Van iedereen met een lopende stap hoort de trede bij de levering."), "profile", "client",
        FOUND.format(kind="ladder", since="c.registered_on", join=EVALUATED, where=f"{LAST} is null"), "standing",
        statutory="SRG 11",
    ),
    Check(
        "old-ladder", _("participatieladder ouder dan een half jaar"),
        _("Dan is niet te zien of een stap iemand verder heeft gebracht."), "profile", "client",
        FOUND.format(kind="ladder", since=LAST, join=EVALUATED, where=f"{LAST} < {OLD}"), "standing", statutory="SRG 12",
    ),
    Check(
        "no-work-ability", _("arbeidsvermogen niet bekend"),
        _("Van iedereen met een lopende stap hoort dit bij de levering; ‘nog niet bekend’ is ook een antwoord."),
        "capacity", "client",
        FOUND.format(kind="work-ability", since="c.registered_on", join=CAPACITY,
                     where="a.day is null and k.work_ability is null"), "standing", statutory="SRG 13",
    ),
    Check(
        "step-past-end", _("stap loopt, de geplande laatste dag is voorbij"),
        _("Sluit de stap af of verleng hem: anders telt hij mee als lopend."), "plan", "step",
        STEP.format(since="s.planned_end + 1", join="",
                    where="s.status = 'active' and s.planned_end < snoer_today() and c.closed_on is null"),
        "step", ("number", "about_id"), by="partner", statutory="SRG 17",
    ),
    Check(
        "step-without-reason", _("stap is gestopt zonder reden"),
        _("De statistiek vraagt of iemand zelf stopte, of door verhuizing, overlijden, detentie of zwangerschap."),
        "plan", "step",
        STEP.format(since="s.ended_on", join="", where="s.status = 'stopped' and s.stopped_for = ''"
                    f" and s.ended_on >= {LATELY} and c.closed_on is null"),
        "step_reason", ("number", "about_id"), by="partner", statutory="SRG 18",
    ),
    Check(
        "step-overlap", _("twee keer dezelfde stap tegelijk"),
        _("Dezelfde module loopt twee keer in dezelfde dagen. Vaak is er één dubbel ingevoerd."), "plan", "step",
        STEP.format(
            since="s.started_on",
            join="""join (select s.id, max(coalesce(s.ended_on, 'infinity')) over (partition by s.client_id, s.instrument_id
                order by s.started_on, s.id rows between unbounded preceding and 1 preceding) as busy_until
              from clients_step s where s.chain_id = %(chain)s and s.started_on is not null) o on o.id = s.id""",
            where=f"o.busy_until >= s.started_on and coalesce(s.ended_on, 'infinity') >= {LATELY} and c.closed_on is null",
        ), "step", ("number", "about_id"), by="partner", statutory="SRG 15–17",
    ),
    Check(
        "step-without-residence", _("activerende stap begon zonder bekende woonplaats"),
        _("Zo telt niemand als geactiveerd, ook als dat wel zo hoort te zijn."), "contact", "step",
        STEP.format(
            since="s.started_on", join="join chain_instrument i on i.id = s.instrument_id and i.activates",
            where=f"s.started_on >= {LATELY} and c.closed_on is null and not exists {LIVES.format('s', 'started_on')}",
        ).replace("s.partner_id", "null::bigint as partner_id"), "residence_new",
    ),
    Check(
        "step-without-benefit", _("stap loopt, geen regeling bekend"),
        _("Bij elke stap hoort de regeling waaronder iemand valt. Geen uitkering? Leg dan ‘andere regeling’ vast."),
        "benefit", "client",
        f"""select c.id as client_id, c.id as about_id, null::bigint as partner_id,
          (select min(s.started_on) from clients_step s where s.client_id = c.id and s.status = 'active') as since
        from clients_client c where c.chain_id = %(chain)s and c.closed_on is null and {IN_STEP} and c.id not in (
          select b.client_id from clients_benefitperiod b where b.chain_id = %(chain)s and b.started_on <= snoer_today()
            and (b.ended_on is null or b.ended_on >= snoer_today()))
          and not exists (select from clients_step s join chain_instrument i on i.id = s.instrument_id
            where s.client_id = c.id and s.status = 'active' and i.form_of_work <> '')""",  # noqa: S608
        "benefit_new", statutory="SRG",
    ),
    Check(
        "benefit-without-reason", _("uitkering gestopt zonder reden"),
        _("Alleen met een reden is te zien of iemand door werk is uitgestroomd."), "benefit", "benefitperiod",
        f"""select b.client_id, b.id as about_id, null::bigint as partner_id, b.ended_on as since
        from clients_benefitperiod b join clients_client c on c.id = b.client_id
        where b.chain_id = %(chain)s and b.end_reason = '' and b.ended_on >= {LATELY} and b.ended_on < snoer_today()
          and c.closed_on is null""",  # noqa: S608
        "benefit_end", ("number", "about_id"), statutory="BUS 34",
    ),
    Check(
        "closed-with-steps", _("dossier gesloten, stap loopt nog"),
        _("Wie niet meer in beeld is, telt zo nog mee als iemand in een stap."), "plan", "step",
        STEP.format(since="c.closed_on", join="", where="s.status = 'active' and c.closed_on < snoer_today()").replace(
            "s.partner_id", "null::bigint as partner_id"
        ), "file_reopen", statutory="SRG 17",
    ),
)  # fmt: skip
