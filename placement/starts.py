"""What starts a term in placements: paid work that goes on, for the after-care (registered in the settings)."""

from django.utils.translation import gettext_lazy as _

from clients.registered import TermSource
from placement.placements import PAID

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
)  # fmt: skip
