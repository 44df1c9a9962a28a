"""What starts a term in placements (registered in the settings): work that goes on, coaching, subsidies, participation places."""

from django.utils.translation import gettext_lazy as _

from clients.registered import TermSource
from clients.starts import OPEN
from placement.placements import PAID

SUBSIDY = f"""select w.client_id, w.id as about_id, '' as scope, {{since}} as since, null::bigint as partner_id
    from placement_wagesubsidy w {{join}} {OPEN.format("w")} where w.chain_id = %(chain)s and {{where}}"""  # noqa: S608
LATEST = """cross join lateral (select v.settled_on from placement_wagevalue v where v.placement_id = w.placement_id
      and v.settled_on is not null order by v."on" desc, v.id desc limit 1) v"""

SOURCES = (
    TermSource(
        "placement-started", _("de start van betaald werk"), "placements", "placement",
        """select p.client_id, p.id as about_id, p.form_of_work as scope, s.started_on as since, s.partner_id
        from placement_placement p join clients_step s on s.id = p.step_id
          join clients_client c on c.id = p.client_id and c.chain_id = p.chain_id and c.closed_on is null
        where p.chain_id = %(chain)s and s.status = 'active' and p.form_of_work in ({})""".format(  # noqa: S608
            ", ".join(f"'{form}'" for form in sorted(PAID))
        ),
        scopes="form", looks_back=61,  # a talk that was missed longer ago is not made up for: the next one comes
    ),
    # The latest of work that goes on: once more was granted, nothing is asked about the first.
    TermSource(
        "coaching-ends", _("de laatste dag van de jobcoaching"), "placements", "coaching",
        f"""select k.client_id, k.id as about_id, p.form_of_work as scope, k.ended_on as since, s.partner_id
        from placement_coaching k join placement_placement p on p.id = k.placement_id
          join clients_step s on s.id = p.step_id and s.status = 'active' {OPEN.format("k")}
        where k.chain_id = %(chain)s and not exists (select from placement_coaching n
          where n.placement_id = k.placement_id and (n.ended_on, n.id) > (k.ended_on, k.id))""",  # noqa: S608
        renews=True, scopes="form", looks_back=61,
    ),
    # The five weeks run from the day on which the wage value is known, or from the request where that came later.
    TermSource(
        "subsidy-to-decide", _("de dag waarop de loonwaarde vaststaat, bij een gevraagde loonkostensubsidie"), "subsidy",
        "wagesubsidy",
        SUBSIDY.format(
            since="greatest(v.settled_on, w.requested_on)", join=LATEST,
            where="w.status = 'requested' and w.kind = 'regular'",
        ), renews=True,
    ),
    TermSource(
        "flat-rate-granted", _("de laatste dag van een forfaitaire loonkostensubsidie"), "subsidy", "wagesubsidy",
        SUBSIDY.format(
            since="w.ended_on", join="", where="w.status = 'granted' and w.kind = 'flat-rate' and w.ended_on is not null",
        ), looks_back=61,
    ),
    # The latest of a placement that goes on; of the older ones nothing is asked any more.
    TermSource(
        "wage-value-settled", _("de dag waarop de loonwaarde opnieuw gemeten wordt"), "subsidy", "wagevalue",
        f"""select v.client_id, v.id as about_id, '' as scope, v.again_on as since, null::bigint as partner_id
        from placement_wagevalue v join placement_placement p on p.id = v.placement_id
          join clients_step s on s.id = p.step_id and s.status = 'active' {OPEN.format("v")}
        where v.chain_id = %(chain)s and v.settled_on is not null and v.again_on is not null and not exists (
          select from placement_wagevalue n where n.placement_id = v.placement_id and n.settled_on is not null
            and (n."on", n.id) > (v."on", v.id))""", renews=True,  # noqa: S608
    ),
    TermSource(
        "subsidy-limit", _("de regels over het vragen van loonkostensubsidie"), "subsidy", "wagesubsidy", "", limit=True
    ),
    TermSource(
        "participation-not-reviewed", _("de start van een participatieplaats die nog niet is beoordeeld"), "plan", "step",
        f"""select s.client_id, s.id as about_id, '' as scope, s.started_on as since, s.partner_id
        from clients_step s join chain_instrument i on i.id = s.instrument_id and i.form_of_work = 'participation-place'
          {OPEN.format("s")}
        where s.chain_id = %(chain)s and s.status = 'active' and not exists (select from clients_task k
          where k.chain_id = s.chain_id and k.about = 'step' and k.about_id = s.id and k.key = 'pp-review'
            and k.status = 'done')""",  # noqa: S608
    ),
    TermSource(
        "participation-limit", _("de regels over participatieplaatsen"), "plan", "step", "", limit=True
    ),
    # Asked by placement/cards.py: a task would tell more of the person than who asked may know.
    TermSource("card-asked", _("een vraag naar een werkkaart"), "cards", "cardrequest", "", limit=True),
)  # fmt: skip
