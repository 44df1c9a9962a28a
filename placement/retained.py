"""What subsidies make of a file, and what of the work cards leads to a person: see clients/retention_sql.py, erasure_sql.py."""

from clients.erasure_sql import Beside

SIGNS = {
    "provision": (
        "exists (select from placement_wagesubsidy x where x.client_id = c.id and x.status in ('granted', 'ended'))",
    ),
    "refused": ("exists (select from placement_wagesubsidy x where x.client_id = c.id and x.status = 'refused')",),
}
_CARDS = "(select m.card_id from placement_mediation m where m.client_id = the_person)"
BESIDE = (
    Beside(
        "placement_cardrequest",
        "t.mediation_id in (select m.id from placement_mediation m where m.client_id = the_person)",
    ),
    Beside("placement_cardoccupation", f"t.card_id in {_CARDS}"),
    Beside("placement_workcard", f"t.id in {_CARDS}"),
)
