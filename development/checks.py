"""What can be missing in the palette: a select over the chain (registered.Check)."""

from django.utils.translation import gettext_lazy as _

from clients.registered import Check

CHECKS = (
    Check(
        "module-without-srg-code", _("module zonder code voor de statistiek"),
        _("Elke lopende stap wordt aan het CBS geleverd als een soort voorziening. Zonder code kan dat niet. De codes staan in "
          "de richtlijnen van het CBS; vraag SZMH naar die van dit jaar."),
        "", "instrument",
        """select null::bigint as client_id, i.id as about_id, null::bigint as partner_id, min(s.started_on) as since
        from chain_instrument i join clients_step s on s.instrument_id = i.id and s.status = 'active'
        where i.chain_id = %(chain)s and i.srg_code = '' group by i.id""",
        "palette_edit", ("code",), by="admin", statutory="SRG 15",
    ),
)  # fmt: skip
