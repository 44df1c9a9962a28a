"""What can be missing or wrong of work, and of the wage subsidy beside it: selects over the chain (registered.Check)."""

from django.utils.translation import gettext_lazy as _

from clients.checks import LATELY
from clients.registered import Check
from placement.staying_sql import PAID

NEAR = 62  # days between the end of a benefit and the first day of the work that ended it
SETTLED = 31  # days after which the benefit of who has work should have been looked at
OWN_BENEFITS = ("participatiewet", "ioaw", "ioaz")  # what the municipalities pay themselves
WORK = f"""from placement_placement p join clients_step s on s.id = p.step_id join clients_client c on c.id = p.client_id
    where p.chain_id = %(chain)s and c.closed_on is null and p.form_of_work in {PAID!r} and s.status = 'active'"""
PLACEMENT = f"""select p.client_id, p.id as about_id, s.partner_id, s.started_on as since {WORK} and {{where}}"""
SUBSIDY = """select g.client_id, g.id as about_id, g.partner_id, {since} as since
    from placement_wagesubsidy g join clients_client c on c.id = g.client_id
      left join placement_wagevalue v on v.id = g.wage_value_id
    where g.chain_id = %(chain)s and c.closed_on is null and g.status = 'granted' and g.started_on <= snoer_today()
      and (g.ended_on is null or g.ended_on >= snoer_today()) and {where}"""

CHECKS = (
    Check(
        "work-without-placement", _("uitkering gestopt door werk, geen plaatsing bekend"),
        _("Zonder plaatsing is niet te zien bij wie iemand werkt, en of dat zo blijft."), "benefit", "benefitperiod",
        f"""select b.client_id, b.id as about_id, null::bigint as partner_id, b.ended_on as since
        from clients_benefitperiod b join clients_client c on c.id = b.client_id
        where b.chain_id = %(chain)s and b.end_reason = 'work' and b.ended_on >= {LATELY} and b.ended_on < snoer_today()
          and b.scheme in {OWN_BENEFITS!r} and c.closed_on is null and not exists (
            select from placement_placement p join clients_step s on s.id = p.step_id
            where p.client_id = b.client_id and s.started_on <= b.ended_on + {NEAR}
              and coalesce(s.ended_on, 'infinity') >= b.ended_on - {NEAR})""",  # noqa: S608
        "placement_new",
    ),
    Check(
        "work-with-full-benefit", _("werkt, en de uitkering loopt volledig door"),
        _("Betaald werk dat langer dan een maand loopt. Er is nog niet voorgesteld wat het voor de uitkering betekent."),
        "benefit", "placement",
        PLACEMENT.format(where=f"""s.started_on < snoer_today() - {SETTLED}
          and not exists (select from placement_benefitproposal o where o.placement_id = p.id)
          and exists (select from clients_benefitperiod b where b.client_id = p.client_id and b.level = 'full'
            and b.scheme in {OWN_BENEFITS!r} and b.started_on <= s.started_on
            and (b.ended_on is null or b.ended_on >= snoer_today()))""").replace(  # noqa: S608
            "s.partner_id", "null::bigint as partner_id"
        ),
        "placement", ("number", "about_id"),
    ),
    Check(
        "work-without-hours", _("werk zonder uren per week"),
        _("Uren zeggen of werk genoeg is om van te leven, en horen bij elke plaatsing."), "placements", "placement",
        PLACEMENT.format(where="s.hours_per_week is null"), "placement_edit", ("number", "about_id"), by="partner",
    ),
    Check(
        "work-without-contract", _("werk zonder soort contract"),
        _("Tijdelijk of vast: daaraan is te zien hoe zeker het werk is."), "placements", "placement",
        PLACEMENT.format(where="p.contract = ''"), "placement_edit", ("number", "about_id"), by="partner",
    ),
    Check(
        "work-without-employer", _("werk zonder werkgever"),
        _("Zonder werkgever weet niemand met wie over dit werk te spreken is."), "placements", "placement",
        PLACEMENT.format(where="p.employer_id is null and p.form_of_work <> 'sheltered'"), "placement_edit",
        ("number", "about_id"), by="partner",
    ),
    Check(
        "subsidy-without-wage-value", _("loonkostensubsidie zonder loonwaarde"),
        _("De loonwaarde hoort bij de levering van elke loonkostensubsidie (Participatiewet, artikel 10d)."),
        "subsidy", "wagesubsidy",
        SUBSIDY.format(since="g.started_on", where="g.kind = 'regular' and v.percent is null"),
        "subsidy", ("number", "about_id"), by="partner", statutory="SRG 19",
    ),
    Check(
        "wage-value-odd", _("loonwaarde waarbij geen subsidie hoort"),
        _("De loonwaarde is 0 of 100 procent, en toch loopt er een loonkostensubsidie."), "subsidy", "wagesubsidy",
        SUBSIDY.format(since="v.settled_on", where="g.kind = 'regular' and v.percent in (0, 100)"),
        "subsidy", ("number", "about_id"), by="partner", statutory="SRG 19",
    ),
    Check(
        "subsidy-after-work", _("loonkostensubsidie loopt, het werk is gestopt"),
        _("De subsidie eindigt met het werk waarvoor zij is gegeven."), "subsidy", "wagesubsidy",
        SUBSIDY.format(since="s.ended_on + 1", where="s.ended_on < snoer_today()").replace(
            "left join placement_wagevalue",
            "join placement_placement p on p.id = g.placement_id join clients_step s on s.id = p.step_id"
            " left join placement_wagevalue",
        ), "subsidy", ("number", "about_id"), by="partner", statutory="SRG 17",
    ),
)  # fmt: skip
