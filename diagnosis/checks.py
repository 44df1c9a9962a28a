"""What can be missing or wrong of exemptions and of the intake: selects over the chain (registered.Check)."""

from django.utils.translation import gettext_lazy as _

from clients.registered import Check

FIVE = "interval '5 years'"  # the age of the child up to which article 9a exempts
CHECKS = (
    Check(
        "exemption-of-grown-child", _("vrijstelling loopt, het kind is vijf"),
        _("De vrijstelling van een alleenstaande ouder eindigt als het jongste kind vijf wordt (Participatiewet, artikel 9a)."),
        "benefit", "exemption",
        f"""select e.client_id, e.id as about_id, e.partner_id, (e.child_born_on + {FIVE})::date as since
        from diagnosis_exemption e join clients_client c on c.id = e.client_id
        where e.chain_id = %(chain)s and c.closed_on is null and e.kind = 'parent'
          and e.child_born_on + {FIVE} <= snoer_today() and (e.ended_on is null or e.ended_on >= snoer_today())""",  # noqa: S608
        "exemption", ("number", "about_id"), statutory="BUS 24–26",
    ),
    Check(
        "exemption-without-benefit", _("vrijstelling loopt, geen bijstand bekend"),
        _("Wie geen bijstand krijgt, heeft ook geen plichten om van vrij te zijn."), "benefit", "exemption",
        """select e.client_id, e.id as about_id, e.partner_id, e.started_on as since
        from diagnosis_exemption e join clients_client c on c.id = e.client_id
        where e.chain_id = %(chain)s and c.closed_on is null and e.started_on <= snoer_today()
          and (e.ended_on is null or e.ended_on >= snoer_today()) and not exists (
            select from clients_benefitperiod b where b.client_id = e.client_id and b.started_on <= snoer_today()
              and b.scheme in ('participatiewet', 'ioaw', 'ioaz') and (b.ended_on is null or b.ended_on >= snoer_today()))""",
        "exemption", ("number", "about_id"), statutory="BUS 24",
    ),
)  # fmt: skip
